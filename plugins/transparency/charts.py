"""Where every line and bar of the pictures stands. Pure geometry; the templates only draw it.

A picture is as wide as its column: places along it are percent, heights are pixels, so that words keep their size on
every screen. Beside every picture stands its table, so nothing is told by shape alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import log10
from typing import Any

from plugins.core.korean import SEOUL, start_of
from plugins.transparency.account import Figures
from plugins.transparency.model import STANDINGS, CaseFacts, Clocks, Kept, Standing, Wait

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# The marks of the waiting axis: it is logarithmic, because both an hour and a year must be seen.
MARKS = (HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY)
# The rows of the table behind the strip: up to each of these.
LIMITS = (DAY, 3 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY, 365 * DAY)
BAR_HEIGHT = 120


def _anchor(x: float, *, edge: int) -> str:
    return "start" if x < edge else "end" if x > 100 - edge else "middle"


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """A mark of an axis; ``x`` in percent."""

    x: float
    time: timedelta

    @property
    def anchor(self) -> str:
        """Where its word hangs on it, so that none runs over the edge."""
        return _anchor(self.x, edge=4)


@dataclass(frozen=True, kw_only=True, slots=True)
class Strip:
    """All cases by how long they waited for one thing.

    Attributes:
        over: A path of one stroke a case that is finished, in a box of 1000 by 1.
        waiting: The same for those that still wait.
        rows: (up to, how many finished, how many still wait) of the table; None for all longer ones.
    """

    wait: Wait
    over: str
    waiting: str
    ticks: tuple[Tick, ...]
    rows: tuple[tuple[timedelta | None, int, int], ...]
    over_count: int
    waiting_count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """One part of a bar; ``y`` from the top and ``height`` in pixels."""

    name: str
    y: float
    height: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One month; ``x`` and ``width`` in percent, ``values`` in the order of the legend."""

    month: str
    x: float
    width: float
    segments: tuple[Segment, ...]
    values: tuple[int, ...]
    has_label: bool

    @property
    def middle(self) -> float:
        """Where its name stands."""
        return round(self.x + self.width / 2, 2)

    @property
    def anchor(self) -> str:
        """How its name hangs there; see ``Tick.anchor``. A month is a longer word than a mark."""
        return _anchor(self.middle, edge=10)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bars:
    """Months side by side, in one scale; ``top`` is the value at the upper edge."""

    names: tuple[str, ...]
    bars: tuple[Bar, ...]
    top: int
    height: int = BAR_HEIGHT

    @property
    def has_values(self) -> bool:
        """Whether there is anything to draw: an axis alone tells nothing."""
        return any(bar.segments for bar in self.bars)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """A time that a case stood in one kind of stage; ``x`` and ``width`` in percent."""

    standing: Standing
    x: float
    width: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """Something that happened or is due; ``x`` in percent."""

    name: str
    x: float
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """One case along its time, from the complaint to its end or to now.

    Attributes:
        posts: What we published; ``name`` is the kind.
        dues: First dates of promises; ``name`` is the promise's state.
    """

    begins: datetime
    ends: datetime
    stretches: tuple[Stretch, ...]
    posts: tuple[Point, ...]
    dues: tuple[Point, ...]

    @property
    def standings(self) -> tuple[Standing, ...]:
        """The kinds that occur, for the legend."""
        return tuple(s for s in Standing if any(each.standing is s for each in self.stretches))


def place_of(time: timedelta, longest: timedelta) -> float:
    """Return where a wait stands, in percent: 0 for an hour or less, 100 for the longest."""
    low, high = log10(HOUR.total_seconds()), log10(max(longest, DAY).total_seconds())
    return round(100 * (log10(max(time, HOUR).total_seconds()) - low) / (high - low), 1)


