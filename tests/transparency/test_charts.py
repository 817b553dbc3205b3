"""What the pictures show stands where it must: no shape is invented, none is lost, none runs over the edge."""

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.transparency.charts import BAR_HEIGHT, MARKS, course_of, place_of, promise_bars, standing_bars, strip_of
from plugins.transparency.facts import facts_of
from plugins.transparency.figures import figures_of
from plugins.transparency.model import Kept, Standing, Wait
from tests.nouns import a_case, a_post, a_promise
from tests.transparency.histories import NOW, histories

quickly = settings(max_examples=20)
MONTHS = 24


@given(st.lists(st.timedeltas(timedelta(0), timedelta(days=4000)), min_size=2, max_size=5))
def test_whoever_waited_longer_stands_further_to_the_right_and_within_the_picture(times):
    longest = max(times)

    places = [place_of(time, longest) for time in sorted(times)]

    assert places == sorted(places)
    assert all(0 <= place <= 100 for place in places)


@pytest.mark.parametrize("mark", MARKS[2:])
def test_the_longest_wait_stands_at_the_right_edge(mark):
    assert place_of(mark, mark) == 100


@quickly
@given(histories(), st.sampled_from(Wait))
def test_a_strip_has_every_case_once(history, wait):
    facts = facts_of(*history, NOW)

    strip = strip_of(wait, (one.clocks for one in facts), NOW)

    assert strip.over_count + strip.waiting_count == len(facts)
    assert sum(over for _, over, _ in strip.rows) == strip.over_count
    assert sum(waiting for _, _, waiting in strip.rows) == strip.waiting_count
    strokes = [int(x) for x in re.findall(r"M(\d+) 0v1", strip.over + strip.waiting)]
    assert bool(strokes)
    assert all(0 <= x <= 1000 for x in strokes)


@quickly
@given(histories())
def test_bars_are_as_high_as_their_numbers_and_stand_on_each_other(history):
    months = figures_of(facts_of(*history, NOW), {}, NOW)[1]

    for picture, names in ((standing_bars(months, MONTHS), Standing), (promise_bars(months, MONTHS), Kept)):
        assert picture.names == tuple(names)
        for bar in picture.bars:
            assert sum(part.height for part in bar.segments) == pytest.approx(
                BAR_HEIGHT * sum(bar.values) / picture.top, abs=0.5
            )
            assert all(0 <= part.y <= BAR_HEIGHT for part in bar.segments)
            assert 0 <= bar.x <= bar.x + bar.width <= 100


@quickly
@given(histories())
def test_the_course_of_a_case_is_without_gaps_and_stays_within_the_picture(history):
    for one in facts_of(*history, NOW):
        course = course_of(one, NOW)

        for before, after in zip(course.stretches, course.stretches[1:], strict=False):
            assert after.x == pytest.approx(before.x + before.width, abs=0.15)
        assert all(0 <= each.x <= 100 for each in (*course.stretches, *course.posts, *course.dues))
        assert len(course.posts) == len(one.posts)


@quickly
@given(histories(), st.timedeltas(timedelta(minutes=1), timedelta(days=170)))
def test_the_time_that_a_case_has_passed_ends_today_at_the_latest(history, ago):
    as_of = NOW - ago
    for one in facts_of(*history, as_of):
        if one.clocks.began_at <= as_of:
            course = course_of(one, as_of)

            assert course.begins <= course.ends <= as_of


def test_a_day_that_was_promised_and_has_not_come_is_no_part_of_the_time_that_has_passed():
    due, today = a_promise(id="P1", due=(NOW + timedelta(days=12)).date()), a_promise(id="P2", due=NOW.date())
    case = a_case(opened_at=NOW - timedelta(days=15), known_at=NOW - timedelta(days=15), promises=(due, today))
    (one,) = facts_of([case], [a_post(published_at=NOW - timedelta(days=1))], NOW)

    course = course_of(one, NOW)

    assert (course.ends, [mark.x for mark in course.dues]) == (NOW, [100.0])
