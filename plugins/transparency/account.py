"""The nouns of the account: shares, spreads, and the figures of one month or of all time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from plugins.core.model import Fault, Stance
from plugins.core.promises import PromiseState
from plugins.transparency.model import Kept, Standing, Wait, Waited
from plugins.transparency.months import MonthCounts

# Below this a share is told in whole numbers and no percentile is told at all.
FEW = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """A part of a whole; ``percent`` is cut, not rounded, and None where the whole is small."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Whole percent, never more than it is."""
        return self.part * 100 // self.whole if self.whole >= FEW else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """How long one thing was waited for, over all cases that ever waited for it.

    A case that still waits stands behind all that are finished: nobody knows how long it will take. So a median that
    falls on one of them is not known, and its time is only what it is at least.

    Attributes:
        over: Cases for which it came.
        waiting: Cases for which it has not come.
        median: The time that more than half of the cases did not exceed; None where there is no case.
        ninetieth: The same for nine in ten; None where there are fewer than ten cases.
        worst: The longest, finished or not.
    """

    wait: Wait
    over: int
    waiting: int
    median: Waited | None
    ninetieth: Waited | None
    worst: Waited | None

    @property
    def cases(self) -> int:
        """All that are counted."""
        return self.over + self.waiting


@dataclass(frozen=True, kw_only=True, slots=True)
class PromiseFigures:
    """What became of the promises whose first day has come.

    Attributes:
        kept: How many of each kind; their sum is the whole.
        open: Promises whose first day has not come; they are in no share.
        days: Days of recurring promises that have come, by state; open is one that was moved and is not kept.
    """

    kept: Mapping[Kept, int]
    open: int
    days: Mapping[PromiseState, int]

    @property
    def share(self) -> Share:
        """Kept by the first date, of all whose first date has come."""
        return Share(part=self.kept[Kept.IN_TIME], whole=sum(self.kept.values()))

    @property
    def share_of_days(self) -> Share:
        """The same for the days of recurring promises."""
        return Share(part=self.days[PromiseState.KEPT], whole=sum(self.days.values()))


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectionFigures:
    """How often we were wrong in public, and how long it took to say so.

    Attributes:
        timed: Those of which we know when we were told; ``median`` and ``worst`` are of these alone.
    """

    count: int
    timed: int
    median: timedelta | None
    worst: timedelta | None
    levels: Mapping[str, int]
    classes: Mapping[str, int]
    found_by: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicFigures:
    """How often a topic came."""

    topic: str
    cases: int
    waiting: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """The account of one month, or of all time.

    Attributes:
        month: "" for all time.
        heard: What the inbox counted; None where nobody has counted.
        begun: Cases whose complaint was published in this time.
        untaken: Of those, the ones that nobody has taken up yet.
        answered: First answers given in this time; ``resolved`` and ``reopened`` likewise.
        standing: Where all cases stood at the end of this time.
        faults: (what the first response said, whose fault it is today) and how many cases.
    """

    month: str
    heard: MonthCounts | None
    begun: int
    untaken: int
    acknowledged: int
    answered: int
    resolved: int
    reopened: int
    standing: Mapping[Standing, int]
    spreads: tuple[Spread, ...]
    promises: PromiseFigures
    corrections: CorrectionFigures
    faults: tuple[tuple[Stance | None, Fault, int], ...]
    waivers: int
    redactions: int
    topics: tuple[TopicFigures, ...]
