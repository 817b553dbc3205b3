"""What the entries of one document add to the inbox, within a transaction that somebody else began."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from plugins.inbox.duplicates import Tellings
from plugins.inbox.feedback import Learned
from plugins.inbox.identity import fingerprint, identity_digest, mention_identity
from plugins.inbox.intake import Intake, Known, possible_ids
from plugins.inbox.model import Entry, InboxState, Mention, MentionId, Sighting
from plugins.inbox.reasons import whole_text
from plugins.inbox.rows import mention_of, mention_row, sighting_of, sighting_row
from plugins.inbox.tables import MENTIONS, REVISIONS, SIGHTINGS, first_row, put, rows_in
from plugins.inbox.tombstones import erased_among

# How far back copies are looked for.
COPY_DAYS = 60
COPY_COUNT = 5000

Decide = Callable[[Known], Intake]


def absorb(
    connection: Connection,
    entries: Sequence[Entry],
    source: str,
    decide: Decide,
    *,
    tellings: Tellings,
    learned: Learned,
) -> Intake:
    """Store what ``decide`` makes of the entries.

    Args:
        decide: ``intake.take_in`` with everything but what is known.
        tellings: As ``tellings_of`` returns them; read once for many documents, as is ``learned``.
    """
    intake = decide(_known(connection, entries, source, tellings, learned))
    for mention in intake.new:
        insert_mention(connection, mention)
    for mention in intake.revised:
        _revise(connection, mention)
    for sighting in intake.sightings:
        put(connection, SIGHTINGS, sighting_row(sighting), ("source", "key_digest", "mention"))
    return intake


def tellings_of(connection: Connection, *, now: datetime) -> Tellings:
    """Return the first tellings of late, to recognise copies by."""
    query = (
        select(MENTIONS.c.id, MENTIONS.c.title, MENTIONS.c.text)
        .where(MENTIONS.c.found_at >= now - timedelta(days=COPY_DAYS), MENTIONS.c.copy_of.is_(None))
        .order_by(MENTIONS.c.found_at.desc(), MENTIONS.c.id)
        .limit(COPY_COUNT)
    )
    tellings = Tellings()
    # The oldest first: of two that are alike, that one told it.
    for row in reversed(connection.execute(query).all()):
        tellings.add(row.id, whole_text(row.title, row.text))
    return tellings


def insert_mention(connection: Connection, mention: Mention) -> None:
    """Add a mention that waits for its decision."""
    fresh = {"state": InboxState.WAITING.value, "watch_until": None, "case_id": ""}
    connection.execute(insert(MENTIONS).values(**mention_row(mention), **fresh))


def owners(connection: Connection, ids: Iterable[MentionId]) -> dict[MentionId, str]:
    """Return which identity has each of the ids that are taken."""
    return {MentionId(row["id"]): row["identity"] for row in rows_in(connection, MENTIONS, MENTIONS.c.id, set(ids))}


def _known(
    connection: Connection, entries: Sequence[Entry], source: str, tellings: Tellings, learned: Learned
) -> Known:
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
        taken=owners(connection, (id_ for identity in identities for id_ in possible_ids(identity))),
        tellings=tellings,
        learned=learned,
        erased=erased_among(connection, digests),
    )


def _revise(connection: Connection, mention: Mention) -> None:
    row = first_row(connection, MENTIONS.c.id == mention.id)
    if row is None:
        return
    kept = {name: row[name] for name in ("revision", "title", "text", "author", "published_raw", "source")}
    connection.execute(insert(REVISIONS).values(mention=mention.id, replaced_at=mention.revised_at, **kept))
    connection.execute(update(MENTIONS).where(MENTIONS.c.id == mention.id).values(**mention_row(mention)))
