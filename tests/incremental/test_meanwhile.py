"""Somebody writes while the build reads or writes: what it remembers is never of other bytes than the file's."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from plugins.edge.memo import MemoStore
from plugins.edge.stamps import is_renamed, stamp_of
from plugins.incremental.build import STATE, Build
from plugins.incremental.hooks import read_together
from plugins.incremental.pages import put
from plugins.incremental.readers import Shelf


class Hasty(type(Path())):
    """A path whose file is overwritten as soon as it has been read."""

    def read_bytes(self):
        content = super().read_bytes()
        self.write_bytes(b"another"[: len(content)])
        return content


@pytest.fixture
def page(tmp_path):
    (tmp_path / "page.html").write_bytes(b"one")
    return tmp_path / "page.html"


def test_a_page_that_is_overwritten_while_it_is_compared_is_not_taken_for_ours(page):
    assert put(page, b"one").stamp == stamp_of(page)
    assert put(Hasty(page), b"one").stamp != stamp_of(page)


def test_a_file_that_is_overwritten_while_it_is_read_is_not_taken_for_what_was_read(page):
    build = SimpleNamespace(_entered=0, ledger=SimpleNamespace(pages={}))
    Build._enter(build, "page.html", page, None)
    assert build.ledger.pages["page.html"].stamp == stamp_of(page)

    Build._enter(build, "page.html", Hasty(page), None)
    assert build.ledger.pages["page.html"].stamp != stamp_of(page)


def test_a_renamed_file_is_known_and_another_of_its_size_is_not(page):
    before = stamp_of(page)
    page.rename(page.with_name("moved.html"))
    moved = stamp_of(page.with_name("moved.html"))
    page.write_bytes(b"two")

    assert is_renamed(before, moved)
    assert not is_renamed(before, stamp_of(page))


class Saved:
    """A reader; somebody saves the file just before it is opened."""

    def __init__(self, settings):
        self.settings = settings

    def read(self, source_path):
        if self.settings["SAVED"]:
            Path(source_path).write_text(self.settings["SAVED"], encoding="utf-8")
        return Path(source_path).read_text(encoding="utf-8"), {}


def test_a_text_that_is_saved_while_it_is_converted_is_not_remembered_for_what_stood_there_before(tmp_path):
    post = tmp_path / "post.md"
    post.write_text("before", encoding="utf-8")

    def read(saved):
        # The settings that count are those that a reader asks for: this one stands for somebody at another desk.
        settings = {"PATH": str(tmp_path), "SAVED": saved}
        shelf = Shelf(memo, settings)
        reader = shelf.cached(Saved(settings))
        shelf._tokens["SAVED"] = "nobody's"
        shelf.prepare([str(post)], {"md": reader})
        return reader.read(str(post))[0]

    memo = MemoStore(tmp_path / "memo/memo", b"", workers=1)
    assert read("after") == "after"
    post.write_text("before", encoding="utf-8")
    assert read("") == "before"


def test_what_another_generator_reads_is_converted_with_the_posts():
    converted = []
    build = SimpleNamespace(is_read=False, read_together=lambda _folder, paths, _readers: converted.extend(paths))
    generator = SimpleNamespace(
        settings={STATE: build, "ARTICLE_PATHS": [""], "ARTICLE_EXCLUDES": []},
        context={"read_besides": ["cases/a.md"]},
        get_files=lambda _paths, exclude: {"posts/b.md"},
        path="content",
        readers=SimpleNamespace(readers={}),
    )
    read_together(generator)

    assert converted == ["cases/a.md", "posts/b.md"]
