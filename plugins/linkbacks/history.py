"""What the ledger says of one pair, and what that allows. Pure.

At most once for TrackBack and Pingback: whatever may have been taken is never sent again. At least once for Webmention:
a receiver looks at the page anew each time.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from plugins.core.urls import page_identity
from plugins.linkbacks.model import Delivery, Endpoint, Linkback, Outcome, Protocol

# What stands for the digest of an answer that shows no link any more, or is gone for good.
ABSENT = "absent"
GONE = "gone"


class EventKind(StrEnum):
    """What a line of the ledger says.

    Attributes:
        INTENT: It is about to be sent; without an outcome after it nobody knows whether it was.
        OUTCOME: How an attempt ended.
        APPROVED: A person lets it be sent.
        BY_HAND: A person told the target, with a comment or otherwise.
    """

    INTENT = "intent"
    OUTCOME = "outcome"
    APPROVED = "approved"
    BY_HAND = "by-hand"


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One line of the ledger.

    Attributes:
        digest: Of the answer that was announced; see ``saying.digest_of``, or ``ABSENT`` or ``GONE``.
        by: Who approved or posted; "" elsewhere.
    """

    at: datetime
    kind: EventKind
    linkback: Linkback
    delivery: Delivery | None = None
    digest: str = ""
    by: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Where one pair stands.

    Attributes:
        last: The last outcome; None where nothing was tried.
        told_by: The protocol that delivered; None where none did.
        told: The digest last delivered.
        intent: What was about to be sent and has no outcome; None: nothing.
        is_unknown: Such an intent stands, or an outcome is not known.
        failures: How often it was put off since it was last delivered.
        approved_by: "" where nobody approved.
        by_hand: The event of the person who told the target; None where nobody did.
    """

    last: Event | None = None
    told_by: Protocol | None = None
    told: str = ""
    intent: Event | None = None
    is_unknown: bool = False
    failures: tuple[Event, ...] = ()
    approved_by: str = ""
    by_hand: Event | None = None

    @property
    def is_told(self) -> bool:
        """Whether the target knows."""
        return self.told_by is not None or self.by_hand is not None


def pair_id(linkback: Linkback) -> str:
    """Return eight letters by which staff name a pair; the target in any spelling of its address."""
    return hashlib.sha256("\n".join(_key(linkback)).encode()).hexdigest()[:8]


def standing_of(events: Iterable[Event], linkback: Linkback) -> Standing:
    """Return where a pair stands after these events, in the order of the ledger."""
    last: Event | None = None
    intent: Event | None = None
    told_by, told, approved_by = None, "", ""
    by_hand, is_unknown = None, False
    failures: list[Event] = []
    for event in events:
        if _key(event.linkback) != _key(linkback):
            continue
        if event.kind is EventKind.APPROVED:
            approved_by = event.by
        elif event.kind is EventKind.BY_HAND:
            by_hand = event
            is_unknown, intent = False, None
        elif event.kind is EventKind.INTENT:
            intent = event
        elif event.delivery is not None:
            last, intent = event, None
            outcome = event.delivery.outcome
            if outcome is Outcome.DELIVERED:
                told_by = event.delivery.endpoint.protocol if event.delivery.endpoint else told_by
                told, failures, is_unknown = event.digest, [], False
            elif outcome is Outcome.LATER:
                failures.append(event)
            is_unknown = is_unknown or outcome is Outcome.UNKNOWN
    return Standing(
        last=last,
        told_by=told_by,
        told=told,
        intent=intent,
        is_unknown=is_unknown or intent is not None,
        failures=tuple(failures),
        approved_by=approved_by,
        by_hand=by_hand,
    )


def told_targets(events: Iterable[Event]) -> tuple[Linkback, ...]:
    """Return every pair that a page was ever announced for, in the order first told, each once."""
    found: dict[tuple[str, str], Linkback] = {}
    for event in events:
        if event.delivery is not None and event.delivery.outcome is Outcome.DELIVERED:
            found.setdefault(_key(event.linkback), event.linkback)
    return tuple(found.values())


def endpoint_in(event: Event | None) -> Endpoint | None:
    """Return the endpoint of an outcome, or None."""
    return event.delivery.endpoint if event and event.delivery else None


def _key(linkback: Linkback) -> tuple[str, str]:
    # Two spellings of one address are one page: whoever complained there is told once. A place within a page is a
    # complaint of its own.
    _, mark, place = linkback.target_url.partition("#")
    return linkback.page_url, page_identity(linkback.target_url).partition("#")[0] + mark + place
