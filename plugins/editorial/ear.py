"""What a sentence sounds like: an ear for the kinds of wording that no list of words reaches.

It weighs every short run of characters of a sentence, in English also its words and pairs of words, as the written
passes of ``tests/data/wording`` taught it (``bench/teach.py`` writes ``rules/ear.<language>.tsv``). The weights are
whole numbers: a sentence sounds the same on every machine. What it hears alone is a warning and never more; what it
takes for decent, no rule built on word classes may call a fault. Reads one file, decides nothing about a publication.
"""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import exp, log, sqrt
from operator import add
from pathlib import Path
from struct import unpack
from types import MappingProxyType

from plugins.core.errors import SettingError

RULES = Path(__file__).with_name("rules")
# A weight is one printable byte of the file: this one is nought, and so many steps make one.
NOUGHT = 79
STEPS = 12
MOST = 46
# So many rows are summed in 16 bits without one sum running over into its neighbour.
_AT_ONCE = (2**16 - 1) // (NOUGHT + MOST)
# Characters of the shortest and of the longest run. English words are longer, and weighed as such too.
LENGTHS: Mapping[str, tuple[int, int]] = MappingProxyType({"ko": (2, 3), "en": (3, 4)})
# A sentence of fewer runs is heard as if it had so many: a few words tell less than they seem to.
FEWEST: Mapping[str, int] = MappingProxyType({"ko": 1, "en": 140})
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?)"
)
# A day, a month or an hour, and what counts: whichever it is, it is a fact.
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|(?:noon|midnight)\b|\d{1,2}(?:[.:]\d\d)?\s*(?:am|pm|a\.m\.|p\.m\.)"
    r"|(?:january|february|march|april|june|july|august|september|october|november|december)\b|\d{1,2}:\d\d)"
)
_COUNT = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred"
    r"|thousand)\b"
)
# Of the words of a sentence, those are named that weigh at least this part of the heaviest.
_TELLING = 0.5
_MOST_WORDS = 3


class _Kept(dict[int, str]):
    """What becomes of each character: letters, figures and the marks that tell something stay."""

    def __missing__(self, character: int) -> str:
        letter = chr(character)
        self[character] = kept = letter if letter.isalnum() or letter in "_?!~%£$€" else "_" * letter.isspace()
        return kept


_KEPT = _Kept()


class _Sums(dict[str, int]):
    """The rows of an ear as numbers; most of them are never asked for while one text is judged."""

    def __init__(self, weights: Mapping[str, str]) -> None:
        super().__init__()
        self._weights = weights

    def __missing__(self, run: str) -> int:
        self[run] = row = int.from_bytes(f"{self._weights[run]}\1".encode("utf-16-le"), "little")
        return row


@dataclass(frozen=True, kw_only=True, slots=True)
class Ear:
    """What was learned of one language.

    Attributes:
        taught: Digest of what it was taught from, and how.
        sure: Up to here a sentence is taken for decent whatever words stand in it, 0 being an even chance of any fault.
        faint: Up to here it is taken for decent by the rules of one category, 0 being as likely that fault as none.
        near: A second kind is named where it sounds at most so much less than the first: editors would differ.
        categories: In one order with ``loud``, from where on a sentence is heard as a fault of that kind, and with
            ``start``, what each starts from.
        weights: By run, a character a category.
        sums: The same rows as numbers of 16 bits a category and a last one that counts the rows, so that a sentence is
            one sum: a tenth of the time of a sum a category. Made when a run is first heard.
    """

    taught: str
    language: str
    sure: float
    faint: float
    near: float
    categories: tuple[str, ...]
    loud: tuple[float, ...]
    start: tuple[float, ...]
    weights: Mapping[str, str]
    sums: Mapping[str, int] = field(compare=False)

    def scores(self, text: str) -> Mapping[str, float]:
        """Return how much a sentence sounds like each category; 0 is as much as like none."""
        heard = runs(normal(text, self.language), self.language)
        return self.sounds(len(heard), self.weighed(heard))

    def weighed(self, heard: Set[str]) -> tuple[int, ...]:
        """Return the sums of the rows of some runs, by category, and how many of the runs are known."""
        rows = [*map(self.sums.__getitem__, self.weights.keys() & heard)]
        parts = [self._told(sum(rows[at : at + _AT_ONCE])) for at in range(0, len(rows), _AT_ONCE)]
        return parts[0] if len(parts) == 1 else tuple(map(sum, zip(*(parts or [self._told(0)]), strict=True)))

    def _told(self, total: int) -> tuple[int, ...]:
        count = len(self.categories) + 1
        return unpack(f"<{count}H", total.to_bytes(2 * count, "little"))

    def sounds(self, length: int, weighed: Iterable[int]) -> Mapping[str, float]:
        """Return the scores of so many runs that weigh so much."""
        *found, rows = weighed
        unit, nought = 1 / (STEPS * sqrt(max(length, FEWEST[self.language]))), NOUGHT * rows
        pairs = zip(self.categories, self.start, found, strict=True)
        return {category: start + (told - nought) * unit for category, start, told in pairs}

    def faults(self, sounds: Mapping[str, float], fault: float) -> tuple[str, ...]:
        """Return the categories, two at most, that a sentence is heard as; the likelier first.

        Args:
            fault: How much it sounds like one of any kind: ``likely`` of ``sounds``.
        """
        if fault <= min(self.loud):
            return ()
        first, second = sorted(sounds, key=sounds.__getitem__, reverse=True)[:2]
        named = (first, second) if sounds[first] - sounds[second] <= self.near else (first,)
        return tuple(category for category in named if fault > self.bar(category))

    def bar(self, category: str) -> float:
        """Return from where on a sentence is heard as a fault of a kind."""
        return self.loud[self.categories.index(category)]

    def telling(self, text: str, category: str) -> tuple[tuple[int, int], ...]:
        """Return where the words stand that weigh most for a category, in order; at least one."""
        number = self.categories.index(category)
        weight = {match.span(): self._weight(match.group(), number) for match in re.finditer(r"\S+", text)}
        heaviest = sorted(weight, key=lambda place: (-weight[place], place))[:_MOST_WORDS]
        bar = max(weight[heaviest[0]] * _TELLING, 1)
        return tuple(sorted({heaviest[0], *(place for place in heaviest if weight[place] >= bar)}))

    def _weight(self, word: str, number: int) -> int:
        found = runs(f"_{normal(word, self.language)[1:-1]}_", self.language)
        rows = [*filter(None, map(self.weights.get, found))]
        return sum(ord(row[number]) for row in rows) - NOUGHT * len(rows)


