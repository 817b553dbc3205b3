"""The heads of every page of the built sites."""

from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from tests.metadata.pages import pages_of
from tests.metadata.vocabulary import faults
from tests.site.trees import snapshot

pytestmark = pytest.mark.build

SITE = "https://answers.mogwanaru.example"
RESPONSE = "responses/mg-2026-001-response/index.html"
UNFOUND = {"404.html", "search/index.html"}


@pytest.fixture(scope="module")
def files(demo_folder):
    return snapshot(demo_folder)


@pytest.fixture(scope="module")
def heads(files):
    return pages_of(files)


@pytest.fixture(scope="module")
def states(states_folder):
    return pages_of(snapshot(states_folder))


def located(files):
    root = ElementTree.fromstring(files["sitemap.xml"])
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    return {url.findtext(f"{space}loc"): url.findtext(f"{space}lastmod") for url in root}


def address(path):
    return f"{SITE}/{path.removesuffix('index.html')}"


def test_every_page_names_its_own_absolute_address_though_its_links_are_relative(heads):
    said = {path: [link["href"] for link in head.links("canonical")] for path, head in heads.items()}

    assert {
        path: urls
        for path, urls in said.items()
        if path not in UNFOUND and [unquote(u) for u in urls] != [address(path)]
    } == {}
    assert all(heads[path].meta("og:url") == urls for path, urls in said.items())


def test_what_nobody_should_come_to_says_so_and_names_no_address(heads):
    said = {path for path, head in heads.items() if head.meta("robots") == ["noindex"]}

    assert said == UNFOUND
    assert [path for path in UNFOUND if heads[path].links("canonical") or heads[path].things()] == []


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("og:title", 1), ("og:description", 1), ("og:site_name", 1), ("og:locale", 1), ("og:type", 1), ("og:image", 1),
        ("og:image:width", 1), ("og:image:height", 1), ("og:image:alt", 1), ("twitter:card", 1), ("description", 1),
    ],
)  # fmt: skip
def test_every_page_says_it_once_and_not_empty(heads, name, count):
    said = {path: head.meta(name) for path, head in heads.items()}

    assert {path: words for path, words in said.items() if len(words) != count or not all(words)} == {}


def test_every_picture_that_is_named_is_there(heads, files):
    named = {url for head in heads.values() for url in head.meta("og:image")}

    assert [url for url in named if url.removeprefix(f"{SITE}/") not in files] == []
    assert [p for p in files if p.startswith("pictures/") and f"{SITE}/{p}" not in named] == []


def test_a_picture_is_kept_so_that_the_next_build_need_not_draw_it(demo_folder, files):
    kept = {path.name: path.read_bytes() for path in (demo_folder.parent / "cache/pictures").iterdir()}

    assert kept == {path.removeprefix("pictures/"): files[path] for path in files if path.startswith("pictures/")}


def test_a_post_is_an_article_with_its_times(heads):
    said = heads[RESPONSE]

    assert (said.meta("og:type"), said.meta("og:locale")) == (["article"], ["ko_KR"])
    assert said.meta("article:published_time") == ["2026-10-06T11:30:00+09:00"]
    assert said.meta("article:modified_time") == ["2026-10-14T09:40:00+09:00"]


def test_no_font_leaves_the_theme(files):
    assert [path for path in files if path.endswith((".ttf", ".otf", ".woff", ".woff2"))] == []


@pytest.mark.parametrize("site", ["heads", "states"])
def test_every_page_describes_itself_in_words_of_schema_org(site, request):
    pages = request.getfixturevalue(site)
    described = {path: head.things() for path, head in pages.items()}

    assert [path for path, things in described.items() if not things and not pages[path].meta("robots")] == []
    assert [
        f"{path}: {fault}" for path, things in described.items() for thing in things for fault in faults(thing)
    ] == []


def test_a_response_cites_its_complaint_and_names_its_correction(heads):
    (said,) = heads[RESPONSE].things()
    post, way = said["@graph"]

    assert post["citation"]["url"] == "https://dalbit.blog.example/217"
    assert post["correction"][0]["url"] == f"{SITE}/corrections/mg-2026-001-correction-1/"
    assert [step["name"] for step in way["itemListElement"]] == ["답변", post["headline"]]


def test_the_way_to_a_page_leads_over_pages_that_are_there(heads, files):
    steps = [
        step["item"]
        for head in heads.values()
        for thing in head.things()
        for way in [thing.get("breadcrumb"), *thing.get("@graph", [])]
        if way and way["@type"] == "BreadcrumbList"
        for step in way["itemListElement"]
    ]

    assert steps
    assert {url for url in steps if f"{unquote(url).removeprefix(SITE + '/')}index.html" not in files} == set()


def test_the_sitemap_has_every_page_that_should_be_found_and_no_other(heads, files):
    wanted = {head.links("canonical")[0]["href"] for path, head in heads.items() if path not in UNFOUND}

    assert set(located(files)) == wanted


def test_a_page_is_as_new_as_what_was_last_said_on_it(files):
    said = located(files)

    assert said[f"{SITE}/responses/mg-2026-001-response/"] == "2026-10-14T09:40:00+09:00"
    assert said[f"{SITE}/"] == max(filter(None, said.values()))


def test_robots_may_read_everything_and_find_the_sitemap(files):
    assert files["robots.txt"].decode() == f"User-agent: *\nDisallow:\n\nSitemap: {SITE}/sitemap.xml\n"


def test_what_was_taken_down_is_found_by_nobody(states, states_folder):
    gone = "cases/ST-2026-011/index.html"
    text = (states_folder / "sitemap.xml").read_text(encoding="utf-8")

    assert states[gone].meta("robots") == ["noindex"]
    assert "ST-2026-011" not in text
    assert "ST-2026-001" in text
