"""What became of a promise: declared once in the case file, changed only by posts, judged at one instant.

The first date always counts: nothing that a post may say makes a promise kept in time that was not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from plugins.core.korean import SEOUL, end_of
from plugins.core.model import Post, Promise, PromiseChange, PromiseUpdate
from plugins.core.recurrence import Rhythm, read_rhythm


class PromiseState(StrEnum):
    """Where a promise stands at one instant."""

    OPEN = "open"
    KEPT = "kept"
    KEPT_LATE = "kept-late"
    OVERDUE = "overdue"
    WITHDRAWN = "withdrawn"

    @property
    def is_owed(self) -> bool:
        """Whether it is still to be kept."""
        return self in (PromiseState.OPEN, PromiseState.OVERDUE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Occurrence:
    """One day of a recurring promise that has come, or of which a post spoke before.

    Attributes:
        has_come: Whether it is over as first promised; from then on it counts.
        day: As the promise's rhythm gives it; it never changes, and a post names the occurrence by it.
        due: The day that holds now, later where a post moved it.
        settled: The update that kept or withdrew it, or the whole promise; None while it is not.
    """

    day: date
    has_come: bool
    state: PromiseState
    due: date
    moves: tuple[PromiseUpdate, ...]
    settled: PromiseUpdate | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PromiseRecord:
    """A promise with all that posts said of it.

    Attributes:
        due: The date that holds now; the first one stays in ``promise.due``. For a recurring promise the first day
            that is not settled, else the next one to come.
        moves: In order of the posts; of a recurring promise those that do not name an occurrence.
        settled: The update that kept or withdrew it as a whole; None while it is open.
        occurrences: Of a recurring promise, those that have come or were spoken of, oldest first.
    """

    promise: Promise
    state: PromiseState
    due: date
    moves: tuple[PromiseUpdate, ...]
    settled: PromiseUpdate | None
    occurrences: tuple[Occurrence, ...] = ()


def promise_records(promises: Iterable[Promise], posts: Iterable[Post], as_of: datetime) -> tuple[PromiseRecord, ...]:
    """Return every promise that was made by ``as_of``, as it stands then.

    A promise that was moved and then kept by its new date is kept late. A moved promise is overdue from the end of
    its new day, since the page shows both dates.

    Args:
        posts: The case's posts up to ``as_of``, oldest first; a later word replaces an earlier one, but a promise
            that was once said to be kept late stays so. A promise whose post is not among them is not made yet.
    """
    posts = tuple(posts)
    said = [update for post in posts for update in post.promise_updates]
    made = {post.slug for post in posts}
    return tuple(
        _record(promise, [u for u in said if u.promise == promise.id], as_of)
        for promise in promises
        if not promise.made_in or promise.made_in in made
    )


def _record(promise: Promise, updates: list[PromiseUpdate], as_of: datetime) -> PromiseRecord:
    rhythm = read_rhythm(promise.recurring) if promise.recurring else None
    if rhythm is not None:
        return _recurring(promise, rhythm, updates, as_of)
    moves, settled = _moves(updates), _settled(updates)
    due = moves[-1].on if moves else promise.due
    return PromiseRecord(
        promise=promise,
        state=_state(updates, due=due, last=end_of(promise.due) - timedelta(microseconds=1), as_of=as_of),
        due=due,
        moves=moves,
        settled=settled,
    )


def _moves(updates: Sequence[PromiseUpdate]) -> tuple[PromiseUpdate, ...]:
    return tuple(u for u in updates if u.change is PromiseChange.MOVED)


def _settled(updates: Sequence[PromiseUpdate]) -> PromiseUpdate | None:
    # A move after "kept" takes the promise up again; so only the last word settles it.
    return updates[-1] if updates and updates[-1].change is not PromiseChange.MOVED else None


def _state(updates: Sequence[PromiseUpdate], *, due: date, last: datetime, as_of: datetime) -> PromiseState:
    """Return where one promised day stands; ``last`` is the last instant at which it is kept in time."""
    settled = _settled(updates)
    if settled is not None:
        if settled.change is PromiseChange.WITHDRAWN:
            return PromiseState.WITHDRAWN
        # Saying it again with an earlier day does not make it earlier.
        late = any(_is_late(u, last) for u in updates if u.change is PromiseChange.KEPT)
        return PromiseState.KEPT_LATE if late else PromiseState.KEPT
    is_over = as_of >= end_of(due) if _moves(updates) else as_of > last
    return PromiseState.OVERDUE if is_over else PromiseState.OPEN


def _is_late(kept: PromiseUpdate, last: datetime) -> bool:
    return kept.at > last if kept.at else kept.on > last.astimezone(SEOUL).date()


def _recurring(promise: Promise, rhythm: Rhythm, updates: list[PromiseUpdate], as_of: datetime) -> PromiseRecord:
    whole = [u for u in updates if u.occurrence is None]
    settled = _settled(whole)
    ended = settled.on if settled and settled.change is PromiseChange.KEPT else None
    today = as_of.astimezone(SEOUL).date()
    came = [
        _occurrence(day, rhythm, updates, settled, as_of)
        for day in rhythm.days(promise.due, min(today, ended) if ended else today)
        if rhythm.instant(day) < as_of or any(u.occurrence == day for u in updates)
    ]
    waiting = [o.due for o in came if o.settled is None]
    after = max((o.day for o in came), default=promise.due - timedelta(days=1)) + timedelta(days=1)
    # A month and a day hold at least one day of every rhythm we know.
    following = next(rhythm.days(after, after + timedelta(days=62)))
    return PromiseRecord(
        promise=promise,
        state=_of_all([o.state for o in came], settled),
        due=min(waiting, default=following),
        moves=_moves(whole),
        settled=settled,
        occurrences=tuple(came),
    )


def _occurrence(
    day: date, rhythm: Rhythm, updates: list[PromiseUpdate], whole: PromiseUpdate | None, as_of: datetime
) -> Occurrence:
    own = [u for u in updates if u.occurrence == day]
    moves = _moves(own)
    due = moves[-1].on if moves else day
    settled, state = _settled(own), _state(own, due=due, last=rhythm.instant(day), as_of=as_of)
    if settled is None and whole and whole.change is PromiseChange.WITHDRAWN and whole.on <= day:
        # Withdrawing does not strike a day out: it stays in the count, as not kept.
        settled, state = whole, PromiseState.WITHDRAWN
    return Occurrence(day=day, has_come=rhythm.instant(day) < as_of, state=state, due=due, moves=moves, settled=settled)


# The worst day says how a promise that has ended stands.
_WORST_FIRST = (PromiseState.OVERDUE, PromiseState.WITHDRAWN, PromiseState.KEPT_LATE, PromiseState.KEPT)


def _of_all(states: list[PromiseState], settled: PromiseUpdate | None) -> PromiseState:
    if settled is not None and settled.change is PromiseChange.WITHDRAWN:
        return PromiseState.WITHDRAWN
    if PromiseState.OVERDUE in states:
        return PromiseState.OVERDUE
    if settled is None or PromiseState.OPEN in states:
        return PromiseState.OPEN
    return next((state for state in _WORST_FIRST if state in states), PromiseState.KEPT)
