"""The readings of a text: what a person would read out where digits were written to hide from a machine.

Full-width and other scripts' digits, dashes of every length, characters without width, NFD, spaces inside numbers and
telephone numbers spelled as they are said (공일공) are made plain, and every character keeps the place in the original
text that it came from. Judges nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

Places = tuple[Sequence[int], Sequence[int]]


class Reading:
    """A text as the patterns read it; character ``i`` came from ``original[starts[i]:ends[i]]``.

    Args:
        places: Returns starts and ends; asked only where something was found.
    """

    __slots__ = ("_found", "_places", "text")

    def __init__(self, text: str, places: Callable[[], Places]) -> None:
        self.text = text
        self._places = places
        self._found: Places | None = None

    @property
    def places(self) -> Places:
        """Starts and ends."""
        if self._found is None:
            self._found = self._places()
        return self._found

    @property
    def starts(self) -> Sequence[int]:
        """Where each character begins in the original."""
        return self.places[0]

    @property
    def ends(self) -> Sequence[int]:
        """Where each character ends in the original."""
        return self.places[1]


_ODD = re.compile(r"[^\t\n\r\x20-\x7e가-힣]+")
_JAMO = re.compile("[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# In Korean typing the vowel ㅡ and the Japanese ー stand in for a dash.
_DASHES = frozenset("\u2212\u3161\u30fc\u2043\uff70")
# Stands in no plain text: `normal` leaves control characters out.
_LEFT_OUT = "\0"
_SINGLE_DIGITS = re.compile(r"(?<!\d)\d(?: {1,2}\d(?!\d)){2,}")
_SPACED_MARK = re.compile(r"(?<=\d)(?: {1,2}- {0,2}|- {1,2}| \. |[·•\u318d∙⋅_])(?=\d)")
_GROUPS = re.compile(r"\d(?:[ -]{0,3}\d)+")
# A digest is no one's number, yet one in 300 holds a mobile number by chance.
_DIGEST = re.compile(
    r"(?<![0-9A-Za-z])(?=[0-9]*[a-f])(?:[0-9a-f]{20,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9A-Za-z])"
)
# Stands in every one.
_PART_OF_DIGEST = re.compile(r"[0-9a-f]{8}")
# Digits as they are said. They are words and particles too (이, 일, 구), so only the shape of a telephone number
# counts: its first digits, and nine to eleven in a row. What follows (이고, 이에요) begins like one more digit.
_SAID = "공영일이삼사오육륙칠팔구"
_DIGITS = dict(zip(_SAID, "001234566789", strict=True))
_BETWEEN = r"(?:[ ,.·•\u318d∙⋅_()-]{0,3}| ?(?:다시|대시|에) ?)"
_SPELLED = tuple(
    re.compile(shape.replace("D", f"[{_SAID}0-9]").replace("H", f"[{_SAID}]").replace("~", _BETWEEN))
    for shape in (
        "[공영]~일~[공영일육륙칠팔구](?:~D){7,8}",
        "01[016-9](?:~H){7,8}",
        "[공영](?:이|[삼사오육][일이삼사오]|칠[공영]|오[공영]H)(?!H)~D{3,4}(?!H)~D{4}",
    )
)


def readings(text: str) -> Iterator[tuple[Reading, bool]]:
    """Yield the readings of a text, the plain one first; True marks a reading for ``spaced`` patterns only."""
    base = normal(text)
    yield base, False
    said = base
    for spelled in _SPELLED:
        said = _rewritten(said, spelled, _digits_of)
    if said is not base:
        yield said, False
    joined = _rewritten(base, _SINGLE_DIGITS, lambda m: m.replace(" ", _LEFT_OUT))
    joined = _rewritten(joined, _SPACED_MARK, lambda m: "." if "." in m else "-")
    if joined is not base:
        yield joined, False
    # Only where a hyphen says that it is one number: 12 3456 may be two.
    dense = _rewritten(joined, _GROUPS, lambda m: m.replace(" ", _LEFT_OUT) if "-" in m else m)
    if dense.text != joined.text:
        yield dense, True
    # ① glued to a number would read as one more digit of it.
    glued = {ord(c): " " for c in set(text) if unicodedata.category(c) == "No"}
    if glued:
        yield normal(text.translate(glued)), False


def normal(text: str) -> Reading:
    """Return the text with digits, dashes and spaces of every kind made plain, and what has no width left out."""
    if _PART_OF_DIGEST.search(text):
        text = _DIGEST.sub(lambda m: "x" * len(m.group()), text)
    plain = _ODD.sub(lambda run: "".join([piece for piece, _ in _plain_run(run.group())]), text)
    return Reading(plain, lambda: _places_of(text))


def _places_of(text: str) -> Places:
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for run in _ODD.finditer(text):
        starts.extend(range(at, run.start()))
        ends.extend(range(at + 1, run.start() + 1))
        at = run.start()
        for piece, length in _plain_run(run.group()):
            starts.extend([at] * len(piece))
            at += length
            ends.extend([at] * len(piece))
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return starts, ends


@lru_cache(maxsize=4096)
def _plain_run(run: str) -> tuple[tuple[str, int], ...]:
    """Return what becomes of a run of odd characters: pieces, and of how many characters each is made."""
    found: list[tuple[str, int]] = []
    at = 0
    while at < len(run):
        jamo = _JAMO.match(run, at)
        piece = unicodedata.normalize("NFC", jamo.group()) if jamo else _plain_character(run[at])
        length = len(jamo.group()) if jamo else 1
        found.append((piece, length))
        at += length
    return tuple(found)


def _digits_of(said: str) -> str:
    """Return a spelled telephone number in digits, as long as it was."""
    plain = "".join(_DIGITS.get(char, char if char in "0123456789" else "-") for char in said)
    if plain.replace("-", "").startswith("01"):
        return re.sub(r"\D", _LEFT_OUT, plain)
    # Other numbers are only known by their groups.
    return re.sub(r"\D+", lambda gap: "-".ljust(len(gap[0]), _LEFT_OUT), plain)


@lru_cache(maxsize=4096)
def _plain_character(char: str) -> str:
    category = unicodedata.category(char)
    if char in _BLANKS or category == "Zs":
        return " "
    if category in ("Zl", "Zp"):
        return "\n"
    if category in ("Cf", "Cc", "Mn", "Me"):
        return ""
    if category == "Pd" or char in _DASHES:
        return "-"
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    compatible = unicodedata.normalize("NFKC", char)
    return compatible if compatible.isascii() else char


def _rewritten(reading: Reading, regex: re.Pattern[str], change: Callable[[str], str]) -> Reading:
    """Return the reading with each match changed, or the same reading where there is none.

    Args:
        change: Swaps characters, one for one; ``_LEFT_OUT`` for those that are to go.
    """
    changes = [
        (match.start(), said, changed)
        for match in regex.finditer(reading.text)
        if (changed := change(said := match.group())) != said
    ]
    if not changes:
        return reading
    out: list[str] = []
    at = 0
    for start, said, changed in changes:
        out += (reading.text[at:start], changed.replace(_LEFT_OUT, ""))
        at = start + len(said)
    out.append(reading.text[at:])

    def places() -> Places:
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for start, said, changed in changes:
            kept = [i for i, char in enumerate(changed, start) if char != _LEFT_OUT]
            starts += (*reading.starts[at:start], *(reading.starts[i] for i in kept))
            ends += (*reading.ends[at:start], *(reading.ends[i] for i in kept))
            at = start + len(said)
        return [*starts, *reading.starts[at:]], [*ends, *reading.ends[at:]]

    return Reading("".join(out), places)
