"""The figures: all time and month by month. Pure, and linear in the number of cases.

The rule behind every definition: what is not finished counts as the worst, and what was said later never repairs what
was not done by the first date. docs/open-data.md holds the definitions in words, the page beside each figure.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from plugins.core.model import Stage
from plugins.core.promises import PromiseState
from plugins.transparency.account import (
    FEW,
    CorrectionFigures,
    Figures,
    PromiseFigures,
    Spread,
    TopicFigures,
)
from plugins.transparency.facts import month_of
from plugins.transparency.model import (
    STANDINGS,
    CaseFacts,
    Clocks,
    CorrectionFacts,
    Kept,
    PromiseFacts,
    Standing,
    Wait,
    Waited,
)
from plugins.transparency.months import MonthCounts, months_between

REOPENED = "reopened"


def spread_of(wait: Wait, clocks: Iterable[Clocks], as_of: datetime) -> Spread:
    """Return the spread of one wait over cases."""
    waits = [c.waited(wait, as_of) for c in clocks]
    finished = sorted(w.time for w in waits if w.is_over)
    return Spread(
        wait=wait,
        over=len(finished),
        waiting=len(waits) - len(finished),
        median=_at_rank(waits, finished, len(waits) // 2) if waits else None,
        ninetieth=_at_rank(waits, finished, len(waits) * 9 // 10) if len(waits) >= FEW else None,
        worst=max(waits, key=lambda w: (w.time, not w.is_over)) if waits else None,
    )


def _at_rank(waits: Sequence[Waited], finished: Sequence[timedelta], rank: int) -> Waited:
    """Return the wait of the case at a rank counted from 0, those that still wait behind all others."""
    if rank < len(finished):
        return Waited(time=finished[rank], is_over=True)
    # What is sure all the same: as long as it would be if everybody were answered now.
    return Waited(time=sorted(w.time for w in waits)[rank], is_over=False)


def promise_figures(promises: Sequence[PromiseFacts], days: Mapping[PromiseState, int]) -> PromiseFigures:
    """Return what became of promises, and of the days of recurring ones."""
    kept = Counter(p.kept for p in promises if p.kept)
    return PromiseFigures(
        kept={kind: kept[kind] for kind in Kept},
        open=sum(p.kept is None for p in promises),
        days={state: days.get(state, 0) for state in PromiseState},
    )


def correction_figures(corrections: Iterable[CorrectionFacts]) -> CorrectionFigures:
    """Return how often we were wrong."""
    corrections = tuple(corrections)
    took = sorted(c.took for c in corrections if c.took is not None)
    return CorrectionFigures(
        count=len(corrections),
        timed=len(took),
        median=took[len(took) // 2] if took else None,
        worst=took[-1] if took else None,
        levels=_counted(c.level for c in corrections),
        classes=_counted(c.correction_class for c in corrections),
        found_by=_counted(c.found_by for c in corrections),
    )


def _counted(words: Iterable[str | None]) -> dict[str, int]:
    found = Counter(str(word) for word in words if word)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def topic_figures(facts: Iterable[CaseFacts]) -> tuple[TopicFigures, ...]:
    """Return the topics of shown cases, the most frequent first."""
    cases: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    for one in facts:
        if one.is_shown:
            cases[one.case.topic] += 1
            waiting[one.case.topic] += one.is_waiting
    return tuple(
        TopicFigures(topic=topic, cases=count, waiting=waiting[topic])
        for topic, count in sorted(cases.items(), key=lambda item: (-item[1], item[0]))
    )


class _Month:
    """What one month gathers while all cases are walked through once."""

    def __init__(self) -> None:
        self.begun: list[CaseFacts] = []
        self.events: Counter[str] = Counter()
        self.promises: list[PromiseFacts] = []
        self.days: Counter[PromiseState] = Counter()
        self.corrections: list[CorrectionFacts] = []
        self.waivers = self.redactions = 0

    def take_in(self, other: "_Month") -> None:
        """Add what another month gathered."""
        self.begun += other.begun
        self.events += other.events
        self.promises += other.promises
        self.days += other.days
        self.corrections += other.corrections
        self.waivers += other.waivers
        self.redactions += other.redactions


def figures_of(
    facts: Sequence[CaseFacts], heard: Mapping[str, MonthCounts], as_of: datetime
) -> tuple[Figures, tuple[Figures, ...]]:
    """Return the figures of all time, and of every month from the first complaint to ``as_of``, newest first.

    Args:
        heard: The inbox's counts by month.
    """
    gathered: dict[str, _Month] = defaultdict(_Month)
    for one in facts:
        _gather(one, gathered)
    first = min([month_of(as_of), *gathered, *(month for month in heard if month <= month_of(as_of))])
    months = months_between(first, month_of(as_of))
    standing = standings(facts, months)
    every = [_month(name, gathered[name], heard.get(name), standing[name], as_of) for name in months]
    counted = [heard[name] for name in months if name in heard]
    whole = _Month()
    for name in months:
        whole.take_in(gathered[name])
    # Promises whose first day has not come stand in no month.
    whole.promises = [promise for one in facts for promise in one.promises]
    all_time = _month("", whole, MonthCounts.sum_of(counted) if counted else None, standing[months[-1]], as_of)
    return all_time, tuple(reversed(every))


def _gather(one: CaseFacts, gathered: dict[str, _Month]) -> None:
    begun = gathered[month_of(one.clocks.began_at)]
    begun.begun.append(one)
    # A case file has no day of its own; its waivers count where the case begins.
    begun.waivers += one.waivers - sum(waivers for _, waivers, _ in one.signed)
    for wait in Wait:
        if ended := one.clocks.end_of(wait):
            gathered[month_of(ended)].events[wait] += 1
    for step in one.steps:
        gathered[month_of(step.at)].events[REOPENED] += step.stage is Stage.REOPENED
    for promise in one.promises:
        if promise.kept:
            gathered[month_of(promise.first_due)].promises.append(promise)
        for day in promise.record.occurrences:
            if day.has_come:
                gathered[month_of(day.day)].days[day.state] += 1
    for correction in one.corrections:
        gathered[month_of(correction.published_at)].corrections.append(correction)
    for at, waivers, redactions in one.signed:
        gathered[month_of(at)].waivers += waivers
        gathered[month_of(at)].redactions += redactions


def _month(
    name: str, month: _Month, heard: MonthCounts | None, standing: Mapping[Standing, int], as_of: datetime
) -> Figures:
    crossed = Counter((one.first_stance, one.fault) for one in month.begun if one.is_shown)
    return Figures(
        month=name,
        heard=heard,
        begun=len(month.begun),
        untaken=sum(not one.is_shown for one in month.begun),
        acknowledged=month.events[Wait.ACKNOWLEDGED],
        answered=month.events[Wait.ANSWERED],
        resolved=month.events[Wait.RESOLVED],
        reopened=month.events[REOPENED],
        standing=standing,
        spreads=tuple(spread_of(wait, (one.clocks for one in month.begun), as_of) for wait in Wait),
        promises=promise_figures(month.promises, month.days),
        corrections=correction_figures(month.corrections),
        faults=tuple(
            (stance, fault, count)
            for (stance, fault), count in sorted(crossed.items(), key=lambda i: (-i[1], str(i[0][0] or ""), i[0][1]))
        ),
        waivers=month.waivers,
        redactions=month.redactions,
        topics=topic_figures(month.begun),
    )


def standings(facts: Iterable[CaseFacts], months: Sequence[str]) -> dict[str, dict[Standing, int]]:
    """Return where all cases stood at the end of each month; a case stands nowhere before its complaint.

    One pass over the steps: each adds one from its month on and takes one from where the case stood before.
    """
    change: dict[str, Counter[Standing]] = {name: Counter() for name in months}
    for one in facts:
        before = Standing.UNANSWERED
        change[month_of(one.clocks.began_at)][before] += 1
        for step in one.steps:
            month, now = max(month_of(step.at), months[0]), STANDINGS[step.stage]
            change[month][before] -= 1
            change[month][now] += 1
            before = now
    found: dict[str, dict[Standing, int]] = {}
    running: Counter[Standing] = Counter()
    for name in months:
        running.update(change[name])
        found[name] = {standing: running[standing] for standing in Standing}
    return found
