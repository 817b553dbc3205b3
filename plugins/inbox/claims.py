"""Which worker reads which source: each due source is claimed by one, for a lease that ends when the worker dies.

On PostgreSQL several workers claim at once (``FOR UPDATE SKIP LOCKED``); on SQLite one after the other, because every
writing transaction there begins as ``BEGIN IMMEDIATE``. A worker that lost its lease writes nothing.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from plugins.inbox.model import FetchState, Source
from plugins.inbox.tables import FETCH_STATES, batches

LEASE = timedelta(minutes=5)

_COLUMNS = FETCH_STATES.c
# Any number will do, as long as it is ours alone in the database: "sinmungo" in hexadecimal, cut.
_LOCK = 0x53494E4D554E474F
_OF_A_STATE = tuple(_COLUMNS[name] for name in FetchState.__slots__)


def sync(connection: Connection, sources: Iterable[Source]) -> None:
    """Make the books agree with ``sources.toml``: rows for new sources, and none listened to that left it.

    A source with another interval is due at once.
    """
    lock_out_others(connection)
    wanted = {source.key: int(source.interval.total_seconds()) for source in sources if source.enabled}
    rows = connection.execute(select(_COLUMNS.source, _COLUMNS.is_listened, _COLUMNS.interval_seconds)).all()
    there = {row.source: (row.is_listened, row.interval_seconds) for row in rows}
    fresh = [_new_row(key, seconds) for key, seconds in wanted.items() if key not in there]
    if fresh:
        connection.execute(insert(FETCH_STATES), fresh)
    changed = [
        {"key": key, "seconds": wanted.get(key, seconds), "listened": key in wanted}
        for key, (is_listened, seconds) in there.items()
        if is_listened != (key in wanted) or wanted.get(key, seconds) != seconds
    ]
    if changed:
        here = update(FETCH_STATES).where(_COLUMNS.source == bindparam("key"))
        values: dict[str, Any] = {
            "is_listened": bindparam("listened"),
            "interval_seconds": bindparam("seconds"),
            "due_at": None,
        }
        connection.execute(here.values(**values), changed)


def claim(
    connection: Connection, *, owner: str, now: datetime, at: datetime, limit: int, force: bool
) -> tuple[FetchState, ...]:
    """Return sources that are due and that nobody else reads, the most overdue first, now leased to ``owner``.

    Args:
        now: When this worker began; what was read since is not read again.
        at: The time it is.
        force: Whether sources are taken before their time, parked ones too. A lease is honoured all the same.
    """
    is_free = or_(_COLUMNS.lease_until.is_(None), _COLUMNS.lease_until <= at)
    # Not twice in one run: local files are always due.
    unread = or_(_COLUMNS.checked_at.is_(None), _COLUMNS.checked_at < now)
    query = select(*_OF_A_STATE).where(_COLUMNS.is_listened.is_(True), is_free, unread)
    if not force:
        query = query.where(or_(_COLUMNS.due_at.is_(None), _COLUMNS.due_at <= now), _COLUMNS.is_parked.is_(False))
    query = query.order_by(_COLUMNS.due_at, _COLUMNS.source).limit(limit).with_for_update(skip_locked=True)
    states = tuple(state_of(row._mapping) for row in connection.execute(query))
    for part in batches(states):
        mine = update(FETCH_STATES).where(_COLUMNS.source.in_([state.source for state in part]))
        connection.execute(mine.values(lease_owner=owner, lease_until=at + LEASE))
    return states


def renew(connection: Connection, *, owner: str, at: datetime) -> None:
    """Let the leases of a worker that is still at work begin anew."""
    connection.execute(update(FETCH_STATES).where(_COLUMNS.lease_owner == owner).values(lease_until=at + LEASE))


def release(connection: Connection, *, owner: str) -> None:
    """Give back what a worker claimed and did not read."""
    mine = update(FETCH_STATES).where(_COLUMNS.lease_owner == owner)
    connection.execute(mine.values(lease_owner="", lease_until=None))


def still_held(connection: Connection, sources: Collection[str], *, owner: str) -> set[str]:
    """Return those of the sources that are leased to ``owner``, and keep others from taking them until the end."""
    held: set[str] = set()
    for part in batches(tuple(sources)):
        query = select(_COLUMNS.source).where(_COLUMNS.source.in_(part), _COLUMNS.lease_owner == owner)
        held |= {row.source for row in connection.execute(query.with_for_update())}
    return held


def lock_out_others(connection: Connection) -> None:
    """Let no other worker into this part until the transaction ends. On SQLite that is so already."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def state_of(row: Any) -> FetchState:
    """Return a row as a state; the lease and the rest are the books' own."""
    values = {name: row[name] for name in FetchState.__slots__}
    values["window"] = values["window"] or b""
    return FetchState(**values)


def _new_row(key: str, seconds: int) -> dict[str, Any]:
    state = FetchState(source=key)
    values = {name: getattr(state, name) for name in FetchState.__slots__}
    return values | {
        "is_listened": True,
        "interval_seconds": seconds,
        "lease_owner": "",
        "lease_until": None,
    }
