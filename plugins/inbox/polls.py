"""The books of the sources: who is due, and what their polls brought; many polls in one transaction.

Validators, body hash and window of a source are written with the entries of that body, or not at all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from plugins.edge.database import Plain, utc_of
from plugins.inbox.claims import COLUMNS, STATE, claim, held, lock_out_others, release, renew, state_of, sync
from plugins.inbox.ledger import Ledger
from plugins.inbox.model import Entry, FetchState, Source, SourceEvent
from plugins.inbox.reports import Added

if TYPE_CHECKING:
    # What takes entries in brings the words, the scoring and what was learned: 0.3 s that most polls do not need.
    from plugins.inbox.absorb import Decide
    from plugins.inbox.absorber import Absorber

_WRITTEN = ", ".join(f'"{name}" = :{name}' for name in STATE if name != "source")
_UPDATE = f"UPDATE fetch_states SET {_WRITTEN}, lease_owner = '', lease_until = NULL WHERE source = :source"
_INSERT = "INSERT INTO source_events (source, at, kind, detail) VALUES (:source, :at, :kind, :detail)"


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

    def __init__(self, store: Ledger, *, owner: str) -> None:
        self._store, self._owner = store, owner
        self._absorber: Absorber | None = None

    def sync(self, sources: Iterable[Source]) -> None:
        """See ``claims.sync``."""
        with self._store.plain() as connection:
            sync(connection, sources)

    def claim(self, *, now: datetime, at: datetime, limit: int, force: bool) -> tuple[FetchState, ...]:
        """See ``claims.claim``; what this worker still holds is renewed with it."""
        with self._store.plain() as connection:
            renew(connection, owner=self._owner, at=at)
            return claim(connection, owner=self._owner, now=now, at=at, limit=limit, force=force)

    def renew(self, *, at: datetime) -> None:
        """See ``claims.renew``."""
        with self._store.plain() as connection:
            renew(connection, owner=self._owner, at=at)

    def release(self) -> None:
        """See ``claims.release``."""
        with self._store.plain() as connection:
            release(connection, owner=self._owner)

    def finish(self, polls: Sequence[Poll], *, now: datetime) -> Mapping[str, Added | None]:
        """Store the polls and give the sources back, all of it or nothing.

        Returns:
            What each source added; None where deciding failed for a bug of ours. A source whose lease went to another
            worker in the meantime is missing, and nothing of it was written.
        """
        if not any(poll.entries for poll in polls):
            with self._store.plain() as connection:
                return self._finished(connection, polls, lambda _: Added())
        from plugins.edge.engine import plain_over  # noqa: PLC0415 - with the entries comes all that judges them
        from plugins.inbox.absorber import Absorber  # noqa: PLC0415

        with self._store.transaction() as whole:

            def absorbed(poll: Poll) -> Added | None:
                assert poll.decide is not None
                self._absorber = self._absorber or Absorber(whole, now=now)
                return self._absorber.take_in(whole, poll.entries, poll.state.source, poll.decide)

            return self._finished(plain_over(whole), polls, absorbed)

    def _finished(
        self, connection: Plain, polls: Sequence[Poll], absorbed: Callable[[Poll], Added | None]
    ) -> Mapping[str, Added | None]:
        still_mine = held(connection, owner=self._owner)
        mine = [poll for poll in polls if poll.state.source in still_mine]
        if any(poll.entries for poll in mine):
            # Two workers that hear of one page at once would each take it for new.
            lock_out_others(connection)
        results: dict[str, Added | None] = {}
        states: list[FetchState] = []
        events: list[SourceEvent] = []
        for poll in mine:
            result = absorbed(poll) if poll.entries and poll.decide else Added()
            results[poll.state.source] = result
            is_broken = result is None and poll.if_broken is not None
            states.append(poll.if_broken if is_broken and poll.if_broken else poll.state)
            events.extend(() if is_broken else poll.events)
        if states:
            connection.run(_UPDATE, [{name: getattr(state, name) for name in STATE} for state in states])
        if events:
            connection.run(_INSERT, [asdict(event) for event in events])
        return results


def states_of(store: Ledger) -> dict[str, FetchState]:
    """Return what is remembered of every source, by its key."""
    with store.plain(writes=False) as connection:
        rows = connection.rows(f"SELECT {COLUMNS} FROM fetch_states")
        return {row["source"]: state_of(row) for row in rows}


def events_of(store: Ledger, source: str, *, limit: int = 20) -> tuple[SourceEvent, ...]:
    """Return what happened to a source, newest first."""
    asked = "SELECT at, kind, detail FROM source_events WHERE source = :source ORDER BY at DESC, id DESC LIMIT :limit"
    with store.plain(writes=False) as connection:
        rows = connection.rows(asked, {"source": source, "limit": limit})
    return tuple(
        SourceEvent(source=source, at=at, kind=row["kind"], detail=row["detail"])
        for row in rows
        if (at := utc_of(row["at"]))
    )
