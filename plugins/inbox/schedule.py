"""When a source is read next. Pure; the clock is an argument.

Polite: later after failures, when the server asks for it, and when it says how long an answer holds; never more often
than the interval says, but for a source that showed gaps.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from plugins.core.http import Reply
from plugins.inbox.model import FetchState, Source

LONGEST_PAUSE = timedelta(days=1)
# What a server may ask for; one that says "in a hundred years" is asked again after a week.
LONGEST_ASKED = timedelta(days=7)
# A server that answers "not modified" for ever would silence a source for ever.
LONGEST_TRUST = timedelta(days=1)
SHORTEST_INTERVAL = timedelta(minutes=5)
MOST_HALVINGS = 3
# Earlier by up to a tenth, never later: a collector that runs every hour must find an hourly source due.
JITTER = 0.1


def next_due(source: Source, state: FetchState, *, not_before: datetime | None = None) -> datetime | None:
    """Return when a source is to be read next; None for at once, as local files always are.

    Args:
        state: After the poll.
        not_before: What the server asked for.
    """
    if state.checked_at is None:
        return None
    return due_after(source, state.checked_at, failures=state.failures, gaps=state.gaps, not_before=not_before)


def due_after(
    source: Source, checked_at: datetime, *, failures: int, gaps: int, not_before: datetime | None
) -> datetime | None:
    """As ``next_due``, of what it depends on."""
    if source.path or source.folder:
        return None
    pause = source.interval
    if gaps:
        pause = max(pause / (1 << min(gaps, MOST_HALVINGS)), min(pause, SHORTEST_INTERVAL))
    if failures:
        pause = max(source.interval, min(source.interval * (1 << min(failures, 8)), LONGEST_PAUSE))
    due = checked_at + pause * (1 - JITTER * _share(source.key, checked_at))
    return max(due, not_before) if not_before else due


def asked_pause(reply: Reply, *, now: datetime, interval: timedelta) -> datetime | None:
    """Return until when the server wants to be left alone: ``Retry-After`` of a refusal, ``max-age`` of an answer.

    Source: RFC 9110, 10.2.3 (seconds or a date); RFC 9111, 5.2.2.1.

    Args:
        interval: Four of these is the most that ``max-age`` may ask for: a feed shows an entry for so long only.
    """
    if reply.status in (429, 503) and (asked := _retry_after(reply.header("Retry-After"), now)):
        return min(asked, now + LONGEST_ASKED)
    if reply.status not in (200, 304):
        return None
    for directive in reply.header("Cache-Control").lower().split(","):
        name, _, value = directive.strip().partition("=")
        if name == "max-age" and value.strip('"').isdecimal() and len(value) < 12:
            return now + min(timedelta(seconds=int(value.strip('"'))), 4 * interval, LONGEST_PAUSE)
    return None


def trusts_validators(state: FetchState, *, context: str, now: datetime) -> bool:
    """Return whether to ask "only if modified": not after our own words changed, nor for more than a day."""
    return state.context == context and state.fetched_at is not None and now - state.fetched_at < LONGEST_TRUST


def _retry_after(value: str, now: datetime) -> datetime | None:
    value = value.strip()
    if value.isdecimal() and value.isascii():
        return now + timedelta(seconds=min(int(value[:9]), int(LONGEST_ASKED.total_seconds())))
    try:
        asked = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return (asked if asked.tzinfo else asked.replace(tzinfo=UTC)).astimezone(UTC)


def _share(key: str, at: datetime) -> float:
    """A number from 0 to 1 that differs from source to source and from poll to poll, and is no chance."""
    digest = hashlib.blake2b(f"{key} {at.isoformat()}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 0xFFFFFFFF
