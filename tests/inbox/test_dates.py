from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.korean import SEOUL
from plugins.inbox.dates import read_date

EVENING = datetime(2009, 7, 10, 20, 34, tzinfo=SEOUL).astimezone(UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "2009. 7. 10. 20:34",
        "2009.07.10 20:34",
        "2009년 7월 10일 오후 8:34",
        "2009년 7월 10일 금요일 오후 8시 34분",
        "2009-07-10 오후 8:34:00",
        "2009/07/10 20:34",
        "2009-07-10T20:34:00",
        "2009-07-10T20:34:00+09:00",
        "2009-07-10T11:34:00Z",
        "2009-07-10T11:34:00.000Z",
        "2009-07-10 20:34:00 KST",
        "2009. 7. 10. (금) 20:34",
        "2009-07-10 8:34 PM",
        "200907102034",
        "20090710203400",
        "20090710T113400Z",
        "금, 10 7월 2009 20:34:00 +0900",
        "Fri, 10 Jul 2009 20:34:00 +0900",
        "Fri, 10 Jul 2009 20:34:00 KST",
        "Fri, 10 Jul 2009 20:34:00 +0900 (KST)",
        "10 Jul 2009 11:34 GMT",
        "Fri, 10 Jul 09 11:34:00 UT",
        "Fri, 10 Jul 2009 20:34:00",
        "Fri, 10 Jul 2009 07:34:00 EDT",
        "1247225640",
        "1247225640000",
    ],
)
def test_one_evening_is_read_in_all_its_spellings(raw):
    assert read_date(raw) == EVENING


@pytest.mark.parametrize(
    "raw", ["2009.07.10", "2009. 7. 10.", "2009년 7월 10일", "20090710", "2009-07-10", "2009/7/10", "10 Jul 2009"]
)
def test_a_day_stays_a_day(raw):
    assert read_date(raw) == date(2009, 7, 10)


@pytest.mark.parametrize(
    ("raw", "hour"),
    [
        ("2009.07.10 오전 12:10", 0),
        ("2009.07.10 오후 12:10", 12),
        ("2009.07.10 오전 11:10", 11),
        ("2009.07.10 밤 11:10", 23),
        ("2009.07.10 밤 12:10", 0),
        ("2009.07.10 새벽 1:10", 1),
        ("2009.07.10 낮 12:10", 12),
        ("2009.07.10 오후 13:10", 13),
    ],
)
def test_the_halves_of_a_day_are_told_apart(raw, hour):
    assert read_date(raw) == datetime(2009, 7, 10, hour, 10, tzinfo=SEOUL).astimezone(UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "어제",
        "3시간 전",
        "2009-02-30",
        "2009.07.10 25:61",
        "10",
        "0000-00-00",
        "99999999",
        "Sat, 99 Foo 2009",
        "7월 10일",
    ],
)
def test_what_is_no_date_is_none(raw):
    assert read_date(raw) is None


def test_another_zone_can_be_the_one_that_is_meant():
    assert read_date("2009-07-10 20:34", zone=UTC) == datetime(2009, 7, 10, 20, 34, tzinfo=UTC)


@given(st.datetimes(datetime(1995, 1, 1), datetime(2090, 1, 1)))  # noqa: DTZ001
def test_every_minute_is_read_from_every_common_form(moment):
    local = moment.replace(second=0, microsecond=0, tzinfo=SEOUL)
    half = "오전" if local.hour < 12 else "오후"
    forms = (
        f"{local.year}. {local.month}. {local.day}. {local:%H:%M}",
        f"{local.year}년 {local.month}월 {local.day}일 {half} {(local.hour + 11) % 12 + 1}:{local.minute:02}",
        f"{local:%Y-%m-%d %H:%M:%S}",
        f"{local:%Y%m%d%H%M%S}",
        local.isoformat(),
        local.astimezone(UTC).isoformat(),
    )

    assert {read_date(form) for form in forms} == {local.astimezone(UTC)}


@given(st.text(max_size=40))
def test_nothing_that_is_written_breaks_the_reader(text):
    read = read_date(text)

    assert read is None or isinstance(read, date)
