"""A small project with a theme of three templates: what publication needs, without cases or the real theme."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
AS_OF = datetime(2026, 11, 22, tzinfo=UTC)

SETTINGS = """
import sys
from pathlib import Path
sys.path.insert(0, str(Path(__file__).resolve().parent))
SITENAME = "시험"
SITEURL = ""
TIMEZONE = "Asia/Seoul"
DEFAULT_LANG = "ko"
LOCALE = ["C.UTF-8", "C"]
PATH = "content"
PAGE_PATHS = ["pages"]
ARTICLE_PATHS = []
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
DRAFT_PAGE_SAVE_AS = ""
SLUGIFY_SOURCE = "basename"
THEME = "theme"
DIRECT_TEMPLATES = ["index"]
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
PLUGIN_PATHS = ["."]
PLUGINS = ["yaml_metadata"]
"""
SITE = """
name = "시험 답변"
brand = "시험"
url = "https://answers.test.example"
description = "시험입니다."
case_prefix = "TE"
contact_email = "answers@test.example"
"""
INDEX = """<!doctype html><title>{{ SITENAME }}</title>
{% for page in pages %}<a href='{{ SITEURL }}/{{ page.url }}'>{{ page.title }}</a>{% endfor %}
"""
PAGE = "<!doctype html><title>{{ page.title }}</title><h1 id='top'>{{ page.title }}</h1>{{ page.content }}"


def a_project(folder: Path, *, settings: str = "", files: dict[str, str] | None = None) -> Path:
    """Return the root of a project that builds two pages, with more settings and files where they are given."""
    root = folder / "project"
    for package in ("core", "edge", "publication"):
        shutil.copytree(
            REPOSITORY / "plugins" / package, root / "plugins" / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    texts = {
        "plugins/__init__.py": "",
        "pelicanconf.py": SETTINGS + settings,
        "publishconf.py": "from pelicanconf import *\nSITEURL = 'https://answers.test.example'\n",
        "site.toml": SITE,
        "theme/static/site.css": "p { color: black }\n",
        "theme/templates/index.html": INDEX,
        "theme/templates/page.html": PAGE,
        "theme/templates/article.html": PAGE,
        "content/pages/about.md": "---\ntitle: 소개\n---\n\n반갑습니다.\n",
    }
    write_files(root, texts | (files or {}))
    return root


def write_files(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
