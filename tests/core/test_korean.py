from datetime import UTC, date, datetime, timedelta

import pytest

from plugins.core.korean import day, end_of, iso, moment, quoted, span
from tests.nouns import at


def test_a_day_has_no_leading_zeros():
    assert day(date(2026, 9, 1)) == "2026년 9월 1일"


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        pytest.param(0, 0, "오전 12시", id="midnight"),
        pytest.param(9, 5, "오전 9시 5분", id="morning"),
        pytest.param(12, 0, "오후 12시", id="noon"),
        pytest.param(16, 30, "오후 4시 30분", id="afternoon"),
    ],
)
def test_a_moment_is_told_by_half_days(hour, minute, said):
    assert moment(at(9, 1, hour, minute)) == f"2026년 9월 1일 {said}"


def test_a_day_without_a_time_is_told_without_one():
    assert moment(date(2026, 9, 1)) == "2026년 9월 1일"


def test_times_are_shown_in_korea():
    assert moment(datetime(2026, 9, 1, 20, 0, tzinfo=UTC)) == "2026년 9월 2일 오전 5시"


def test_the_machine_form_carries_the_offset():
    assert iso(datetime(2026, 9, 1, 20, 0, tzinfo=UTC)) == "2026-09-02T05:00:00+09:00"


@pytest.mark.parametrize(
    ("length", "said"),
    [
        pytest.param(timedelta(seconds=59), "1분 미만", id="seconds"),
        pytest.param(timedelta(minutes=5), "5분", id="minutes"),
        pytest.param(timedelta(days=2, hours=8, minutes=50), "2일 8시간", id="two largest units"),
        pytest.param(timedelta(days=3), "3일", id="whole days"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(length, said):
    assert span(length) == said


@pytest.mark.parametrize(
    ("word", "closed", "told"),
    [
        ("인정", "이라는", "'인정'이라는"),
        ("비교", "이라는", "'비교'라는"),
        ("서이든", "은", "'서이든'은"),
        ("P1", "은", "'P1'은"),
        ("c2", "이", "'c2'가"),
        ("서울", "으로", "'서울'로"),
        ("부산", "으로", "'부산'으로"),
        ("stage 6", "으로", "'stage 6'으로"),
        ("P1", "으로", "'P1'로"),
        ("환불(급함)", "과", "'환불(급함)'과"),
        ("", "을", "''를"),
    ],
)
def test_a_particle_follows_the_last_sound_of_what_is_quoted(word, closed, told):
    assert quoted(word, closed) == told


def test_what_is_due_on_a_day_is_late_only_when_that_day_is_over_in_korea():
    assert end_of(date(2026, 10, 12)) == at(10, 13, 0)
