from datetime import UTC, date, datetime, timedelta

import pytest

from plugins.inbox.identity import mention_id
from plugins.inbox.model import Attach, Decided, Dismiss, Watch
from plugins.inbox.numbers import first_month, numbers_by_month
from tests.inbox.builders import NOW, TODAY, a_mention, an_inbox

OCTOBER = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    with an_inbox(tmp_path, ".desk/inbox.sqlite3") as opened:
        yield opened


def kept(store, number, decision=None, **facts):
    mention = a_mention(url=f"https://a.example/{number}", **facts)
    store.add_mention(mention)
    if decision:
        store.decide(mention.id, Decided(decision=decision, who="윤하람", at=NOW))
    return mention


def test_mentions_are_counted_by_what_was_decided(store):
    kept(store, 1)
    kept(store, 2, Attach(case_id="MG-2026-001"), score=0.1)
    kept(store, 3, Dismiss(reason="광고"), score=0.1)
    kept(store, 4, Watch(until=TODAY + timedelta(days=3)))

    (counts,) = numbers_by_month(store, today=TODAY).values()

    assert counts == {
        "mentions": 4,
        "complaints": 3,
        "linked": 1,
        "watched": 1,
        "dismissed": 1,
        "waiting": 1,
        "copies": 0,
        "sources": 1,
    }


def test_what_was_watched_until_today_waits_again(store):
    kept(store, 1, Watch(until=TODAY))

    assert numbers_by_month(store, today=TODAY)["2026-10"]["waiting"] == 1


def test_a_mention_counts_in_the_month_of_its_day_in_korea(store):
    kept(store, 1, published_on=OCTOBER)
    kept(store, 2, published_on=date(2026, 10, 31))
    kept(store, 3, published_on=None, found_at=NOW)

    found = numbers_by_month(store, today=TODAY)

    assert {month: counts["mentions"] for month, counts in found.items()} == {"2026-10": 1, "2026-11": 2}


def test_a_copy_is_counted_apart(store):
    first = kept(store, 1)
    kept(store, 2, copy_of=first.id)

    assert mention_id(first.identity) == first.id
    assert [numbers_by_month(store, today=TODAY)["2026-10"][name] for name in ("mentions", "copies")] == [1, 1]


def test_nothing_but_numbers_leaves(store):
    kept(store, 1)

    (counts,) = numbers_by_month(store, today=TODAY).values()

    assert {type(value) for value in counts.values()} == {int}


def test_the_first_month_is_when_the_inbox_first_found_something(store):
    before = first_month(store)
    kept(store, 1, published_on=OCTOBER, found_at=datetime(2026, 11, 30, 15, 0, tzinfo=UTC))

    assert (before, first_month(store)) == ("", "2026-12")
