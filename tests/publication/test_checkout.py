"""In real checkouts: what is refused before publishing, and what is committed after it."""

import pytest

from plugins.core.errors import BuildError
from plugins.publication.checkout import commit_written, is_checkout, refuse_uncommitted
from tests.checkout import git
from tests.publication.projects import write_files


def a_checkout(folder, inside=""):
    git(folder, "init", "--quiet")
    git(folder, "config", "user.name", "윤하람")
    git(folder, "config", "user.email", "haram@test.example")
    root = folder / inside
    write_files(root, {"content/pages/about.md": "글\n", "theme/a.css": "\n", "records/old.json": "{}\n"})
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "처음")
    return root


def committed(root):
    names = git(root, "show", "--no-renames", "--relative", "--name-only", "--format=", "HEAD")
    return sorted(names.splitlines())


@pytest.mark.parametrize("inside", ["", "answers"])
def test_what_is_not_committed_in_content_is_refused_by_name(tmp_path, inside):
    root = a_checkout(tmp_path, inside)
    write_files(root, {"content/pages/about.md": "고침\n", "content/pages/새 글.md": "새\n", "theme/a.css": "p {}\n"})

    with pytest.raises(BuildError) as error:
        refuse_uncommitted(root, "content")

    assert "content/pages/about.md, content/pages/새 글.md" in error.value.korean
    assert "theme" not in error.value.korean


def test_a_clean_content_is_not_refused(tmp_path):
    refuse_uncommitted(a_checkout(tmp_path), "content")


@pytest.mark.parametrize("inside", ["", "answers"])
def test_exactly_the_files_named_are_committed_and_what_staff_staged_stays_staged(tmp_path, inside):
    root = a_checkout(tmp_path, inside)
    write_files(root, {"records/published.json": "{}\n", "records/p/a.json": "{}\n", "theme/a.css": "p {}\n", "x": ""})
    (root / "records/old.json").unlink()
    git(root, "add", "theme/a.css")

    done = commit_written(root, ("records/published.json", "records/p", "records/old.json"), "발행 기록")

    assert done
    assert committed(root) == ["records/old.json", "records/p/a.json", "records/published.json"]
    assert git(root, "diff", "--cached", "--relative", "--name-only") == "theme/a.css\n"


@pytest.mark.parametrize("paths", [(), ("records/old.json",), ("records/none.json",)])
def test_nothing_new_makes_no_commit(tmp_path, paths):
    root = a_checkout(tmp_path)

    assert not commit_written(root, paths, "발행 기록")
    assert git(root, "rev-list", "--count", "HEAD") == "1\n"


def test_a_folder_without_git_is_no_checkout(tmp_path):
    assert not is_checkout(tmp_path)


def test_a_folder_that_the_repository_around_it_ignores_is_no_checkout(tmp_path):
    a_checkout(tmp_path)
    write_files(tmp_path, {".gitignore": "/scratch\n", "scratch/x": ""})

    assert (is_checkout(tmp_path), is_checkout(tmp_path / "scratch")) == (True, False)


def test_another_git_at_work_is_waited_for_and_then_told(tmp_path):
    root = a_checkout(tmp_path)
    write_files(root, {".git/index.lock": "", "records/new.json": "{}\n"})

    with pytest.raises(BuildError) as error:
        commit_written(root, ("records/new.json",), "발행 기록")

    assert "index.lock" in error.value.korean
