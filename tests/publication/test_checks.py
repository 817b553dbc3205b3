import pytest

from plugins.publication.checks import feed_paths, is_draft, page_paths, rendering_problems

PAGE = b"<!doctype html><h1 id='top'>x</h1>"
ATOM = b'<feed xmlns="http://www.w3.org/2005/Atom"/>'


def problems_of(files, *, drafts=None):
    found = rendering_problems(files, site_urls=("https://a.example", ""), draft_urls=drafts or {})
    return [(problem.path, problem.line) for problem in found]


@pytest.mark.parametrize(
    "link",
    [
        "/",
        "/about/",
        "/about/#top",
        "/about/index.html",
        "./",
        "../theme/site.css",
        "#here",
        "",
        "?q=1",
        "/about/?q=1#top",
        "https://a.example",
        "https://a.example/about/#top",
        "https://b.example/gone/",
        "//b.example/gone/",
        "mailto:a@a.example",
        "tel:118",
        "/%EA%B8%80/",
        "/글/",
    ],
)
def test_a_link_that_leads_somewhere_is_no_problem(link):
    page = f'<p id="here"><a href="{link}">x</a>'.encode()
    files = {"index.html": PAGE, "about/index.html": PAGE, "x/index.html": page, "theme/site.css": b""}

    assert problems_of(files | {"글/index.html": PAGE}) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="/gone/">x</a>',
        '<a href="/about/#gone">x</a>',
        '<a href="#gone">x</a>',
        '<a href="gone.html">x</a>',
        '<a href="https://a.example/gone/">x</a>',
        '<link rel="stylesheet" href="/theme/gone.css">',
        '<img src="/images/gone.png" alt="">',
        '<a href="{filename}gone.md">x</a>',
        '<a href="/about">x</a>',
    ],
)
def test_a_link_that_leads_nowhere_is_found_with_its_line(markup):
    page = f"<!doctype html>\n<p>\n{markup}".encode()

    assert problems_of({"about/index.html": PAGE, "x/index.html": page}) == [("x/index.html", 3)]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("desk/inbox.sqlite3", b""),
        ("inbox.sqlite3-wal", b""),
        ("images/photo.png", b"SQLite format 3\0rest"),
        ("responses/x.md", b""),
        ("drafts/x/index.html", b""),
    ],
)
def test_what_is_not_for_readers_is_found(path, content):
    assert problems_of({path: content}) == [(path, 0)]


def test_a_page_of_a_draft_is_found_under_its_source():
    files = {"responses/x/index.html": PAGE}

    assert problems_of(files, drafts={"responses/x/": "content/responses/x.md"}) == [("content/responses/x.md", 0)]


@pytest.mark.parametrize("content", [b"<feed", b"<html/>", b""])
def test_a_feed_that_no_reader_can_read_is_found(content):
    assert problems_of({"feeds/all.atom.xml": content}) == [("feeds/all.atom.xml", 0)]


def test_a_sound_feed_is_no_problem():
    assert problems_of({"feeds/all.atom.xml": ATOM}) == []


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("---\ntitle: x\nstatus: draft\n---\n글", True),
        ('---\nstatus: "draft"\n---\n', True),
        ("---\nStatus: Draft\n---\n", True),
        ("---\nstatus: published\n---\n", False),
        ("---\ntitle: x\n---\nstatus: draft\n", False),
        ("글만 있음", False),
    ],
)
def test_a_draft_says_so_in_its_front_matter(text, draft):
    assert is_draft(text) is draft


def test_pages_and_feeds_are_told_apart_and_sorted():
    paths = ["b/index.html", "feeds/all.atom.xml", "a/index.html", "theme/site.css"]

    assert (page_paths(paths), feed_paths(paths)) == (("a/index.html", "b/index.html"), ("feeds/all.atom.xml",))


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("/answers/about/", False),
        ("/answers", False),
        ("/answers/about/#top", False),
        ("https://a.example/answers/about/", False),
        ("https://a.example/other/", False),
        ("../about/", False),
        ("//b.example/about/", False),
        ("/about/", True),
        ("/answersabout/", True),
        ("/", True),
        ("/answers/gone/", True),
    ],
)
def test_under_a_path_a_link_that_begins_at_the_root_of_the_host_leaves_the_site(link, found):
    files = {"index.html": PAGE, "about/index.html": PAGE, "x/index.html": f'<a href="{link}">x</a>'.encode()}

    problems = rendering_problems(files, site_urls=("https://a.example/answers",), draft_urls={}, base="/answers")

    assert bool(problems) is found
