"""axe-core, WCAG 2.2 AA, over every page of the demo and of the fixture site; light and dark, on a phone and a desk.

One tab reads a share of them: the stylesheet and axe stay, the page is put in their place. Every rule that asks what is
written there runs on every page. What a rule says that asks how an element looks follows from its tag, its classes and
states and those around it, so these run on pages that together hold every combination, of both sites, for they have one
stylesheet; contrast again in the dark, the size of targets again on a phone.
"""

from contextlib import contextmanager
from functools import cache

import pytest
from selectolax.lexbor import LexborHTMLParser

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
# The size of targets is asked only where it is asked for.
WHOLE = OPTIONS | {"runOnly": WCAG, "rules": {rule: {"enabled": True} for rule in LOOKS}}
WRITTEN = OPTIONS | {"runOnly": WCAG, "rules": {rule: {"enabled": False} for rule in LOOKS}}
COLOUR = OPTIONS | {"runOnly": ["color-contrast", "link-in-text-block"]}
TARGETS = OPTIONS | {"runOnly": ["target-size"]}
# What the stylesheet asks of an element beside its tag.
STATES = ["class", "lang", "aria-current", "open", "fill", "stroke"]
# Two workers share the pages of a site.
SHARES = 2

# Puts one page after the other in the place of this one, as far as a reader can tell, and looks at each; scripts and
# the stylesheet stay. All are fetched first, so that nothing is painted that nobody looks at.
EACH = """async ([pages, given]) => {
  const texts = await Promise.all(pages.map(async ([path]) => (await fetch(path)).text()));
  const kept = "link[rel=stylesheet], script, meta[http-equiv]", root = document.documentElement, told = [];
  for (const [index, [, rules]] of pages.entries()) {
    const page = new DOMParser().parseFromString(texts[index], "text/html");
    for (const {name} of [...root.attributes]) root.removeAttribute(name);
    for (const {name, value} of page.documentElement.attributes) root.setAttribute(name, value);
    for (const old of [...document.head.children]) if (!old.matches(kept)) old.remove();
    for (const one of [...page.head.children]) if (!one.matches(kept)) document.head.append(document.adoptNode(one));
    document.body.replaceWith(document.adoptNode(page.body));
    told.push(await (LOOK)(rules, given));
  }
  return told;
}"""
AXE_RUN = """async rules => rules && (await axe.run(document, rules)).violations.flatMap(
  ({id, nodes}) => nodes.map(node => [id, node.html.slice(0, 200)]))"""
# WCAG 2.2, 1.4.10: nothing scrolls sideways at 320 px; and 1.4.12: nor with the spacing a reader may set.
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
SPACINGS = ["", SPACED]
SPACE = """async (rules, spacings) => {
  const wide = spacings.filter(css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
    return root.scrollWidth > root.clientWidth;
  });
  document.adoptedStyleSheets = [];
  return [...wide.map(css => ["scrolls sideways", css]), ...(await (AXE)(rules) ?? [])];
}""".replace("AXE", AXE_RUN)


@contextmanager
def served(folder):
    with listening(serve_folder(folder, 0)) as server:
        yield server.address


def violations(browser, address, paths, telling):
    """Everything that keeps a reader out, on any of these pages, as (page, rule, element).

    Args:
        telling: The pages whose look is judged.
    """
    tab = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
    tab.goto(address + paths[0])
    tab.evaluate(installed(AXE).read_text(encoding="utf-8"))

    def looked_at(pages, look):
        told = tab.evaluate(
            EACH.replace("LOOK", look), [[(address + p, rules) for p, rules in pages.items()], SPACINGS]
        )
        return [(path, *one) for path, found in zip(pages, told, strict=True) for one in found]

    found = looked_at({path: WHOLE if path in telling else WRITTEN for path in paths}, AXE_RUN)
    tab.emulate_media(color_scheme="dark")
    found += looked_at({path: COLOUR for path in paths if path in telling}, AXE_RUN)
    tab.set_viewport_size({"width": 320, "height": 800})
    found += looked_at({path: TARGETS if path in telling else None for path in paths}, SPACE)
    tab.close()
    return found


