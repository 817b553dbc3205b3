"""A text without blanks, for finding names however they are spaced, and the way back to the original. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

# Names inside web and mail addresses are not said by anybody. A host without its scheme is one from three parts on, or
# with a path: SSG.COM is how a company writes its name.
_ADDRESS = re.compile(
    r"[a-z]{2,8}://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![a-z0-9.-])(?:[a-z0-9-]+\.){2,}(?:com|kr|net|org|io|me)(?![a-z0-9-])(?:/\S*)?"
    r"|(?<![a-z0-9.-])[a-z0-9-]+\.(?:com|kr|net|org|io|me)/\S*",
    re.IGNORECASE,
)
_SIGNS_OF_ADDRESS = ("://", "www.", "@", ".com", ".kr", ".net", ".org", ".io", ".me")
_PIECE = re.compile(r"\S+")
_HIDDEN = "".join(
    map(chr, (0xAD, 0x180E, *range(0x200B, 0x2010), *range(0x2060, 0x2065), *range(0xFE00, 0xFE10), 0xFEFF))
)
_HIDDEN_ANY = re.compile(f"[{_HIDDEN}]")
# What nearly all texts are written with; each of these stays the one character it is. NFKC would make three dots of an
# ellipsis, but no name has one.
_PLAIN = re.compile(
    "[\\s -~ㄱ-ㅎㅏ-ㅣ가-힣一-鿿·“-”‘-’…—–•※○●□■△▲▽▼◇◆☆★♡♥♪→←↑↓、。「」『』《》〈〉【】\U0001f300-\U0001faff]*"
)
# Marks follow their base and join with it, as do the vowels and finals of decomposed Hangul. ㅋ and ㅠ stay as they
# are: in NFKC they turn into something else, and no name is written with them.
_JOINS = "\u0300-\u036f\u1160-\u11ff\u3099\u309a"
_PLAIN_OR_ODD = re.compile(f"(?P<plain>(?:[\\n -~ㄱ-ㅎㅏ-ㅣ가-힣](?![{_JOINS}]))+)|.[{_JOINS}]*", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Squeezed:
    """A text made equal for searching.

    Attributes:
        text: NFKC, lower case, without blanks and invisible characters; addresses are blanked out.
        starts: Places in ``text`` that follow a blank.
        blanks: How many characters were left out before each word that begins there, if only blanks were.
        offsets, ends: Where each character of ``text`` begins and ends in the original, where more than blanks
            differ; else empty.
    """

    text: str
    starts: frozenset[int]
    blanks: tuple[tuple[int, int], ...]
    offsets: tuple[int, ...]
    ends: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of ``text`` stands in the original."""
        if self.offsets:
            return self.offsets[start], self.ends[end - 1]
        return self._back(start), self._back(end - 1) + 1

    def _back(self, place: int) -> int:
        before = 0
        for at, skipped in self.blanks:
            if at > place:
                break
            before = skipped
        return place + before


def letters_only(text: str) -> str:
    """Return what ``squeezed`` has as text, without the way back; addresses are still there. For a first look."""
    if not _PLAIN.fullmatch(text):
        text = _HIDDEN_ANY.sub("", unicodedata.normalize("NFKC", text))
    return "".join(text.lower().split())


def squeezed(text: str) -> Squeezed:
    """Return a text without blanks; most texts hold nothing odd and take the short way."""
    return _short_way(_without_addresses(text.lower())) if _PLAIN.fullmatch(text) else _long_way(text)


def _without_addresses(text: str) -> str:
    if any(sign in text for sign in _SIGNS_OF_ADDRESS):
        return _ADDRESS.sub(lambda match: "\0" * len(match[0]), text)
    return text


def _short_way(text: str) -> Squeezed:
    pieces = text.split()
    reach = list(accumulate(map(len, pieces), initial=0))
    joined = "".join(pieces)
    # So few blanks as words less one can only be one between every two.
    skipped: Iterable[int] = range(len(pieces))
    if len(text) - len(joined) != len(pieces) - 1:
        skipped = (match.start() - at for at, match in zip(reach, _PIECE.finditer(text), strict=False))
    blanks = tuple(zip(reach, skipped, strict=False))
    return Squeezed(text=joined, starts=frozenset(reach[:-1]), blanks=blanks, offsets=(), ends=())


def _long_way(text: str) -> Squeezed:
    chars: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []
    for match in _PLAIN_OR_ODD.finditer(text):
        start, end = match.span()
        if match["plain"]:
            chars.append(match["plain"].lower())
            offsets.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        elif text[start] not in _HIDDEN:
            piece = unicodedata.normalize("NFKC", match[0]).lower()
            chars.append(piece)
            offsets.extend([start] * len(piece))
            ends.extend([end] * len(piece))
    folded = _without_addresses("".join(chars))
    kept = [place for place, char in enumerate(folded) if not char.isspace()]
    starts = frozenset(n for n, place in enumerate(kept) if not place or folded[place - 1].isspace())
    return Squeezed(
        text="".join(folded[place] for place in kept),
        starts=starts,
        blanks=(),
        offsets=tuple(offsets[place] for place in kept),
        ends=tuple(ends[place] for place in kept),
    )
