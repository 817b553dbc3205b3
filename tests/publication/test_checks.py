import pytest

from plugins.core.memo import Forgetful
from plugins.publication.checks import Passed, is_draft, key_of_file, page_paths, rendering_problems
from plugins.publication.feeds import feed_paths

PAGE = b"<!doctype html><h1 id='top'>x</h1>"
ATOM = b'<feed xmlns="http://www.w3.org/2005/Atom"/>'
RSS = b"<rss><channel><link>%s</link></channel></rss>"
JSON = b'{"version": "https://jsonfeed.org/version/1.1", "home_page_url": "%s", "items": [{"url": "%s"}]}'
OPML = b'<opml><body><outline xmlUrl="%s"/></body></opml>'


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


def test_what_takes_webmentions_on_our_host_is_no_page():
    assert problems_of({"index.html": b'<link rel="webmention" href="https://a.example/webmention">'}) == []


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


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"version": "1"}', b""])
def test_a_json_feed_that_no_reader_can_read_is_found(content):
    assert problems_of({"feeds/all.json": content}) == [("feeds/all.json", 0)]


def test_json_that_is_no_feed_is_none_of_ours_to_judge():
    assert problems_of({"api/cases.json": b"["}) == []


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("feeds/all.atom.xml", b'<feed xmlns="http://www.w3.org/2005/Atom"><link href="%s"/></feed>'),
        ("feeds/all.rss.xml", RSS),
        ("feeds/all.json", JSON.replace(b'"url": "%s"', b'"id": "x"')),
        ("feeds/all.json", JSON.replace(b'"home_page_url": "%s", ', b"")),
        ("feeds/feeds.opml", OPML),
    ],
)
def test_a_feed_that_leads_nowhere_is_found_and_one_that_leads_elsewhere_is_not(path, content):
    pages = {"about/index.html": PAGE}

    assert problems_of({**pages, path: content % b"https://a.example/gone/"}) == [(path, 0)]
    assert problems_of({**pages, path: content % b"https://a.example/about/"}) == []
    assert problems_of({**pages, path: content % b"https://b.example/gone/"}) == []


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
    paths = ["b/index.html", "feeds/all.rss.xml", "feeds/all.atom.xml", "a/index.html", "feeds/a.json", "api/a.json"]

    assert page_paths(paths) == ("a/index.html", "b/index.html")
    assert feed_paths(paths) == ("feeds/a.json", "feeds/all.atom.xml", "feeds/all.rss.xml")


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


def judged_again(before, now):
    """Return the problems of a rendering after one that passed, and which of the unchanged files were read for them."""
    memo = Remembering()
    options = {"site_urls": ("https://a.example",), "draft_urls": {}, "memo": memo}
    assert rendering_problems(before, **options) == ()
    keys = {path: key_of_file(path, content) for path, content in before.items()}
    same = frozenset(path for path in before if now.get(path) == before[path])
    files = Unread(now, same)
    found = rendering_problems(files, passed=Passed(keys=keys, same=same), **options)
    return [(problem.path, problem.line) for problem in found], files.read


class Remembering(Forgetful):
    def __init__(self):
        self.computed = {}

    def recall(self, kind, key, compute):
        if (kind, key) not in self.computed:
            self.computed[kind, key] = compute()
        return self.computed[kind, key]

    def recall_all(self, kind, keys, compute):
        return [self.recall(kind, key, lambda index=index: compute(index)) for index, key in enumerate(keys)]


class Unread(dict):
    """Files that say which of those that did not change were read."""

    def __init__(self, files, same):
        super().__init__(files)
        self.same, self.read = same, set()

    def __getitem__(self, path):
        if path in self.same:
            self.read.add(path)
        return super().__getitem__(path)


LINKED = {"index.html": PAGE, "b/index.html": b"<a href='/#top'>x</a>", "c/index.html": b"<a href='/b/'>x</a>"}


def test_what_did_not_change_is_not_read_again():
    problems, read = judged_again(LINKED, LINKED | {"c/index.html": b"<a href='/b/'>y</a>"})

    assert (problems, read) == ([], set())


def test_a_changed_page_is_judged_beside_what_did_not_change():
    problems, _ = judged_again(LINKED, LINKED | {"c/index.html": b"<a href='/b/#gone'>y</a>"})

    assert problems == [("c/index.html", 1)]


def test_a_place_that_a_changed_page_lost_is_missed_by_the_page_that_links_it():
    problems, _ = judged_again(LINKED, LINKED | {"index.html": b"<h1>x</h1>"})

    assert problems == [("b/index.html", 1)]


def test_a_page_that_is_gone_is_missed_by_the_page_that_links_it():
    problems, _ = judged_again(LINKED, {path: text for path, text in LINKED.items() if path != "b/index.html"})

    assert problems == [("c/index.html", 1)]


def test_a_new_file_that_must_not_be_published_is_found():
    problems, _ = judged_again(LINKED, LINKED | {"notes.md": b"x"})

    assert problems == [("notes.md", 0)]


@pytest.mark.parametrize("link", ["b/?u=https://x.example", "//#x"])
def test_a_link_that_only_looks_whole_is_followed_from_the_page_where_it_stands(link):
    files = {"a/index.html": f'<p id="x"><a href="{link}">글</a>'.encode(), "a/b/index.html": b"<p>"}
    files["c/index.html"] = files["a/index.html"].replace(b' id="x"', b"")

    found = rendering_problems(files, site_urls=("https://a.example",), draft_urls={})

    assert [problem.path for problem in found] == ["c/index.html"]
