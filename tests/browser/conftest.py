"""The demo in Debian's Chromium, from a server of ours on loopback; nothing else answers."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from plugins.publication.serve import serve_folder
from tests.listening import listening


# Not for the session: Playwright keeps an event loop running in its thread, and other tests of the worker run theirs.
@pytest.fixture(scope="module")
def chromium():
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    # Root has no sandbox to enter; everyone else keeps it.
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    options += ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()


@pytest.fixture
def address(demo_folder):
    with listening(serve_folder(demo_folder, 0)) as server:
        yield server.address.rstrip("/")


@pytest.fixture
def page(chromium, address):
    """A page that notes what it asked of other hosts and what the console complained about."""
    tab = chromium.new_page(viewport={"width": 360, "height": 780}, base_url=address)
    tab.strangers = []
    tab.complaints = []
    tab.on("request", lambda r: r.url.startswith(address) or tab.strangers.append(r.url))
    tab.on("console", lambda m: m.type in ("error", "warning") and tab.complaints.append(m.text))
    tab.on("pageerror", lambda e: tab.complaints.append(str(e)))
    yield tab
    tab.close()
