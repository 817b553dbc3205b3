"""axe-core, WCAG 2.2 AA, over every page of the demo and of the fixture site; light and dark, on a phone and a desk."""

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
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
    # Nothing is loaded from elsewhere, so there is nothing to load once more.
    "preload": False,
}
# One page of every template, the fullest there is: what differs between schemes and widths is the stylesheet.
REPRESENTATIVES = {
    "demo": "index cases cases/MG-2026-001 responses/mg-2026-001-response corrections/mg-2026-001-correction-1"
    " stories/mg-2026-001-story people people/yun-haram contact 404.html",
    "states": "cases cases/ST-2026-001 cases/ST-2026-004 cases/ST-2026-006 responses/st-2026-004-response"
    " progress/st-2026-004-progress-1 corrections/page/2 changes tags tags/환불 cases/topic cases/topic/refund"
    " archive archive/2026 archive/2026/09",
}


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


def violations(browser, address, paths, *, scheme, width):
    """What axe finds, as (page, rule, element), and every page that scrolls sideways; one tab reads them all."""
    tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    axe, found = installed(AXE).read_text(encoding="utf-8"), []
    for path in paths:
        tab.goto(address + path)
        tab.evaluate(axe)
        told = tab.evaluate("async rules => (await axe.run(document, rules)).violations", RULES)
        found += [(path, v["id"], node["html"][:200]) for v in told for node in v["nodes"]]
        if tab.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append((path, "scrolls sideways", str(width)))
    tab.close()
    return found


def as_path(name):
    return "" if name == "index" else name if name.endswith(".html") else f"{name}/"


@pytest.mark.parametrize("site", ["demo", "states"])
def test_no_page_keeps_anyone_out(chromium, folders, site):
    folder = folders[site]
    pages = page_paths(path.relative_to(folder).as_posix() for path in folder.rglob("*"))

    with served(folder) as address:
        found = violations(chromium, address, pages, scheme="light", width=1280)

    assert found == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280), ("dark", 360)])
@pytest.mark.parametrize("site", ["demo", "states"])
def test_no_template_keeps_anyone_out_in_the_dark_or_on_a_phone(chromium, folders, site, scheme, width):
    paths = [as_path(name) for name in REPRESENTATIVES[site].split()]

    with served(folders[site]) as address:
        found = violations(chromium, address, paths, scheme=scheme, width=width)

    assert found == []


def test_axe_sees_what_is_wrong(chromium, tmp_path):
    (tmp_path / "index.html").write_text(
        '<!doctype html><html lang="ko"><title>흐린 글</title><main><h1 style="color:#ccc">흐린 글</h1></main></html>',
        encoding="utf-8",
    )

    with served(tmp_path) as address:
        found = violations(chromium, address, [""], scheme="light", width=1280)

    assert [rule for _, rule, _ in found] == ["color-contrast"]