def strip_of(wait: Wait, clocks: Iterable[Clocks], as_of: datetime) -> Strip | None:
    """Return the picture of one wait over all cases; None where there is no case."""
    waits = [c.waited(wait, as_of) for c in clocks]
    if not waits:
        return None
    longest = max(*(w.time for w in waits), DAY)
    rows = []
    for low, high in zip((None, *LIMITS), (*LIMITS, None), strict=True):
        within = [w for w in waits if (low is None or w.time > low) and (high is None or w.time <= high)]
        over = sum(w.is_over for w in within)
        if within:
            rows.append((high, over, len(within) - over))
    finished = [w.time for w in waits if w.is_over]
    return Strip(
        wait=wait,
        over=_strokes(finished, longest),
        waiting=_strokes([w.time for w in waits if not w.is_over], longest),
        ticks=tuple(Tick(x=place_of(mark, longest), time=mark) for mark in MARKS if mark <= longest),
        rows=tuple(rows),
        over_count=len(finished),
        waiting_count=len(waits) - len(finished),
    )


def _strokes(times: Iterable[timedelta], longest: timedelta) -> str:
    # Cases at one place are one stroke: the picture shows where, the table how many.
    places = sorted({round(10 * place_of(time, longest)) for time in times})
    return "".join(f"M{place} 0v1" for place in places)


def standing_bars(months: Sequence[Figures], limit: int) -> Bars:
    """Return the cases by where they stood at the end of each of the last months, oldest first."""
    shown = list(reversed(months[:limit]))
    return _bars([m.month for m in shown], tuple(Standing), [m.standing for m in shown])


def promise_bars(months: Sequence[Figures], limit: int) -> Bars:
    """Return the promises by the month of their first date and what became of them."""
    shown = list(reversed(months[:limit]))
    return _bars([m.month for m in shown], tuple(Kept), [m.promises.kept for m in shown])


def _bars(months: Sequence[str], names: Sequence[str], values: Sequence[Mapping[Any, int]]) -> Bars:
    top = max((sum(v.values()) for v in values), default=0) or 1
    step = 100 / max(len(months), 1)
    # Four names have room on a telephone; they are counted from the newest.
    every = -(-len(months) // 4)
    bars = []
    for number, (month, counts) in enumerate(zip(months, values, strict=True)):
        y, segments = float(BAR_HEIGHT), []
        for name in names:
            height = round(BAR_HEIGHT * counts[name] / top, 1)
            if height:
                y = round(y - height, 1)
                segments.append(Segment(name=name, y=max(y, 0.0), height=height))
        bars.append(
            Bar(
                month=month,
                x=round(number * step + step * 0.15, 2),
                width=round(min(step * 0.7, 12), 2),
                segments=tuple(segments),
                values=tuple(counts[name] for name in names),
                has_label=(len(months) - 1 - number) % every == 0,
            )
        )
    return Bars(names=tuple(names), bars=tuple(bars), top=top)


def course_of(facts: CaseFacts, as_of: datetime) -> Course:
    """Return the picture of one case."""
    begins, today = facts.clocks.began_at, as_of.astimezone(SEOUL).date()
    # A day that has not come is no time the case has passed; the list of promises has it.
    dues = [(p, _instant(p.first_due)) for p in facts.promises if p.first_due <= today]
    last = facts.steps[-1].at if facts.steps and facts.stage.is_final else as_of
    ends = min(as_of, max([last, *(due for _, due in dues), *(post.published_at for post in facts.posts)]))
    whole = max(ends - begins, HOUR).total_seconds()

    def x(at: datetime) -> float:
        return round(min(max(100 * (at - begins).total_seconds() / whole, 0.0), 100.0), 1)

    marks = [(begins, Standing.UNANSWERED)]
    for step in facts.steps:
        if STANDINGS[step.stage] is not marks[-1][1]:
            marks.append((step.at, STANDINGS[step.stage]))
    stretches = []
    for number, (at, standing) in enumerate(marks):
        until = marks[number + 1][0] if number + 1 < len(marks) else min(as_of, ends)
        if until > at:
            stretches.append(Stretch(standing=standing, x=x(at), width=round(x(until) - x(at), 1)))
    return Course(
        begins=begins,
        ends=ends,
        stretches=tuple(stretches),
        posts=tuple(Point(name=post.kind, x=x(post.published_at), at=post.published_at) for post in facts.posts),
        dues=tuple(Point(name=p.record.state, x=x(due), at=due) for p, due in dues),
    )


def _instant(day: date) -> datetime:
    return start_of(day) + timedelta(hours=12)
