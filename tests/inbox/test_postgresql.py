"""The inbox on a real PostgreSQL: the same store, and several workers at once."""

import asyncio
import itertools
import threading
from datetime import timedelta

import pytest

from plugins.inbox.collect import collect
from plugins.inbox.model import Attach, Decided, InboxState
from plugins.inbox.polls import Poll, SourceBook, states_of
from plugins.inbox.store import open_store
from tests.inbox.builders import EVERYTHING, NOW, FakeFetch, a_mention, a_source, an_item, listening_to, rss, waiting
from tests.postgres import running

NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def server():
    with running() as fresh:
        yield fresh


@pytest.fixture
def address(server):
    return server(f"inbox{next(NUMBERS)}")


def sources(count):
    return [a_source(key=f"s{n}", url=f"https://s{n}.example/rss") for n in range(count)]


def feed(n, *, edition=0):
    return rss(an_item(n, title=f"모과나루 환불 {n}", text=f"{n}번째 글 {'고침' * edition}"))


def collected(store, all_sources, *, now=NOW, edition=0):
    pages = {source.url: feed(int(source.key[1:]), edition=edition) for source in all_sources}
    fetch = FakeFetch(pages)
    report = asyncio.run(
        collect(
            listening=listening_to(*all_sources), store=store, fetch=fetch, read_file=lambda _: b"", now=now, cited={}
        )
    )
    return report, fetch


def test_a_round_is_the_same_as_in_a_file(address, tmp_path):
    told = []
    for database in (address, "inbox.sqlite3"):
        with open_store(database, root=tmp_path) as store:
            collected(store, sources(5))
            report, _ = collected(store, sources(5), now=NOW + timedelta(hours=1), edition=1)
            item = waiting(store)[0]
            store.decide(item.mention.id, Decided(decision=Attach(case_id="MG-2026-001"), who="윤하람", at=NOW))
            told.append((len(report.revised), sorted(repr(i) for i in store.items(EVERYTHING)), states_of(store)))

    assert told[0] == told[1]


def test_what_is_stored_outlives_the_connection(address, tmp_path):
    with open_store(address, root=tmp_path) as store:
        store.add_mention(a_mention())

    with open_store(address, root=tmp_path) as store:
        assert [item.state for item in store.items(EVERYTHING)] == [InboxState.WAITING]


def test_workers_at_once_share_the_sources_and_read_none_twice(address, tmp_path):
    everything = sources(60)
    open_store(address, root=tmp_path).close()
    asked = []

    def work():
        with open_store(address, root=tmp_path) as store:
            asked.append([request.url for request in collected(store, everything)[1].requests])

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    with open_store(address, root=tmp_path) as store:
        assert sorted(url for urls in asked for url in urls) == sorted(source.url for source in everything)
        assert len(store.items(EVERYTHING)) == 60


def test_claims_are_disjoint_even_while_another_claim_is_open(address, tmp_path):
    with open_store(address, root=tmp_path) as store, open_store(address, root=tmp_path) as other:
        books = [SourceBook(each, owner=name) for each, name in ((store, "a"), (other, "b"))]
        books[0].sync(sources(10))

        claims = [book.claim(now=NOW, at=NOW, limit=4, force=False) for book in (*books, *books)]

    keys = [state.source for states in claims for state in states]
    assert [len(states) for states in claims] == [4, 4, 2, 0]
    assert len(set(keys)) == 10


def test_the_sources_of_a_dead_worker_are_taken_over_and_it_writes_nothing_more(address, tmp_path):
    with open_store(address, root=tmp_path) as store:
        dead, heir = SourceBook(store, owner="dead"), SourceBook(store, owner="heir")
        dead.sync(sources(3))
        held = dead.claim(now=NOW, at=NOW, limit=9, force=False)
        early = heir.claim(now=NOW, at=NOW + timedelta(minutes=4), limit=9, force=False)

        late = heir.claim(now=NOW, at=NOW + timedelta(minutes=6), limit=9, force=False)

        assert (len(early), len(late)) == (0, 3)
        assert dead.finish([Poll(state=state) for state in held], now=NOW) == {}
        assert len(heir.finish([Poll(state=state) for state in late], now=NOW)) == 3
