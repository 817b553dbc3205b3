from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.recurrence import WEEKDAYS, read_rhythm
from tests.nouns import at

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("weekly:FRI16:00", ["2026-10-02", "2026-10-09", "2026-10-16", "2026-10-23", "2026-10-30"]),
        ("weekly:fri 16:00", ["2026-10-02", "2026-10-09", "2026-10-16", "2026-10-23", "2026-10-30"]),
        ("monthly:lastFRI16:00", ["2026-10-30"]),
        ("monthly:31", ["2026-10-31"]),
        ("monthly:1 10:00", ["2026-10-01"]),
    ],
)
def test_a_rhythm_names_its_days_of_a_month(text, days):
    found = read_rhythm(text).days(date(2026, 10, 1), date(2026, 10, 31))

    assert [day.isoformat() for day in found] == days


def test_a_month_without_that_day_is_due_on_its_last():
    found = read_rhythm("monthly:31").days(date(2026, 1, 31), date(2026, 4, 30))

    assert [day.day for day in found] == [31, 28, 31, 30]


@pytest.mark.parametrize(
    "text", ["", "금요일마다", "weekly", "weekly:FRY", "weekly:FRI25:00", "monthly:32", "monthly:0"]
)
def test_what_is_no_rhythm_is_none(text):
    assert read_rhythm(text) is None


@pytest.mark.parametrize(
    ("text", "last"),
    [("weekly:FRI16:00", at(10, 16, 16)), ("weekly:FRI", at(10, 17, 0) - timedelta(microseconds=1))],
    ids=["a time", "a day"],
)
def test_a_day_is_over_at_its_time_or_at_its_end(text, last):
    assert read_rhythm(text).instant(date(2026, 10, 16)) == last


@given(
    first=DAYS,
    length=st.integers(0, 400),
    text=st.sampled_from(
        [
            *(f"weekly:{d}" for d in WEEKDAYS),
            "daily",
            *(f"monthly:{d}" for d in (1, 15, 29, 31)),
            *(f"monthly:last{d}" for d in WEEKDAYS),
        ]
    ),
)
def test_the_days_are_exactly_those_a_calendar_shows(first, length, text):
    rhythm = read_rhythm(text)
    calendar = [first + timedelta(days=n) for n in range(length + 1)]

    found = list(rhythm.days(first, calendar[-1]))

    assert found == [day for day in calendar if rhythm.falls_on(day)]
