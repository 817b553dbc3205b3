from datetime import date

from plugins.edge.history import commits_touching, staged_text
from tests.checkout import git


def test_a_file_is_told_as_git_has_it(tmp_path):
    git(tmp_path, "init", "-q")
    (tmp_path / "하나.md").write_text("처음", encoding="utf-8")
    before = staged_text(tmp_path, "하나.md")
    git(tmp_path, "add", "-A")
    (tmp_path / "하나.md").write_text("다음", encoding="utf-8")

    assert (before, staged_text(tmp_path, "하나.md")) == (None, "처음")


def test_a_text_is_taken_literally(tmp_path):
    git(tmp_path, "init", "-q")
    (tmp_path / "a.md").write_text("a.c [x]*", encoding="utf-8")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "하나")

    assert [len(commits_touching(tmp_path, text)) for text in ("[x]*", "abc", " ", "--all")] == [1, 0, 0, 0]


def test_the_day_of_a_commit_is_the_day_it_was_in_korea(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-19T20:00:00-05:00")
    git(tmp_path, "init", "-q")
    (tmp_path / "a.md").write_text("하나", encoding="utf-8")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "하나")

    (commit,) = commits_touching(tmp_path, "하나")
    assert commit.on == date(2026, 11, 20)


def test_without_git_nothing_is_known(tmp_path):
    assert (staged_text(tmp_path, "a.md"), commits_touching(tmp_path, "a")) == (None, ())
