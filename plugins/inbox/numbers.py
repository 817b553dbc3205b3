"""How much was heard, month by month: numbers only. The one thing of the inbox that may become public as it is."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from plugins.core.korean import SEOUL
from plugins.inbox.model import InboxState
from plugins.inbox.scoring import SHOW
from plugins.inbox.store import InboxStore
from plugins.inbox.tables import MENTIONS

# Rows fetched at once; an inbox of a million mentions is walked, not loaded.
_AT_ONCE = 5000


def numbers_by_month(store: InboxStore, *, today: date) -> Mapping[str, Mapping[str, int]]:
    """Return, by month (``2026-10``), how many mentions there were and what was decided about them.

    A mention counts in the month in which it was published, as a case does; where that is not known, in the month in
    which it was found. A copy of an earlier telling counts among ``copies`` alone.

    Args:
        today: In Korea; what was watched until then waits again.
    """
    c = MENTIONS.c
    columns = (c.published_at, c.found_at, c.score, c.state, c.watch_until, c.copy_of, c.source)
    found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_NAMES, 0))
    sources: dict[str, set[str]] = defaultdict(set)
    with store.snapshot() as connection:
        for published_at, found_at, score, state, until, copy_of, source in connection.execute(
            select(*columns).execution_options(yield_per=_AT_ONCE)
        ):
            at = (published_at or found_at).astimezone(SEOUL)
            month = f"{at.year:04}-{at.month:02}"
            sources[month].add(source)
            counts = found[month]
            if copy_of:
                counts["copies"] += 1
                continue
            came_back = state == InboxState.WATCHED and until is not None and until <= today
            counts["mentions"] += 1
            counts["waiting" if came_back else str(state)] += 1
            counts["complaints"] += state == InboxState.LINKED or score >= SHOW
    for month, names in sources.items():
        found[month]["sources"] = len(names)
    return dict(sorted(found.items()))


def first_month(store: InboxStore) -> str:
    """Return the month in which the inbox found its first mention, "" where it holds none."""
    with store.snapshot() as connection:
        found_at = connection.execute(select(func.min(MENTIONS.c.found_at))).scalar()
    return f"{found_at.astimezone(SEOUL):%Y-%m}" if found_at else ""


_NAMES = ("mentions", "complaints", "linked", "watched", "dismissed", "waiting", "copies", "sources")
