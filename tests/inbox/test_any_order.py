"""Whatever way the bytes come, whoever reads them and whenever a worker dies: the same set of entries."""

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.core.http import Reply
from plugins.inbox.collect import collect
from plugins.inbox.feeds import read_feed
from plugins.inbox.store import open_store
from tests.inbox.builders import EVERYTHING, NOW, FakeFetch, a_source, an_inbox, an_item, listening_to, rss

COUNT = 5
ITEMS = [an_item(n, title=f"모과나루 환불 {n}", text=f"{n}번째 글입니다") for n in range(COUNT)]
WHOLE = {f"모과나루 환불 {n}" for n in range(COUNT)}
BODY = rss(*ITEMS).encode()
SOURCES = [a_source(key=f"s{n}", url=f"https://s{n}.example/rss") for n in range(3)]
few = settings(max_examples=12, deadline=None)


class Dying(BaseException):
    """The process is killed."""


class DyingFetch(FakeFetch):
    """Ends the process at the request of a given number."""

    def __init__(self, replies, dies_at):
        super().__init__(replies)
        self.dies_at = dies_at

    async def __call__(self, request):
        if len(self.requests) == self.dies_at:
            raise Dying
        return await super().__call__(request)


def heard(store, fetch, *, sources=SOURCES, hours=0, **options):
    return collect(
        listening=listening_to(*sources),
        store=store,
        fetch=fetch,
        read_file=lambda _: b"",
        now=NOW + timedelta(hours=hours),
        cited={},
        **options,
    )


def stored(store):
    items = [item.mention for item in store.items(EVERYTHING)]
    assert len(items) == len({mention.identity for mention in items})
    return {mention.title for mention in items}


def pages(*bodies):
    return {s.url: Reply(url=s.url, status=200, body=body) for s, body in zip(SOURCES, bodies, strict=False)}


def a_store():
    folder = tempfile.TemporaryDirectory()
    return folder, an_inbox(folder.name)


@few
@given(st.lists(st.integers(0, len(BODY)), max_size=4))
def test_any_split_of_a_document_into_polls_gives_the_same_entries(cuts):
    folder, store = a_store()
    with folder, store:
        for n, cut in enumerate([*sorted(cuts), len(BODY)]):
            asyncio.run(heard(store, FakeFetch(pages(BODY[:cut])), sources=SOURCES[:1], hours=30 * n))

        assert stored(store) == WHOLE
        assert all(item.mention.revision == 1 for item in store.items(EVERYTHING))


@pytest.mark.parametrize("tag", ["title", "link", "guid"])
def test_an_item_cut_off_behind_a_whole_field_is_not_read(tag):
    cut = BODY.index(f"</{tag}>".encode(), BODY.index(b"<item>")) + len(f"</{tag}>")

    assert read_feed(BODY[:cut]).entries == ()


@few
@given(st.lists(st.sets(st.integers(0, COUNT - 1), min_size=1), max_size=5))
def test_any_windows_over_a_feed_give_every_entry_once(windows):
    folder, store = a_store()
    with folder, store:
        for n, window in enumerate([*windows, set(range(COUNT))]):
            body = rss(*(ITEMS[k] for k in sorted(window, reverse=True))).encode()
            asyncio.run(heard(store, FakeFetch(pages(body)), sources=SOURCES[:1], hours=30 * n))

        assert stored(store) == WHOLE


@few
@given(st.permutations(range(3)), st.integers(1, 3), st.integers(1, 3))
def test_any_interleaving_of_two_workers_gives_the_same_entries(order, first, second):
    folder, store = a_store()
    # Each source shows an overlapping part, so that the workers hear of the same pages.
    bodies = [rss(*ITEMS[a:b]).encode() for a, b in ((0, 3), (2, 5), (1, 4))]

    class Interleaved(FakeFetch):
        async def __call__(self, request):
            for _ in range(order[len(self.requests) % 3]):
                await asyncio.sleep(0)
            return await super().__call__(request)

    async def both():
        with open_store("inbox.sqlite3", root=Path(folder.name)) as other:
            return await asyncio.gather(
                heard(store, Interleaved(pages(*bodies)), at_once=first),
                heard(other, Interleaved(pages(*bodies)), at_once=second),
            )

    with folder, store:
        asyncio.run(both())

        assert stored(store) == WHOLE


@few
@given(st.integers(0, 2), st.integers(1, 3))
def test_any_kill_point_gives_the_same_entries_after_the_next_run(dies_at, at_once):
    folder, store = a_store()
    bodies = [rss(*ITEMS[a:b]).encode() for a, b in ((0, 2), (2, 4), (3, 5))]
    with folder, store:
        try:
            asyncio.run(heard(store, DyingFetch(pages(*bodies), dies_at), at_once=at_once))
        except BaseException as error:
            assert isinstance(error, Dying | BaseExceptionGroup)  # noqa: PT017

        asyncio.run(heard(store, FakeFetch(pages(*bodies)), hours=2))

        assert stored(store) == WHOLE
