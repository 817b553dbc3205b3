"""Replies that were written for somebody else: how much of a text stands in one earlier reply, and in which.

Pure functions over texts. What is shared by everybody (greeting, legal basis, contact) is nobody's and is left out.
The thresholds are measured (bench/check.py --reply); a site cannot move them.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

GRAM = 4
# Shorter paragraphs are greetings and signatures.
SHORTEST_PARAGRAPH = 15
# A paragraph that stands in this share of the archive is house text. Below so many replies a share says nothing.
HOUSE_SHARE = 0.30
HOUSE_ARCHIVE = 10
PARAGRAPH_SAME = 0.8
NOTE, MOSTLY, COPY = 0.3, 0.5, 0.7
# A progress post repeats its tables and headings by design.
PROGRESS_NOTE, PROGRESS_MOSTLY, PROGRESS_COPY = 0.6, 0.8, 0.9

_FRONT = re.compile(r"\A---[ \t]*\n.*?^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_QUOTED = re.compile(r"^[ \t]*>[^\n]*$|<!--.*?-->|^[ \t]*#[^\n]*$|^[ \t|:-]+$", re.MULTILINE | re.DOTALL)
_NUMBER = re.compile(r"\d[\d,.:/~-]*")
# Whom it was written to, and which shop or product it names: the slots of a pasted reply.
_NAME = re.compile(
    r"[가-힣]{2,4}?\s?(?:고객|회원|이용자|선생)?\s?님|[가-힣]{2,6}\s?[가-힣]{2,5}(?:점|지점)(?=[가-힣\s])"
)
_NOTHING = re.compile(r"[^가-힣a-z#@]+")


class Reuse(StrEnum):
    """How much of a reply is another one's."""

    OWN = "own"
    NOTE = "note"
    MOSTLY = "mostly"
    COPY = "copy"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shared:
    """A paragraph of the reply, and the paragraph of the twin that it repeats."""

    paragraph: str
    twin: str
    share: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What a reply has from one earlier reply.

    Attributes:
        share: 0 to 1: how much of the reply's text stands in the twin.
        twin: Name of the earlier reply that has most of it, "" where none has anything.
        shared: The repeated paragraphs, in the order of the reply.
    """

    share: float
    reuse: Reuse
    twin: str
    shared: tuple[Shared, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Paragraph:
    text: str
    grams: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Archive:
    """The earlier replies, made ready once; compare any number of texts with it.

    Attributes:
        house: 4-grams of the paragraphs that stand in three of ten replies.
    """

    replies: Mapping[str, tuple[_Paragraph, ...]]
    grams: Mapping[str, frozenset[str]]
    holders: Mapping[str, tuple[str, ...]]
    house: tuple[frozenset[str], ...]


def squashed(text: str) -> str:
    """Return a text as it is compared: no spaces or punctuation, each number one sign, each addressed name another."""
    plain = unicodedata.normalize("NFC", text).lower()
    return _NOTHING.sub("", _NUMBER.sub("#", _NAME.sub("@", plain)))


def archive_of(replies: Mapping[str, str]) -> Archive:
    """Return earlier replies (name to Markdown) ready for comparison."""
    split = {name: _paragraphs(text) for name, text in replies.items()}
    house = _house(split) if len(split) >= HOUSE_ARCHIVE else ()
    grams = {
        name: frozenset[str]().union(*(p.grams for p in paragraphs if not _is_house(p, house)))
        for name, paragraphs in split.items()
    }
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for name, of_reply in grams.items():
        for gram in of_reply:
            holders[gram].append(name)
    return Archive(
        replies=MappingProxyType(split),
        grams=MappingProxyType(grams),
        holders=MappingProxyType({gram: tuple(names) for gram, names in holders.items()}),
        house=house,
    )


def compare(reply: str, archive: Archive, *, without: Iterable[str] = (), progress: bool = False) -> Comparison:
    """Return how much of a reply stands in the one earlier reply that has most of it.

    Args:
        reply: Markdown, front matter and all; quotations and headings are not compared.
        without: Names in the archive that are no twin: the reply itself, and replies it may repeat.
        progress: Judge by the limits of progress posts.
    """
    paragraphs = [p for p in _paragraphs(reply) if not _is_house(p, archive.house)]
    grams = Counter(gram for p in paragraphs for gram in p.grams)
    left_out = frozenset(without)
    found: Counter[str] = Counter()
    for gram, times in grams.items():
        for name in archive.holders.get(gram, ()):
            found[name] += times
    best = max(((n, name) for name, n in found.items() if name not in left_out), default=(0, ""))
    share = best[0] / grams.total() if grams else 0.0
    return Comparison(
        share=share,
        reuse=_reuse(share, progress=progress),
        twin=best[1],
        shared=_shared(paragraphs, archive.replies.get(best[1], ())),
    )


def _paragraphs(text: str) -> tuple[_Paragraph, ...]:
    bare = _QUOTED.sub("", _FRONT.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n"))))
    pieces = [piece.strip(" \t|*-") for piece in re.split(r"\n+", bare)]
    squashes = [(piece, squashed(piece)) for piece in pieces]
    return tuple(
        _Paragraph(text=piece, grams=frozenset(squash[i : i + GRAM] for i in range(len(squash) - GRAM + 1)))
        for piece, squash in squashes
        if len(squash) >= SHORTEST_PARAGRAPH
    )


def _house(replies: Mapping[str, tuple[_Paragraph, ...]]) -> tuple[frozenset[str], ...]:
    times = Counter(squash for paragraphs in replies.values() for squash in {p.grams for p in paragraphs})
    return tuple(grams for grams, n in times.items() if n >= HOUSE_SHARE * len(replies))


def _is_house(paragraph: _Paragraph, house: tuple[frozenset[str], ...]) -> bool:
    return any(_containment(paragraph.grams, grams) >= PARAGRAPH_SAME for grams in house)


def _containment(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part & whole) / len(part) if part else 0.0


def _shared(paragraphs: list[_Paragraph], twin: tuple[_Paragraph, ...]) -> tuple[Shared, ...]:
    pairs = (
        (
            paragraph,
            max(((_containment(paragraph.grams, other.grams), other.text) for other in twin), default=(0.0, "")),
        )
        for paragraph in paragraphs
    )
    return tuple(
        Shared(paragraph=paragraph.text, twin=text, share=share)
        for paragraph, (share, text) in pairs
        if share >= MOSTLY
    )


def _reuse(share: float, *, progress: bool) -> Reuse:
    note, mostly, copy = (PROGRESS_NOTE, PROGRESS_MOSTLY, PROGRESS_COPY) if progress else (NOTE, MOSTLY, COPY)
    if share >= copy:
        return Reuse.COPY
    if share >= mostly:
        return Reuse.MOSTLY
    return Reuse.NOTE if share >= note else Reuse.OWN