def likely(sounds: Mapping[str, float]) -> float:
    """Return how much a sentence sounds like a fault of any kind; 0 is an even chance."""
    return log(sum(map(exp, sounds.values())))


def normal(text: str, language: str) -> str:
    """Return a sentence as the ear takes it in: every number alike, in English every date too, a mark at either end."""
    low = " ".join(text.lower().split())
    if language == "en":
        low = _COUNT.sub("0", _DATE.sub("0d", low))
    return f"^{_NUMBER.sub('0', low).translate(_KEPT)}$"


def runs(heard: str, language: str) -> set[str]:
    """Return every run of characters of what ``normal`` returns; in English its words, and pairs, one apart too."""
    shortest, longest = LENGTHS[language]
    grown = list(heard)
    found: set[str] = set()
    for length in range(1, longest):
        # Each run and the character behind it: a third of the time of cutting every run out.
        grown = list(map(add, grown, heard[length:]))
        if length >= shortest - 1:
            found.update(grown)
    if language == "en":
        words = ["^", *heard.strip("^_$").split("_"), "$"]
        # No run of characters holds a blank.
        found.update(f" {word}" for word in words)
        found.update(map(" ".join, pairwise(words)))
        found.update(map("  ".join, zip(words, words[2:], strict=False)))
    return found


@lru_cache
def ear(language: str) -> Ear:
    """Return the ear for ``ko`` or ``en``.

    Raises:
        SettingError: Its file is missing or is none; nothing is judged then.
    """
    name = f"ear.{language}.tsv"
    try:
        return read_ear((RULES / name).read_bytes())
    except (OSError, ValueError, KeyError) as error:
        raise SettingError(
            name, repr(error), advice="문장 규칙을 읽을 수 없어 아무것도 점검하지 못했습니다."
        ) from error


def read_ear(content: bytes) -> Ear:
    """Return the ear that a file holds.

    Raises:
        ValueError: It is none.
        KeyError: Its head lacks something.
    """
    head, _, body = content.partition(b"\n\n")
    said = dict(line.split("\t") for line in head.decode().splitlines() if not line.startswith("#"))
    categories = tuple(said["categories"].split())
    # Neither a run nor a row holds a tab.
    cells = body.decode().rstrip("\n").replace("\n", "\t").split("\t")
    weights = dict(zip(cells[::2], cells[1::2], strict=True))
    if not weights or set(map(len, weights.values())) != {len(categories)}:
        raise ValueError("rows of another length than there are categories")
    loud, start = (tuple(map(float, said[name].split())) for name in ("loud", "start"))
    if len(loud) != len(categories) or len(start) != len(categories) or said["language"] not in LENGTHS:
        raise ValueError("a head that does not fit its categories")
    return Ear(
        taught=said["taught"],
        language=said["language"],
        sure=float(said["sure"]),
        faint=float(said["faint"]),
        near=float(said["near"]),
        categories=categories,
        loud=loud,
        start=start,
        weights=MappingProxyType(weights),
        sums=_Sums(weights),
    )


def as_file(heard: Ear) -> bytes:
    """Return an ear as ``read_ear`` reads it."""
    head = (
        "# What the wording passes taught; written by bench/teach.py, not by hand. All sentences are our own (MIT).",
        f"taught\t{heard.taught}",
        f"language\t{heard.language}",
        f"sure\t{heard.sure}",
        f"faint\t{heard.faint}",
        f"near\t{heard.near}",
        f"categories\t{' '.join(heard.categories)}",
        f"loud\t{' '.join(f'{number:.2f}' for number in heard.loud)}",
        f"start\t{' '.join(f'{number:.3f}' for number in heard.start)}",
    )
    body = "".join(f"{run}\t{row}\n" for run, row in sorted(heard.weights.items()))
    return ("\n".join(head) + f"\n\n{body}").encode()
