from datetime import timedelta

import pytest

from plugins.inbox.model import FetchState
from plugins.inbox.schedule import due_sources, next_due, trusts_validators
from tests.inbox.builders import NOW, a_source

HOUR = timedelta(hours=1)


def checked(ago, failures=0):
    return {"mentions": FetchState(source="mentions", checked_at=NOW - ago, failures=failures)}


@pytest.mark.parametrize(
    ("states", "is_due"),
    [
        ({}, True),
        (checked(HOUR), True),
        (checked(HOUR - timedelta(seconds=1)), False),
        (checked(HOUR, failures=1), False),
        (checked(2 * HOUR, failures=1), True),
        (checked(24 * HOUR, failures=50), True),
    ],
    ids=["never read", "an hour ago", "just before", "after a failure", "after its pause", "at most a day"],
)
def test_a_source_is_due_after_its_interval(states, is_due):
    due = due_sources((a_source(),), states, now=NOW, force=False)

    assert bool(due) is is_due


def test_force_reads_before_the_time_but_never_what_is_disabled():
    sources = (a_source(), a_source(key="off", enabled=False))

    due = due_sources(sources, checked(timedelta(0)), now=NOW, force=True)

    assert [source.key for source in due] == ["mentions"]


def test_a_local_file_is_always_due():
    assert due_sources((a_source(url="", path="a.xml"),), checked(timedelta(0)), now=NOW, force=False)


def test_a_long_interval_is_not_shortened_by_failures():
    source = a_source(interval=timedelta(days=7))

    assert next_due(source, checked(HOUR, failures=3)["mentions"], now=NOW) == NOW - HOUR + timedelta(days=7)


def test_validators_are_trusted_for_a_day_and_for_the_same_words():
    state = FetchState(source="mentions", context="c", fetched_at=NOW - timedelta(hours=23))

    assert trusts_validators(state, context="c", now=NOW)
    assert not trusts_validators(state, context="other", now=NOW)
    assert not trusts_validators(state, context="c", now=NOW + HOUR)
