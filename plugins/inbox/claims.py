"""Which worker reads which source: each due source is claimed by one, for a lease that ends when the worker dies.

On PostgreSQL several workers claim at once (``FOR UPDATE SKIP LOCKED``); on SQLite one after the other, because every
writing transaction there begins as ``BEGIN IMMEDIATE``. A worker that lost its lease writes nothing.
"""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from plugins.edge.database import Plain, utc_of
from plugins.inbox.model import FetchState, Source

LEASE = timedelta(minutes=5)
STATE = tuple(each.name for each in fields(FetchState))
# Quoted: PostgreSQL has a use for the word "window" itself.
COLUMNS = ", ".join(f'"{name}"' for name in STATE)

# Any number will do, as long as it is ours alone in the database: "sinmungo" in hexadecimal, cut.
_LOCK = 0x53494E4D554E474F
_TIMES = tuple(name for name in STATE if name.endswith("_at"))
_INSERT = (
    f"INSERT INTO fetch_states ({COLUMNS}, is_listened, interval_seconds, lease_owner)"
    f" VALUES ({', '.join(f':{name}' for name in STATE)}, TRUE, :seconds, '')"
)


def sync(connection: Plain, sources: Iterable[Source]) -> None:
    """Make the books agree with ``sources.toml``: rows for new sources, and none listened to that left it.

    A source with another interval is due at once.
    """
    lock_out_others(connection)
    wanted = {source.key: int(source.interval.total_seconds()) for source in sources if source.enabled}
    rows = connection.rows("SELECT source, is_listened, interval_seconds FROM fetch_states")
    there = {row["source"]: (bool(row["is_listened"]), row["interval_seconds"]) for row in rows}
    fresh = [_new_row(key, seconds) for key, seconds in wanted.items() if key not in there]
    if fresh:
        connection.run(_INSERT, fresh)
    changed = [
        {"source": key, "seconds": wanted.get(key, seconds), "listened": key in wanted}
        for key, (is_listened, seconds) in there.items()
        if is_listened != (key in wanted) or wanted.get(key, seconds) != seconds
    ]
    if changed:
        values = "is_listened = :listened, interval_seconds = :seconds, due_at = NULL"
        connection.run(f"UPDATE fetch_states SET {values} WHERE source = :source", changed)


def claim(
    connection: Plain, *, owner: str, now: datetime, at: datetime, limit: int, force: bool
) -> tuple[FetchState, ...]:
    """Return sources that are due and that nobody else reads, the most overdue first, now leased to ``owner``.

    Args:
        now: When this worker began; what was read since is not read again.
        at: The time it is.
        force: Whether sources are taken before their time, parked ones too. A lease is honoured all the same.
    """
    terms = [
        "is_listened = TRUE",
        "(lease_until IS NULL OR lease_until <= :at)",
        # Not twice in one run: local files are always due.
        "(checked_at IS NULL OR checked_at < :now)",
    ]
    if not force:
        terms += ["(due_at IS NULL OR due_at <= :now)", "is_parked = FALSE"]
    asked = f"SELECT {COLUMNS} FROM fetch_states WHERE {' AND '.join(terms)} ORDER BY due_at, source LIMIT :limit"
    locked = " FOR UPDATE SKIP LOCKED" if connection.is_shared else ""
    states = tuple(map(state_of, connection.rows(asked + locked, {"at": at, "now": now, "limit": limit})))
    lease = {"owner": owner, "until": at + LEASE}
    mine = "UPDATE fetch_states SET lease_owner = :owner, lease_until = :until WHERE source = :source"
    if states:
        connection.run(mine, [{"source": state.source, **lease} for state in states])
    return states


def renew(connection: Plain, *, owner: str, at: datetime) -> None:
    """Let the leases of a worker that is still at work begin anew."""
    values = {"until": at + LEASE, "owner": owner}
    connection.run("UPDATE fetch_states SET lease_until = :until WHERE lease_owner = :owner", [values])


def release(connection: Plain, *, owner: str) -> None:
    """Give back what a worker claimed and did not read."""
    nobody = "UPDATE fetch_states SET lease_owner = '', lease_until = NULL WHERE lease_owner = :owner"
    connection.run(nobody, [{"owner": owner}])


def held(connection: Plain, *, owner: str) -> set[str]:
    """Return the sources that are leased to ``owner``, and keep others from taking them until the end."""
    locked = " FOR UPDATE" if connection.is_shared else ""
    mine = f"SELECT source FROM fetch_states WHERE lease_owner = :owner{locked}"
    return {row["source"] for row in connection.rows(mine, {"owner": owner})}


def lock_out_others(connection: Plain) -> None:
    """Let no other worker into this part until the transaction ends. On SQLite that is so already."""
    if connection.is_shared:
        connection.rows("SELECT pg_advisory_xact_lock(:lock)", {"lock": _LOCK})


def state_of(row: Any) -> FetchState:
    """Return a row as a state; the lease and the rest are the books' own."""
    values = {name: row[name] for name in STATE}
    for name in _TIMES:
        values[name] = utc_of(values[name])
    values["is_parked"] = bool(values["is_parked"])
    values["window"] = values["window"] or b""
    return FetchState(**values)


def _new_row(key: str, seconds: int) -> dict[str, Any]:
    state = FetchState(source=key)
    return {name: getattr(state, name) for name in STATE} | {"seconds": seconds}
