"""Replies that were written for somebody else: how much of a text stands in one earlier reply, and in which.

Pure functions over texts. What is shared by everybody (greeting, legal basis, contact) is nobody's and is left out.
The thresholds are measured (bench/check.py --reply); a site cannot move them.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from operator import add
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
class Paragraph:
    """A paragraph and its 4-grams."""

    text: str
    grams: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Archive:
    """The earlier replies, made ready once; compare any number of texts with it.

    Attributes:
        house: 4-grams of the paragraphs that stand in three of ten replies.
    """

    replies: Mapping[str, tuple[Paragraph, ...]]
    grams: Mapping[str, frozenset[str]]
    holders: "_Holders"
    house: tuple[frozenset[str], ...]


class _Holders(dict[str, tuple[str, ...]]):
    """Which replies hold a 4-gram, looked up when it is first asked for.

    Somebody who types asks for few of them: an index of all took 5 s for 1,000 replies, and 300 MB.
    """

    def __init__(self, grams: Mapping[str, frozenset[str]]) -> None:
        super().__init__()
        self._replies = tuple(grams.items())

    def __missing__(self, gram: str) -> tuple[str, ...]:
        held = self[gram] = tuple([name for name, of_reply in self._replies if gram in of_reply])
        return held


def squashed(text: str) -> str:
    """Return a text as it is compared: no spaces or punctuation, each number one sign, each addressed name another."""
    plain = unicodedata.normalize("NFC", text).lower()
    return _NOTHING.sub("", _NUMBER.sub("#", _NAME.sub("@", plain)))


def archive_of(replies: Mapping[str, str]) -> Archive:
    """Return earlier replies (name to Markdown) ready for comparison."""
    split = {name: paragraphs(text) for name, text in replies.items()}
    house = _house(split) if len(split) >= HOUSE_ARCHIVE else ()
    grams = {
        name: frozenset[str]().union(*(p.grams for p in of_reply if not is_house(p, house)))
        for name, of_reply in split.items()
    }
    return Archive(
        replies=MappingProxyType(split),
        grams=MappingProxyType(grams),
        holders=_Holders(grams),
        house=house,
    )


def compare(reply: str, archive: Archive, *, without: Iterable[str] = (), progress: bool = False) -> Comparison:
    """Return how much of a reply stands in the one earlier reply that has most of it.

    Args:
        reply: Markdown, front matter and all; quotations and headings are not compared.
        without: Names in the archive that are no twin: the reply itself, and replies it may repeat.
        progress: Judge by the limits of progress posts.
    """
    own = [p for p in paragraphs(reply) if not is_house(p, archive.house)]
    grams = Counter(gram for p in own for gram in p.grams)
    left_out = frozenset(without)
    found = Counter(chain.from_iterable(archive.holders[gram] for gram in grams.elements()))
    best = max(((n, name) for name, n in found.items() if name not in left_out), default=(0, ""))
    share = best[0] / grams.total() if grams else 0.0
    return Comparison(
        share=share,
        reuse=_reuse(share, progress=progress),
        twin=best[1],
        shared=_shared(own, archive.replies.get(best[1], ())),
    )


def compared(reply: str, twin: str, text: str, house: tuple[frozenset[str], ...], *, progress: bool) -> Comparison:
    """Return how much of a reply stands in one other text.

    Args:
        twin: Its name.
        house: 4-grams of the paragraphs that stand in three of ten replies.
    """
    own = [p for p in paragraphs(reply) if not is_house(p, house)]
    theirs = paragraphs(text)
    held = frozenset[str]().union(*(p.grams for p in theirs if not is_house(p, house)))
    grams = Counter(gram for p in own for gram in p.grams)
    share = sum(n for gram, n in grams.items() if gram in held) / grams.total() if grams else 0.0
    return Comparison(share=share, reuse=_reuse(share, progress=progress), twin=twin, shared=_shared(own, theirs))


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a Markdown text that are compared."""
    bare = _QUOTED.sub("", _FRONT.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n"))))
    pieces = [piece.strip(" \t|*-") for piece in re.split(r"\n+", bare)]
    squashes = [(piece, squashed(piece)) for piece in pieces]
    return tuple(
        Paragraph(text=piece, grams=_grams(squash)) for piece, squash in squashes if len(squash) >= SHORTEST_PARAGRAPH
    )


def _grams(squash: str) -> frozenset[str]:
    # Two letters and the two behind them: half the time of cutting each out of the text.
    pairs = list(map(add, squash, squash[1:]))
    return frozenset(map(add, pairs, pairs[GRAM // 2 :]))


def _house(replies: Mapping[str, tuple[Paragraph, ...]]) -> tuple[frozenset[str], ...]:
    times = Counter(grams for of_reply in replies.values() for grams in {p.grams for p in of_reply})
    return tuple(grams for grams, n in times.items() if n >= HOUSE_SHARE * len(replies))


def is_house(paragraph: Paragraph, house: tuple[frozenset[str], ...]) -> bool:
    """Return whether a paragraph is one that everybody's replies share."""
    return any(_containment(paragraph.grams, grams) >= PARAGRAPH_SAME for grams in house)


def _containment(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part & whole) / len(part) if part else 0.0


def _shared(own: list[Paragraph], twin: tuple[Paragraph, ...]) -> tuple[Shared, ...]:
    pairs = (
        (
            paragraph,
            max(((_containment(paragraph.grams, other.grams), other.text) for other in twin), default=(0.0, "")),
        )
        for paragraph in own
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
