"""Which sources are due. Pure; the clock is an argument."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from plugins.inbox.model import FetchState, Source

LONGEST_PAUSE = timedelta(days=1)
# A server that answers "not modified" for ever would silence a source for ever.
LONGEST_TRUST = timedelta(days=1)


def due_sources(
    sources: Iterable[Source], states: Mapping[str, FetchState], *, now: datetime, force: bool
) -> tuple[Source, ...]:
    """Return the enabled sources to read now, in the order given. Local files are always due.

    Args:
        force: Whether to read all of them before their time.
    """
    return tuple(
        source
        for source in sources
        if source.enabled and (force or source.path or next_due(source, states.get(source.key), now=now) <= now)
    )


def next_due(source: Source, state: FetchState | None, *, now: datetime) -> datetime:
    """Return when a source is to be read next; after failures the pause doubles, up to a day."""
    if state is None or state.checked_at is None:
        return now
    pause = source.interval * (1 << min(state.failures, 8))
    return state.checked_at + max(source.interval, min(pause, LONGEST_PAUSE))


def trusts_validators(state: FetchState, *, context: str, now: datetime) -> bool:
    """Return whether to ask "only if modified": not after our own words changed, nor for more than a day."""
    return state.context == context and state.fetched_at is not None and now - state.fetched_at < LONGEST_TRUST
