"""How heavy a page is: bytes and requests by kind of page, beside Pelican's own theme on the same words.

python bench/weight.py [--json FILE]
python bench/weight.py --beside papermod=public,index.html,posts/a/index.html     any other built site, e.g. Hugo's

Builds the demo and, with Pelican's ``notmyidea``, the demo's answers; both in folders of their own. A page weighs its
HTML and its stylesheets, compressed as servers send them (gzip -9, brotli 11). A request is whatever a browser asks for
to show the page; the icon is left out, browsers ask for it once for a whole site.
"""

import argparse
import gzip
import json
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.demo import DEMO  # noqa: E402 - the project is no installed package
from tests.site.trees import a_tree, built  # noqa: E402

KINDS = {
    "home": r"index\.html",
    "case": r"cases/[A-Z]+-\d+-\d+/index\.html",
    "response": r"responses/[^/]+-response/index\.html",
    "correction": r"corrections/(?!page)[^/]+-\d+/index\.html",
    "progress": r"progress/(?!page)[^/]+-\d+/index\.html",
    "story": r"stories/(?!page)[^/]+/index\.html",
    "cases": r"cases/index\.html",
    "person": r"people/[^/]+/index\.html",
}
LOADED = {"link": "href", "script": "src", "img": "src", "source": "src", "iframe": "src"}
RELATIONS = {"stylesheet", "preload", "modulepreload"}
PLAIN = """
SITENAME, SITEURL, TIMEZONE, DEFAULT_LANG, PATH, THEME = "모과나루 답변", "", "Asia/Seoul", "ko", "content", "notmyidea"
SLUGIFY_SOURCE = "basename"
ARTICLE_URL = "{slug}/"
ARTICLE_SAVE_AS = "{slug}/index.html"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
PLUGINS = ["yaml_metadata"]
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Weight:
    """One page. ``strangers`` are requests to other hosts: they are counted and not weighed."""

    site: str
    kind: str
    page: str
    gzip: int
    brotli: int
    requests: int
    strangers: int


class Page(HTMLParser):
    """Every address that a browser loads with a page."""

    def __init__(self):
        super().__init__()
        self.urls = []

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        if tag == "link" and not RELATIONS & set((facts.get("rel") or "").split()):
            return
        if tag in LOADED and facts.get(LOADED[tag]):
            self.urls.append(facts[LOADED[tag]])


def weigh(site, folder, kind, page):
    """Return what one page of a built folder weighs."""
    reader = Page()
    html = (folder / page).read_bytes()
    reader.feed(html.decode())
    waiting, seen, styles = [(page, url) for url in reader.urls], set(), []
    strangers = 0
    while waiting:
        base, url = waiting.pop()
        parts = urlsplit(url)
        if parts.netloc or parts.scheme in {"http", "https"}:
            strangers += url not in seen
            seen.add(url)
            continue
        path = posixpath.normpath(posixpath.join("/", posixpath.dirname(base), unquote(parts.path))).lstrip("/")
        if parts.scheme == "data" or path in seen or not (folder / path).is_file():
            continue
        seen.add(path)
        if path.endswith(".css"):
            styles.append((folder / path).read_bytes())
            waiting += [(path, found) for found in asked_by(styles[-1].decode())]
    files = [html, *styles]
    return Weight(
        site=site,
        kind=kind,
        page=page,
        gzip=sum(len(gzip.compress(content, 9, mtime=0)) for content in files),
        brotli=sum(len(brotli.compress(content, quality=11)) for content in files),
        requests=1 + len(seen),
        strangers=strangers,
    )


def asked_by(css):
    """Return what a stylesheet loads whatever the page: others it imports. Fonts and pictures depend on use."""
    return re.findall(r"@import\s+(?:url\()?\s*[\"']?([^\"')\s;]+)", css)


def of_kind(site, folder, kind, pattern):
    """Return the page in the middle of its kind by weight, and the heaviest where that is another."""
    paths = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.html"))
    found = sorted((weigh(site, folder, kind, p) for p in paths if re.fullmatch(pattern, p)), key=lambda w: w.gzip)
    if not found:
        return []
    middle, heaviest = found[(len(found) - 1) // 2], replace(found[-1], kind=f"{kind}, heaviest")
    return [middle] if heaviest.page == middle.page else [middle, heaviest]


def ours(folder):
    root = a_tree(folder)
    done = built(root)
    if done.returncode:
        sys.exit(done.stderr)
    return root / "output"


def plain(folder):
    """The demo's answers under Pelican's own theme, by Pelican's own command."""
    content = folder / "content"
    content.mkdir(parents=True)
    for path in sorted((DEMO / "content/responses").glob("*.md")):
        shutil.copy(path, content / path.name)
    (folder / "conf.py").write_text(PLAIN, encoding="utf-8")
    command = [sys.executable, "-m", "pelican", "-s", "conf.py", "-o", "output"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "output"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--beside", action="append", default=[], metavar="NAME=FOLDER,HOME,POST")
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        output = ours(Path(temporary, "ours"))
        for kind, pattern in KINDS.items():
            rows += of_kind("sinmungo", output, kind, pattern)
        peer = plain(Path(temporary, "plain"))
        rows += [weigh("notmyidea", peer, "home", "index.html")]
        rows += of_kind("notmyidea", peer, "response", r"mg-[^/]+/index\.html")
        for beside in options.beside:
            name, rest = beside.split("=", 1)
            folder, home, post = rest.split(",")
            rows += [weigh(name, Path(folder), "home", home), weigh(name, Path(folder), "response", post)]
    print(f"{'site':12} {'page':22} {'gzip':>7} {'brotli':>7} {'requests':>9} {'strangers':>10}")
    for row in rows:
        print(f"{row.site:12} {row.kind:22} {row.gzip:7,} {row.brotli:7,} {row.requests:9} {row.strangers:10}")
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
