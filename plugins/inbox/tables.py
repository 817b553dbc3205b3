"""The inbox's tables as the code sees them, and how they are asked; ``migrations/`` makes them.

Portable types and words only: SQLite and PostgreSQL.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    and_,
    case,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from plugins.edge.engine import UtcTime
from plugins.inbox.model import InboxFilter, InboxState, MentionId

METADATA = MetaData()
# SQLite allows 32,766 parameters in one statement, older builds 999.
BATCH = 400

Value = TypeVar("Value")

MENTIONS = Table(
    "mentions",
    METADATA,
    Column("id", String(66), primary_key=True),
    # A digest, because an address has no greatest length and an index entry does.
    Column("identity_digest", String(64), nullable=False, unique=True),
    Column("identity", Text, nullable=False),
    Column("url", Text),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("published_at", UtcTime),
    Column("published_is_day", Boolean, nullable=False),
    Column("published_raw", Text, nullable=False),
    Column("license", Text, nullable=False),
    Column("source", String(40), nullable=False),
    Column("found_at", UtcTime, nullable=False),
    Column("revised_at", UtcTime),
    Column("revision", Integer, nullable=False),
    Column("matches", JSON, nullable=False),
    Column("score", Float, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("reasons", JSON(none_as_null=True)),
    # What the decision that holds taught, so that undoing it subtracts exactly that.
    Column("lesson", JSON(none_as_null=True)),
    Column("copy_of", String(66), ForeignKey("mentions.id")),
    # What the last decision says, beside the decisions themselves, so that the inbox is one indexed question.
    Column("state", String(16), nullable=False),
    Column("watch_until", Date),
    Column("case_id", String(40), nullable=False),
    Index("mentions_by_state", "state", "score"),
    Index("mentions_by_found", "found_at"),
    Index("mentions_by_copy", "copy_of"),
)

REVISIONS = Table(
    "revisions",
    METADATA,
    Column("mention", String(66), ForeignKey("mentions.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("published_raw", Text, nullable=False),
    Column("source", String(40), nullable=False),
    Column("replaced_at", UtcTime, nullable=False),
)

SIGHTINGS = Table(
    "sightings",
    METADATA,
    Column("source", String(40), primary_key=True),
    Column("key_digest", String(64), primary_key=True),
    Column("mention", String(66), ForeignKey("mentions.id"), primary_key=True),
    Column("entry_key", Text, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Index("sightings_by_mention", "mention"),
    Index("sightings_by_fingerprint", "source", "fingerprint"),
)

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("mention", String(66), ForeignKey("mentions.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("case_id", String(40), nullable=False),
    Column("citation_key", String(40), nullable=False),
    Column("until", Date),
    Column("reason", Text, nullable=False),
    Column("written", String(64), nullable=False),
    Column("who", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("decisions_by_mention", "mention"),
)

NOTES = Table(
    "notes",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("mention", String(66), ForeignKey("mentions.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("notes_by_mention", "mention"),
)

TALLIES = Table(
    "tallies",
    METADATA,
    Column("sign", String(40), primary_key=True),
    Column("seen", Integer, nullable=False),
    Column("complaints", Integer, nullable=False),
    Column("expected", BigInteger, nullable=False),
)

# What was erased must not be heard again; a digest is all that is kept of it.
TOMBSTONES = Table(
    "tombstones",
    METADATA,
    Column("identity_digest", String(64), primary_key=True),
    Column("ground", String(16), nullable=False),
    Column("erased_at", UtcTime, nullable=False),
)

FETCH_STATES = Table(
    "fetch_states",
    METADATA,
    Column("source", String(40), primary_key=True),
    Column("context", String(64), nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("body_hash", String(64), nullable=False),
    Column("checked_at", UtcTime),
    Column("fetched_at", UtcTime),
    Column("failures", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("succeeded_at", UtcTime),
    # None: at once.
    Column("due_at", UtcTime),
    Column("gap_at", UtcTime),
    Column("gaps", Integer, nullable=False),
    Column("moved_to", Text, nullable=False),
    Column("is_parked", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    # As ``window`` packs it: hashes of the entries it showed of late.
    Column("window", LargeBinary),
    Column("is_listened", Boolean, nullable=False),
    Column("interval_seconds", Integer, nullable=False),
    # Who reads it now; a lease that is over binds nobody.
    Column("lease_owner", String(64), nullable=False),
    Column("lease_until", UtcTime),
    Index("fetch_states_by_due", "is_listened", "due_at"),
    Index("fetch_states_by_lease", "lease_owner"),
)

SOURCE_EVENTS = Table(
    "source_events",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("source", String(40), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("detail", Text, nullable=False),
    Index("source_events_by_source", "source", "at"),
)


def condition_of(wanted: InboxFilter) -> ColumnElement[bool]:
    """Return a filter as a condition over ``MENTIONS``."""
    column = MENTIONS.c
    terms: list[ColumnElement[bool]] = []
    is_over = and_(column.state == InboxState.WATCHED.value, column.watch_until <= wanted.today)
    states: list[ColumnElement[bool]] = []
    for state in wanted.states:
        match state:
            case InboxState.WAITING:
                states.append(or_(column.state == state.value, is_over))
            case InboxState.WATCHED:
                states.append(and_(column.state == state.value, column.watch_until > wanted.today))
            case _:
                states.append(column.state == state.value)
    if states:
        terms.append(or_(*states))
    if wanted.source:
        seen = select(SIGHTINGS.c.mention).where(SIGHTINGS.c.source == wanted.source)
        terms.append(or_(column.source == wanted.source, column.id.in_(seen)))
    if wanted.case_id:
        terms.append(column.case_id == wanted.case_id)
    if wanted.text:
        places = (column.title, column.text, column.author, column.place)
        terms.append(or_(*(place.icontains(wanted.text, autoescape=True) for place in places)))
    if wanted.found_since:
        terms.append(column.found_at >= wanted.found_since)
    if wanted.found_before:
        terms.append(column.found_at < wanted.found_before)
    if not wanted.copies:
        terms.append(column.copy_of.is_(None))
    return and_(true(), *terms)


def reading_order(today: date) -> tuple[ColumnElement[Any], ...]:
    """Return how mentions are listed: watched ones whose day has come, then the worst, and of equals the oldest."""
    column = MENTIONS.c
    came_back = and_(column.state == InboxState.WATCHED.value, column.watch_until <= today)
    age = func.coalesce(column.published_at, column.found_at)
    return (case((came_back, 0), else_=1), column.score.desc(), age, column.id)


def put(connection: Connection, table: Table, row: dict[str, Any], key: tuple[str, ...]) -> None:
    """Update the row with this key, or insert it: an upsert in words that every database knows."""
    here = and_(*(table.c[name] == row[name] for name in key))
    if not connection.execute(update(table).where(here).values(**row)).rowcount:
        connection.execute(insert(table).values(**row))


def first_row(connection: Connection, condition: ColumnElement[bool]) -> dict[str, Any] | None:
    """Return the mention that a condition holds for, or None."""
    row = connection.execute(select(MENTIONS).where(condition)).first()
    return dict(row._mapping) if row else None


def ids_where(
    connection: Connection, condition: ColumnElement[bool], limit: int | None = None
) -> tuple[MentionId, ...]:
    """Return the ids of the mentions that a condition holds for, in their order."""
    query = select(MENTIONS.c.id).where(condition).order_by(MENTIONS.c.id).limit(limit)
    return tuple(MentionId(row.id) for row in connection.execute(query))


def rows_in(
    connection: Connection, table: Table, column: Column[Any], values: Iterable[Any], *more: ColumnElement[bool]
) -> list[dict[str, Any]]:
    """Return the rows whose column has one of the values, and for which everything else holds too."""
    return [
        dict(row._mapping)
        for part in batches(tuple(values))
        for row in connection.execute(select(table).where(column.in_(part), *more))
    ]


def batches(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """Yield the values in parts that fit into one statement."""
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]
