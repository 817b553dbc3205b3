"""The books of the sources: who is due, and what their polls brought; many polls in one transaction.

Validators, body hash and window of a source are written with the entries of that body, or not at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, insert, select, update

from plugins.inbox.claims import claim, lock_out_others, release, renew, state_of, still_held, sync
from plugins.inbox.model import Entry, FetchState, Source, SourceEvent
from plugins.inbox.reports import Added
from plugins.inbox.store import InboxStore
from plugins.inbox.tables import FETCH_STATES, SOURCE_EVENTS

if TYPE_CHECKING:
    # What takes entries in brings the words, the scoring and what was learned: 0.3 s that most polls do not need.
    from plugins.inbox.absorb import Decide
    from plugins.inbox.absorber import Absorber


_WRITTEN = tuple(name for name in FetchState.__slots__ if name != "source")
_UPDATE = (
    update(FETCH_STATES)
    .where(FETCH_STATES.c.source == bindparam("key"))
    .values(**{name: bindparam(f"new_{name}") for name in _WRITTEN}, lease_owner="", lease_until=None)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Poll:
    """What one source gave.

    Attributes:
        state: As it is from now on.
        entries: Those that may concern us; none where nothing new names us.
        decide: ``intake.take_in`` with everything but what is known.
        if_broken: The state to keep instead, should ``decide`` fail.
    """

    state: FetchState
    entries: tuple[Entry, ...] = ()
    events: tuple[SourceEvent, ...] = ()
    decide: "Decide | None" = None
    if_broken: FetchState | None = None


class SourceBook:
    """The sources' side of an open store, for one worker."""

    def __init__(self, store: InboxStore, *, owner: str) -> None:
        self._store, self._owner = store, owner
        self._absorber: Absorber | None = None

    def sync(self, sources: Iterable[Source]) -> None:
        """See ``claims.sync``."""
        with self._store.transaction() as connection:
            sync(connection, sources)

    def claim(self, *, now: datetime, at: datetime, limit: int, force: bool) -> tuple[FetchState, ...]:
        """See ``claims.claim``; what this worker still holds is renewed with it."""
        with self._store.transaction() as connection:
            renew(connection, owner=self._owner, at=at)
            return claim(connection, owner=self._owner, now=now, at=at, limit=limit, force=force)

    def renew(self, *, at: datetime) -> None:
        """See ``claims.renew``."""
        with self._store.transaction() as connection:
            renew(connection, owner=self._owner, at=at)

    def release(self) -> None:
        """See ``claims.release``."""
        with self._store.transaction() as connection:
            release(connection, owner=self._owner)

    def finish(self, polls: Sequence[Poll], *, now: datetime) -> Mapping[str, Added | None]:
        """Store the polls and give the sources back, all of it or nothing.

        Returns:
            What each source added; None where deciding failed for a bug of ours. A source whose lease went to another
            worker in the meantime is missing, and nothing of it was written.
        """
        results: dict[str, Added | None] = {}
        with self._store.transaction() as connection:
            held = still_held(connection, [poll.state.source for poll in polls], owner=self._owner)
            mine = [poll for poll in polls if poll.state.source in held]
            if any(poll.entries for poll in mine):
                # Two workers that hear of one page at once would each take it for new.
                lock_out_others(connection)
            states: list[FetchState] = []
            events: list[SourceEvent] = []
            for poll in mine:
                result = self._absorbed(connection, poll, now) if poll.entries and poll.decide else Added()
                results[poll.state.source] = result
                is_broken = result is None and poll.if_broken is not None
                states.append(poll.if_broken if is_broken and poll.if_broken else poll.state)
                events.extend(() if is_broken else poll.events)
            if states:
                connection.execute(_UPDATE, [_update_row(state) for state in states])
            if events:
                connection.execute(insert(SOURCE_EVENTS), [_event_row(event) for event in events])
        return results

    def _absorbed(self, connection: Connection, poll: Poll, now: datetime) -> Added | None:
        if self._absorber is None:
            from plugins.inbox.absorber import Absorber  # noqa: PLC0415

            self._absorber = Absorber(connection, now=now)
        assert poll.decide is not None
        return self._absorber.take_in(connection, poll.entries, poll.state.source, poll.decide)


def states_of(store: InboxStore) -> dict[str, FetchState]:
    """Return what is remembered of every source, by its key."""
    with store.transaction() as connection:
        return {row.source: state_of(row._mapping) for row in connection.execute(select(FETCH_STATES))}


def events_of(store: InboxStore, source: str, *, limit: int = 20) -> tuple[SourceEvent, ...]:
    """Return what happened to a source, newest first."""
    columns = SOURCE_EVENTS.c
    query = select(columns.source, columns.at, columns.kind, columns.detail).where(columns.source == source)
    with store.transaction() as connection:
        rows = connection.execute(query.order_by(columns.at.desc(), columns.id.desc()).limit(limit))
        return tuple(SourceEvent(**row._mapping) for row in rows)


def _update_row(state: FetchState) -> dict[str, Any]:
    return {"key": state.source} | {f"new_{name}": getattr(state, name) for name in _WRITTEN}


def _event_row(event: SourceEvent) -> dict[str, Any]:
    return {"source": event.source, "at": event.at, "kind": event.kind, "detail": event.detail}
