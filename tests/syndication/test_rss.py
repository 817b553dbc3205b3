"""An RSS feed follows the Advisory Board's profile and says what it was given when two other readers read it."""

import feedparser
import pytest
from lxml import etree

from plugins.syndication.rss import RssWriter
from tests.syndication.builders import SITE, a_bare_entry, a_feed, a_tombstone, an_entry
from tests.syndication.rules import NAMES, rss_faults


def written(*items, **facts):
    return RssWriter("ko").document(a_feed(*items, **facts))


@pytest.mark.parametrize(
    "items",
    [(an_entry(),), (a_bare_entry(),), (), (an_entry(), a_tombstone())],
    ids=["whole", "bare", "empty", "tombstone"],
)
def test_a_feed_follows_the_profile(items):
    assert rss_faults(written(*items, subtitle="", hub="")) == []


def test_feedparser_reads_back_every_field_of_the_feed():
    read = feedparser.parse(written(an_entry()))

    assert (read.bozo, read.version) == (False, "rss20")
    assert (read.feed.title, read.feed.link) == (a_feed().title, a_feed().url)
    assert (read.feed.subtitle, read.feed.rights) == (a_feed().subtitle, a_feed().rights)
    assert read.feed.language == "ko"
    assert read.feed.updated == "Wed, 14 Oct 2026 00:40:00 GMT"
    assert {link.rel: link.href for link in read.feed.links if link.rel != "alternate"} == {
        "self": f"{SITE}/feeds/all.rss.xml",
        "hub": "https://hub.example/",
    }


def test_feedparser_reads_back_every_field_of_an_item():
    document = written(an_entry())

    (read,) = feedparser.parse(document, sanitize_html=False, resolve_relative_uris=False).entries

    assert (read.id, read.guidislink) == (an_entry().id, False)
    assert (read.title, read.link) == (an_entry().title, an_entry().url)
    assert read.published == "Tue, 06 Oct 2026 02:30:00 GMT"
    assert read.updated == "2026-10-14T00:40:00Z"
    assert read.author == "윤하람"
    assert [tag.term for tag in read.tags] == [label for _, label in an_entry().categories]
    assert read.summary == an_entry().summary
    assert [c.value for c in read.content] == [an_entry().content]
    assert read.thr_total == "2"


def test_lxml_reads_back_every_text():
    item = etree.fromstring(written(an_entry())).find("channel/item")

    assert item.findtext("title") == an_entry().title
    assert item.findtext("description") == an_entry().summary
    assert item.findtext("content:encoded", namespaces=NAMES) == an_entry().content
    assert item.findtext("dc:creator", namespaces=NAMES) == an_entry().author.name


def test_what_looks_like_html_in_a_title_is_written_by_number():
    document = written(an_entry(title="환불 <b>15일</b>"))

    assert b"<title>\xed\x99\x98\xeb\xb6\x88 &#x3C;b&gt;15" in document
    assert etree.fromstring(document).findtext("channel/item/title") == "환불 <b>15일</b>"


def test_an_item_without_a_summary_has_its_text_where_every_reader_looks():
    item = etree.fromstring(written(a_bare_entry())).find("channel/item")

    assert item.findtext("description") == a_bare_entry().content


def test_an_item_that_was_taken_back_keeps_its_id_and_none_of_its_words():
    (item,) = feedparser.parse(written(a_tombstone())).entries

    assert (item.id, item.title, item.summary) == (a_tombstone().id, "거둔 글입니다", "글쓴이가 부탁했습니다.")
    assert item.updated == "2026-10-20T00:00:00Z"


def test_an_item_in_another_language_says_so():
    item = etree.fromstring(written(an_entry(language="en"))).find("channel/item")

    assert item.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_an_empty_feed_says_the_instant_it_was_given():
    assert feedparser.parse(written()).feed.updated == "Thu, 01 Jan 2026 00:00:00 GMT"
