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


def test_without_git_nothing_is_known(tmp_path):
    assert (staged_text(tmp_path, "a.md"), commits_touching(tmp_path, "a")) == (None, ())
