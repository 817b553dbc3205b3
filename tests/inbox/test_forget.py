import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from plugins.core.errors import DecisionError, DeskError, StoreError
from plugins.inbox.add import add_by_hand
from plugins.inbox.collect import collect
from plugins.inbox.forget import Request, blank, erase, is_erased, matching, past_keeping
from plugins.inbox.model import Decided, Dismiss, MentionId, Open, Watch
from plugins.inbox.notes import add_note, notes_of
from tests.inbox.builders import (
    EVERYTHING,
    NOW,
    TODAY,
    FakeFetch,
    a_mention,
    a_source,
    an_inbox,
    an_item,
    listening_to,
    rss,
)

SECRET = "손님만 아는 이야기 7391"
FEED = "https://feeds.example/rss"


@pytest.fixture
def store(tmp_path):
    with an_inbox(tmp_path) as opened:
        yield opened


def collected(store, *items, now=NOW):
    fetch = FakeFetch({FEED: rss(*items)})
    return asyncio.run(
        collect(
            listening=listening_to(a_source()),
            store=store,
            fetch=fetch,
            read_file=lambda path: b"",
            now=now,
            cited={},
            force=True,
        )
    )


def decided(decision, at=NOW):
    return Decided(decision=decision, who="윤하람", at=at)


def tables(path):
    with closing(sqlite3.connect(path)) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in names}


def test_an_erased_mention_stands_nowhere_on_the_disk(store, tmp_path):
    collected(store, an_item(text=f"보름째 기다립니다. {SECRET}"))
    collected(store, an_item(text=f"보름째 기다립니다. {SECRET} 고침"), now=NOW + timedelta(hours=2))
    (item,) = store.items(EVERYTHING)
    add_note(store, item.mention.id, SECRET, who="윤하람", now=NOW)
    store.decide(item.mention.id, decided(Dismiss(reason=SECRET)))

    erase(store, [item], now=NOW)

    left = b"".join(path.read_bytes() for path in tmp_path.glob("inbox.sqlite3*"))
    assert SECRET.encode() not in left
    assert b"blog.example/1" not in left
    assert item.mention.id.encode() not in left


def test_an_erased_mention_does_not_come_back_with_the_next_collect(store):
    collected(store, an_item(1), an_item(2, title="모과나루 배송이 늦습니다", text="사흘째 안 옵니다."))
    erase(store, [i for i in store.items(EVERYTHING) if i.mention.url.endswith("/1")], now=NOW)

    report = collected(store, an_item(1, text="글을 고쳤습니다. 모과나루"), an_item(2), now=NOW + timedelta(days=1))

    assert (report.new, [i.mention.url[-1] for i in store.items(EVERYTHING)]) == ((), ["2"])


def test_what_is_left_of_an_erased_mention_names_nobody(store, tmp_path):
    store.add_mention(a_mention())

    erase(store, matching(store, Request(url=a_mention().url)), now=NOW)

    left = {name: rows for name, rows in tables(tmp_path / "inbox.sqlite3").items() if rows}
    assert set(left) <= {"tombstones", "alembic_version"}
    ((digest, ground, _),) = left["tombstones"]
    assert (len(digest), ground) == (64, "request")


def test_an_erased_page_is_not_added_by_hand(store):
    erase(store, [], url="https://www.bori.blog.example/entry/88/?utm_source=x", now=NOW)

    with pytest.raises(DecisionError) as error:
        asyncio.run(
            add_by_hand(
                store=store,
                fetch=FakeFetch({}),
                listening=listening_to(),
                now=NOW,
                url=a_mention().url,
                text="모과나루",
            )
        )

    assert "지운 글" in error.value.korean
    assert is_erased(store, "page bori.blog.example/entry/88")


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(Request(mention=a_mention().id[:6]), id="id"),
        pytest.param(Request(url="http://bori.blog.example/entry/88/#c3"), id="another spelling of the address"),
        pytest.param(Request(author=" 보리차 한잔 ", place="Bori.blog.example"), id="author and place"),
    ],
)
def test_a_request_names_a_mention_by_id_address_or_author_and_place(store, request_):
    mention = a_mention(url="https://bori.blog.example/entry/88", identity="page bori.blog.example/entry/88")
    store.add_mention(mention)
    store.add_mention(a_mention(url="https://a.example/", author="보리차한잔", place="a.example"))

    found = [item.mention.url for item in matching(store, Request(mention=mention.id))]

    assert found == [mention.url]
    if not request_.mention:
        assert [item.mention.url for item in matching(store, request_)] == [mention.url]


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        pytest.param(Request(), DeskError, id="nothing"),
        pytest.param(Request(author="보리차한잔"), DeskError, id="half"),
        pytest.param(Request(url="보리차"), DeskError, id="no address"),
        pytest.param(Request(mention="m-zzz"), StoreError, id="unknown id"),
    ],
)
def test_a_request_that_names_nothing_is_refused(store, request_, error):
    with pytest.raises(error):
        matching(store, request_)


def test_the_oldest_copy_of_an_erased_mention_takes_its_place(store):
    store.add_mention(a_mention())
    copies = [
        a_mention(id=MentionId(f"m-copy{n}"), url=f"https://copy.example/{n}", copy_of=a_mention().id) for n in range(3)
    ]
    for copy in copies:
        store.add_mention(copy)

    erase(store, [store.item(a_mention().id)], now=NOW)

    assert {i.mention.id: i.mention.copy_of for i in store.items(EVERYTHING)} == {
        "m-copy0": None,
        "m-copy1": "m-copy0",
        "m-copy2": "m-copy0",
    }


def test_what_is_past_keeping_is_dismissed_or_left_lying_and_never_of_a_case(store):
    old = NOW - timedelta(days=400)
    decisions = {
        "dismissed": Dismiss(reason="광고"),
        "linked": Open(case_id="MG-2026-001", citation_key="c1"),
        "watched": Watch(until=TODAY),
        "left": None,
    }
    for name, decision in decisions.items():
        mention = a_mention(url=f"https://a.example/{name}", found_at=old)
        store.add_mention(mention)
        if decision:
            store.decide(mention.id, decided(decision, at=old))
    store.add_mention(a_mention(url="https://a.example/new"))

    found = past_keeping(store, now=NOW, keep=timedelta(days=365))

    assert {item.mention.url.rpartition("/")[2] for item in found} == {"dismissed", "left"}


def test_a_blanked_mention_keeps_that_it_was_heard_and_how_it_was_decided(store, tmp_path):
    collected(store, an_item(text=f"보름째 기다립니다. {SECRET}"))
    (item,) = store.items(EVERYTHING)
    store.decide(item.mention.id, decided(Dismiss(reason=SECRET)))
    add_note(store, item.mention.id, SECRET, who="윤하람", now=NOW)

    blank(store, [item.mention.id], now=NOW)

    (left,) = store.items(EVERYTHING)
    assert (left.mention.title, left.mention.text, left.mention.url, left.state) == ("", "", None, "dismissed")
    assert notes_of(store, [item.mention.id]) == {}
    assert past_keeping(store, now=NOW + timedelta(days=999), keep=timedelta(days=1)) == ()
    assert not any(SECRET.encode() in path.read_bytes() for path in tmp_path.glob("inbox.sqlite3*"))


def test_a_blanked_mention_is_not_heard_as_new(store):
    collected(store, an_item())
    blank(store, [item.mention.id for item in store.items(EVERYTHING)], now=NOW)

    report = collected(store, an_item(text="고친 글입니다. 모과나루"), now=NOW + timedelta(days=1))

    assert (report.new, report.revised, len(store.items(EVERYTHING))) == ((), (), 1)
