"""When what was put off is tried again: after 15 minutes, 1, 6, 24 and 72 hours, or when the other side says. Pure."""

from datetime import datetime, timedelta

from plugins.linkbacks.history import Standing
from plugins.linkbacks.model import Delivery, Outcome

WAITS = (
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
    timedelta(hours=72),
)
# A longer wish is a mistake or a joke.
LONGEST = timedelta(days=14)
# Source: Pingback 1.0, 3: our page does not exist for them; it may not have reached them yet, but only once.
_SEEN_ONCE = "16"


def next_try(failures: int, delivery: Delivery, *, now: datetime) -> datetime:
    """Return when to try again.

    Args:
        failures: How often it was put off, this time included.
    """
    if delivery.retry_after_seconds is not None:
        return now + min(timedelta(seconds=delivery.retry_after_seconds), LONGEST)
    return now + WAITS[min(max(failures, 1), len(WAITS)) - 1]


def settled(delivery: Delivery, standing: Standing) -> Outcome:
    """Return the outcome of an attempt in the light of those before it: what is put off too often is refused."""
    if delivery.outcome is not Outcome.LATER:
        return delivery.outcome
    faults = [event.delivery.fault for event in standing.failures if event.delivery]
    if (delivery.fault == _SEEN_ONCE and _SEEN_ONCE in faults) or len(faults) >= len(WAITS):
        return Outcome.REFUSED
    return Outcome.LATER
