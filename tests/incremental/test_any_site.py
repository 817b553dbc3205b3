"""For any Pelican site: what the plugin leaves as it is, what it renders, and that nobody could tell."""

import shutil
import subprocess
import sys

import pytest

from plugins.edge.files import beside
from tests.incremental.plain import REPOSITORY, a_built_site, a_plain_site, said_building, snapshot, times

pytestmark = pytest.mark.build
POST = "content/posts/post-3.md"


@pytest.fixture
def site(tmp_path):
    """A site that was built once."""
    return a_built_site(tmp_path)


def rewritten(root, name, old, new):
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def differing(root, **settings):
    """Build both ways and return the paths of what is not the same."""
    out, clean = root.parent / "out", root.parent / "clean"
    shutil.rmtree(clean, ignore_errors=True)
    assert said_building(root, out, **settings) == ""
    assert said_building(root, clean, quick=False, **settings) == ""
    quick, afresh = snapshot(out), snapshot(clean)
    return sorted(path for path in {**quick, **afresh} if quick.get(path) != afresh.get(path))


EDITS = {
    "nothing": lambda root: None,
    "a body": lambda root: rewritten(root, POST, "본문 3", "다른 본문 3"),
    "a title": lambda root: rewritten(root, POST, "Title: 글 3", "Title: 새 제목 <b>"),
    "a tag": lambda root: rewritten(root, POST, "둘0", "셋"),
    "a category": lambda root: rewritten(root, POST, "갈래1", "새 갈래"),
    "a date": lambda root: rewritten(root, POST, "2026-01-04", "2025-05-04"),
    "a linked post that moves": lambda root: rewritten(root, "content/posts/post-2.md", "Title: 글 2", "Title: 딴 글"),
    "a post that goes": lambda root: (root / POST).unlink(),
    "a draft": lambda root: rewritten(root, POST, "Category:", "Status: draft\nCategory:"),
    "a page": lambda root: rewritten(root, "content/pages/about.md", "반갑습니다", "어서 오세요"),
    "a static file": lambda root: (root / "content/images/a.txt").write_text("다른 그림", encoding="utf-8"),
    "how Markdown is read": lambda root: rewritten(
        root, "pelicanconf.py", "PLUGINS = []", 'MARKDOWN = {"extensions": ["markdown.extensions.nl2br"]}\nPLUGINS = []'
    ),
    "how many stand on a page": lambda root: rewritten(root, "pelicanconf.py", "PAGINATION = 3", "PAGINATION = 2"),
    "the name of the site": lambda root: rewritten(root, "pelicanconf.py", "아무 누리집", "다른 이름"),
    "the address of the site": lambda root: rewritten(root, "pelicanconf.py", "any.example", "other.example/here"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_after_an_edit_every_byte_is_that_of_a_clean_build(site, edit):
    edit(site)

    assert differing(site) == []


def test_with_relative_addresses_too(tmp_path):
    root = a_plain_site(tmp_path, settings="RELATIVE_URLS = True\n")
    first = differing(root)
    rewritten(root, POST, "본문 3", "다른 본문 3")

    assert (first, differing(root)) == ([], [])


def test_after_the_edit_of_a_body_no_other_page_is_touched(site, tmp_path):
    before = times(tmp_path / "out")
    rewritten(site, POST, "본문 3", "다른 본문 3")

    said_building(site, tmp_path / "out")

    after = times(tmp_path / "out")
    changed = {path for path in after if after[path] != before.get(path)}
    assert "post-3.html" in changed
    # Pelican's own theme shows a summary of each post in its lists; no other post's page has changed.
    assert not {path for path in changed if path.startswith(("post-", "pages/", "theme/", "images/"))} - {"post-3.html"}


def test_a_build_without_an_edit_renders_nothing(site, tmp_path):
    before = times(tmp_path / "out")

    said_building(site, tmp_path / "out")

    assert times(tmp_path / "out") == before


def test_a_page_that_was_overwritten_by_hand_comes_back(site, tmp_path):
    page = tmp_path / "out/post-3.html"
    page.write_text("고친 쪽", encoding="utf-8")

    assert differing(site) == []


def test_what_is_not_ours_in_the_output_stays_and_what_is_goes(site, tmp_path):
    (tmp_path / "out/.well-known").mkdir()
    (tmp_path / "out/.well-known/key.txt").write_text("남의 것", encoding="utf-8")
    (site / POST).unlink()

    said_building(site, tmp_path / "out")

    paths = snapshot(tmp_path / "out")
    assert ".well-known/key.txt" in paths
    assert "post-3.html" not in paths


def test_vanished_pages_go_also_when_the_cache_was_lost(site, tmp_path):
    shutil.rmtree(site / "cache")
    (site / POST).unlink()

    assert differing(site) == []


def test_a_page_that_somebody_changed_is_theirs_and_is_not_taken_away(site, tmp_path):
    page = tmp_path / "out/post-3.html"
    page.write_text("내가 고친 쪽", encoding="utf-8")
    (site / POST).unlink()

    said_building(site, tmp_path / "out")

    assert page.read_text(encoding="utf-8") == "내가 고친 쪽"


NOTES = """
from pathlib import Path
from pelican import signals
from pelican.generators import Generator
from plugins.core.memo import memo_of
from plugins.edge.outputs import Outputs

class Notes(Generator):
    def generate_output(self, writer):
        said = (Path(self.path).parent / "note.md").read_bytes()
        Outputs(self.output_path, writer, memo_of(self.settings)).put("note.txt", said)

def generators(_pelican):
    return Notes

def register():
    signals.get_generators.connect(generators)
"""


def test_what_a_killed_build_wrote_and_the_next_one_left_alone_is_ours_to_take_away(site, tmp_path):
    out = tmp_path / "out"
    (site / "notes.py").write_text(NOTES, encoding="utf-8")
    (site / "note.md").write_text("하나", encoding="utf-8")
    rewritten(site, "pelicanconf.py", "PLUGINS = []", 'PLUGINS = ["notes"]')
    assert said_building(site, out) == ""
    for path in (site / "note.md", out / "note.txt"):
        path.write_text("둘", encoding="utf-8")
    assert said_building(site, out) == ""
    assert (out / "note.txt").read_text(encoding="utf-8") == "둘"
    rewritten(site, "pelicanconf.py", 'PLUGINS = ["notes"]', "PLUGINS = []")

    said_building(site, out)

    assert not (out / "note.txt").exists()


def test_what_a_killed_build_had_begun_to_write_goes_and_nobody_elses_file(site, tmp_path):
    out = tmp_path / "out"
    # Pages and whatever else is written whole are begun under such names.
    dying = """
import os, sys
from pathlib import Path
from plugins.edge.files import beside
with beside(Path(sys.argv[1]), b"half"):
    os._exit(9)
"""
    subprocess.run([sys.executable, "-c", dying, str(out / "theme/css/site.css")], cwd=REPOSITORY, check=False)
    (left,) = (out / "theme/css").glob(".*")
    (out / "notes.tmp").write_text("남의 것", encoding="utf-8")

    with beside(out / "page.html", "아직 쓰는 중".encode()) as others:
        said_building(site, out)

        assert others.exists()
    assert not left.exists()
    assert (out / "notes.tmp").exists()


@pytest.mark.parametrize("name", ["memo", "ledger-*"])
def test_a_damaged_cache_is_ignored(site, name):
    for path in (site / "cache/incremental").glob(name):
        raw = bytearray(path.read_bytes())
        for at in range(40, len(raw), 97):
            raw[at] ^= 255
        path.write_bytes(raw)
    rewritten(site, POST, "본문 3", "다른 본문 3")

    assert differing(site) == []


def test_a_file_that_a_reader_opens_beside_the_post_is_part_of_it(tmp_path):
    reader = """
from pelican import signals
from pelican.readers import MarkdownReader
from pathlib import Path

class Including(MarkdownReader):
    def read(self, source_path):
        content, metadata = super().read(source_path)
        return content + Path(source_path).with_name("footer.txt").read_text(), metadata

def register():
    signals.readers_init.connect(add)

def add(readers):
    readers.reader_classes["md"] = Including
"""
    root = a_plain_site(tmp_path, settings='PLUGINS = ["including"]\n')
    (root / "including.py").write_text(reader, encoding="utf-8")
    for folder in ("posts", "pages"):
        (root / f"content/{folder}/footer.txt").write_text("<p>끝</p>", encoding="utf-8")
    first = differing(root)
    (root / "content/posts/footer.txt").write_text("<p>다른 끝</p>", encoding="utf-8")

    assert (first, differing(root)) == ([], [])


def test_a_page_whose_filter_reads_a_file_follows_that_file(tmp_path):
    conf = """
from pathlib import Path
def told(text):
    return text + Path("told.txt").read_text()
JINJA_FILTERS = {"told": told}
THEME = "theme"
"""
    root = a_plain_site(tmp_path, settings=conf)
    shutil.copytree(_simple_theme(), root / "theme")
    rewritten(root, "theme/templates/article.html", "{{ article.content }}", "{{ article.content|told }}")
    (root / "told.txt").write_text("하나", encoding="utf-8")
    first = differing(root)
    (root / "told.txt").write_text("둘", encoding="utf-8")

    assert (first, differing(root)) == ([], [])


def test_a_changed_filter_changes_its_pages(tmp_path):
    conf = "THEME = 'theme'\ndef loud(text):\n    return text + '!'\nJINJA_FILTERS = {'loud': loud}\n"
    root = a_plain_site(tmp_path, settings=conf)
    shutil.copytree(_simple_theme(), root / "theme")
    rewritten(root, "theme/templates/article.html", "{{ article.content }}", "{{ article.content|loud }}")
    first = differing(root)
    rewritten(root, "pelicanconf.py", "'!'", "'?'")

    assert (first, differing(root)) == ([], [])


def test_an_include_that_changes_changes_its_pages(tmp_path):
    root = a_plain_site(tmp_path, settings='THEME = "theme"\n')
    shutil.copytree(_simple_theme(), root / "theme")
    (root / "theme/templates/_more.html").write_text("<p>{{ SITENAME }}</p>", encoding="utf-8")
    rewritten(
        root, "theme/templates/article.html", "{{ article.content }}", "{{ article.content }}{% include '_more.html' %}"
    )
    first = differing(root)
    (root / "theme/templates/_more.html").write_text("<p>{{ AUTHOR }}</p>", encoding="utf-8")

    assert (first, differing(root)) == ([], [])


def test_a_file_that_a_post_attaches_is_copied_to_where_the_post_stands(tmp_path):
    # No list and no feed shows a post's text: only its own page moves the file.
    off = "CATEGORY_SAVE_AS TAG_SAVE_AS AUTHOR_SAVE_AS YEAR_ARCHIVE_SAVE_AS FEED_ALL_ATOM CATEGORY_FEED_ATOM "
    off += "AUTHOR_FEED_ATOM AUTHOR_FEED_RSS TRANSLATION_FEED_ATOM"
    alone = "".join(f'{name} = ""\n' for name in off.split())
    alone += 'DIRECT_TEMPLATES = []\nARTICLE_SAVE_AS = "{slug}/index.html"\n'
    root = a_plain_site(tmp_path, settings=alone)
    (root / "content/images/b.txt").write_text("딸린 것", encoding="utf-8")
    rewritten(root, POST, "{static}/images/a.txt", "{attach}/images/b.txt")
    first = differing(root)
    copied = (tmp_path / "out/post-3/b.txt").is_file()
    rewritten(root, POST, "본문 3", "다른 본문 3")

    assert (first, copied, differing(root)) == ([], True, [])


def test_a_post_that_cannot_be_read_is_left_out_as_pelican_leaves_it_out(tmp_path):
    root = a_plain_site(tmp_path)
    rewritten(root, "content/posts/post-0.md", "Date: 2026-01-01", "Date: 2026-01-99")

    assert differing(root) == []
    assert "post-0.html" not in snapshot(tmp_path / "out")


@pytest.mark.parametrize("workers", [1, 3])
def test_any_number_of_workers_writes_the_same_bytes(tmp_path, workers):
    root = a_plain_site(tmp_path, posts=60)

    assert differing(root, INCREMENTAL_WORKERS=workers) == []


def test_a_plugin_that_looks_at_each_page_as_it_is_written_sees_every_page(tmp_path):
    seeing = """
from pelican import signals
def register():
    signals.content_written.connect(stamp)
def stamp(path, context):
    with open(path, "a") as page:
        page.write("<!-- seen -->")
"""
    root = a_plain_site(tmp_path, settings='PLUGINS = ["seeing"]\n')
    (root / "seeing.py").write_text(seeing, encoding="utf-8")
    first = differing(root)
    rewritten(root, POST, "본문 3", "다른 본문 3")

    assert (first, differing(root)) == ([], [])


def test_what_a_plugin_left_alone_goes_with_the_plugin_also_when_the_ledger_was_lost(tmp_path):
    leaving = """
from pathlib import Path
from pelican import signals
from pelican.generators import Generator

class Leaving(Generator):
    def generate_output(self, writer):
        path = Path(self.output_path, "extra.txt")
        if path.exists() and hasattr(writer, "kept"):
            writer.kept.add("extra.txt")
        else:
            path.write_text("덧붙임", encoding="utf-8")

def leaving(pelican):
    return Leaving

def register():
    signals.get_generators.connect(leaving)
"""
    root = a_plain_site(tmp_path, settings='PLUGINS = ["leaving"]\n')
    (root / "leaving.py").write_text(leaving, encoding="utf-8")
    first = differing(root)
    for ledger in (root / "cache/incremental").glob("ledger-*"):
        ledger.unlink()
    second = differing(root)
    there = (tmp_path / "out/extra.txt").is_file()
    rewritten(root, "pelicanconf.py", '["leaving"]', "[]")

    assert (first, second, there, differing(root)) == ([], [], True, [])


def _simple_theme():
    from pathlib import Path

    import pelican

    return Path(pelican.__file__).parent / "themes/simple"
