"""Every feed of the built sites: valid, the same in each format and to every reader, whole, and found by its pages."""

import json
import re
from functools import cache
from html import unescape
from urllib.parse import unquote

import feedparser
import pytest
from lxml import etree

from plugins.core.personal_data import Allowed
from plugins.core.text import plain_text
from plugins.editorial.judge import findings_in_file, patterns_in_force
from tests.demo import DEMO
from tests.syndication.rules import NAMES, atom_faults, json_faults, rss_faults, time_of

pytestmark = pytest.mark.build
RULES = {".atom.xml": atom_faults, ".rss.xml": rss_faults, ".json": json_faults}
KINDS = {"responses", "corrections", "progress", "stories"}


@pytest.fixture(scope="session", params=["demo", "states"])
def site(request):
    """The files of a built site, by path."""
    return _files(request.getfixturevalue(f"{request.param}_folder"))


@pytest.fixture(scope="session")
def demo(demo_folder):
    return _files(demo_folder)


@cache
def _files(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def feeds(site, suffix):
    return {
        path.removesuffix(suffix): content
        for path, content in site.items()
        if path.startswith("feeds/") and path.endswith(suffix)
    }


def current(site, suffix=".atom.xml"):
    """The feeds that a reader subscribes to: no archives."""
    return {path: content for path, content in feeds(site, suffix).items() if "/archive/" not in path}


def url_of(site):
    """The address of a site, as its own feed of everything says it."""
    return etree.fromstring(site["feeds/all.atom.xml"]).find("a:link[@rel='alternate']", NAMES).get("href").rstrip("/")


def path_of(site, address):
    """The file that an address of the site means; "" for other sites."""
    base = f"{url_of(site)}/"
    if not address.startswith(base):
        return ""
    path = unquote(address.removeprefix(base).partition("#")[0])
    return f"{path}index.html" if not path or path.endswith("/") else path


def title_of(entry):
    """A title as a person reads it, whether it is declared as text or as HTML."""
    title = entry.find("a:title", NAMES)
    return unescape(title.text) if title.get("type") == "html" else title.text


# One entry as each reader of each format has it, in the same words.
def by_lxml_of_atom(content):
    for e in etree.fromstring(content).findall("a:entry", NAMES):
        yield (
            e.findtext("a:id", namespaces=NAMES),
            title_of(e),
            e.find("a:link[@rel='alternate']", NAMES).get("href"),
            time_of(e.findtext("a:published", namespaces=NAMES)),
            time_of(e.findtext("a:updated", namespaces=NAMES)),
            e.findtext("a:author/a:name", namespaces=NAMES),
            tuple(c.get("label") for c in e.findall("a:category", NAMES)),
            e.findtext("a:content", namespaces=NAMES),
            plain_text(e.findtext("a:summary", "", NAMES)),
        )


def by_lxml_of_rss(content):
    for e in etree.fromstring(content).iterfind("channel/item"):
        encoded = e.findtext("content:encoded", namespaces=NAMES)
        yield (
            e.findtext("guid"),
            e.findtext("title"),
            e.findtext("link"),
            time_of(e.findtext("pubDate")),
            time_of(e.findtext("a:updated", namespaces=NAMES)),
            e.findtext("dc:creator", namespaces=NAMES),
            tuple(c.text for c in e.findall("category")),
            encoded or e.findtext("description"),
            plain_text(e.findtext("description")) if encoded else "",
        )


def by_feedparser(content):
    read = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    assert (bool(read.bozo), read.version) in {(False, "atom10"), (False, "rss20")}
    for e in read.entries:
        full = e.content[0].value if "content" in e else e.summary
        yield (
            e.id,
            unescape(e.title) if e.title_detail.type == "text/html" and read.version == "atom10" else e.title,
            e.link,
            time_of(e.published),
            time_of(e.updated),
            e.author,
            tuple(tag.label or tag.term for tag in e.get("tags", ())),
            full.strip(),
            plain_text(e.summary) if e.get("summary", full) != full else "",
        )


def by_json(content):
    for e in json.loads(content)["items"]:
        yield (
            e["id"],
            e["title"],
            e["url"],
            time_of(e["date_published"]),
            time_of(e["date_modified"]),
            e["authors"][0]["name"],
            tuple(e.get("tags", ())),
            e.get("content_html", ""),
            e.get("summary", ""),
        )


def taken_back(content):
    """What an Atom feed has a tombstone for; RSS and JSON Feed keep an empty item under the same id."""
    return set(etree.fromstring(content).xpath("at:deleted-entry/@ref", namespaces=NAMES))


def standing(entries, gone):
    entries = list(entries)
    assert gone <= {entry[0] for entry in entries}
    return [entry for entry in entries if entry[0] not in gone]


def stripped(entries):
    """Feedparser takes the blanks off a text's ends."""
    return [(*entry[:7], entry[7].strip(), entry[8]) for entry in entries]


@pytest.mark.parametrize("suffix", RULES)
def test_every_feed_is_valid(site, suffix):
    found = {path: RULES[suffix](content) for path, content in feeds(site, suffix).items()}

    assert found
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_every_feed_says_the_same_in_every_format_to_every_reader(site):
    atom, rss, js = (current(site, suffix) for suffix in RULES)

    assert atom.keys() == rss.keys() == js.keys()
    for path, content in atom.items():
        entries, gone = list(by_lxml_of_atom(content)), taken_back(content)
        assert standing(by_lxml_of_rss(rss[path]), gone) == entries, path
        assert standing(by_json(js[path]), gone) == entries, path
        assert list(by_feedparser(content)) == stripped(entries), path
        assert standing(by_feedparser(rss[path]), gone) == stripped(entries), path


def test_a_feed_says_the_same_of_itself_in_every_format(site):
    for path, content in current(site).items():
        root, channel = etree.fromstring(content), etree.fromstring(site[f"{path}.rss.xml"]).find("channel")
        read = json.loads(site[f"{path}.json"])
        title, page = (
            root.findtext("a:title", namespaces=NAMES),
            root.find("a:link[@rel='alternate']", NAMES).get("href"),
        )
        assert (channel.findtext("title"), channel.findtext("link")) == (title, page)
        assert (read["title"], read["home_page_url"]) == (title, page)
        assert time_of(channel.findtext("lastBuildDate")) == time_of(root.findtext("a:updated", namespaces=NAMES))


def test_a_feed_names_its_own_address(site):
    for path in feeds(site, ".atom.xml"):
        said = etree.fromstring(site[f"{path}.atom.xml"]).find("a:link[@rel='self']", NAMES).get("href")
        assert path_of(site, said) == f"{path}.atom.xml"
    for path in current(site):
        rss = etree.fromstring(site[f"{path}.rss.xml"]).find("channel/a:link[@rel='self']", NAMES).get("href")
        assert path_of(site, rss) == f"{path}.rss.xml"
        assert path_of(site, json.loads(site[f"{path}.json"])["feed_url"]) == f"{path}.json"


def test_every_feed_has_an_id_of_its_own(site):
    ids = [etree.fromstring(content).findtext("a:id", namespaces=NAMES) for content in current(site).values()]

    assert len(set(ids)) == len(ids)


def test_an_entry_is_the_same_wherever_it_stands(site):
    seen = {}
    for content in feeds(site, ".atom.xml").values():
        for entry in by_lxml_of_atom(content):
            assert seen.setdefault(entry[0], entry) == entry


def archives_from(site, path):
    """The documents of a feed, as a reader walks back through them."""
    while path:
        root = etree.fromstring(site[path])
        yield root
        older = root.find("a:link[@rel='prev-archive']", NAMES)
        path = path_of(site, older.get("href")) if older is not None else ""


def test_a_new_subscriber_can_read_every_post(site):
    pages = {path for path in site if path.split("/")[0] in KINDS and path.count("/") == 2 and "/page/" not in path}
    # A translation is found from its original: who reads Korean is not told the same twice.
    posts = {path for path in pages if b'<html lang="ko"' in site[path]}

    read = {
        path_of(site, address)
        for root in archives_from(site, "feeds/all.atom.xml")
        for address in root.xpath("(a:entry|at:deleted-entry)/a:link[@rel='alternate']/@href", namespaces=NAMES)
    }

    assert read == posts


def test_a_long_feed_has_archives_that_lead_both_ways_and_to_the_feed(demo):
    feed, *archives = archives_from(demo, "feeds/all.atom.xml")

    assert archives
    assert feed.find("fh:archive", NAMES) is None
    ids = [root.findtext("a:id", namespaces=NAMES) for root in (feed, *archives)]
    assert len(set(ids)) == 1
    for root in archives:
        assert root.find("fh:archive", NAMES) is not None
        assert path_of(demo, root.find("a:link[@rel='current']", NAMES).get("href")) == "feeds/all.atom.xml"


def test_every_address_in_a_feed_leads_somewhere(site):
    addresses = set()
    for content in feeds(site, ".atom.xml").values():
        root = etree.fromstring(content)
        addresses |= set(root.xpath(".//@href"))
        for text in root.xpath(".//a:content/text() | .//a:summary/text()", namespaces=NAMES):
            addresses |= {unescape(a) for a in re.findall(r'(?:href|src|cite)="([^"]*)"', text)}

    missing = {a for a in addresses if (path := path_of(site, a)) and path not in site}
    assert missing == set()


def announced_on(site, page):
    """The feeds that a page announces, as paths."""
    links = re.findall(
        r'<link rel="alternate" type="application/(?:atom\+xml|rss\+xml|feed\+json)"[^>]*href="/([^"]*)"',
        site[page].decode(),
    )
    return [unescape(link) for link in links]


def test_every_page_announces_the_feed_of_everything_and_no_feed_that_is_not_there(site):
    for page in (path for path in site if path.endswith(".html")):
        found = announced_on(site, page)
        assert "feeds/all.atom.xml" in found, page
        assert [path for path in found if path not in site] == [], page
        assert len(set(found)) == len(found), page


@pytest.mark.parametrize("page", ["index.html", "subscribe/index.html"])
def test_the_home_page_and_the_page_of_all_feeds_announce_every_format(demo, page):
    assert {"feeds/all.atom.xml", "feeds/all.rss.xml", "feeds/all.json"} <= set(announced_on(demo, page))


def test_every_feed_is_announced_on_its_own_page(site):
    for path, content in current(site).items():
        page = path_of(site, etree.fromstring(content).find("a:link[@rel='alternate']", NAMES).get("href"))
        assert f"{path}.atom.xml" in announced_on(site, page)


def test_a_post_announces_its_kind_and_its_case(demo):
    found = announced_on(demo, "responses/mg-2026-001-response/index.html")

    assert {"feeds/responses.atom.xml", "feeds/cases/MG-2026-001.atom.xml"} <= set(found)


def test_the_older_pages_of_a_list_announce_its_feed_too(demo):
    assert "feeds/progress.atom.xml" in announced_on(demo, "progress/page/1/index.html")


def test_the_list_of_all_feeds_holds_every_feed_and_every_one_is_there(site):
    outlines = etree.fromstring(site["feeds/feeds.opml"]).findall(".//outline[@xmlUrl]")

    listed = [path_of(site, outline.get("xmlUrl")) for outline in outlines]
    assert sorted(listed) == sorted(f"{path}.atom.xml" for path in current(site))
    assert [o.get("htmlUrl") for o in outlines if path_of(site, o.get("htmlUrl")) not in site] == []


def test_the_page_of_all_feeds_leads_to_every_one_in_every_format(site):
    page = site["subscribe/index.html"].decode()

    wanted = [f"{path}{suffix}" for path in current(site) for suffix in RULES]
    assert [path for path in wanted if f'href="/{path}"' not in page] == []
    assert 'href="/feeds/feeds.opml"' in page
    assert f'href="feed:{url_of(site).partition(":")[2]}/feeds/all.atom.xml"' in page


def test_a_corrected_post_comes_up_again_with_the_correction_on_top(demo):
    entries = {entry[0].rpartition("/")[2]: entry for entry in by_lxml_of_atom(demo["feeds/responses.atom.xml"])}
    corrected = entries["mg-2026-001-response"]

    text = plain_text(corrected[7])
    assert corrected[4].isoformat() == "2026-10-14T00:40:00+00:00"
    assert text.startswith("정정")
    assert "다섯 번이었고" in text.split("\n")[1]


def test_a_correction_says_what_was_wrong_and_what_is_right(demo):
    (entry,) = [
        e for e in by_lxml_of_atom(demo["feeds/corrections.atom.xml"]) if e[0].endswith("mg-2026-001-correction-1")
    ]

    assert '<del class="wrong">낯선 로그인은 모두 세 번이었고 적립금은 그대로였습니다</del>' in entry[7]


def test_a_response_answers_the_complaint(demo):
    root = etree.fromstring(demo["feeds/cases/MG-2026-001.atom.xml"])

    assert root.xpath(".//thr:in-reply-to/@ref", namespaces=NAMES) == ["https://dalbit.blog.example/217"]


def test_nothing_in_a_feed_is_newer_than_the_build(site):
    for content in feeds(site, ".atom.xml").values():
        assert etree.fromstring(content).findtext("a:updated", namespaces=NAMES) <= "2026-11-22T00:00:00Z"


@pytest.mark.parametrize("suffix", RULES)
def test_the_gate_reads_a_feed_of_every_format(demo, suffix):
    leaked = demo[f"feeds/all{suffix}"].replace("달빛주머니".encode(), b"010-2345-6789")

    found = findings_in_file(
        f"feeds/all{suffix}", leaked, patterns_in_force(()), Allowed(values=frozenset(), domains=())
    )

    assert "PII-PHONE-KR" in {finding.rule for finding in found} or any("전화" in f.advice for f in found)


def test_the_demo_is_where_its_feeds_say(demo):
    assert f'url = "{url_of(demo)}"' in (DEMO / "site.toml").read_text(encoding="utf-8")
