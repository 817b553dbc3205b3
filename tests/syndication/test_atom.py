"""A feed is valid Atom, says what it was given when two other readers read it, and is the same bytes every time."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import feedparser
from lxml import etree

from plugins.syndication.atom import Author, Feed, FeedEntry, atom_bytes, tag_uri

STANDARD = Path(__file__).resolve().parents[1] / "data" / "standards" / "atom.rng"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
SEOUL = timezone(timedelta(hours=9))
SITE = "https://answers.mogwanaru.example"
NAMES = {"a": "http://www.w3.org/2005/Atom", "thr": "http://purl.org/syndication/thread/1.0"}


def an_entry(**changes: object) -> FeedEntry:
    facts = {
        "id": "tag:answers.mogwanaru.example,2026:posts/mg-2026-001-response",
        "title": "글 41개가 올라간 밤 & <두 줄>짜리 답장",
        "url": f"{SITE}/responses/mg-2026-001-response/",
        "published": datetime(2026, 10, 6, 11, 30, tzinfo=SEOUL),
        "updated": datetime(2026, 10, 14, 9, 40, tzinfo=SEOUL),
        "author": Author(name="윤하람", url=f"{SITE}/people/yun-haram/"),
        "category": ("response", "답변"),
        "summary": "첫 줄 &amp; <del>둘째</del> 줄",
        "content": '<p>본문 &amp; <a href="https://x.example/">길</a> ]]&gt;</p>\n<p>둘</p>',
        "in_reply_to": "https://dalbit.blog.example/217?a=1&b=가",
        "language": "ko",
    }
    return FeedEntry(**{**facts, **changes})


def a_feed(**changes: object) -> Feed:
    facts = {
        "id": "tag:answers.mogwanaru.example,2026:feeds/all",
        "title": "모과나루 답변",
        "subtitle": "이름을 걸고 답합니다",
        "url": f"{SITE}/",
        "self_url": f"{SITE}/feeds/all.atom.xml",
        "author": Author(name="모과나루", url=f"{SITE}/"),
        "language": "ko",
        "updated_without_entries": NOW,
        "entries": (an_entry(),),
    }
    return Feed(**{**facts, **changes})


def assert_valid(document: bytes) -> None:
    schema = etree.RelaxNG(etree.parse(STANDARD))
    schema.assertValid(etree.fromstring(document))


def test_a_feed_is_valid_atom():
    document = atom_bytes(a_feed())

    assert_valid(document)


def test_an_empty_feed_is_valid_and_says_the_instant_it_was_given():
    document = atom_bytes(a_feed(entries=(), subtitle=""))

    assert_valid(document)
    assert feedparser.parse(document).feed.updated == "2026-11-22T00:00:00Z"


def test_an_entry_without_what_is_optional_is_valid():
    bare = an_entry(category=("", ""), summary="", in_reply_to="", author=Author(name="모과나루", url=""))

    document = atom_bytes(a_feed(entries=(bare,)))

    assert_valid(document)


def test_feedparser_reads_back_every_field_of_the_feed():
    read = feedparser.parse(atom_bytes(a_feed()))

    assert (read.bozo, read.version, read.encoding) == (False, "atom10", "utf-8")
    assert read.feed.id == a_feed().id
    assert read.feed.title == a_feed().title
    assert read.feed.subtitle == a_feed().subtitle
    assert read.feed.language == "ko"
    assert read.feed.updated == "2026-10-14T00:40:00Z"
    assert {link.rel: link.href for link in read.feed.links} == {
        "self": a_feed().self_url,
        "alternate": a_feed().url,
    }
    assert read.feed.author_detail == {"name": "모과나루", "href": f"{SITE}/"}


def test_feedparser_reads_back_every_field_of_an_entry():
    (read,) = feedparser.parse(atom_bytes(a_feed()), sanitize_html=False, resolve_relative_uris=False).entries

    assert read.id == an_entry().id
    assert read.title == an_entry().title
    assert read.link == an_entry().url
    assert (read.published, read.updated) == ("2026-10-06T02:30:00Z", "2026-10-14T00:40:00Z")
    assert read.author_detail == {"name": "윤하람", "href": f"{SITE}/people/yun-haram/"}
    assert [(tag.term, tag.label) for tag in read.tags] == [("response", "답변")]
    assert read.summary == an_entry().summary
    assert [(c.type, c.language, c.value) for c in read.content] == [("text/html", "ko", an_entry().content)]


def test_lxml_reads_back_every_field():
    feed = etree.fromstring(atom_bytes(a_feed()))

    (entry,) = feed.findall("a:entry", NAMES)
    text = {name: entry.findtext(f"a:{name}", namespaces=NAMES) for name in ("id", "title", "summary", "content")}
    assert text == {name: getattr(an_entry(), name) for name in text}
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "ko"
    assert [(link.get("rel"), link.get("type")) for link in feed.findall("a:link", NAMES)] == [
        ("self", "application/atom+xml"),
        ("alternate", "text/html"),
    ]
    assert entry.find("a:content", NAMES).get("type") == "html"
    answered = dict(entry.find("thr:in-reply-to", NAMES).attrib)
    address = "https://dalbit.blog.example/217?a=1&b=%EA%B0%80"
    assert answered == {"ref": address, "href": address, "type": "text/html"}


def test_a_feed_is_as_new_as_its_newest_entry():
    older = an_entry(updated=datetime(2026, 10, 1, tzinfo=UTC))

    feed = a_feed(entries=(older, an_entry()))

    assert feed.updated == an_entry().updated


def test_an_entry_in_another_language_says_so():
    document = atom_bytes(a_feed(entries=(an_entry(language="en"),)))

    assert feedparser.parse(document).entries[0].content[0].language == "en"


def test_characters_that_xml_cannot_write_are_left_out():
    document = atom_bytes(a_feed(entries=(an_entry(content="<p>가\x0b나\ufffe</p>"),)))

    assert feedparser.parse(document).entries[0].content[0].value == "<p>가나</p>"


def test_the_same_feed_is_the_same_bytes():
    assert atom_bytes(a_feed()) == atom_bytes(a_feed())


def test_a_tag_uri_is_ascii():
    uri = tag_uri("answers.mogwanaru.example", "2026", "posts/떡-환불")

    assert uri == "tag:answers.mogwanaru.example,2026:posts/%EB%96%A1-%ED%99%98%EB%B6%88"
