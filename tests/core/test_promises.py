from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.model import PromiseChange
from plugins.core.promises import PromiseState, promise_records
from tests.nouns import NOW, a_post, a_promise, an_update, at

KEPT, MOVED, WITHDRAWN = PromiseChange.KEPT, PromiseChange.MOVED, PromiseChange.WITHDRAWN
DUE = date(2026, 10, 12)


def record(*updates, as_of=NOW, **facts):
    posts = [a_post(promise_updates=(update,)) for update in updates]
    return promise_records((a_promise(due=DUE, **facts),), posts, as_of)[0]


@pytest.mark.parametrize(
    ("updates", "state"),
    [
        pytest.param([an_update(KEPT, DUE)], PromiseState.KEPT, id="kept on its day"),
        pytest.param([an_update(KEPT, date(2026, 10, 13))], PromiseState.KEPT_LATE, id="kept a day late"),
        pytest.param(
            [an_update(MOVED, date(2026, 10, 20)), an_update(KEPT, date(2026, 10, 15))],
            PromiseState.KEPT_LATE,
            id="moved, then kept before the new date",
        ),
        pytest.param([an_update(MOVED, date(2026, 12, 1))], PromiseState.OPEN, id="moved into the future"),
        pytest.param([an_update(MOVED, date(2026, 11, 1))], PromiseState.OVERDUE, id="moved, and late again"),
        pytest.param([an_update(WITHDRAWN, date(2026, 11, 1))], PromiseState.WITHDRAWN, id="withdrawn"),
        pytest.param([], PromiseState.OVERDUE, id="nobody said anything"),
    ],
)
def test_a_promise_stands_where_the_posts_left_it(updates, state):
    assert record(*updates).state is state


def test_a_promise_is_open_until_its_day_is_over():
    assert record(as_of=at(10, 12, 23, 59)).state is PromiseState.OPEN


def test_the_first_date_stays_when_a_promise_is_moved():
    assert record(an_update(MOVED, date(2026, 12, 1))).promise.due == DUE


HALLOWEEN = at(10, 31)


def weekly(*updates, as_of=HALLOWEEN):
    posts = [a_post(promise_updates=(update,)) for update in updates]
    return promise_records((a_promise(due=date(2026, 10, 16), recurring="weekly:FRI16:00"),), posts, as_of)[0]


def on_friday(day, change=KEPT, hour=16, **facts):
    update = an_update(change, date(2026, 10, day))
    return replace(update, occurrence=date(2026, 10, day), at=at(10, day, hour) if change is KEPT else None, **facts)


def test_every_day_of_a_recurring_promise_that_has_come_is_judged_by_itself():
    found = weekly(on_friday(16), on_friday(23, hour=17))

    assert [(o.day.day, o.state) for o in found.occurrences] == [
        (16, PromiseState.KEPT),
        (23, PromiseState.KEPT_LATE),
        (30, PromiseState.OVERDUE),
    ]


@pytest.mark.parametrize(
    ("updates", "state", "due"),
    [
        pytest.param([], PromiseState.OVERDUE, date(2026, 10, 16), id="nobody said anything"),
        pytest.param(
            [on_friday(16), on_friday(23), on_friday(30)], PromiseState.OPEN, date(2026, 11, 6), id="kept so far"
        ),
        pytest.param(
            [on_friday(16), on_friday(23), on_friday(30), an_update(KEPT, date(2026, 10, 30))],
            PromiseState.KEPT,
            date(2026, 11, 6),
            id="kept to its end",
        ),
        pytest.param(
            [on_friday(16), an_update(WITHDRAWN, date(2026, 10, 20))],
            PromiseState.WITHDRAWN,
            date(2026, 11, 6),
            id="withdrawn",
        ),
        pytest.param(
            [an_update(KEPT, date(2026, 10, 30))], PromiseState.OVERDUE, date(2026, 10, 16), id="ended unkept"
        ),
    ],
)
def test_a_recurring_promise_stands_as_its_days_do(updates, state, due):
    found = weekly(*updates)

    assert (found.state, found.due) == (state, due)


def test_withdrawing_a_recurring_promise_strikes_no_day_out():
    found = weekly(on_friday(16), an_update(WITHDRAWN, date(2026, 10, 20)))

    assert [o.state for o in found.occurrences] == [
        PromiseState.KEPT,
        PromiseState.WITHDRAWN,
        PromiseState.WITHDRAWN,
    ]


def test_a_day_that_has_not_come_is_not_judged():
    assert [o.day.day for o in weekly(as_of=at(10, 23, 15, 59)).occurrences] == [16]


def test_a_promise_that_a_later_post_makes_is_not_made_yet():
    promises = (a_promise(made_in="mg-2026-009-progress-9"),)

    assert promise_records(promises, [a_post()], NOW) == ()


def test_saying_again_that_it_was_kept_does_not_make_it_earlier():
    found = record(an_update(KEPT, date(2026, 10, 20)), an_update(KEPT, DUE))

    assert found.state is PromiseState.KEPT_LATE


def test_an_update_of_another_promise_changes_nothing():
    assert record(an_update(KEPT, DUE, promise="P2")).settled is None


@given(
    moves=st.lists(st.dates(date(2026, 10, 1), date(2027, 10, 1)), max_size=5),
    kept=st.dates(date(2026, 10, 13), date(2027, 10, 1)),
)
def test_no_moves_make_a_promise_kept_after_its_first_date_look_on_time(moves, kept):
    found = record(*(an_update(MOVED, day) for day in moves), an_update(KEPT, kept))

    assert found.state is PromiseState.KEPT_LATE
