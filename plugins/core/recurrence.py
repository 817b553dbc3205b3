"""The days of a promise that comes again, e.g. ``weekly:FRI16:00``, ``monthly:lastFRI16:00``, ``monthly:25``.

Pure: a rhythm and a first day come in, days come out. A time of day is Korea's.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from plugins.core.korean import SEOUL, end_of

WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
EXAMPLES = "weekly:FRI16:00, monthly:lastFRI16:00, monthly:25, daily:18:00"

_CLOCK = r"(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)"
_DAY = "|".join(WEEKDAYS)
_RHYTHMS = (
    re.compile(rf"(?P<unit>daily)(?::{_CLOCK})?", re.IGNORECASE),
    re.compile(rf"(?P<unit>weekly):(?P<weekday>{_DAY})(?:\s*{_CLOCK})?", re.IGNORECASE),
    re.compile(rf"(?P<unit>monthly):last(?P<weekday>{_DAY})(?:\s*{_CLOCK})?", re.IGNORECASE),
    re.compile(rf"(?P<unit>monthly):(?P<day>0?[1-9]|[12]\d|3[01])(?:\s+{_CLOCK})?", re.IGNORECASE),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rhythm:
    """How often something is promised.

    Attributes:
        unit: ``daily``, ``weekly`` or ``monthly``.
        weekday: 0 for Monday; None where the day of the month counts, or every day.
        day: Of the month; a month that has no such day is due on its last.
        at: The time of day in Korea; None for the end of the day.
    """

    unit: str
    weekday: int | None = None
    day: int | None = None
    at: time | None = None

    def instant(self, day: date) -> datetime:
        """Return the last instant of a promised day; what is kept at it is kept in time."""
        if self.at is None:
            return end_of(day) - timedelta(microseconds=1)
        return datetime.combine(day, self.at, tzinfo=SEOUL)

    def falls_on(self, day: date) -> bool:
        """Return whether a day is one of the promised ones."""
        if self.unit == "monthly":
            return day == self._in_month(day.year, day.month)
        return self.weekday is None or day.weekday() == self.weekday

    def days(self, first: date, last: date) -> Iterator[date]:
        """Yield the promised days from ``first`` to ``last``, both included, in order."""
        if self.unit == "monthly":
            year, month = first.year, first.month
            while (day := self._in_month(year, month)) <= last:
                if day >= first:
                    yield day
                year, month = (year, month + 1) if month < 12 else (year + 1, 1)
            return
        step = timedelta(days=1 if self.weekday is None else 7)
        day = first + timedelta(days=0 if self.weekday is None else (self.weekday - first.weekday()) % 7)
        while day <= last:
            yield day
            day += step

    def _in_month(self, year: int, month: int) -> date:
        length = monthrange(year, month)[1]
        if self.weekday is None:
            return date(year, month, min(self.day or 1, length))
        end = date(year, month, length)
        return end - timedelta(days=(end.weekday() - self.weekday) % 7)


def read_rhythm(text: str) -> Rhythm | None:
    """Return the rhythm that a promise's ``recurring`` says, or None where it says none that we know."""
    for pattern in _RHYTHMS:
        match = pattern.fullmatch(text.strip())
        if match is None:
            continue
        said = match.groupdict()
        weekday, day = said.get("weekday"), said.get("day")
        return Rhythm(
            unit=said["unit"].lower(),
            weekday=WEEKDAYS.index(weekday.upper()) if weekday else None,
            day=int(day) if day else None,
            at=time(int(said["hour"]), int(said["minute"])) if said["hour"] else None,
        )
    return None
