from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.inbox.decode import decode
from plugins.inbox.feeds import NotAFeedError, parse_feed
from tests.inbox.builders import an_item, rss

DATA = Path(__file__).parents[1] / "data" / "feeds"


def parsed(name):
    return parse_feed(decode((DATA / name).read_bytes()).text)


def test_rss_is_read():
    entry = parse_feed(rss(an_item(date_="2026. 10. 8. 21:05", extra="<author>a@b.example (보리차)</author>"))).entries[
        0
    ]

    assert (entry.title, entry.text, entry.link) == (
        "모과나루 환불이 안 됩니다",
        "보름째 기다립니다.",
        "https://blog.example/1",
    )
    assert (entry.published_on, entry.published_raw) == (datetime(2026, 10, 8, 12, 5, tzinfo=UTC), "2026. 10. 8. 21:05")
    assert entry.author == "보리차"


def test_a_mail_address_is_nobodys_name():
    entry = parse_feed(rss(an_item(extra="<author>someone@example.com</author>"))).entries[0]

    assert entry.author == ""


def test_an_entry_without_a_date_has_none():
    assert parse_feed(rss(an_item())).entries[0].published_on is None


def test_titles_and_texts_lose_their_markup():
    item = an_item(
        title="&lt;b&gt;모과나루&lt;/b&gt; 환불", text="&lt;p&gt;하나&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;"
    )

    entry = parse_feed(rss(item)).entries[0]

    assert (entry.title, entry.text) == ("모과나루 환불", "하나")


def test_the_longest_of_content_and_summary_is_the_text():
    feed = rss(an_item()).replace("<rss ", '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" ')
    feed = feed.replace(
        "</item>", "<content:encoded><![CDATA[<p>온 글이 여기 다 들어 있습니다.</p>]]></content:encoded></item>"
    )

    assert parse_feed(feed).entries[0].text == "온 글이 여기 다 들어 있습니다."


@pytest.mark.parametrize("name", ["euckr.rss.xml", "utf8.rss.xml", "utf8.atom.xml"])
def test_one_complaint_is_the_same_in_every_form(name):
    entry = parsed(name).entries[0]

    assert (entry.title, entry.author, entry.link) == (
        "모과나루 환불, 똠방각하도 못 받았다",
        "느린우체통",
        "https://slowpost.blog.example/31",
    )
    assert entry.text == "네 번 물었는데 네 번 다른 답."
    assert entry.published_on == datetime(2026, 10, 15, 4, 20, tzinfo=UTC)


@pytest.mark.parametrize("name", ["webpage.html", "not-a-feed.xml"])
def test_what_is_no_feed_is_an_error(name):
    with pytest.raises(NotAFeedError):
        parsed(name)


def test_the_name_of_a_local_file_is_not_opened():
    with pytest.raises(NotAFeedError):
        parse_feed(str(DATA / "utf8.rss.xml"))


def test_a_feed_without_entries_is_a_feed():
    assert parse_feed(rss()).entries == ()


def test_entries_before_the_damage_are_kept():
    feed = parsed("broken.rss.xml")

    assert feed.is_broken
    assert [entry.title for entry in feed.entries][:1] == ["모과나루 환불이 안 됩니다"]


def test_a_doctype_bomb_does_not_grow():
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
    feed = rss(an_item(text="&c;")).replace("?>", f"?>{bomb}", 1)

    assert len(parse_feed(feed).entries[0].text) < 1000


@pytest.mark.parametrize(
    ("namespace", "element"),
    [
        ("http://backend.userland.com/creativeCommonsRssModule", "<x:license>{}</x:license>"),
        ("http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html", "<x:license>{}</x:license>"),
        ("http://www.w3.org/2005/Atom", '<x:link rel="license" href="{}"/>'),
        ("http://purl.org/dc/elements/1.1/", "<x:rights>CC BY-NC-ND 4.0 {}</x:rights>"),
    ],
)
def test_a_creative_commons_licence_is_read(namespace, element):
    url = "https://creativecommons.org/licenses/by-nc-nd/4.0/"
    feed = rss(an_item(extra=element.format(url))).replace("<rss ", f'<rss xmlns:x="{namespace}" ')

    assert url in parse_feed(feed).entries[0].license


def test_a_copyright_line_is_no_licence():
    feed = rss(an_item(extra="<x:rights>(c) 2026 보리차</x:rights>")).replace(
        "<rss ", '<rss xmlns:x="http://purl.org/dc/elements/1.1/" '
    )

    assert parse_feed(feed).entries[0].license == ""


def test_relative_links_lead_from_the_feed():
    feed = rss(an_item()).replace("https://blog.example/1</link>", "/entry/1</link>")

    assert parse_feed(feed, base="https://blog.example/rss").entries[0].link == "https://blog.example/entry/1"


def test_a_sites_own_feed_names_the_place_and_a_gathered_one_does_not():
    assert parsed("utf8.rss.xml").entries[0].place == "느린 우체통"
    assert parse_feed(rss(an_item())).entries[0].place == "blog.example"


def test_characters_that_no_database_can_store_are_gone():
    item = an_item(
        title="모과나루&#0;&#xD800;&#99999999999;&#x110000; 환불",
        text="&amp;#xD800;끝",
        extra="<author>&#xDC00;보리차</author>",
    )

    entry = parse_feed(rss(item)).entries[0]

    texts = (entry.key, entry.title, entry.text, entry.author)
    assert (entry.title, entry.author) == ("모과나루 환불", "보리차")
    assert all(text.encode() and "\x00" not in text for text in texts)
