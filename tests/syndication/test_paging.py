"""A feed that grows closes archives that stay as they are; what changes in them comes up again in the feed itself."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.syndication.paging import editions
from tests.syndication.builders import WRITTEN, a_bare_entry, a_tombstone


def an_item(number, *, updated=None):
    day = WRITTEN + timedelta(days=number)
    return a_bare_entry(id=f"tag:x.example,2026:{number:05}", published=day, updated=updated or day)


def numbers(edition):
    return [int(item.id.rpartition(":")[2]) for item in edition.items]


def test_a_short_feed_is_one_document():
    (feed,) = editions([an_item(n) for n in range(7)], 4)

    assert numbers(feed) == [6, 5, 4, 3, 2, 1, 0]
    assert (feed.number, feed.older, feed.newer) == (0, 0, 0)


def test_a_long_feed_leads_from_the_newest_to_the_oldest_and_back():
    found = editions([an_item(n) for n in range(13)], 4)

    assert [(e.number, e.older, e.newer, numbers(e)) for e in found] == [
        (0, 2, 0, [12, 11, 10, 9, 8]),
        (2, 1, 0, [7, 6, 5, 4]),
        (1, 0, 2, [3, 2, 1, 0]),
    ]


def test_an_empty_feed_is_one_empty_document():
    (feed,) = editions([], 4)

    assert feed.items == ()


@given(st.integers(0, 60), st.integers(1, 9))
def test_every_item_stands_somewhere_and_an_archive_that_is_full_stays(count, per_archive):
    before = editions([an_item(n) for n in range(count)], per_archive)

    after = editions([an_item(n) for n in range(count + 1)], per_archive)

    assert sorted(n for e in before for n in numbers(e)) == list(range(count))
    assert len(before[0].items) < 2 * per_archive
    kept = {e.number: e for e in after}
    assert all(kept[e.number].items == e.items for e in before[1:])
    assert all(len(e.items) == per_archive for e in before[1:])


def test_an_old_entry_that_changed_comes_up_in_the_feed_and_keeps_its_place_in_the_archive():
    changed = an_item(1, updated=WRITTEN + timedelta(days=30))

    found = editions([an_item(0), changed, *(an_item(n) for n in range(2, 13))], 4)

    assert numbers(found[0]) == [1, 12, 11, 10, 9, 8]
    assert sorted(numbers(found[-1])) == [0, 1, 2, 3]


def test_an_old_entry_that_changed_before_the_newest_came_is_not_news():
    changed = an_item(1, updated=WRITTEN + timedelta(days=5))

    found = editions([an_item(0), changed, *(an_item(n) for n in range(2, 13))], 4)

    assert numbers(found[0]) == [12, 11, 10, 9, 8]


def test_when_everything_changes_at_once_the_feed_stays_short():
    later = WRITTEN + timedelta(days=99)

    found = editions([an_item(n, updated=later) for n in range(100)], 4)

    assert len(found[0].items) == 8


def test_an_entry_that_is_taken_back_shifts_no_archive():
    items = [an_item(n) for n in range(13)]
    before = editions(items, 4)
    gone = a_tombstone(id=items[1].id, published=items[1].published, updated=WRITTEN + timedelta(days=40))

    after = editions([items[0], gone, *items[2:]], 4)

    assert [e.items for e in after[1:-1]] == [e.items for e in before[1:-1]]
    assert gone in after[0].items
    assert gone in after[-1].items


def test_without_archives_the_feed_holds_the_newest_and_leads_nowhere():
    (feed,) = editions([an_item(n) for n in range(13)], 4, archived=False)

    assert numbers(feed) == [12, 11, 10, 9]
    assert feed.older == 0


@pytest.mark.parametrize("order", [list, reversed], ids=["oldest first", "newest first"])
def test_the_order_given_does_not_matter(order):
    items = [an_item(n) for n in range(13)]

    assert editions(order(items), 4) == editions(items, 4)


def test_of_two_that_changed_at_one_instant_the_later_word_stands_first():
    instant = WRITTEN + timedelta(days=20)
    correction, corrected = an_item(20, updated=instant), an_item(3, updated=instant)

    (feed,) = editions([corrected, correction, an_item(10)], 4)

    assert numbers(feed) == [20, 3, 10]
