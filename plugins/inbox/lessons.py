"""What decisions taught, in the store: added and taken back in the transaction that records the decision."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, select, update

from plugins.inbox.feedback import Counts, Learned, Lesson, Tally, added, changes_of, lesson_of
from plugins.inbox.model import InboxState, MentionId
from plugins.inbox.reasons import scored, whole_text
from plugins.inbox.restraint import restrained
from plugins.inbox.rows import reasons_value
from plugins.inbox.scoring import load_model, verdict_of
from plugins.inbox.tables import MENTIONS, TALLIES, first_row, put, rows_in

# What a state says of the text: linked to a case it was a complaint, dismissed it was none, else nobody has said.
TEACHES = {InboxState.LINKED.value: True, InboxState.DISMISSED.value: False}


def learn(connection: Connection, mention: MentionId, state: str) -> None:
    """Count what a decision teaches, and take back what the one before it taught; twice changes nothing.

    Args:
        state: In which the mention is now.
    """
    row = first_row(connection, MENTIONS.c.id == mention)
    if row is None:
        return
    is_complaint = TEACHES.get(state)
    before = _lesson(row["lesson"])
    # The same verdict as before: what was learned from it stays as it was counted.
    if (before.is_complaint if before else None) == is_complaint:
        return
    if before:
        _count(connection, before, -1)
    whole = whole_text(row["title"], row["text"])
    if not whole:
        # Blanked by ``forget``: there is nothing left to learn from, and what was learned stays.
        return
    now = lesson_of(whole, verdict_of(whole, load_model()), is_complaint) if is_complaint is not None else None
    if now:
        _count(connection, now, 1)
    value = asdict(now) | {"signs": list(now.signs)} if now else None
    connection.execute(update(MENTIONS).where(MENTIONS.c.id == mention).values(lesson=value))


def unlearn(connection: Connection, mention: MentionId) -> None:
    """Take back what the decision on a mention taught, so that no count keeps a word of it."""
    row = first_row(connection, MENTIONS.c.id == mention)
    if row and (before := _lesson(row["lesson"])):
        _count(connection, before, -1)
        connection.execute(update(MENTIONS).where(MENTIONS.c.id == mention).values(lesson=None))


def counts_in(connection: Connection) -> Counts:
    """Return all that was learned."""
    rows = connection.execute(select(TALLIES))
    return Counts(
        tallies={row.sign: Tally(seen=row.seen, complaints=row.complaints, expected=row.expected) for row in rows}
    )


def learned_in(connection: Connection) -> Learned:
    """Return what was learned, ready for adding to scores."""
    counts = counts_in(connection)
    return restrained(counts, _lessons_in(connection) if counts.tallies else ())


def _lessons_in(connection: Connection) -> list[Lesson]:
    rows = connection.execute(select(MENTIONS.c.lesson).where(MENTIONS.c.lesson.is_not(None)))
    return [lesson for row in rows if (lesson := _lesson(row.lesson))]


def score_again(connection: Connection) -> int:
    """Score what waits with what is known now, and return how many scores changed."""
    staff, changed = learned_in(connection).log_odds, 0
    for row in connection.execute(select(MENTIONS).where(MENTIONS.c.state == InboxState.WAITING.value)).all():
        now = scored(row.title, row.text, staff=staff)
        if now.value == row.score:
            continue
        changed += 1
        # What it is like was found against what was known then, and stays.
        kept = {name: (row.reasons or {}).get(name) for name in ("like", "share", "adds_own_story")}
        reasons: dict[str, Any] = (reasons_value(now.reasons) or {}) | (kept if row.reasons else {})
        values = {"score": now.value, "evidence": list(now.evidence), "reasons": reasons}
        connection.execute(update(MENTIONS).where(MENTIONS.c.id == row.id).values(**values))
    return changed


def _count(connection: Connection, lesson: Lesson, times: int) -> None:
    changes = changes_of(lesson, times=times)
    known = {
        row["sign"]: Tally(seen=row["seen"], complaints=row["complaints"], expected=row["expected"])
        for row in rows_in(connection, TALLIES, TALLIES.c.sign, changes)
    }
    for sign, change in changes.items():
        put(connection, TALLIES, {"sign": sign, **asdict(added(known.get(sign, Tally()), change))}, ("sign",))
    # A sign is the beginning of a word somebody wrote; with its last text it goes too.
    connection.execute(delete(TALLIES).where(TALLIES.c.seen == 0))


def _lesson(value: dict[str, Any] | None) -> Lesson | None:
    return Lesson(**(value | {"signs": tuple(value["signs"])})) if value else None
