"""axe-core, WCAG 2.2 AA, over every page of the demo and of the fixture site; light and dark, on a phone and a desk.

One tab reads them all: the stylesheet and axe stay, the page is put in their place. Every rule that asks what is
written there runs on every page. What a rule says that asks how an element looks follows from its tag, its classes and
states and those around it, so these run on pages that together hold every combination, of both sites, for they have one
stylesheet; contrast again in the dark, the size of targets again on a phone.
"""

from contextlib import contextmanager

import pytest

from plugins.publication.checks import page_paths
from plugins.publication.serve import serve_folder
from tests.listening import listening
from tests.packages import AXE, installed

pytestmark = [
    pytest.mark.needs("chromium", "node"),
    pytest.mark.build,
    pytest.mark.allow_hosts(["127.0.0.1"]),
]
# Nothing is loaded from elsewhere, so there is nothing to load once more.
OPTIONS = {"resultTypes": ["violations"], "preload": False}
WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
WRITTEN = OPTIONS | {"runOnly": WCAG, "rules": {rule: {"enabled": False} for rule in LOOKS}}
LOOKED_AT = OPTIONS | {"runOnly": LOOKS}
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
    with listening(serve_folder(folder, 0)) as server:
        yield server.address


def told(tab, path, rules):
    """What axe finds, as (page, rule, element)."""
    return [(path, v["id"], node["html"][:200]) for v in tab.evaluate(AXE_RUN, rules) for node in v["nodes"]]


def violations(browser, address, paths, seen):
    """Everything that keeps a reader out, on any of these pages.

    Args:
        seen: Every combination that was looked at already; those of these pages are added.
    """
    found, shapes = [], {}
    tab = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
    tab.goto(address + paths[0])
    tab.evaluate(installed(AXE).read_text(encoding="utf-8"))
    for path in paths:
        tab.evaluate(READ, address + path)
        shapes[path] = set(tab.evaluate(SHAPES))
        found += told(tab, path, WRITTEN)
    telling = covering(shapes, seen)
    for path in telling:
        tab.evaluate(READ, address + path)
        found += told(tab, path, LOOKED_AT)
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


def covering(shapes, seen):
    """Few pages that together hold every combination that was not seen before."""
    telling = []
    while new := max(((len(found - seen), path) for path, found in shapes.items() if found - seen), default=None):
        telling.append(new[1])
        seen |= shapes[new[1]]
    return telling


def test_no_page_keeps_anyone_out(chromium, folders):
    found, seen, stylesheets = {}, set(), set()
    for site, folder in folders.items():
        pages = page_paths(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
        stylesheets.add((folder / "theme/css/site.css").read_bytes())
        with served(folder) as address:
            found[site] = violations(chromium, address, pages, seen)

    assert (found, len(stylesheets)) == ({"demo": [], "states": []}, 1)


def test_pages_that_are_looked_at_hold_every_combination_together():
    shapes = {"a": {1, 2}, "b": {1, 2, 3}, "c": {4}, "d": {5}}
    seen = {5}

    assert (covering(shapes, seen), seen) == (["b", "c"], {1, 2, 3, 4, 5})


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
        found = violations(chromium, address, ["first.html", "second.html"], set())

    assert {path for path, _, _ in found} == {"second.html"}
    assert {rule for _, rule, _ in found} == set(WRONG.values())
    assert [html for _, rule, html in found if rule == "color-contrast" and "dim" in html]


def test_the_spacing_a_reader_sets_is_tried(chromium, tmp_path):
    (tmp_path / "a.css").write_text("p { white-space: nowrap }", encoding="utf-8")
    (tmp_path / "first.html").write_text(PAGE.format("<p>" + "글" * 20 + "</p>"), encoding="utf-8")

    with served(tmp_path) as address:
        found = violations(chromium, address, ["first.html"], set())

    assert found == [("first.html", "scrolls sideways", SPACED)]
