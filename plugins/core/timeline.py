"""A case in the order it happened, and what follows from that order. Nobody edits a stage by hand.

A stage is what the latest post or event says; the table below holds the transitions that make sense.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from plugins.core.korean import start_of
from plugins.core.model import Case, Citation, Event, Post, PostKind, Stage

_S = Stage

# From the domain's proposal, with acknowledged read as investigating, watching as acting, closed as resolved.
_NEXT: dict[Stage, frozenset[Stage]] = {
    _S.RECEIVED: frozenset(
        {_S.INVESTIGATING, _S.ANSWERED, _S.ACTING, _S.REFERRED, _S.MERGED, _S.DECLINED, _S.WITHDRAWN}
    ),
    _S.INVESTIGATING: frozenset({_S.ANSWERED, _S.ACTING, _S.REFERRED, _S.MERGED, _S.WITHDRAWN}),
    _S.ANSWERED: frozenset({_S.ACTING, _S.RESOLVED, _S.DISPUTED, _S.DECLINED, _S.REFERRED, _S.WITHDRAWN}),
    _S.ACTING: frozenset({_S.ANSWERED, _S.REFERRED, _S.DISPUTED, _S.RESOLVED, _S.REOPENED, _S.WITHDRAWN}),
    _S.RESOLVED: frozenset({_S.REOPENED, _S.DISPUTED, _S.WITHDRAWN}),
    _S.DISPUTED: frozenset({_S.ANSWERED, _S.ACTING, _S.REFERRED, _S.RESOLVED, _S.WITHDRAWN}),
    _S.DECLINED: frozenset({_S.DISPUTED, _S.RESOLVED, _S.REOPENED, _S.WITHDRAWN}),
    _S.REFERRED: frozenset({_S.ANSWERED, _S.ACTING, _S.RESOLVED, _S.WITHDRAWN}),
    _S.REOPENED: frozenset({_S.INVESTIGATING, _S.ACTING, _S.ANSWERED, _S.MERGED}),
    _S.MERGED: frozenset(),
    _S.WITHDRAWN: frozenset(),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """One line of a timeline: exactly one of ``citation``, ``event`` and ``post`` is set.

    Attributes:
        stage: What it says of the case; None for a citation.
    """

    at: datetime
    citation: Citation | None = None
    event: Event | None = None
    post: Post | None = None

    @property
    def stage(self) -> Stage | None:
        """The stage this moment leaves the case in."""
        bearer = self.post or self.event
        return bearer.stage if bearer else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """A case and everything that happened to it up to one instant, oldest first."""

    case: Case
    moments: tuple[Moment, ...]

    @property
    def posts(self) -> tuple[Post, ...]:
        """The posts, oldest first."""
        return tuple(m.post for m in self.moments if m.post)

    @property
    def stage(self) -> Stage:
        """Where the case stands: the last word said about it."""
        return next((m.stage for m in reversed(self.moments) if m.stage), Stage.RECEIVED)

    @property
    def next_update_by(self) -> datetime | None:
        """When the next word is owed; None when none is, or when no post has named a time yet."""
        if self.stage.is_final:
            return None
        return next((p.next_update_by for p in reversed(self.posts) if p.next_update_by), None)

    @property
    def first_answer_after(self) -> timedelta | None:
        """From the complaint to the first response, None while there is none.

        Taking a case up does not stop this clock; only a response does.
        """
        answers = [p.published_at for p in self.posts if p.kind is PostKind.RESPONSE]
        return answers[0] - self.case.opened_at if answers else None

    @property
    def updated_at(self) -> datetime:
        """When the case last moved."""
        return max((m.at for m in self.moments), default=self.case.opened_at)

    def overdue(self, as_of: datetime) -> bool:
        """Return whether the next word is late at ``as_of``."""
        return self.next_update_by is not None and as_of > self.next_update_by


def timeline(case: Case, posts: Iterable[Post], as_of: datetime) -> Timeline:
    """Return the case's timeline up to ``as_of``; what lies after it has not happened yet.

    Args:
        posts: Posts of this case, in any order. A translation is no step of its own and is left out.
    """
    moments = [
        Moment(at=start_of(c.attached_on or c.published_on or case.opened_at), citation=c) for c in case.citations
    ]
    moments += [Moment(at=e.at, event=e) for e in case.events]
    moments += [Moment(at=p.published_at, post=p) for p in posts if not p.translation_of]
    seen = [m for m in moments if m.at <= as_of]
    return Timeline(case=case, moments=tuple(sorted(seen, key=_order)))


# At one instant: what came to us, what we noted, then what we wrote, an answer before what builds on it.
_AT_ONE_INSTANT = (PostKind.RESPONSE, PostKind.PROGRESS, PostKind.CORRECTION, PostKind.STORY)


def _order(moment: Moment) -> tuple[datetime, int, str]:
    if moment.citation:
        return moment.at, 0, moment.citation.key
    if moment.post:
        return moment.at, 2 + _AT_ONE_INSTANT.index(moment.post.kind), moment.post.slug
    return moment.at, 1, ""


def allowed(before: Stage, after: Stage, kind: PostKind | None) -> bool:
    """Return whether a case may go from one stage to another.

    Args:
        kind: The kind of the post that says so; None for an event. A case that is over stays over for a story,
            which tells how it ended, and for a correction, which mends what was said and moves nothing.
    """
    if before is after:
        if not before.is_final:
            return True
        return kind is PostKind.CORRECTION or (before is Stage.RESOLVED and kind is PostKind.STORY)
    return after in _NEXT[before]


def forbidden(line: Timeline) -> tuple[tuple[Stage, Moment], ...]:
    """Return every step that the table does not allow, each with the stage it came from."""
    found = []
    stage = Stage.RECEIVED
    for moment in line.moments:
        if moment.stage is None:
            continue
        if not allowed(stage, moment.stage, moment.post.kind if moment.post else None):
            found.append((stage, moment))
        stage = moment.stage
    return tuple(found)


def next_stages(stage: Stage) -> tuple[Stage, ...]:
    """Return the stages a case may go to from here, in reading order, for advice and skeletons."""
    return tuple(s for s in Stage if s in _NEXT[stage] or (s is stage and not s.is_final))
