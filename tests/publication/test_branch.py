"""Against a real bare repository: the branch that a host serves."""

import subprocess

import pytest

from plugins.core.errors import BuildError
from plugins.core.site import read_site
from plugins.publication.branch import push_site, read_branch
from plugins.publication.swap import digests
from tests.checkout import git
from tests.publication.projects import AS_OF, SITE, write_files

SITE_FILES = {"index.html": b"one", "about/index.html": b"two\r\n", "tags/환불/index.html": b"three"}


@pytest.fixture
def host(tmp_path):
    bare = tmp_path / "host.git"
    git(tmp_path, "init", "--quiet", "--bare", str(bare))
    return bare


def pushed(tmp_path, target, *, files=None, ours=None):
    write_files(tmp_path, {"site.toml": SITE})
    folder = tmp_path / f"clone-{len(list(tmp_path.iterdir()))}"
    folder.mkdir()
    return push_site(
        read_branch(target, tmp_path),
        folder,
        files=SITE_FILES if files is None else files,
        ours=ours or {},
        site=read_site(tmp_path / "site.toml"),
        as_of=AS_OF,
    )


def held(bare, branch="gh-pages"):
    names = git(bare, "-c", "core.quotepath=off", "ls-tree", "-r", "--name-only", branch).splitlines()
    return {
        name: subprocess.run(["git", "show", f"{branch}:{name}"], cwd=bare, capture_output=True, check=True).stdout
        for name in names
    }


def commits(bare, branch="gh-pages"):
    return int(git(bare, "rev-list", "--count", branch))


def test_a_branch_is_made_and_holds_the_site_byte_for_byte(tmp_path, host):
    pushed(tmp_path, "git:host.git#pages")

    assert held(host, "pages") == SITE_FILES | {".nojekyll": b""}


def test_the_same_site_makes_no_second_commit(tmp_path, host):
    pushed(tmp_path, "git:host.git")

    swap = pushed(tmp_path, "git:host.git", ours=digests(SITE_FILES))

    assert (commits(host), swap.new, swap.changed, swap.removed) == (1, (), (), ())


def test_a_page_that_is_gone_is_taken_away_and_what_others_put_there_stays(tmp_path, host):
    pushed(tmp_path, "git:host.git")
    theirs = tmp_path / "theirs"
    git(tmp_path, "clone", "--quiet", "--branch", "gh-pages", str(host), str(theirs))
    write_files(theirs, {"CNAME": "answers.test.example"})
    git(theirs, "add", "CNAME")
    git(theirs, "-c", "user.name=x", "-c", "user.email=x@x.example", "commit", "--quiet", "-m", "CNAME")
    git(theirs, "push", "--quiet")
    fewer = {name: text for name, text in SITE_FILES.items() if name != "about/index.html"}

    pushed(tmp_path, "git:host.git", files=fewer, ours=digests(SITE_FILES))

    assert held(host) == fewer | {".nojekyll": b"", "CNAME": b"answers.test.example"}
    assert commits(host) == 3


def test_the_commit_is_signed_by_the_site_and_not_by_staff(tmp_path, host):
    pushed(tmp_path, "git:host.git")

    said = git(host, "log", "--format=%an <%ae> %cn %cI %s", "gh-pages").strip()

    assert said == (
        "시험 답변 <answers@test.example> 시험 답변 2026-11-22T00:00:00+00:00 "
        "발행: 새 파일 4개, 바뀐 파일 0개, 없앤 파일 0개"
    )


def test_a_remote_may_be_named_as_the_project_knows_it(tmp_path, host):
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "remote", "add", "origin", str(host))

    pushed(tmp_path, "git:origin#gh-pages")

    assert commits(host) == 1
    assert git(tmp_path, "status", "--porcelain", "--untracked-files=no") == ""


def test_a_branch_that_holds_the_project_itself_is_no_target(tmp_path, host):
    pushed(tmp_path, "git:host.git#main", files={"pelicanconf.py": b""})

    with pytest.raises(BuildError) as error:
        pushed(tmp_path, "git:host.git#main")

    assert "원본이 있습니다" in error.value.korean
    assert commits(host, "main") == 1


@pytest.mark.parametrize(("target", "said"), [("git:gone.git", "보내지 못했습니다"), ("git:#x", "저장소를 적어")])
def test_a_remote_that_cannot_be_reached_is_told_in_one_sentence(tmp_path, target, said):
    with pytest.raises(BuildError) as error:
        pushed(tmp_path, target)

    assert said in error.value.korean
    assert "\n" not in error.value.korean


def test_a_branch_that_holds_the_site_of_somebody_else_is_no_target(tmp_path, host):
    theirs = {"robots.txt": b"Sitemap: https://answers.other.example/sitemap.xml\n", "cases/1/index.html": b"x"}
    pushed(tmp_path, "git:host.git", files=theirs)

    with pytest.raises(BuildError) as error:
        pushed(tmp_path, "git:host.git")

    assert "다른 누리집(https://answers.other.example)" in error.value.korean
    assert commits(host) == 1
