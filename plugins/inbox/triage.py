"""``invoke triage``: what would become public, and the decision on record. The case file is written elsewhere.

The order matters: ``propose`` shows the citation, staff agree, the case file is written, and only then ``triage``
records the decision; a crash in between leaves the mention waiting and git telling that it is cited.
"""

from datetime import date, datetime

from plugins.core.errors import DecisionError
from plugins.core.korean import SEOUL
from plugins.core.personal_data import load_patterns
from plugins.inbox.decisions import check_decision
from plugins.inbox.disclosure import EXCERPT_CHARACTERS, Disclosure, to_citation
from plugins.inbox.model import Decided, Decision, InboxItem, Undo
from plugins.inbox.store import InboxStore


def propose(
    store: InboxStore,
    item_id: str,
    *,
    citation_key: str,
    attached_on: date | None = None,
    excerpt_characters: int = EXCERPT_CHARACTERS,
) -> Disclosure:
    """Return what opening or attaching would make public, to be shown to staff first. Writes nothing.

    Args:
        citation_key: The next free key of the case; ``c1`` for a new one.
        attached_on: The day it joins a case that is already there; None for a new case.

    Raises:
        StoreError: No such mention, or several.
    """
    return to_citation(
        store.item(item_id).mention,
        key=citation_key,
        patterns=load_patterns(),
        attached_on=attached_on,
        excerpt_characters=excerpt_characters,
    )


def check(store: InboxStore, item_id: str, decision: Decision, who: str, now: datetime) -> InboxItem:
    """Return the item if the decision may be taken; call it before a case file is written.

    Raises:
        StoreError: No such mention, or several.
        DecisionError: It may not be taken.
    """
    today = now.astimezone(SEOUL).date()
    item = store.item(item_id, today=today)
    check_decision(item.mention.id, item.decided, decision, who=who, today=today)
    return item


def undoable(store: InboxStore, item_id: str, who: str, now: datetime) -> tuple[InboxItem, Decided]:
    """Return the item and the decision that an undo would take back; call it before a case file is changed.

    Raises:
        StoreError: No such mention, or several.
        DecisionError: Nothing is decided, or nobody undoes it.
    """
    item = check(store, item_id, Undo(), who, now)
    if item.decided is None:
        raise DecisionError(item.mention.id, "nothing to undo", advice="되돌릴 결정이 없습니다.")
    return item, item.decided


def triage(store: InboxStore, item_id: str, decision: Decision, who: str, now: datetime) -> InboxItem:
    """Record a decision and return the item as it stands now.

    Args:
        who: The person who decides.
        now: When; also tells the day in Korea that ``Watch.until`` must lie after.

    Raises:
        StoreError: No such mention, or several.
        DecisionError: It may not be taken.
    """
    item = check(store, item_id, decision, who, now)
    store.decide(item.mention.id, Decided(decision=decision, who=who.strip(), at=now))
    return store.item(item.mention.id, today=now.astimezone(SEOUL).date())
