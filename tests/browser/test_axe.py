"""axe-core, WCAG 2.2 AA, over every page of the demo and of the fixture site; light and dark, on a phone and a desk.

One tab reads them all: the stylesheet and axe stay, the page is put in their place. What axe says of an element follows
from its tag, its classes and states and those around it, so every rule runs on every page that holds a combination not
seen before; contrast again in the dark, the size of targets again on a phone. On the other pages run the rules that
look at what is written there: names, languages, references.
"""

import threading
from contextlib import contextmanager

import pytest

from plugins.publication.checks import page_paths
from plugins.publication.serve import serve_folder
from tests.packages import AXE, installed

pytestmark = [
    pytest.mark.needs("chromium", "node"),
    pytest.mark.build,
    pytest.mark.allow_hosts(["127.0.0.1"]),
]
# Nothing is loaded from elsewhere, so there is nothing to load once more.
OPTIONS = {"resultTypes": ["violations"], "preload": False}
WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
ALL = OPTIONS | {"runOnly": WCAG}
WRITTEN = OPTIONS | {
    "runOnly": """aria-valid-attr-value button-name document-title html-has-lang html-lang-valid image-alt
    input-button-name label link-name meta-viewport svg-img-alt valid-lang""".split()
}
COLOUR = OPTIONS | {"runOnly": ["color-contrast", "link-in-text-block"]}
TARGETS = OPTIONS | {"runOnly": ["target-size"]}

# Puts another page in the place of this one, as far as a reader can tell; scripts and the stylesheet stay.
READ = """async path => {
  const text = await (await fetch(path)).text();
  const page = new DOMParser().parseFromString(text, "text/html"), root = document.documentElement;
  for (const {name} of [...root.attributes]) root.removeAttribute(name);
  for (const {name, value} of page.documentElement.attributes) root.setAttribute(name, value);
  const kept = "link[rel=stylesheet], script, meta[http-equiv]";
  for (const old of [...document.head.children]) if (!old.matches(kept)) old.remove();
  for (const one of [...page.head.children]) if (!one.matches(kept)) document.head.append(document.adoptNode(one));
  document.body.replaceWith(document.adoptNode(page.body));
}"""
AXE_RUN = "async rules => (await axe.run(document, rules)).violations"
# Every element as the stylesheet sees it: its tags, classes and states from the body down.
SHAPES = """() => {
  const known = new Map([[document.body, ""]]), states = ["class", "lang", "aria-current", "open", "fill", "stroke"];
  for (const e of document.body.querySelectorAll("*")) {
    const own = states.map(name => e.getAttribute(name) ?? "").join();
    // axe does not judge the colour of a single letter.
    const letters = [...e.childNodes].some(node => node.nodeType === 3 && node.data.trim().length > 1);
    known.set(e, known.get(e.parentElement) + ">" + e.tagName + own + letters);
  }
  return [...new Set(known.values())];
}"""
# WCAG 2.2, 1.4.10: nothing scrolls sideways at 320 px; and 1.4.12: nor with the spacing a reader may set.
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
SPACE = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = css ? [sheet] : [];
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}"""


@pytest.fixture
def folders(demo_folder, states_folder):
    return {"demo": demo_folder, "states": states_folder}


@contextmanager
def served(folder):
    server = serve_folder(folder, 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def told(tab, path, rules):
    """What axe finds, as (page, rule, element)."""
    return [(path, v["id"], node["html"][:200]) for v in tab.evaluate(AXE_RUN, rules) for node in v["nodes"]]


def violations(browser, address, paths):
    """Everything that keeps a reader out, on any of these pages."""
    found, seen, telling = [], set(), []
    tab = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
    tab.goto(address + paths[0])
    tab.evaluate(installed(AXE).read_text(encoding="utf-8"))
    for path in paths:
        tab.evaluate(READ, address + path)
        shapes = set(tab.evaluate(SHAPES))
        if not shapes <= seen:
            seen |= shapes
            telling.append(path)
        found += told(tab, path, ALL if path in telling else WRITTEN)
    tab.emulate_media(color_scheme="dark")
    for path in telling:
        tab.evaluate(READ, address + path)
        found += told(tab, path, COLOUR)
    tab.set_viewport_size({"width": 320, "height": 800})
    for path in paths:
        tab.evaluate(READ, address + path)
        found += [(path, "scrolls sideways", css) for css in ("", SPACED) if tab.evaluate(SPACE, css) > 0]
        if path in telling:
            tab.evaluate(SPACE, "")
            found += told(tab, path, TARGETS)
    tab.close()
    return found


@pytest.mark.parametrize("site", ["demo", "states"])
def test_no_page_keeps_anyone_out(chromium, folders, site):
    folder = folders[site]
    pages = page_paths(path.relative_to(folder).as_posix() for path in folder.rglob("*"))

    with served(folder) as address:
        found = violations(chromium, address, pages)

    assert found == []


PAGE = (
    '<!doctype html><html lang="ko"><title>쪽</title><link rel="stylesheet" href="a.css">'
    "<main><h1>쪽 하나</h1>{}</main></html>"
)
CSS = "@media (prefers-color-scheme: dark) { body { background: #111; color: #eee } .dim { color: #222 } }"
CSS += " .pale { color: #bbb } .small { display: block; height: 9px; font-size: 9px }"
WRONG = {
    '<p class="pale">흐린 글</p>': "color-contrast",
    '<p class="dim">어두울 때 흐린 글</p>': "color-contrast",
    '<a href="/" class="bare"></a>': "link-name",
    '<a href="/a" class="small">글</a><a href="/b" class="small">글</a>': "target-size",
    '<p class="wide">' + "w" * 99 + "</p>": "scrolls sideways",
}


def test_what_is_wrong_is_seen_and_nothing_else(chromium, tmp_path):
    (tmp_path / "a.css").write_text(CSS, encoding="utf-8")
    (tmp_path / "first.html").write_text(PAGE.format("<p>고른 글</p>"), encoding="utf-8")
    (tmp_path / "second.html").write_text(PAGE.format("".join(WRONG)), encoding="utf-8")

    with served(tmp_path) as address:
        found = violations(chromium, address, ["first.html", "second.html"])

    assert {path for path, _, _ in found} == {"second.html"}
    assert {rule for _, rule, _ in found} == set(WRONG.values())
    assert [html for _, rule, html in found if rule == "color-contrast" and "dim" in html]


def test_the_spacing_a_reader_sets_is_tried(chromium, tmp_path):
    (tmp_path / "a.css").write_text("p { white-space: nowrap }", encoding="utf-8")
    (tmp_path / "first.html").write_text(PAGE.format("<p>" + "글" * 20 + "</p>"), encoding="utf-8")

    with served(tmp_path) as address:
        found = violations(chromium, address, ["first.html"])

    assert found == [("first.html", "scrolls sideways", SPACED)]
