from datetime import timedelta

import pytest

from plugins.core.http import Reply
from plugins.inbox.model import FetchState
from plugins.inbox.schedule import asked_pause, next_due, trusts_validators
from tests.inbox.builders import NOW, a_source

HOUR = timedelta(hours=1)


def polled(**changes):
    return FetchState(source="mentions", checked_at=NOW, **changes)


def pause(state, *, source=None, **options):
    return next_due(source or a_source(), state, **options) - NOW


@pytest.mark.parametrize(
    ("state", "hours"),
    [
        (polled(), 1),
        (polled(failures=1), 2),
        (polled(failures=3), 8),
        (polled(failures=50), 24),
        (polled(gaps=1), 0.5),
        (polled(gaps=9), 0.125),
    ],
    ids=[
        "after its interval",
        "after a failure",
        "after three",
        "at most a day",
        "sooner after a gap",
        "never at once",
    ],
)
def test_a_source_is_due_after_its_pause_and_up_to_a_tenth_sooner(state, hours):
    assert 0.9 * hours * HOUR <= pause(state) <= hours * HOUR


def test_sources_are_spread_over_time_and_never_by_chance():
    pauses = [pause(polled(), source=a_source(key=f"s{n}")) for n in range(20)]

    assert len(set(pauses)) == 20
    assert pauses == [pause(polled(), source=a_source(key=f"s{n}")) for n in range(20)]


def test_a_source_never_read_and_a_local_file_are_due_at_once():
    assert next_due(a_source(), FetchState(source="mentions")) is None
    assert next_due(a_source(url="", path="a.xml"), polled()) is None
    assert next_due(a_source(url="", folder="dropped"), polled()) is None


def test_a_long_interval_is_not_shortened_by_failures():
    assert pause(polled(failures=3), source=a_source(interval=timedelta(days=7))) >= timedelta(days=6)


def test_what_a_server_asks_for_is_kept_to():
    assert pause(polled(), not_before=NOW + 5 * HOUR) == 5 * HOUR


@pytest.mark.parametrize(
    ("status", "name", "value", "hours"),
    [
        (429, "Retry-After", "7200", 2),
        (503, "Retry-After", "Sun, 22 Nov 2026 03:00:00 GMT", 3),
        (429, "Retry-After", "99999999999", 7 * 24),
        (429, "Retry-After", "soon", None),
        (429, "Retry-After", "-5", None),
        (500, "Retry-After", "7200", None),
        (200, "Cache-Control", "public, max-age=7200", 2),
        (304, "Cache-Control", 'max-age="7200"', 2),
        (200, "Cache-Control", "max-age=999999", 4),
        (200, "Cache-Control", "no-cache", None),
        (404, "Cache-Control", "max-age=7200", None),
    ],
)
def test_a_server_may_ask_to_be_left_alone(status, name, value, hours):
    asked = asked_pause(Reply(url="u", status=status, headers=((name, value),)), now=NOW, interval=HOUR)

    assert asked == (None if hours is None else NOW + hours * HOUR)


def test_validators_are_trusted_for_a_day_and_for_the_same_words():
    state = FetchState(source="mentions", context="c", fetched_at=NOW - timedelta(hours=23))

    assert trusts_validators(state, context="c", now=NOW)
    assert not trusts_validators(state, context="other", now=NOW)
    assert not trusts_validators(state, context="c", now=NOW + HOUR)
