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


def test_a_recurring_promise_runs_on_after_its_first_date():
    assert record(recurring="weekly:FRI16:00").state is PromiseState.OPEN


def test_an_update_of_another_promise_changes_nothing():
    assert record(an_update(KEPT, DUE, promise="P2")).settled is None


@given(
    moves=st.lists(st.dates(date(2026, 10, 1), date(2027, 10, 1)), max_size=5),
    kept=st.dates(date(2026, 10, 13), date(2027, 10, 1)),
)
def test_no_moves_make_a_promise_kept_after_its_first_date_look_on_time(moves, kept):
    found = record(*(an_update(MOVED, day) for day in moves), an_update(KEPT, kept))

    assert found.state is PromiseState.KEPT_LATE
