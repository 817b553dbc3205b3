"""A picture of every template as a reader sees it, to be looked at: three widths, light and dark.

python -m tests.browser.pictures [FOLDER]     (where the variable SCREENSHOTS names none: build/screenshots)

CI keeps the folder. What can be measured is measured by the tests; whether a page is beautiful is seen by people.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from datetime import datetime
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from plugins.cases.withdrawal import withdrawn_post
from plugins.publication.serve import serve_folder
from tests.demo import DRAFT
from tests.site.states import states_tree
from tests.site.trees import AS_OF, a_tree, demo_tree

WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")
# By template: the site and the page that show most of it.
PICTURED = {
    "404": [("demo", "404.html")],
    "archive": [("demo", "archive/")],
    "article": [
        ("demo", "responses/mg-2026-002-response/"),
        ("demo", "responses/mg-2026-001-response-en/"),
        ("demo", "corrections/mg-2026-002-correction-1/"),
        ("demo", "progress/mg-2026-004-progress-1/"),
        ("demo", "stories/mg-2026-002-story/"),
        ("states", "responses/st-2026-004-response/"),
        ("states", "responses/st-2026-004-response-en/"),
    ],
    "case": [("demo", "cases/MG-2026-002/"), ("states", "cases/ST-2026-004/")],
    "cases": [("demo", "cases/"), ("states", "cases/")],
    "changed": [("demo", "changed/")],
    "changes": [("demo", "changes/")],
    "corrections": [("demo", "corrections/")],
    "draft": [("drafts", "responses/mg-2026-002-response-2/")],
    "drafts": [("drafts", "drafts/")],
    "index": [("demo", "")],
    "kind": [("demo", "responses/"), ("states", "progress/")],
    "opendata": [("demo", "transparency/data/")],
    "page": [("demo", "about/"), ("demo", "contact/"), ("demo", "principles/"), ("demo", "privacy/")],
    "people": [("demo", "people/")],
    "period": [("demo", "archive/2026/10/")],
    "person": [("demo", "people/yun-haram/")],
    "promises": [("demo", "promises/"), ("states", "promises/")],
    "search": [("demo", "search/?q=환불")],
    "subscribe": [("demo", "subscribe/")],
    "tag": [("demo", "tags/개인정보/")],
    "tags": [("demo", "tags/")],
    "topic": [("demo", "cases/topic/personal-data/")],
    "topics": [("demo", "cases/topic/")],
    "transparency": [("demo", "transparency/"), ("demo", "transparency/2026-10/"), ("states", "transparency/")],
    "withdrawn": [("drafts", "stories/mg-2026-003-story/")],
}
# Whatever the others begin with.
BASES = {"base"}


def taken(browser: Browser, sites: dict[str, Path], pages: list[tuple[str, str]], folder: Path) -> list[Path]:
    """Take the pictures of pages and return their paths."""
    paths = []
    for site in dict.fromkeys(site for site, _ in pages):
        server = serve_folder(sites[site], 0)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        tab = browser.new_page()
        for page in (page for other, page in pages if other == site):
            tab.goto(server.address + page, wait_until="networkidle" if "?" in page else "load")
            name = page.split("?")[0].strip("/").replace("/", "_") or "home"
            for width, scheme in product(WIDTHS, SCHEMES):
                tab.set_viewport_size({"width": width, "height": 800})
                tab.emulate_media(color_scheme=scheme)
                paths.append(folder / f"{site}-{name}-{width}-{scheme}.jpeg")
                # As JPEG they take a third of the time and of the room.
                tab.screenshot(path=paths[-1], full_page=True, type="jpeg", quality=80)
        tab.close()
        server.shutdown()
        server.server_close()
    return paths


def with_drafts(folder: Path) -> Path:
    """Return the demo as `invoke serve` shows it while somebody writes: a draft, a story taken back, and no gate."""
    root = a_tree(folder)
    story = root / "content/stories/mg-2026-003-story.md"
    at = datetime.fromisoformat(AS_OF)
    words = withdrawn_post(story.read_text(encoding="utf-8"), at=at, why="글쓴이가 청하셨습니다", asked_by="글쓴이")
    story.write_text(words, encoding="utf-8")
    (root / "content/responses/mg-2026-002-response-2.md").write_text(DRAFT, encoding="utf-8")
    given = ["--settings", "pelicanconf.py", "--output", "preview", "--as-of", AS_OF, "--drafts"]
    subprocess.run([sys.executable, "-m", "plugins.publication.render", *given], cwd=root, check=True)
    return root / "preview"


def main(arguments: list[str]) -> None:
    folder = Path(*arguments[:1] or [os.environ.get("SCREENSHOTS") or "build/screenshots"])
    folder.mkdir(parents=True, exist_ok=True)
    pages = [page for shown in PICTURED.values() for page in shown]
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        sites = {"demo": demo_tree() / "output", "states": states_tree() / "output", "drafts": with_drafts(Path(place))}
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program, args=options)
        paths = taken(browser, sites, pages, folder)
        browser.close()
    print(f"{len(paths)} pictures in {folder}")


if __name__ == "__main__":
    main(sys.argv[1:])
