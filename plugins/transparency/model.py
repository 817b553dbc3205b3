"""The nouns of the public account: what happened to one case, and what follows from all of them.

Every figure is made of ``CaseFacts`` and nothing else, and the open data publishes exactly those facts; so whoever
has the data can compute every figure again. docs/open-data.md holds the definitions in words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from plugins.core.model import (
    Case,
    CorrectionClass,
    CorrectionLevel,
    Fault,
    FoundBy,
    Post,
    PromiseUpdate,
    Stage,
    Stance,
)
from plugins.core.promises import PromiseRecord
from plugins.core.timeline import Timeline


class Wait(StrEnum):
    """The three waits that are measured, in the order in which they end."""

    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    RESOLVED = "resolved"


class Kept(StrEnum):
    """What became of a promise whose first day has come: each promise is exactly one of these."""

    IN_TIME = "in-time"
    LATE = "late"
    MOVED = "moved"
    OVERDUE = "overdue"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """Where a case stands at the end of a month, in four kinds."""

    UNANSWERED = "unanswered"
    OPEN = "open"
    RESOLVED = "resolved"
    CLOSED = "closed"


STANDINGS: Mapping[Stage, Standing] = {
    Stage.RECEIVED: Standing.UNANSWERED,
    Stage.INVESTIGATING: Standing.UNANSWERED,
    Stage.ANSWERED: Standing.OPEN,
    Stage.ACTING: Standing.OPEN,
    Stage.REOPENED: Standing.OPEN,
    Stage.DISPUTED: Standing.OPEN,
    Stage.REFERRED: Standing.OPEN,
    Stage.RESOLVED: Standing.RESOLVED,
    Stage.DECLINED: Standing.CLOSED,
    Stage.MERGED: Standing.CLOSED,
    Stage.WITHDRAWN: Standing.CLOSED,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Waited:
    """How long one case waited for one thing.

    Attributes:
        time: Until it came; where it has not come, until the build's instant (or until the writer withdrew).
        is_over: Whether it came.
    """

    time: timedelta
    is_over: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Clocks:
    """When a complaint was published, and when what was owed for it came.

    Attributes:
        began_at: The earliest of the complaint's publication, every later one's, and our own knowledge.
        resolved_at: Since when it is resolved without having been taken up again.
        stopped_at: When its writer withdrew it: nobody waits from then on, and nothing was resolved.
    """

    began_at: datetime
    acknowledged_at: datetime | None
    answered_at: datetime | None
    resolved_at: datetime | None
    stopped_at: datetime | None

    def end_of(self, wait: Wait) -> datetime | None:
        """Return when a wait ended, None while it has not."""
        return {
            Wait.ACKNOWLEDGED: self.acknowledged_at,
            Wait.ANSWERED: self.answered_at,
            Wait.RESOLVED: self.resolved_at,
        }[wait]

    def waited(self, wait: Wait, as_of: datetime) -> Waited:
        """Return how long a wait took or has taken so far."""
        end = self.end_of(wait)
        last = end or (min(self.stopped_at, as_of) if self.stopped_at else as_of)
        return Waited(time=max(last - self.began_at, timedelta(0)), is_over=end is not None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A stage and since when the case stood in it; the same stage said twice is one step."""

    at: datetime
    stage: Stage


@dataclass(frozen=True, kw_only=True, slots=True)
class PromiseFacts:
    """One promise of one case.

    Attributes:
        kept: None while its first day has not come.
        said_in: By update: the slug of the post that said it.
    """

    case_id: str
    record: PromiseRecord
    kept: Kept | None
    said_in: tuple[tuple[PromiseUpdate, str], ...]

    @property
    def id(self) -> str:
        """Unique over the whole site and for ever, e.g. ``MG-2026-001/P1``."""
        return f"{self.case_id}/{self.record.promise.id}"

    @property
    def first_due(self) -> date:
        """The date that counts."""
        return self.record.promise.due


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectionFacts:
    """One correction that was published.

    Attributes:
        took: From being told to the correction; None where nobody wrote down when we were told.
    """

    slug: str
    published_at: datetime
    took: timedelta | None
    level: CorrectionLevel | None
    correction_class: CorrectionClass | None
    found_by: FoundBy | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseFacts:
    """What the public account knows of one case at the build's instant.

    Attributes:
        is_shown: Whether it has a page. One that nobody took up yet is only counted: then nothing but its first day
            may leave the house.
        first_stance: What the first response said of the complaint.
        fault: Whose fault it is, as far as we know today.
        reopened: How often it was taken up again.
        waivers: Findings of the editorial check that a named person answers for.
        redactions: What was left out of our posts, one by one.
        signed: (publication, waivers, redactions) of every post that has any.
    """

    case: Case
    timeline: Timeline
    is_shown: bool
    clocks: Clocks
    steps: tuple[Step, ...]
    promises: tuple[PromiseFacts, ...]
    corrections: tuple[CorrectionFacts, ...]
    first_stance: Stance | None
    fault: Fault
    reopened: int
    waivers: int
    redactions: int
    signed: tuple[tuple[datetime, int, int], ...]

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return self.timeline.stage

    @property
    def posts(self) -> tuple[Post, ...]:
        """Its posts, oldest first."""
        return self.timeline.posts

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still waits for us: it is not resolved and not over otherwise."""
        return not self.stage.is_final

    @property
    def url(self) -> str:
        """Its page."""
        return f"cases/{self.case.id}/"
