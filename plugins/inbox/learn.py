"""``invoke learn`` and the top of ``invoke inbox``: what decisions taught, how good scores were, what is loud now."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from plugins.inbox.feedback import WORDS, Counts, Learned
from plugins.inbox.lessons import counts_in, learned_in, score_again
from plugins.inbox.model import Brand, InboxItem
from plugins.inbox.scoring import SHOW, load_model
from plugins.inbox.spikes import PAST_HOURS, Spike, spikes
from plugins.inbox.store import InboxStore
from plugins.inbox.tables import DECISIONS, MENTIONS

LAST_VERDICTS = 100
MOST_SIGNS = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class LearnReport:
    """What was learned and how good the scores were.

    Attributes:
        is_ready: Whether decisions change scores already.
        factors: What prior, lexicon and news register count for by now; 1 is as shipped.
        towards, against: (sign, shift in log odds, times seen) that speak most for and against a complaint.
        verdicts: Of the last decided mentions: (right, missed, needless), by the score they have.
        model: Version of the model that is in use.
    """

    complaints: int
    others: int
    is_ready: bool
    factors: tuple[float, float, float]
    towards: tuple[tuple[str, float, int], ...]
    against: tuple[tuple[str, float, int], ...]
    verdicts: tuple[int, int, int]
    model: str


def learn_report(store: InboxStore) -> LearnReport:
    """Return what all decisions taught."""
    with store.snapshot() as connection:
        counts, learned = counts_in(connection), learned_in(connection)
        decided = (
            select(MENTIONS.c.score, MENTIONS.c.lesson, DECISIONS.c.id)
            .join(DECISIONS, DECISIONS.c.mention == MENTIONS.c.id)
            .where(MENTIONS.c.lesson.is_not(None))
            .order_by(DECISIONS.c.id.desc())
        )
        rows = connection.execute(decided.limit(LAST_VERDICTS)).all()
    right = sum((row.score >= SHOW) == row.lesson["is_complaint"] for row in rows)
    missed = sum(row.score < SHOW and row.lesson["is_complaint"] for row in rows)
    shifts = _shifts(counts, learned)
    return LearnReport(
        complaints=counts.complaints,
        others=counts.others,
        is_ready=learned.is_ready,
        factors=learned.weighing.factors,
        towards=tuple(each for each in shifts if each[1] > 0)[:MOST_SIGNS],
        against=tuple(each for each in reversed(shifts) if each[1] < 0)[:MOST_SIGNS],
        verdicts=(right, missed, len(rows) - right - missed),
        model=load_model().version,
    )


def learned_of(store: InboxStore) -> Learned:
    """Return what all decisions add to scores."""
    with store.snapshot() as connection:
        return learned_in(connection)


def learn_now(store: InboxStore) -> int:
    """Score what waits with everything that was learned, and return how many scores changed."""
    with store.transaction() as connection:
        return score_again(connection)


def spikes_now(store: InboxStore, brands: Sequence[Brand], *, now: datetime) -> tuple[Spike, ...]:
    """Return which brands are talked about more than their own past makes likely."""
    names = {word: brand.names[0] for brand in brands for word in (*brand.names, *brand.aliases, *brand.products)}
    since = now - timedelta(hours=PAST_HOURS)
    query = select(MENTIONS.c.found_at, MENTIONS.c.published_at, MENTIONS.c.matches).where(MENTIONS.c.found_at >= since)
    with store.snapshot() as connection:
        rows = connection.execute(query).all()
    told = [
        # When it was said, where that is known: a feed read for the first time brings a month at once.
        (brand, row.published_at or row.found_at)
        for row in rows
        for brand in {names[match[0]] for match in row.matches if match[0] in names}
    ]
    return spikes(told, now=now)


def sampled(items: Sequence[InboxItem], *, count: int) -> tuple[InboxItem, ...]:
    """Return a random draw for labelling, the same until its items are decided; the score has no say in it.

    Staff who only label what stands on top teach the model what it knows; measured, that makes it worse.
    """
    drawn = sorted(items, key=lambda item: hashlib.sha256(item.mention.id.encode()).digest())
    return tuple(drawn[:count])


def _shifts(counts: Counts, learned: Learned) -> list[tuple[str, float, int]]:
    known = [(sign, WORDS * shift, counts.tallies[sign].seen) for sign, shift in learned.shifts.items()]
    return sorted(known, key=lambda each: (-each[1], each[0]))
