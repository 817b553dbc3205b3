"""An Atom feed is valid, says what it was given when two other readers read it, and is the same bytes every time."""

import feedparser
import pytest
from lxml import etree

from plugins.syndication.atom import AtomWriter
from tests.syndication.builders import SITE, a_bare_entry, a_feed, a_tombstone, an_entry
from tests.syndication.rules import NAMES, atom_faults

COMPLAINT = "https://dalbit.blog.example/217?a=1&b=%EA%B0%80#c-3"


def written(feed):
    return AtomWriter("ko").document(feed)


def tree(*items, **facts):
    return etree.fromstring(written(a_feed(*items, **facts)))


@pytest.mark.parametrize(
    "feed",
    [
        a_feed(an_entry()),
        a_feed(an_entry(), a_tombstone()),
        a_feed(a_bare_entry()),
        a_feed(subtitle="", hub="", rights=""),
        a_feed(
            an_entry(), address=f"{SITE}/feeds/all/archive/2", current=f"{SITE}/feeds/all", older="x:1", newer="x:3"
        ),
        a_feed(a_tombstone(why="")),
    ],
    ids=["whole", "tombstone", "bare", "empty", "archive", "unexplained tombstone"],
)
def test_a_feed_is_valid_atom(feed):
    document = written(feed)

    assert atom_faults(document) == []


def test_feedparser_reads_back_every_field_of_the_feed():
    read = feedparser.parse(written(a_feed(an_entry(), older=f"{SITE}/feeds/all/archive/3")))

    assert (read.bozo, read.version, read.encoding) == (False, "atom10", "utf-8")
    assert read.feed.id == a_feed().id
    assert read.feed.title == a_feed().title
    assert read.feed.subtitle == a_feed().subtitle
    assert read.feed.rights == a_feed().rights
    assert read.feed.language == "ko"
    assert read.feed.updated == "2026-10-14T00:40:00Z"
    assert {link.rel: link.href for link in read.feed.links} == {
        "self": f"{SITE}/feeds/all.atom.xml",
        "alternate": f"{SITE}/",
        "hub": "https://hub.example/",
        "prev-archive": f"{SITE}/feeds/all/archive/3.atom.xml",
    }
    assert read.feed.author_detail == {"name": "모과나루", "href": f"{SITE}/"}


def test_feedparser_reads_back_every_field_of_an_entry():
    document = written(a_feed(an_entry()))

    (read,) = feedparser.parse(document, sanitize_html=False, resolve_relative_uris=False).entries

    assert read.id == an_entry().id
    assert read.title == an_entry().title
    assert read.link == an_entry().url
    assert (read.published, read.updated) == ("2026-10-06T02:30:00Z", "2026-10-14T00:40:00Z")
    assert read.author_detail == {"name": "윤하람", "href": f"{SITE}/people/yun-haram/"}
    assert [(tag.term, tag.label) for tag in read.tags] == list(an_entry().categories)
    assert read.summary == an_entry().summary
    assert [(c.type, c.language, c.value) for c in read.content] == [("text/html", "ko", an_entry().content)]
    assert read.thr_total == "2"


def test_lxml_reads_back_every_field():
    (entry,) = tree(an_entry()).findall("a:entry", NAMES)

    text = {name: entry.findtext(f"a:{name}", namespaces=NAMES) for name in ("id", "title", "summary", "content")}
    assert text == {name: getattr(an_entry(), name) for name in text}
    assert entry.find("a:content", NAMES).get("type") == "html"
    answered = dict(entry.find("thr:in-reply-to", NAMES).attrib)
    assert answered == {"ref": COMPLAINT, "href": COMPLAINT, "type": "text/html"}


def test_an_entry_says_how_many_wrote_about_it_and_when_last():
    link = tree(an_entry()).find("a:entry/a:link[@rel='replies']", NAMES)

    thread = f"{{{NAMES['thr']}}}"
    assert (link.get(f"{thread}count"), link.get(f"{thread}updated")) == ("2", "2026-11-22T00:00:00Z")


def test_where_nobody_counts_replies_none_are_counted():
    assert b"replies" not in written(a_feed(a_bare_entry()))
    assert b"thr:total" not in written(a_feed(a_bare_entry()))


def test_a_tombstone_names_the_entry_says_when_by_whom_and_why_and_holds_nothing_of_its_words():
    gone = tree(a_tombstone()).find("at:deleted-entry", NAMES)

    assert (gone.get("ref"), gone.get("when")) == (a_tombstone().id, "2026-10-20T00:00:00Z")
    assert gone.findtext("at:by/a:name", namespaces=NAMES) == "모과나루"
    assert gone.findtext("at:comment", namespaces=NAMES) == "글쓴이가 부탁했습니다."


def test_a_title_that_looks_like_html_is_declared_so_that_no_reader_swallows_it():
    document = written(a_feed(an_entry(title="환불 <b>15일</b> & &amp;")))

    (read,) = feedparser.parse(document).entries
    assert atom_faults(document) == []
    assert read.title_detail.type == "text/html"
    assert read.title == "환불 &lt;b&gt;15일&lt;/b&gt; &amp; &amp;amp;"


def test_an_archive_says_that_it_is_one_and_where_the_others_are():
    archive = tree(
        an_entry(),
        address=f"{SITE}/feeds/all/archive/2",
        current=f"{SITE}/feeds/all",
        older=f"{SITE}/feeds/all/archive/1",
        newer=f"{SITE}/feeds/all/archive/3",
    )

    links = {link.get("rel"): link.get("href") for link in archive.findall("a:link", NAMES)}
    assert archive.find("fh:archive", NAMES) is not None
    assert links["current"] == f"{SITE}/feeds/all.atom.xml"
    assert links["self"] == f"{SITE}/feeds/all/archive/2.atom.xml"
    assert links["prev-archive"] == f"{SITE}/feeds/all/archive/1.atom.xml"
    assert links["next-archive"] == f"{SITE}/feeds/all/archive/3.atom.xml"


def test_the_feed_itself_is_no_archive():
    assert tree(an_entry()).find("fh:archive", NAMES) is None


def test_a_feed_is_as_new_as_what_changed_last_in_it():
    feed = a_feed(an_entry(), a_tombstone())

    assert feed.updated == a_tombstone().updated


def test_an_empty_feed_says_the_instant_it_was_given():
    assert feedparser.parse(written(a_feed())).feed.updated == "2026-01-01T00:00:00Z"


def test_an_entry_in_another_language_says_so():
    document = written(a_feed(an_entry(language="en")))

    assert feedparser.parse(document).entries[0].content[0].language == "en"


def test_characters_that_xml_cannot_write_are_left_out():
    document = written(a_feed(an_entry(content="<p>가\x0b나\ufffe</p>", title="제\x00목")))

    (entry,) = feedparser.parse(document).entries
    assert (entry.content[0].value, entry.title) == ("<p>가나</p>", "제목")


def test_an_entry_is_the_same_in_every_feed_that_one_writer_writes():
    writer = AtomWriter("ko")
    first = writer.document(a_feed(an_entry()))

    again = writer.document(a_feed(an_entry(), a_bare_entry(id="tag:x.example,2026:b")))

    entry = first[first.index(b"<entry") : first.index(b"</feed>")]
    assert entry in again
    assert first == written(a_feed(an_entry()))
