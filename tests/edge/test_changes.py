"""What changes below a folder is told, however an editor writes it."""

import shutil

import pytest

from plugins.edge.changes import Changes


@pytest.fixture
def watched(tmp_path):
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "content/posts/a.md").write_text("하나", encoding="utf-8")
    (tmp_path / "site.toml").write_text("x", encoding="utf-8")
    changes = Changes([tmp_path / "content", tmp_path / "site.toml"])
    yield tmp_path, changes
    changes.close()


def saved_in_place(root):
    (root / "content/posts/a.md").write_text("둘", encoding="utf-8")
    return root / "content/posts/a.md"


def saved_beside_and_renamed(root):
    (root / "content/posts/.a.swp").write_text("둘", encoding="utf-8")
    return (root / "content/posts/.a.swp").rename(root / "content/posts/a.md")


def a_new_folder(root):
    (root / "content/new").mkdir()
    (root / "content/new/b.md").write_text("새 글", encoding="utf-8")
    return root / "content/new/b.md"


def taken_away(root):
    (root / "content/posts/a.md").unlink()
    return root / "content/posts/a.md"


def a_single_file(root):
    (root / "site.toml").write_text("y", encoding="utf-8")
    return root / "site.toml"


@pytest.mark.parametrize("edit", [saved_in_place, saved_beside_and_renamed, a_new_folder, taken_away, a_single_file])
def test_an_edit_is_told(watched, edit):
    root, changes = watched
    path = edit(root)

    told = set()
    for _ in range(20):
        told |= changes.wait(0.2)
        if path in told:
            break

    assert path in told


def test_what_lies_beside_is_not_told(watched):
    root, changes = watched
    (root / "other.txt").write_text("x", encoding="utf-8")
    (root / "content/posts/a.cpython.pyc").write_text("x", encoding="utf-8")

    assert changes.wait(0.3) == frozenset()


def test_a_folder_that_comes_later_is_watched_too(watched):
    root, changes = watched
    shutil.copytree(root / "content/posts", root / "content/more")
    changes.wait(1.0)
    changes.wait(0.2)
    (root / "content/more/a.md").write_text("셋", encoding="utf-8")

    assert root / "content/more/a.md" in changes.wait(2.0)