def shapes_of(html):
    """Every element of a page as the stylesheet sees it: its tags, classes and states from the body down."""
    found, waiting = set(), [(LexborHTMLParser(html).body, "")]
    while waiting:
        element, above = waiting.pop()
        for child in element.iter():
            own = [(name, child.attributes[name] or "") for name in STATES if name in child.attributes]
            shape = f"{above}>{child.tag}{own or ''}"
            # axe does not judge the colour of a single letter.
            letters = any(len(node.text_content.strip()) > 1 for node in child.iter(include_text=True) if is_text(node))
            found.add((shape, letters))
            waiting.append((child, shape))
    return found


def is_text(node):
    return node.tag == "-text"


@cache
def plan(demo, states):
    """The pages of both sites, and those among them whose look is judged, as (site, page)."""
    shapes = {
        (folder, path): shapes_of((folder / path).read_bytes())
        for folder in (demo, states)
        for path in page_paths(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    }
    return list(shapes), set(covering(shapes, set()))


def covering(shapes, seen):
    """Few pages that together hold every combination that was not seen before."""
    telling = []
    while new := max(((len(found - seen), path) for path, found in shapes.items() if found - seen), default=None):
        telling.append(new[1])
        seen |= shapes[new[1]]
    return telling


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("site", ["demo", "states"])
def test_no_page_keeps_anyone_out(chromium, demo_folder, states_folder, site, share):
    folder = {"demo": demo_folder, "states": states_folder}[site]
    pages, telling = plan(demo_folder, states_folder)
    # Those that take long lie in both shares alike.
    mine = sorted(
        (path for where, path in pages if where == folder), key=lambda path: ((folder, path) in telling, path)
    )

    with served(folder) as address:
        found = violations(chromium, address, mine[share::SHARES], {path for where, path in telling if where == folder})

    assert found == []


def test_both_sites_have_one_stylesheet(demo_folder, states_folder):
    assert len({(folder / "theme/css/site.css").read_bytes() for folder in (demo_folder, states_folder)}) == 1


@pytest.mark.parametrize(
    ("html", "shapes"),
    [
        ("<p>글</p>", {(">p", False)}),
        ("<p class=a>글 둘</p>", {(">p[('class', 'a')]", True)}),
        ("<ul><li>하나<li>둘</ul>", {(">ul", False), (">ul>li", True), (">ul>li", False)}),
        (
            "<details open><b>글 둘</b></details>",
            {(">details[('open', '')]", False), (">details[('open', '')]>b", True)},
        ),
        ("<i lang=en>one</i><i>하나</i>", {(">i[('lang', 'en')]", True), (">i", True)}),
    ],
)
def test_the_shape_of_an_element_is_all_that_a_stylesheet_asks_of_it(html, shapes):
    assert shapes_of(html) == shapes


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
        found = violations(chromium, address, ["first.html", "second.html"], {"second.html"})

    assert {path for path, _, _ in found} == {"second.html"}
    assert {rule for _, rule, _ in found} == set(WRONG.values())
    assert [html for _, rule, html in found if rule == "color-contrast" and "dim" in html]


def test_the_spacing_a_reader_sets_is_tried(chromium, tmp_path):
    tab = chromium.new_page()
    tab.set_content("<span>글</span>")
    # As many letters, of whatever font is there, as fill the narrowest page.
    letters = int(300 // tab.evaluate("document.querySelector('span').getBoundingClientRect().width"))
    tab.close()
    (tmp_path / "a.css").write_text("p { white-space: nowrap }", encoding="utf-8")
    (tmp_path / "first.html").write_text(PAGE.format("<p>" + "글" * letters + "</p>"), encoding="utf-8")

    with served(tmp_path) as address:
        found = violations(chromium, address, ["first.html"], set())

    assert found == [("first.html", "scrolls sideways", SPACED)]
