"""The demo as a reader finds it: whole, linked, and free of what is private."""

import json
import re
import tomllib
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import feedparser
import pytest

from plugins.publication.checks import page_paths, rendering_problems
from tests.demo import DEMO
from tests.site.trees import (
    AS_OF,
    PUBLISHED_AT,
    a_collected_tree,
    a_small_tree,
    a_tree,
    built,
    edited,
    invoked,
    moved,
    published_tree,
    shared,
    snapshot,
)

pytestmark = pytest.mark.build


@pytest.mark.parametrize(
    "page",
    [
        "index.html",
        "404.html",
        "cases/index.html",
        "cases/MG-2026-001/index.html",
        "cases/MG-2026-002/index.html",
        "responses/index.html",
        "responses/mg-2026-001-response/index.html",
        "progress/index.html",
        "corrections/index.html",
        "corrections/mg-2026-001-correction-1/index.html",
        "stories/index.html",
        "progress/page/1/index.html",
        "archive/index.html",
        "archive/2026/index.html",
        "archive/2026/10/index.html",
        "tags/index.html",
        "tags/환불/index.html",
        "cases/topic/index.html",
        "cases/topic/outage/index.html",
        "changes/index.html",
        "people/index.html",
        "people/yun-haram/index.html",
        "about/index.html",
        "contact/index.html",
        "principles/index.html",
        "privacy/index.html",
    ],
)
def test_a_page_is_there_with_one_heading_and_its_language(demo, page):
    text = demo[page].decode()

    assert re.search(r"<html[^>]* lang=\"ko\"", text)
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert re.search(r"<title>[^<]+</title>", text)


def test_no_link_dangles_and_nothing_foreign_is_published(demo):
    site = tomllib.loads((DEMO / "site.toml").read_text(encoding="utf-8"))

    assert rendering_problems(demo, site_urls=(site["url"],), draft_urls={}) == ()


