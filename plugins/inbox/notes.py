"""``invoke note``: what staff want to remember of a mention. As private as the mention itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert

from plugins.core.errors import DecisionError
from plugins.core.text import clean
from plugins.inbox.model import InboxItem, MentionId
from plugins.inbox.store import InboxStore
from plugins.inbox.tables import NOTES, rows_in

LONGEST = 2000


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A remark with who made it and when."""

    text: str
    who: str
    at: datetime


def add_note(store: InboxStore, item_id: str, text: str, *, who: str, now: datetime) -> InboxItem:
    """Put a note on a mention and return the mention; notes are added, never changed.

    Raises:
        StoreError: No such mention, or several.
        DecisionError: There is nothing in the note, too much, or nobody made it.
    """
    mention = store.item(item_id)
    words = clean(text).strip()
    if not words:
        raise DecisionError(mention.mention.id, "empty note", advice="메모에 적을 말을 따옴표로 감싸 적어 주세요.")
    if len(words) > LONGEST:
        raise DecisionError(mention.mention.id, "note too long", advice=f"메모는 {LONGEST}자까지 적을 수 있습니다.")
    if not who.strip():
        raise DecisionError(mention.mention.id, "nobody notes", advice="누가 적는지 --by로 알려 주세요.")
    with store.transaction() as connection:
        row = {"mention": mention.mention.id, "text": words, "who": who.strip(), "at": now}
        connection.execute(insert(NOTES).values(**row))
    return mention


def notes_of(store: InboxStore, mentions: Iterable[MentionId]) -> Mapping[MentionId, tuple[Note, ...]]:
    """Return the notes on each of the mentions, oldest first; a mention without notes is missing."""
    found: dict[MentionId, list[Note]] = {}
    with store.snapshot() as connection:
        rows = rows_in(connection, NOTES, NOTES.c.mention, tuple(mentions))
    for row in sorted(rows, key=lambda row: row["id"]):
        found.setdefault(MentionId(row["mention"]), []).append(Note(text=row["text"], who=row["who"], at=row["at"]))
    return {mention: tuple(notes) for mention, notes in found.items()}
