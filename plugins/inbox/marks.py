"""Where a mention's text names us, sounds like a complaint, and repeats an earlier telling. Pure; shows nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from plugins.inbox.duplicates import shared_span
from plugins.inbox.model import Mention
from plugins.inbox.spikes import HOUR

DAY_HOURS = 24


class Sign(StrEnum):
    """What a place in a text is marked for."""

    BRAND = "brand"
    EVIDENCE = "evidence"
    SHARED = "shared"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A marked place; ``end`` is one past the last character."""

    start: int
    end: int
    sign: Sign


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A stretch of text within which nothing begins or ends."""

    text: str
    signs: frozenset[Sign]


def marks_of(mention: Mention, *, where: str = "text", others: Iterable[str] = ()) -> tuple[Mark, ...]:
    """Return the marked places of a mention's title or text.

    Args:
        where: ``title`` or ``text``.
        others: Texts that tell the same, for what they share with this one.
    """
    marks = [Mark(start=m.start, end=m.end, sign=Sign.BRAND) for m in mention.matches if m.where == where]
    if mention.reasons:
        places = (reason.place for reason in mention.reasons.evidence if reason.weight > 0)
        marks += [Mark(start=p[1], end=p[2], sign=Sign.EVIDENCE) for p in places if p[0] == where]
    whole = mention.title if where == "title" else mention.text
    for other in others:
        if span := shared_span(whole, other):
            marks.append(Mark(start=span[0], end=span[1], sign=Sign.SHARED))
    return tuple(sorted(set(marks), key=lambda mark: (mark.start, mark.end, mark.sign)))


def pieces(text: str, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """Return a text cut wherever a mark begins or ends; put together the pieces are the text."""
    marks = tuple(marks)
    edges = {0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)}
    return tuple(
        Piece(text=text[start:end], signs=frozenset(m.sign for m in marks if m.start <= start and end <= m.end))
        for start, end in pairwise(sorted(edge for edge in edges if 0 <= edge <= len(text)))
    )


def told_at(mention: Mention) -> datetime:
    """Return when it was said; when it was found, where only a day or nothing is known of that."""
    published = mention.published_on
    return published if isinstance(published, datetime) else mention.found_at


def hourly(times: Sequence[datetime]) -> tuple[datetime, tuple[int, ...]] | None:
    """Return the day in which most tellings fell: its first hour, and how many came in each; None for fewer than two.

    Hours after the last telling are left out.
    """
    ordered = sorted(times)
    if len(ordered) < 2:
        return None
    day = timedelta(hours=DAY_HOURS)
    first = max(ordered, key=lambda start: (sum(start <= at < start + day for at in ordered), -start.timestamp()))
    first = first.replace(minute=0, second=0, microsecond=0)
    ago = [int((at - first) / HOUR) for at in ordered if first <= at < first + day]
    return first, tuple(ago.count(hour) for hour in range(max(ago) + 1))
