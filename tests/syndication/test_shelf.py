"""A feed made from the same as last time is left alone; whatever else changed, it is written."""

import os

import pytest

from plugins.core.memo import FORGETFUL
from plugins.syndication.shelf import Shelf, words_of

NAME = "feeds/all.atom.xml"


class Remembering:
    """A memo in memory, as far as a shelf asks it."""

    def __init__(self):
        self.kept = {}

    def last(self, kind):
        return self.kept.get(kind)

    def keep(self, kind, value):
        self.kept[kind] = value


def a_build(memo, output, *, key=b"1", kept=None):
    shelf = Shelf(memo, output, kept)
    held = shelf.holds(NAME, key)
    if not held:
        shelf.put(NAME, key, b"<feed/>")
    shelf.close()
    return held


def test_what_was_written_from_the_same_is_left_alone_and_the_writer_is_told(tmp_path):
    memo, kept = Remembering(), set()
    a_build(memo, tmp_path)

    assert a_build(memo, tmp_path, kept=kept)
    assert kept == {NAME}


@pytest.mark.parametrize("change", ["key", "gone", "touched", "other output", "forgotten"])
def test_what_is_not_surely_the_same_is_written(tmp_path, change):
    memo, output = Remembering(), tmp_path / "a"
    a_build(memo, output)
    if change == "gone":
        (output / NAME).unlink()
    elif change == "touched":
        os.utime(output / NAME, ns=(1, 1))
    elif change == "other output":
        output = tmp_path / "b"
    elif change == "forgotten":
        memo = FORGETFUL

    assert not a_build(memo, output, key=b"2" if change == "key" else b"1")
    assert (output / NAME).read_bytes() == b"<feed/>"


def a_feed(memo, output, *, key=b"1", kept=None):
    shelf = Shelf(memo, output, kept)
    found = shelf.files_of("all", key)
    if found is None:
        shelf.put(NAME, key, b"<feed/>")
        shelf.note("all", key, [NAME])
    shelf.close()
    return found


def test_a_feed_made_from_the_same_is_left_alone_with_all_its_files(tmp_path):
    memo, kept = Remembering(), set()
    a_feed(memo, tmp_path)
    a_feed(memo, tmp_path)

    assert a_feed(memo, tmp_path, kept=kept) == (NAME,)
    assert kept == {NAME}


@pytest.mark.parametrize("change", ["key", "gone", "touched"])
def test_a_feed_that_is_not_surely_the_same_is_looked_into(tmp_path, change):
    memo = Remembering()
    a_feed(memo, tmp_path)
    if change == "gone":
        (tmp_path / NAME).unlink()
    elif change == "touched":
        os.utime(tmp_path / NAME, ns=(1, 1))

    assert a_feed(memo, tmp_path, key=b"2" if change == "key" else b"1") is None


def test_a_file_that_says_the_same_keeps_its_time_and_the_writer_is_told(tmp_path):
    a_build(FORGETFUL, tmp_path)
    os.utime(tmp_path / NAME, ns=(7, 7))
    kept = set()

    a_build(FORGETFUL, tmp_path, kept=kept)

    assert (tmp_path / NAME).stat().st_mtime_ns == 7
    assert kept == {NAME}


@pytest.mark.parametrize("changed", ["templates/a.html", "locale/en/LC_MESSAGES/messages.po"])
def test_new_words_of_the_theme_are_other_words(tmp_path, changed):
    for name in ("templates/a.html", "locale/en/LC_MESSAGES/messages.po"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("하나")
    before = words_of([str(tmp_path / "templates")])

    (tmp_path / changed).write_text("둘")

    assert words_of([str(tmp_path / "templates")]) != before
