"""A preview in a browser: a page that was built again is shown again, a refusal lies over it, mending takes it away."""

import threading

import pytest
from playwright.sync_api import Error

from plugins.publication.live import Live
from plugins.publication.serve import serve_folder
from tests.publication.projects import write_files

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.allow_hosts(["127.0.0.1"])]
PAGE = "<!doctype html><html lang=ko><title>글</title><body><h1>{}</h1></body></html>"
REFUSED = "content/responses/a.md:8: stage: '<b>모름</b>'이라는 값은 없습니다."


@pytest.fixture
def preview(tmp_path):
    """A folder that is shown, whoever is told of its builds, and its address."""
    write_files(tmp_path, {"a/index.html": PAGE.format("처음"), "b/index.html": PAGE.format("다른 글")})
    live = Live()
    server = serve_folder(tmp_path, 0, live=live)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield tmp_path, live, server.address
    server.shutdown()
    server.server_close()
    thread.join()


def shown(tab, *, hidden):
    """Tell a page that its tab was put behind another one, or is in front again."""
    told = f"Object.defineProperty(document, 'hidden', {{value: {str(hidden).lower()}, configurable: true}});"
    tab.evaluate(f"{told} document.dispatchEvent(new Event('visibilitychange'))")


def test_a_tab_behind_others_holds_no_connection_and_is_shown_again_when_it_is_in_front(chromium, preview):
    folder, live, address = preview
    tab = chromium.new_page()
    with tab.expect_response("**/__preview__/events?*"):
        tab.goto(f"{address}a/")

    shown(tab, hidden=True)
    write_files(folder, {"a/index.html": PAGE.format("고친 글")})
    live.built(everything=True)
    with pytest.raises(Error, match="Timeout"):
        tab.get_by_role("heading", name="고친 글").wait_for(timeout=300)
    shown(tab, hidden=False)
    tab.get_by_role("heading", name="고친 글").wait_for()
    tab.close()


def test_a_page_is_shown_again_and_a_refusal_lies_over_it_until_it_is_mended(chromium, preview):
    folder, live, address = preview
    tab, other = chromium.new_page(), chromium.new_page()
    box = tab.locator("#sinmungo-preview")
    for page, name in ((tab, "a"), (other, "b")):
        with page.expect_response("**/__preview__/events?*"):
            page.goto(f"{address}{name}/")

    other.evaluate("window.mark = true")
    write_files(folder, {"a/index.html": PAGE.format("고친 글")})
    live.built(["a/index.html"])
    tab.get_by_role("heading", name="고친 글").wait_for()
    live.refused(REFUSED)
    box.wait_for()
    said, role = box.inner_text(), box.get_attribute("role")
    tab.reload()
    box.wait_for()
    write_files(folder, {"a/index.html": PAGE.format("다 고친 글")})
    untouched = other.evaluate("window.mark === true")
    live.built(everything=True)
    tab.get_by_role("heading", name="다 고친 글").wait_for()
    left = box.count()
    tab.close()
    other.close()

    assert (said, role, left) == (REFUSED, "alert", 0)
    assert untouched


def test_what_was_built_before_a_page_could_ask_is_shown_all_the_same(chromium, preview):
    folder, live, address = preview
    tab = chromium.new_page()

    def built_meanwhile(route):
        write_files(folder, {"a/index.html": PAGE.format("고친 글")})
        live.built(["a/index.html"])
        route.continue_()

    tab.route("**/__preview__/events?*", built_meanwhile, times=1)
    tab.goto(f"{address}a/")

    tab.get_by_role("heading", name="고친 글").wait_for()
    tab.close()
