"""A JSON Feed is valid by the specification's schema and says what it was given."""

import json

import pytest

from plugins.syndication.jsonfeed import JsonWriter
from tests.syndication.builders import SITE, a_bare_entry, a_feed, a_tombstone, an_entry
from tests.syndication.rules import json_faults


def written(*items, **facts):
    return JsonWriter("ko").document(a_feed(*items, **facts))


@pytest.mark.parametrize(
    "items",
    [(an_entry(),), (a_bare_entry(),), (), (an_entry(), a_tombstone())],
    ids=["whole", "bare", "empty", "tombstone"],
)
def test_a_feed_is_valid(items):
    assert json_faults(written(*items, subtitle="", hub="")) == []


def test_a_feed_holds_every_field_it_was_given():
    read = json.loads(written())

    assert read == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": a_feed().title,
        "home_page_url": f"{SITE}/",
        "feed_url": f"{SITE}/feeds/all.json",
        "language": "ko",
        "authors": [{"name": "모과나루", "url": f"{SITE}/"}],
        "description": a_feed().subtitle,
        "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
        "items": [],
    }


def test_an_item_holds_every_field_it_was_given():
    (item,) = json.loads(written(an_entry()))["items"]

    assert item == {
        "id": an_entry().id,
        "url": an_entry().url,
        "title": an_entry().title,
        "content_html": an_entry().content,
        "summary": "첫 줄 & 둘째 줄",
        "date_published": "2026-10-06T02:30:00Z",
        "date_modified": "2026-10-14T00:40:00Z",
        "authors": [{"name": "윤하람", "url": f"{SITE}/people/yun-haram/"}],
        "tags": ["답변", "아이디 도용"],
        "_sinmungo": {"in_reply_to": "https://dalbit.blog.example/217?a=1&b=%EA%B0%80#c-3", "replies": 2},
    }


def test_what_may_be_left_out_is_left_out():
    (item,) = json.loads(written(a_bare_entry()))["items"]

    assert item.keys() == {"id", "url", "title", "content_html", "date_published", "date_modified", "authors"}
    assert item["authors"] == [{"name": "윤하람"}]


def test_an_item_that_was_taken_back_keeps_its_id_and_none_of_its_words():
    (item,) = json.loads(written(a_tombstone()))["items"]

    assert (item["id"], item["content_text"]) == (a_tombstone().id, "글쓴이가 부탁했습니다.")
    assert item["_sinmungo"] == {"withdrawn": True}


def test_an_item_in_another_language_says_so():
    (item,) = json.loads(written(an_entry(language="en")))["items"]

    assert item["language"] == "en"


def test_characters_that_no_reader_could_read_are_left_out():
    (item,) = json.loads(written(an_entry(content="<p>가\ud800나</p>")))["items"]

    assert item["content_html"] == "<p>가나</p>"
