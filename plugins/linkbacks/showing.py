"""Who speaks of which page of ours, as the theme shows it. Reads git only; decides nothing but the order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from plugins.linkbacks.accepted import read_records
from plugins.linkbacks.received import Received


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceivedView:
    """One linkback as a reader sees it; every text is plain.

    Attributes:
        title: What the page calls itself, else the place.
        place: "" where the title says it already.
        published_on: None where the page does not say.
        accepted_at: When a person let it stand.
    """

    url: str
    title: str
    author: str
    place: str
    published_on: date | datetime | None
    excerpt: str
    accepted_at: datetime


def received_by_page(root: Path, as_of: datetime | None) -> Mapping[str, tuple[ReceivedView, ...]]:
    """Return what stands on each page of ours (``responses/mg-2026-001-response/``), the oldest first.

    Args:
        as_of: What was accepted later is not shown; None shows everything.

    Raises:
        RecordError: A record cannot be read.
    """
    return by_page(read_records(root), as_of)


def by_page(records: Iterable[Received], as_of: datetime | None) -> Mapping[str, tuple[ReceivedView, ...]]:
    """Return the views of the records that are not hidden. What is hidden now is hidden for every ``as_of``."""
    shown: dict[str, list[Received]] = {}
    for record in records:
        if record.hidden_at is None and (as_of is None or record.accepted_at <= as_of):
            shown.setdefault(record.page, []).append(record)
    return {page: tuple(map(_view, sorted(found, key=_age))) for page, found in sorted(shown.items())}


def _age(record: Received) -> tuple[datetime, str]:
    return record.accepted_at, record.id


def _view(record: Received) -> ReceivedView:
    facts = record.facts
    place = facts.place if facts.title else ""
    return ReceivedView(
        url=record.source,
        title=facts.title or facts.place or record.source,
        author=facts.author,
        place=place,
        published_on=written_at(facts.published_on),
        excerpt=facts.excerpt,
        accepted_at=record.accepted_at,
    )


def written_at(text: str) -> date | datetime | None:
    """Return what a page gave to machines as a day or a time; None for ""."""
    if not text:
        return None
    if len(text) <= 10:
        return date.fromisoformat(text)
    at = datetime.fromisoformat(text)
    # Without a zone nobody knows the hour; the day is near enough.
    return at if at.tzinfo else at.date()
