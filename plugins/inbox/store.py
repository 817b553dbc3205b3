"""The inbox's memory, through SQLAlchemy Core. What to store is decided by ``intake`` and ``decisions``.

Every method is one transaction. Nothing that was heard is deleted; ``forget`` blanks words, not that they were said.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, Row, and_, func, insert, select, update

from plugins.core.errors import StoreError, did_you_mean
from plugins.core.korean import with_object_particle
from plugins.core.urls import page_identity
from plugins.edge.database import open_database, told
from plugins.inbox.duplicates import Telling, telling
from plugins.inbox.identity import fingerprint, identity_digest, mention_identity
from plugins.inbox.intake import Intake, Known, possible_ids
from plugins.inbox.model import (
    Attach,
    Decided,
    Entry,
    FetchState,
    InboxFilter,
    InboxItem,
    InboxState,
    Mention,
    MentionId,
    Sighting,
)
from plugins.inbox.rows import (
    decision_row,
    items_of,
    mention_of,
    mention_row,
    sighting_of,
    sighting_row,
    state_columns,
)
from plugins.inbox.tables import (
    DECISIONS,
    FETCH_STATES,
    MENTIONS,
    REVISIONS,
    SIGHTINGS,
    batches,
    condition_of,
    first_row,
    ids_where,
    put,
    rows_in,
)

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0001"
# How far back copies are looked for.
COPY_DAYS = 60
COPY_COUNT = 2000


def open_store(database: str, *, root: Path) -> "InboxStore":
    """Return the store, made or brought up to date where needed.

    Args:
        database: A path relative to ``root``, or an SQLAlchemy URL.
        root: The project; the store may not lie in one of its public folders.

    Raises:
        StoreError: It cannot be used.
    """
    return InboxStore(open_database(database, root=root, migrations=MIGRATIONS, head=HEAD), name=database)


class InboxStore:
    """An open store; close it, or use it as a context."""

    def __init__(self, engine: Engine, *, name: str) -> None:
        self._engine, self._name = engine, name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_failure: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def fetch_states(self) -> dict[str, FetchState]:
        """Return what is remembered of every source, by its key."""
        with self._reading() as connection:
            return {row.source: FetchState(**row._mapping) for row in connection.execute(select(FETCH_STATES))}

    def save_state(self, state: FetchState) -> None:
        """Remember how a source fared without new entries."""
        with self._writing() as connection:
            put(connection, FETCH_STATES, asdict(state), ("source",))

    def take_in(
        self, entries: Sequence[Entry], state: FetchState, decide: Callable[[Known], Intake], *, now: datetime
    ) -> Intake:
        """Store what ``decide`` makes of the entries and, with them or not at all, the source's new state.

        Args:
            decide: ``intake.take_in`` with everything but what is known.
        """
        with self._writing() as connection:
            intake = decide(_known(connection, entries, state.source, now=now))
            for mention in intake.new:
                _add(connection, mention)
            for mention in intake.revised:
                _revise(connection, mention)
            for sighting in intake.sightings:
                put(connection, SIGHTINGS, sighting_row(sighting), ("source", "key_digest", "mention"))
            put(connection, FETCH_STATES, asdict(state), ("source",))
        return intake

    def add_mention(self, mention: Mention, sighting: Sighting | None = None) -> bool:
        """Store a mention that staff found, and return whether it is new."""
        with self._writing() as connection:
            if first_row(connection, MENTIONS.c.identity_digest == identity_digest(mention.identity)):
                return False
            _add(connection, mention)
            if sighting:
                put(connection, SIGHTINGS, sighting_row(sighting), ("source", "key_digest", "mention"))
            return True

    def known_of(self, identity: str) -> Mention | None:
        """Return the mention with this identity, or None."""
        with self._reading() as connection:
            row = first_row(connection, MENTIONS.c.identity_digest == identity_digest(identity))
        return mention_of(row) if row else None

    def free_id(self, identity: str) -> MentionId:
        """Return the shortest id that no other identity has."""
        with self._reading() as connection:
            taken = _owners(connection, possible_ids(identity))
        return next(id_ for id_ in possible_ids(identity) if taken.get(id_, identity) == identity)

    def items(self, wanted: InboxFilter) -> tuple[InboxItem, ...]:
        """Return the mentions that a filter lets through, worst first and of equals the oldest."""
        age = func.coalesce(MENTIONS.c.published_at, MENTIONS.c.found_at)
        query = select(MENTIONS).where(condition_of(wanted)).order_by(MENTIONS.c.score.desc(), age, MENTIONS.c.id)
        with self._reading() as connection:
            rows = connection.execute(query.limit(wanted.limit) if wanted.limit else query).all()
            return _items(connection, rows, today=wanted.today)

    def item(self, which: str, *, today: date | None = None) -> InboxItem:
        """Return one mention by its id or the beginning of it, with or without ``m-``.

        Args:
            today: The day its state is told for; None for "as decided", which leaves a watched item watched.

        Raises:
            StoreError: None or several begin like this.
        """
        prefix = "m-" + which.strip().lower().removeprefix("m-")
        with self._reading() as connection:
            begins = select(MENTIONS).where(MENTIONS.c.id.startswith(prefix, autoescape=True))
            rows = connection.execute(begins.order_by(MENTIONS.c.id).limit(6)).all() if prefix != "m-" else []
            exact = [row for row in rows if row.id == prefix]
            if len(rows) == 1 or exact:
                return _items(connection, exact or rows, today=today or date.min)[0]
            if rows:
                several = ", ".join(row.id for row in rows[:5])
                advice = f"이렇게 시작하는 글이 여럿입니다: {several}. 더 길게 적어 주세요."
                raise StoreError(which, "several ids begin like this", advice=advice)
            near = did_you_mean(prefix, ids_where(connection, MENTIONS.c.state != "", limit=5000))
        hint = f"{with_object_particle(near)} 뜻하셨나요?" if near else "`invoke inbox`에서 번호를 확인해 주세요."
        raise StoreError(which, "no such mention", advice=f"접수함에 없는 글입니다. {hint}")

    def decide(self, mention: MentionId, decided: Decided) -> None:
        """Record a decision; whether it may be taken is checked before, by ``triage``."""
        with self._writing() as connection:
            _decide(connection, mention, decided)

    def attach_cited(self, cited: Mapping[str, str], *, now: datetime) -> tuple[MentionId, ...]:
        """Record that pages which case files cite are attached to those cases, by ``git``.

        Args:
            cited: Address of a cited page, in any spelling, and the case.

        Returns:
            The mentions that were not attached to that case before.
        """
        cases = {identity_digest(f"page {page_identity(url)}"): case for url, case in cited.items()}
        attached: list[MentionId] = []
        with self._writing() as connection:
            for row in rows_in(connection, MENTIONS, MENTIONS.c.identity_digest, cases):
                case = cases[row["identity_digest"]]
                if row["case_id"] != case:
                    _decide(connection, row["id"], Decided(decision=Attach(case_id=case), who="git", at=now))
                    attached.append(row["id"])
        return tuple(attached)

    def revisions(self, mention: MentionId) -> tuple[tuple[int, datetime, str, str], ...]:
        """Return how a mention read before: (revision, replaced at, title, text), oldest first."""
        columns = (REVISIONS.c.revision, REVISIONS.c.replaced_at, REVISIONS.c.title, REVISIONS.c.text)
        query = select(*columns).where(REVISIONS.c.mention == mention).order_by(REVISIONS.c.revision)
        with self._reading() as connection:
            return tuple((row[0], row[1], row[2], row[3]) for row in connection.execute(query))

    def forget(self, *, dismissed_before: datetime) -> int:
        """Blank the words of mentions dismissed before an instant, and return how many were blanked.

        Their identity and the decision stay, so that the same page is not heard as new.
        """
        blank = {"title": "", "text": "", "author": "", "evidence": [], "matches": []}
        last = select(func.max(DECISIONS.c.at)).where(DECISIONS.c.mention == MENTIONS.c.id).scalar_subquery()
        with self._writing() as connection:
            is_old = and_(MENTIONS.c.state == InboxState.DISMISSED.value, last < dismissed_before)
            ids = ids_where(connection, and_(is_old, MENTIONS.c.title + MENTIONS.c.text != ""))
            for part in batches(ids):
                connection.execute(update(MENTIONS).where(MENTIONS.c.id.in_(part)).values(**blank))
                old = update(REVISIONS).where(REVISIONS.c.mention.in_(part))
                connection.execute(old.values(title="", text="", author=""))
        return len(ids)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told(self._name), self._engine.connect().execution_options(writes=False) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with told(self._name), self._engine.begin() as connection:
            yield connection


def _known(connection: Connection, entries: Sequence[Entry], source: str, *, now: datetime) -> Known:
    identities = {mention_identity(entry, source) for entry in entries}
    keys = {identity_digest(entry.key) for entry in entries}
    marks = {fingerprint(entry) for entry in entries}
    sightings: dict[tuple[str, str], Sighting] = {}
    for column, values in ((SIGHTINGS.c.key_digest, keys), (SIGHTINGS.c.fingerprint, marks)):
        for row in rows_in(connection, SIGHTINGS, column, values, SIGHTINGS.c.source == source):
            sightings[row["key_digest"], row["mention"]] = sighting_of(row)
    mentions: dict[str, Mention] = {}
    digests = {identity_digest(identity) for identity in identities}
    seen: set[str] = {sighting.mention for sighting in sightings.values()}
    for column, values in ((MENTIONS.c.identity_digest, digests), (MENTIONS.c.id, seen)):
        for row in rows_in(connection, MENTIONS, column, values):
            mentions[row["identity"]] = mention_of(row)
    return Known(
        mentions=mentions,
        sightings=tuple(sightings.values()),
        taken=_owners(connection, (id_ for identity in identities for id_ in possible_ids(identity))),
        tellings=_tellings(connection, since=now - timedelta(days=COPY_DAYS)),
    )


def _tellings(connection: Connection, *, since: datetime) -> tuple[Telling, ...]:
    query = (
        select(MENTIONS.c.id, MENTIONS.c.title, MENTIONS.c.text)
        .where(MENTIONS.c.found_at >= since, MENTIONS.c.copy_of.is_(None))
        .order_by(MENTIONS.c.found_at.desc(), MENTIONS.c.id)
        .limit(COPY_COUNT)
    )
    return tuple(telling(row.id, row.title, row.text) for row in connection.execute(query))


def _add(connection: Connection, mention: Mention) -> None:
    fresh = {"state": InboxState.WAITING.value, "watch_until": None, "case_id": ""}
    connection.execute(insert(MENTIONS).values(**mention_row(mention), **fresh))


def _revise(connection: Connection, mention: Mention) -> None:
    row = first_row(connection, MENTIONS.c.id == mention.id)
    if row is None:
        return
    kept = {name: row[name] for name in ("revision", "title", "text", "author", "published_raw", "source")}
    connection.execute(insert(REVISIONS).values(mention=mention.id, replaced_at=mention.revised_at, **kept))
    connection.execute(update(MENTIONS).where(MENTIONS.c.id == mention.id).values(**mention_row(mention)))


def _decide(connection: Connection, mention: MentionId, decided: Decided) -> None:
    connection.execute(insert(DECISIONS).values(**decision_row(mention, decided)))
    connection.execute(update(MENTIONS).where(MENTIONS.c.id == mention).values(**state_columns(decided)))


def _items(connection: Connection, rows: Sequence[Row[Any]], *, today: date) -> tuple[InboxItem, ...]:
    ids = tuple(row.id for row in rows)
    return items_of(
        [dict(row._mapping) for row in rows],
        decisions=sorted(rows_in(connection, DECISIONS, DECISIONS.c.mention, ids), key=lambda row: row["id"]),
        copies=rows_in(connection, MENTIONS, MENTIONS.c.copy_of, ids),
        sightings=rows_in(connection, SIGHTINGS, SIGHTINGS.c.mention, ids),
        today=today,
    )


def _owners(connection: Connection, ids: Iterable[MentionId]) -> dict[MentionId, str]:
    """Which identity has each of the ids that are taken."""
    return {MentionId(row["id"]): row["identity"] for row in rows_in(connection, MENTIONS, MENTIONS.c.id, set(ids))}
