"""What a response page says of whom it was told to. Pure: it joins the ledger with the citations of a post."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from plugins.core.model import Citation
from plugins.linkbacks.history import Event, Standing, standing_of
from plugins.linkbacks.model import Linkback, Outcome


class TellingWay(StrEnum):
    """How a complaint learnt of an answer, as a page says it."""

    WEBMENTION = "webmention"
    PINGBACK = "pingback"
    TRACKBACK = "trackback"
    COMMENT = "comment"
    NO_WAY = "no-way"


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One complaint and how it was told of this answer.

    Attributes:
        at: When it was told, or when it turned out that there is no way.
    """

    citation: Citation
    way: TellingWay
    at: datetime


def told_of(citations: Iterable[Citation], page_url: str, events: Sequence[Event], as_of: datetime) -> tuple[Told, ...]:
    """Return how each citation of a post was told, in their order; those still to be told are left out.

    Args:
        events: Of the post; what is after ``as_of`` has not happened yet.
    """
    past = [event for event in events if event.at <= as_of]
    found = []
    for citation in citations:
        if citation.url is None:
            continue
        standing = standing_of(past, Linkback(page_url=page_url, target_url=citation.url))
        way = _way(standing)
        last = standing.by_hand or standing.last
        if way is not None and last is not None:
            found.append(Told(citation=citation, way=way, at=last.at))
    return tuple(found)


def _way(standing: Standing) -> TellingWay | None:
    if standing.told_by is not None:
        return TellingWay(standing.told_by.value)
    if standing.by_hand is not None:
        return TellingWay.COMMENT
    last = standing.last.delivery if standing.last else None
    return TellingWay.NO_WAY if last and last.outcome is Outcome.NONE else None
