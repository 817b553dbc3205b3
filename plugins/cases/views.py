"""What the templates see: a case, a person, a moment, each with its facts worked out and its pages at hand.

Nothing here decides; it joins what ``core`` decided with the pages that Pelican made.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from plugins.cases.contact import Contact
from plugins.cases.tags import tag_url
from plugins.core.model import Affiliation, Case, Citation, Clock, Event, Person, Post, Promise, PromiseUpdate, Stage
from plugins.core.promises import Occurrence, PromiseState
from plugins.core.timeline import Timeline

# A Pelican article; the generator puts ``post``, ``view`` and the rest of its facts on it.
Article = Any


@dataclass(frozen=True, kw_only=True, slots=True)
class TagLink:
    """A tag as it stands under a post or case, and the page that lists it."""

    text: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MomentView:
    """One line of a timeline; ``type`` says which of the three is set."""

    at: datetime
    type: str
    stage: Stage | None
    citation: Citation | None
    event: Event | None
    event_by: Person | None
    article: Article | None


@dataclass(kw_only=True, slots=True, eq=False)
class PersonView:
    """A person and what they wrote; filled once, while the build puts its context together."""

    person: Person
    url: str
    content: str
    posts: tuple[Article, ...] = ()
    cases: "tuple[CaseView, ...]" = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PromiseView:
    """A promise, what became of it, and who gave it; see ``PromiseRecord`` for the fields they share."""

    promise: Promise
    state: PromiseState
    due: date
    moves: tuple[PromiseUpdate, ...]
    settled: PromiseUpdate | None
    who: PersonView
    occurrences: tuple[Occurrence, ...] = ()


class ClockState(StrEnum):
    """How a deadline ended, or where it stands."""

    RUNNING = "running"
    OVER = "over"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockView:
    """A deadline and how it ended; ``took`` is None while it runs."""

    clock: Clock
    state: ClockState
    took: timedelta | None


def clock_view(clock: Clock, as_of: datetime) -> ClockView:
    """Return how a deadline stands at ``as_of``; what is done later has not been done yet."""
    if clock.done_at is None or clock.done_at > as_of:
        return ClockView(clock=clock, state=ClockState.OVER if as_of > clock.due_at else ClockState.RUNNING, took=None)
    met = clock.done_at <= clock.due_at
    return ClockView(
        clock=clock, state=ClockState.MET if met else ClockState.MISSED, took=clock.done_at - clock.started_at
    )


@dataclass(kw_only=True, slots=True, eq=False)
class CaseView:
    """A case as its page shows it; ``related`` and ``merged_into`` are filled once all cases are there."""

    case: Case
    timeline: Timeline
    url: str
    feed_url: str
    content: str
    moments: tuple[MomentView, ...]
    posts: tuple[Article, ...]
    owner: PersonView
    promises: tuple[PromiseView, ...]
    clocks: tuple[ClockView, ...]
    overdue: bool
    contact: Contact
    tags: tuple[TagLink, ...]
    topic_url: str
    related: "tuple[CaseView, ...]" = ()
    merged_into: "CaseView | None" = None

    @property
    def stage(self) -> Stage:
        """Where the case stands."""
        return self.timeline.stage

    @property
    def next_update_by(self) -> datetime | None:
        """When the next word is owed."""
        return self.timeline.next_update_by

    @property
    def first_answer_after(self) -> timedelta | None:
        """From the complaint to the first response."""
        return self.timeline.first_answer_after

    @property
    def updated_at(self) -> datetime:
        """When the case last moved."""
        return self.timeline.updated_at


def by_stage(views: Sequence[CaseView]) -> tuple[tuple[Stage, tuple[CaseView, ...]], ...]:
    """Return the cases under the stage they are in, for the stages that have any; their order stays."""
    found: dict[Stage, list[CaseView]] = {stage: [] for stage in Stage}
    for view in views:
        found[view.stage].append(view)
    return tuple((stage, tuple(of_stage)) for stage, of_stage in found.items() if of_stage)


def tag_links(tags: Iterable[str]) -> tuple[TagLink, ...]:
    """Return each tag with its page."""
    return tuple(TagLink(text=tag, url=tag_url(tag)) for tag in tags)


@dataclass(frozen=True, kw_only=True, slots=True)
class Byline:
    """Who answers, as this post says it: the person's own facts unless the post overrides them."""

    role: str
    affiliation: Affiliation
    org_name: str
    reach: str


def byline(post: Post, person: Person) -> Byline:
    """Return the role, affiliation and reach that stand on a post."""
    return Byline(
        role=post.author_role or person.role,
        affiliation=post.author_org or person.affiliation,
        org_name=post.author_org_name or person.org_name,
        reach=post.reach or person.reach,
    )
