"""What became of a promise: declared once in the case file, changed only by posts, judged at one instant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from plugins.core.korean import end_of
from plugins.core.model import Post, Promise, PromiseChange, PromiseUpdate


class PromiseState(StrEnum):
    """Where a promise stands at one instant."""

    OPEN = "open"
    KEPT = "kept"
    KEPT_LATE = "kept-late"
    OVERDUE = "overdue"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True, slots=True)
class PromiseRecord:
    """A promise with all that posts said of it.

    Attributes:
        due: The date that holds now; the first one stays in ``promise.due``.
        moves: In order of the posts.
        settled: The update that kept or withdrew it; None while it is open.
    """

    promise: Promise
    state: PromiseState
    due: date
    moves: tuple[PromiseUpdate, ...]
    settled: PromiseUpdate | None


def promise_records(promises: Iterable[Promise], posts: Iterable[Post], as_of: datetime) -> tuple[PromiseRecord, ...]:
    """Return every declared promise as it stands at ``as_of``.

    The first date always counts: a promise that was moved and then kept by its new date is kept late. A moved
    promise is overdue from the end of its new day, since the page shows both dates.

    Args:
        posts: The case's posts up to ``as_of``, oldest first; a later word replaces an earlier one.
    """
    said = [update for post in posts for update in post.promise_updates]
    return tuple(_record(promise, [u for u in said if u.promise == promise.id], as_of) for promise in promises)


def _record(promise: Promise, updates: list[PromiseUpdate], as_of: datetime) -> PromiseRecord:
    moves = tuple(u for u in updates if u.change is PromiseChange.MOVED)
    # A move after "kept" takes the promise up again; so only the last word settles it.
    settled = updates[-1] if updates and updates[-1].change is not PromiseChange.MOVED else None
    due = moves[-1].on if moves else promise.due
    return PromiseRecord(
        promise=promise, state=_state(promise, settled, due, as_of), due=due, moves=moves, settled=settled
    )


def _state(promise: Promise, settled: PromiseUpdate | None, due: date, as_of: datetime) -> PromiseState:
    if settled is not None:
        if settled.change is PromiseChange.WITHDRAWN:
            return PromiseState.WITHDRAWN
        return PromiseState.KEPT if settled.on <= promise.due else PromiseState.KEPT_LATE
    # A recurring promise runs on from its first date; its occurrences are judged one by one elsewhere.
    if not promise.recurring and as_of >= end_of(due):
        return PromiseState.OVERDUE
    return PromiseState.OPEN
