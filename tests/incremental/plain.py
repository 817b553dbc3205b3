"""A Pelican site that is none of ours: articles with tags, authors and translations, Pelican's own theme and feeds.

Built in a fork of the test's process, which has Pelican loaded: a tenth of what a new process costs.
"""

import os
import shutil
import traceback
from functools import cache
from pathlib import Path

import pelican  # noqa: F401 - loaded once, for every fork

from tests.incremental.forked import said_in_a_fork, templates_kept_in
from tests.site.trees import shared, shared_folder, tell_it_moved

REPOSITORY = Path(__file__).resolve().parents[2]
SETTINGS = """
AUTHOR = "누구"
SITENAME = "아무 누리집"
SITEURL = "https://any.example"
PATH = "content"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
TIMEZONE = "Asia/Seoul"
DEFAULT_LANG = "ko"
DEFAULT_PAGINATION = 3
DELETE_OUTPUT_DIRECTORY = False
CACHE_CONTENT = LOAD_CONTENT_CACHE = False
THEME = "simple"
FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = "feeds/{slug}.atom.xml"
YEAR_ARCHIVE_SAVE_AS = "{date:%Y}/index.html"
TEMPLATE_PAGES = {}
PLUGIN_PATHS = ["."]
PLUGINS = []
"""


def a_plain_site(folder: Path, *, posts: int = 8, settings: str = "") -> Path:
    """Return the root of a site of so many articles and one page."""
    root = folder / "plain"
    texts = {
        "pelicanconf.py": SETTINGS + settings,
        "content/pages/about.md": "Title: 소개\n\n반갑습니다.\n",
        "content/images/a.txt": "그림\n",
    }
    for number in range(posts):
        texts[f"content/posts/post-{number}.md"] = (
            f"Title: 글 {number} & <끝>\nSlug: post-{number}\n"
            f"Date: 20{26 - number // 28}-01-{number % 28 + 1:02} 09:00\nCategory: 갈래{number % 2}\n"
            f"Tags: 하나, 둘{number % 3}\nAuthors: 가람, 나래{number % 2}\n\n본문 {number}입니다. **굵게**.\n\n"
            f"[앞 글]({{filename}}/posts/post-{max(0, number - 1)}.md) ![그림]({{static}}/images/a.txt)\n"
        )
    texts["content/posts/post-1-en.md"] = "Title: Post 1\nDate: 2026-01-02\nLang: en\nSlug: post-1\n\nEnglish.\n"
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def a_built_site(folder: Path) -> Path:
    """Return the root of such a site that was built into the folder ``out`` beside it."""
    source = _built_once().parent
    shutil.copytree(source, folder, dirs_exist_ok=True)
    root = folder / "plain"
    tell_it_moved(source / "plain", root, source / "out", folder / "out")
    return root


@cache
def _built_once() -> Path:
    def make(folder: Path) -> None:
        root = a_plain_site(folder)
        assert said_building(root, folder / "out") == ""

    return shared("plain", make, "plain")


def said_building(root: Path, output: Path, *, quick: bool = True, **overrides: object) -> str:
    """Build in a fork and return what it said when it failed, "" where it did not.

    Args:
        quick: With the plugin, or as Pelican builds without it.
    """
    return said_in_a_fork(root / "said.txt", lambda: _build(root, output, quick=quick, overrides=overrides))


def _build(root: Path, output: Path, *, quick: bool, overrides: dict[str, object]) -> int:
    from pelican import Pelican
    from pelican.settings import read_settings

    os.chdir(root)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        settings = read_settings(str(root / "pelicanconf.py"), override={"OUTPUT_PATH": str(output), **overrides})
        if quick:
            settings["PLUGINS"] = ["plugins.incremental.hooks", *settings["PLUGINS"]]
        else:
            templates_kept_in(shared_folder("compiled"))
        Pelican(settings).run()
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def snapshot(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def times(folder: Path) -> dict[str, int]:
    return {p.relative_to(folder).as_posix(): p.stat().st_mtime_ns for p in sorted(folder.rglob("*")) if p.is_file()}
