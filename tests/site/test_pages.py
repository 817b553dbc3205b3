"""What holds on every page: how heavy it is, what other software reads from it, what it never asks of a browser."""

import gzip
import re
from itertools import pairwise

import pytest
from selectolax.lexbor import LexborHTMLParser

from plugins.publication.checks import page_paths

pytestmark = pytest.mark.build
STYLESHEET = "theme/css/site.css"
RESPONSES = re.compile(r"responses/[^/]+-response(-en)?/index\.html")
POSTS = re.compile(r"(responses|corrections|progress|stories)/(?!page/)[^/]+/index\.html")
# HTML and stylesheet together, as gzip -9 sends them, in bytes.
KB = 1024
BUDGET = {"index.html": 6 * KB, "404.html": 6 * KB, "cases/index.html": 6 * KB, "corrections/index.html": 7 * KB}
CASE, OTHER = 10 * KB, 8 * KB


def weight(content):
    return len(gzip.compress(content, 9, mtime=0))


def page_of(site, path):
    return LexborHTMLParser(site[path].decode())


@pytest.fixture(scope="module", params=["demo", "states"])
def site(request):
    return request.getfixturevalue(request.param)


def test_no_page_of_the_demo_is_heavier_than_its_kind_may_be(demo):
    stylesheet = weight(demo[STYLESHEET])

    def allowed(path):
        return BUDGET.get(path, CASE if path.startswith("cases/") else OTHER)

    heavy = {
        path: stylesheet + weight(demo[path])
        for path in page_paths(demo)
        if stylesheet + weight(demo[path]) > allowed(path)
    }
    assert heavy == {}


def test_a_page_loads_its_stylesheet_and_at_most_one_script_of_ours_and_nothing_else(site):
    loading = "link[rel=stylesheet], script[src], img, iframe, object, embed, source, link[rel=preload]"
    found = {
        path: [node.attributes.get("href") or node.attributes.get("src") for node in page_of(site, path).css(loading)]
        for path in page_paths(site)
    }

    assert {urls[0] for urls in found.values()} == {"/theme/css/site.css"}
    assert {url for urls in found.values() for url in urls[1:]} <= {"/theme/js/search.js", "/badges/site.svg"}
    assert {path for path, urls in found.items() if len(urls) > 2} <= {"transparency/data/index.html"}


def test_no_page_has_a_script_or_a_style_of_its_own(site):
    script = r"<script(?! type=\"(?:application/ld\+json|module)\")"
    inline = re.compile(rf"<style|\sstyle=|{script}|\son[a-z]+=\"|javascript:")

    assert [path for path in page_paths(site) if inline.search(site[path].decode())] == []


def test_headings_begin_with_one_and_never_skip_a_level(site):
    def levels(path):
        return [int(node.tag[1]) for node in page_of(site, path).css("h1, h2, h3, h4, h5, h6")]

    skipping = [
        path
        for path in page_paths(site)
        if (found := levels(path))[:1] != [1]
        or found.count(1) != 1
        or any(after > before + 1 for before, after in pairwise(found))
    ]
    assert skipping == []


def test_every_page_has_its_landmarks_and_a_way_past_the_menu(site):
    def landmarks(page):
        skip = page.css_first("body > a").attributes["href"]
        return [len(page.css(tag)) for tag in ("body > header", "main", "body > footer")] + [page.css_first(skip).tag]

    assert {tuple(landmarks(page_of(site, path))) for path in page_paths(site)} == {(1, 1, 1, "main")}


def test_other_software_finds_the_post_its_author_and_its_time(site):
    wanted = ("h1.p-name", "a.p-author.h-card[href]", "time.dt-published[datetime]", ".p-summary", ".e-content")
    lacking = {
        path: [one for one in wanted if len(page_of(site, path).css(f"article.h-entry {one}")) != 1]
        for path in page_paths(site)
        if POSTS.fullmatch(path)
    }

    assert lacking
    assert {path: names for path, names in lacking.items() if names} == {}


def test_a_response_leads_to_its_complaint_exactly_once_and_before_the_answer(site):
    found = {
        path: [(node.attributes["href"], node.parent.tag) for node in page_of(site, path).css("a.u-in-reply-to")]
        for path in page_paths(site)
        if RESPONSES.fullmatch(path) and "공개 주소가 없는" not in site[path].decode().split("e-content")[0]
    }

    assert found
    assert {path: links for path, links in found.items() if len(links) != 1 or links[0][1] != "p"} == {}
    assert not [p for p in found if site[p].index(b"u-in-reply-to") > site[p].index(b"e-content")]


def test_every_list_of_posts_is_a_feed_of_entries(site):
    entries = {
        path: page_of(site, path).css(".h-feed .h-entry")
        for path in page_paths(site)
        if page_of(site, path).css_first(".h-feed")
    }
    wanted = ("a.u-url.p-name", "time")

    assert entries
    assert {path for path, found in entries.items() for e in found for one in wanted if not e.css_first(one)} == set()


def test_a_quoted_complaint_names_its_source_beside_it(site):
    def unsourced(page):
        quotes = [node for node in page.css("blockquote[cite]") if not node.css_first("del")]
        return [q.attributes["cite"] for q in quotes if not _leads_to(q.parent, q.attributes["cite"])]

    assert {path: found for path in page_paths(site) if (found := unsourced(page_of(site, path)))} == {}


def _leads_to(node, url):
    return any(link.attributes.get("href") == url for link in node.css("a"))


def test_an_english_page_speaks_english_but_for_what_it_quotes(states):
    page = page_of(states, "responses/st-2026-004-response-en/index.html")
    quoted = page.css("[lang=ko], .h-card, .p-author, .site, footer .side, .p-category, title")
    for node in quoted:
        node.decompose()
    names = ("김나리", "이다빈", "박솔", "글쓴이", "어느 블로그", "모든 꼴")
    text = page.body.text()
    for name in names:
        text = text.replace(name, "")

    assert page.css_first("html").attributes["lang"] == "en"
    assert re.findall("[가-힣]+", text) == []


def test_an_original_and_its_translation_lead_to_each_other(states):
    original, translation = (f"responses/st-2026-004-response{end}/" for end in ("", "-en"))

    def links(path):
        return [
            (node.attributes["href"], node.attributes["hreflang"])
            for node in page_of(states, f"{path}index.html").css("main a[hreflang]")
        ]

    assert links(original) == [(f"/{translation}", "en")]
    assert links(translation) == [(f"/{original}", "ko")]


def test_a_translation_older_than_a_correction_says_so_and_one_that_is_not_does_not(states):
    stale, fresh = (states[f"responses/st-2026-00{n}-response-en/index.html"].decode() for n in (4, 9))

    assert ("Changed after the translation" in stale, "Changed after the translation" in fresh) == (True, False)


def test_a_translation_stands_in_no_list(states):
    # Whoever searches may search in English.
    lists = [path for path in page_paths(states) if not path.startswith(("responses/st-", "search/"))]

    assert [path for path in lists if b"st-2026-004-response-en" in states[path]] == []
