import asyncio

import pytest

from plugins.core.http import Redirect, Reply
from plugins.inbox.health import checked, feeds_named_by, health_of
from plugins.inbox.model import FetchState
from tests.inbox.builders import NOW, FakeFetch, a_source, an_item, rss

URL = "https://a.example/"
PAGE = (
    "<!doctype html><html><head><link rel='stylesheet' href='x.css'>"
    '<link rel="alternate" type="application/rss+xml" href="/rss">'
    "<link href=/atom type=application/atom+xml rel=alternate>"
    "</head></html>"
)


def told(reply):
    return asyncio.run(checked(URL, FakeFetch({URL: reply}), now=NOW))


def test_a_feed_is_explained_with_its_first_entries():
    found = told(rss(*(an_item(n) for n in range(9))))

    assert found.is_feed
    assert "피드(rss), 글 9개, 글자 utf-8" in found.lines
    assert len(found.titles) == 5


def test_the_first_entries_are_dated_in_korea():
    found = told(rss(an_item(date_="Thu, 19 Nov 2026 23:12:00 GMT")))

    assert [when for when, _, _ in found.titles] == ["2026-11-20 08:12"]


def test_a_web_page_names_its_feeds():
    found = told(PAGE)

    assert not found.is_feed
    assert [line.rpartition(" ")[2] for line in found.lines[-2:]] == ["https://a.example/rss", "https://a.example/atom"]


def test_a_move_for_good_is_told_without_its_secrets():
    new = "https://b.example/rss?token=s3cret"
    found = told(Reply(url=new, status=200, body=rss(an_item()).encode(), redirects=(Redirect(status=301, url=new),)))

    assert any("영영 옮겼다" in line for line in found.lines)
    assert "s3cret" not in repr(found.lines)


def test_a_refusal_is_one_sentence():
    assert "없다고 합니다" in told(Reply(url=URL, status=404)).lines[-1]


def test_a_page_without_feeds_names_none():
    assert feeds_named_by("<link rel=alternate hreflang=en href=/en>", URL) == ()


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (None, "아직"),
        (FetchState(source="mentions", checked_at=NOW), "잘 읽힘"),
        (FetchState(source="mentions", checked_at=NOW, failures=2, error="끊겼습니다."), "못 읽음"),
        (FetchState(source="mentions", checked_at=NOW, failures=2, is_parked=True), "없어짐"),
        (FetchState(source="mentions", checked_at=NOW, note="글이 없습니다."), "살펴볼 것"),
    ],
)
def test_health_is_one_word(state, word):
    assert health_of(a_source(), state, now=NOW).state == word


def test_a_disabled_source_rests():
    assert health_of(a_source(enabled=False), None, now=NOW).state == "쉼"
