"""The inbox's memory, through SQLAlchemy Core. What to store is decided by ``intake`` and ``decisions``.

Every method is one transaction. Nothing that was heard is deleted here; ``forget`` alone may.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from plugins.core.errors import StoreError, did_you_mean
from plugins.core.korean import with_object_particle
from plugins.inbox.identity import identity_digest
from plugins.inbox.ledger import Ledger, cited_digests, opened
from plugins.inbox.model import (
    Attach,
    Decided,
    InboxFilter,
    InboxItem,
    Mention,
    MentionId,
    Sighting,
    standing,
)
from plugins.inbox.rows import decided_of, decision_row, items_of, mention_of, sighting_row, state_columns
from plugins.inbox.tables import (
    DECISIONS,
    MENTIONS,
    REVISIONS,
    SIGHTINGS,
    condition_of,
    first_row,
    ids_where,
    put,
    reading_order,
    rows_in,
)

# Ids that are named where what was typed could be several.
_NAMED = 5
# Ids are digits and letters by chance: only what differs in a place or two is a slip.
_NEAR = 0.8


def open_store(database: str, *, root: Path) -> "InboxStore":
    """Return the store, made or brought up to date where needed.

    Args:
        database: A path relative to ``root``, or an SQLAlchemy URL.
        root: The project; the store may not lie in one of its public folders.

    Raises:
        StoreError: It cannot be used.
    """
    return InboxStore(opened(database, root=root))


class InboxStore(Ledger):
    """An open store; close it, or use it as a context."""

    def add_mention(self, mention: Mention, sighting: Sighting | None = None) -> bool:
        """Store a mention that staff found, and return whether it is new."""
        from plugins.inbox.absorb import insert_mention  # noqa: PLC0415 - brings the words and the scoring: 0.3 s

        with self.transaction() as connection:
            if first_row(connection, MENTIONS.c.identity_digest == identity_digest(mention.identity)):
                return False
            insert_mention(connection, mention)
            if sighting:
                put(connection, SIGHTINGS, sighting_row(sighting), ("source", "key_digest", "mention"))
            return True

    def known_of(self, identity: str) -> Mention | None:
        """Return the mention with this identity, or None."""
        with self.snapshot() as connection:
            row = first_row(connection, MENTIONS.c.identity_digest == identity_digest(identity))
        return mention_of(row) if row else None

    def free_id(self, identity: str) -> MentionId:
        """Return the shortest id that no other identity has."""
        from plugins.inbox.absorb import owners  # noqa: PLC0415 - as above
        from plugins.inbox.intake import possible_ids  # noqa: PLC0415

        with self.snapshot() as connection:
            taken = owners(connection, possible_ids(identity))
        return next(id_ for id_ in possible_ids(identity) if taken.get(id_, identity) == identity)

    def count(self, wanted: InboxFilter) -> int:
        """Return how many mentions a filter lets through."""
        with self.snapshot() as connection:
            query = select(func.count()).select_from(MENTIONS).where(condition_of(wanted))
            return connection.execute(query).scalar() or 0

    def items(self, wanted: InboxFilter) -> tuple[InboxItem, ...]:
        """Return the mentions that a filter lets through: those that came back, then the worst, then the oldest."""
        query = select(MENTIONS).where(condition_of(wanted)).order_by(*reading_order(wanted.today))
        with self.snapshot() as connection:
            rows = connection.execute(query.limit(wanted.limit) if wanted.limit else query).all()
            return _items(connection, [dict(row._mapping) for row in rows], today=wanted.today)

    def item(self, which: str, *, today: date | None = None) -> InboxItem:
        """Return one mention by its id or the beginning of it, with or without ``m-``.

        Args:
            today: The day its state is told for; None for "as decided", which leaves a watched item watched.

        Raises:
            StoreError: None or several begin like this.
        """
        prefix = "m-" + which.strip().lower().removeprefix("m-")
        with self.snapshot() as connection:
            begins = select(MENTIONS).where(MENTIONS.c.id.startswith(prefix, autoescape=True))
            rows = connection.execute(begins.order_by(MENTIONS.c.id).limit(_NAMED + 1)).all()
            exact = [row for row in rows if row.id == prefix]
            if (len(rows) == 1 and prefix != "m-") or exact:
                found = [dict(row._mapping) for row in exact or rows]
                return _items(connection, found, today=today or date.min)[0]
            if rows:
                several = ", ".join(row.id for row in rows[:_NAMED]) + (" …" if len(rows) > _NAMED else "")
                advice = f"이렇게 시작하는 글 가운데 하나를 더 길게 적어 주세요: {several}"
                raise StoreError(which, "several ids begin like this", advice=advice)
            everyone = ids_where(connection, MENTIONS.c.state != "", limit=5000)
            near = did_you_mean(prefix, everyone, cutoff=_NEAR)
        hint = f"{with_object_particle(near)} 뜻하셨나요?" if near else "`invoke inbox`에서 번호를 확인해 주세요."
        raise StoreError(which, "no such mention", advice=f"접수함에 없는 글입니다. {hint}")

    def named(self, ids: Iterable[MentionId]) -> dict[MentionId, InboxItem]:
        """Return the mentions with these ids; what was forgotten since is missing."""
        with self.snapshot() as connection:
            rows = rows_in(connection, MENTIONS, MENTIONS.c.id, set(ids))
            return {item.mention.id: item for item in _items(connection, rows, today=date.min)}

    def decide(self, mention: MentionId, decided: Decided) -> None:
        """Record a decision; whether it may be taken is checked before, by ``triage``."""
        with self.transaction() as connection:
            _decide(connection, mention, decided)

    def attach_cited(self, cited: Mapping[str, str], *, now: datetime) -> tuple[MentionId, ...]:
        """Record that pages which case files cite are attached to those cases, by ``git``.

        Args:
            cited: Address of a cited page, in any spelling, and the case.

        Returns:
            The mentions that were not attached to that case before.
        """
        cases = cited_digests(cited)
        attached: list[MentionId] = []
        with self.transaction() as connection:
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
        with self.snapshot() as connection:
            return tuple((row[0], row[1], row[2], row[3]) for row in connection.execute(query))


def _decide(connection: Connection, mention: MentionId, decided: Decided) -> None:
    from plugins.inbox.lessons import learn  # noqa: PLC0415 - brings the scoring, which most commands do not need

    connection.execute(insert(DECISIONS).values(**decision_row(mention, decided)))
    rows = connection.execute(select(DECISIONS).where(DECISIONS.c.mention == mention).order_by(DECISIONS.c.id)).all()
    holds = state_columns(standing(decided_of(dict(row._mapping)) for row in rows))
    connection.execute(update(MENTIONS).where(MENTIONS.c.id == mention).values(**holds))
    learn(connection, mention, holds["state"])


def _items(connection: Connection, rows: Sequence[dict[str, Any]], *, today: date) -> tuple[InboxItem, ...]:
    ids = tuple(row["id"] for row in rows)
    return items_of(
        rows,
        decisions=sorted(rows_in(connection, DECISIONS, DECISIONS.c.mention, ids), key=lambda row: row["id"]),
        copies=rows_in(connection, MENTIONS, MENTIONS.c.copy_of, ids),
        sightings=rows_in(connection, SIGHTINGS, SIGHTINGS.c.mention, ids),
        today=today,
    )
