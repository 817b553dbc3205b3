import pytest

from plugins.cases.paging import pages


def shown(count, per_page=3):
    """The pages of the entries 1 (oldest) to ``count`` by address."""
    return {page.url: page.items for page in pages(range(count, 0, -1), "list/", per_page)}


def test_a_list_of_nothing_has_one_empty_page_that_leads_nowhere():
    (page,) = pages((), "list/", 3)

    assert (page.items, page.number, page.url, page.newer, page.older) == ((), None, "list/", None, None)


def test_the_oldest_entries_stand_on_page_one_and_the_newest_at_the_lists_own_address():
    assert shown(8) == {"list/": (8, 7, 6, 5, 4), "list/page/1/": (3, 2, 1)}


@pytest.mark.parametrize("count", range(40))
def test_every_entry_stands_on_exactly_one_page_newest_first(count):
    found = [entry for items in shown(count).values() for entry in items]

    assert found == list(range(count, 0, -1))


@pytest.mark.parametrize("count", range(3, 40))
def test_a_new_entry_changes_no_page_that_has_a_number(count):
    before, after = shown(count), shown(count + 1)

    assert {url: after[url] for url in before if url != "list/"} == {u: i for u, i in before.items() if u != "list/"}


@pytest.mark.parametrize("count", range(3, 40))
def test_the_page_a_reader_meets_first_is_never_left_with_a_few_entries(count):
    assert 3 <= len(shown(count)["list/"]) < 6


def test_each_page_leads_to_its_neighbours():
    found = [(page.url, page.newer, page.older) for page in pages(range(9, 0, -1), "list/", 3)]

    assert found == [
        ("list/", None, "list/page/2/"),
        ("list/page/2/", "list/", "list/page/1/"),
        ("list/page/1/", "list/page/2/", None),
    ]