def test_every_page_is_reached_from_the_home_page(demo):
    seen, waiting = set(), ["index.html"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        for link in re.findall(r'href="/([^"#?]*)', demo[page].decode()):
            path = f"{link}index.html" if link.endswith("/") or not link else link
            if path.endswith(".html"):
                waiting.append(path)

    assert set(page_paths(demo)) - seen == {"404.html"}


@pytest.mark.parametrize("feed", ["feeds/all.atom.xml", "feeds/cases/MG-2026-001.atom.xml"])
def test_a_feed_is_read_by_a_feed_reader(demo, feed):
    parsed = feedparser.parse(demo[feed])

    assert (parsed.version, bool(parsed.bozo)) == ("atom10", False)
    assert parsed.entries
    assert all(entry.title and entry.content[0].value for entry in parsed.entries)


def test_every_feed_is_found_from_its_page(demo):
    page = demo["cases/MG-2026-001/index.html"].decode()

    assert re.search(r'<link[^>]+type="application/atom\+xml"[^>]+feeds/all\.atom\.xml', page)
    assert re.search(r'<link[^>]+type="application/atom\+xml"[^>]+feeds/cases/MG-2026-001\.atom\.xml', page)


def test_nothing_stands_in_a_page_that_a_template_should_have_replaced(demo):
    texts = [demo[page].decode() for page in page_paths(demo)]

    assert [text for text in texts if re.search(r"\{\{|\{%|\{filename\}|\{static\}|Undefined|None</", text)] == []


def test_no_script_is_needed_and_nothing_is_loaded_from_elsewhere(demo):
    loading = re.compile(
        r"<script(?! type=\"(?:module\" src=\"/theme/js/search\.js\"|application/ld\+json\")>)|"
        r"<(?:img|link rel=\"stylesheet\")[^>]+(?:src|href)=\"(?:https?:)?//|@import|url\(\s*['\"]?http"
    )
    texts = [content.decode() for path, content in demo.items() if path.endswith((".html", ".css"))]

    assert [text for text in texts if loading.search(text)] == []


def test_what_waits_in_the_inbox_stands_on_no_page(tmp_path, demo):
    root = a_collected_tree(tmp_path)
    waiting = json.loads(invoked(root, "inbox", "--json").stdout)["items"]
    site = b"".join(demo.values()).decode(errors="replace")

    assert waiting
    assert [item["mention"]["title"] for item in waiting if item["mention"]["title"] in site] == []


def test_the_same_tree_and_instant_give_the_same_bytes_anywhere(tmp_path, demo):
    root = a_tree(tmp_path / "하나 더", is_cold=True)
    invoked(root, "collect")

    done = invoked(root, "build", "--as-of", AS_OF, TZ="America/New_York", LC_ALL="C", PYTHONHASHSEED="7")

    assert done.returncode == 0, done.stderr
    assert snapshot(root / "output") == demo


def test_a_second_build_writes_nothing_and_a_tree_that_remembers_writes_what_one_from_nothing_does(tmp_path, demo):
    root = a_tree(tmp_path)
    built(root)

    done = built(root)

    assert "바뀐 파일 0개, 없앤 파일 0개" in done.stdout
    assert snapshot(root / "output") == demo


def test_what_has_not_happened_yet_is_left_out(tmp_path):
    root = a_small_tree(tmp_path)

    done = built(root, as_of="2026-10-10T09:00+09:00")

    assert done.returncode == 0, done.stderr
    site = snapshot(root / "output")
    assert "responses/mg-2026-001-response/index.html" in site
    assert not [path for path in site if path.startswith("progress/mg-2026-001")]


def test_a_draft_stands_nowhere(tmp_path):
    root = a_small_tree(tmp_path)
    edited(root, "content/stories/mg-2026-001-story.md", "legal_basis: none\n", "legal_basis: none\nstatus: draft\n")

    done = built(root)

    assert done.returncode == 0, done.stderr
    site = snapshot(root / "output")
    assert not [path for path, content in site.items() if b"mg-2026-001-story" in content or "001-story" in path]


# An edited settings file makes every result another one's; which plugin is dropped stands beside it, so that what the
# posts say is judged once for all of them. Pelican is given the same list either way.
WITHOUT = """
PLUGINS = [name for name in PLUGINS if name != Path(__file__).with_name("dropped").read_text()]
"""


def a_tree_that_drops() -> Path:
    """Return the root of a small built site whose settings leave out the plugin that the file ``dropped`` names."""

    def make(folder):
        root = a_small_tree(folder)
        for page in sorted((root / "content/pages").glob("*.md")):
            # With a plugin its pages go; a link that a person wrote to one of them is theirs to take out.
            page.write_text(re.sub(r"\]\(/[^)]*\)", "]", page.read_text(encoding="utf-8")), encoding="utf-8")
        conf = root / "pelicanconf.py"
        conf.write_text(f"{conf.read_text(encoding='utf-8')}{WITHOUT}", encoding="utf-8")
        (root / "dropped").write_text("", encoding="utf-8")
        done = built(root)
        assert done.returncode == 0, done.stderr

    return shared("dropping", make)


@pytest.mark.parametrize(
    "plugin",
    "incremental inbox cases linkbacks transparency syndication search metadata editorial tidy".split(),
)
def test_every_plugin_can_be_dropped_and_the_site_still_builds(tmp_path, plugin):
    root = moved(a_tree_that_drops(), tmp_path)
    name = f"plugins.{plugin}.hooks"
    assert (root / "pelicanconf.py").read_text(encoding="utf-8").count(f'    "{name}",\n') == 1
    (root / "dropped").write_text(name, encoding="utf-8")

    done = built(root)

    assert done.returncode == 0, done.stderr


def test_a_site_below_a_path_of_its_host_holds_together():
    site = snapshot(published_tree().parent / "www")

    links = {link for page in page_paths(site) for link in re.findall(r'(?:href|src)="([^"]+)"', site[page].decode())}
    inside = {unquote(link.partition("#")[0]) for link in links if link.startswith("https://example.com/")}
    assert [link for link in links if link.startswith("/") or ("://" not in link and link.startswith(".."))] == []
    paths = [link.removeprefix("https://example.com/answers/") for link in inside]
    files = [f"{path}index.html" if not path or path.endswith("/") else path for path in paths]
    assert [file for file in files if file not in site] == []


def test_a_target_gets_exactly_the_files_that_were_built_for_it():
    root = published_tree()

    assert snapshot(root.parent / "www") == snapshot(root / "cache/publish")


def test_what_the_theme_and_the_feeds_link_is_absolute_where_it_is_published():
    site = snapshot(published_tree().parent / "www")

    assert not [path for path in page_paths(site) if re.search(rb'(?:href|src)="/', site[path])]
    links = [
        e.get("href")
        for e in ElementTree.fromstring(site["feeds/all.atom.xml"]).iter("{http://www.w3.org/2005/Atom}link")
    ]
    assert links
    assert all(link.startswith(f"{PUBLISHED_AT}/") for link in links)


def test_the_demo_is_laid_out_the_same_after_a_company_has_begun(tmp_path):
    company = a_tree(tmp_path / "company")
    answers = {"--name": "달빛 답변", "--brand": "달빛", "--domain": "a.dalbit.example", "--prefix": "DB"}
    answers |= {"--person": "한별", "--role": "담당", "--email": "b@dalbit.example", "--contact": "h@dalbit.example"}
    begun = invoked(company, "init", *(word for pair in answers.items() for word in pair))

    after = a_tree(tmp_path / "after", repository=company, is_cold=True)

    assert begun.returncode == 0, begun.stderr
    before = a_tree(tmp_path / "before", is_cold=True)
    assert snapshot(after) == {path: text for path, text in snapshot(before).items() if not path.endswith(".pyc")}
