"""Publish as a commit on a git branch, for hosts that serve one (GitHub Pages, GitLab Pages, Codeberg Pages).

The branch is worked on in a throwaway clone: the project's own checkout, index and branches are never touched. Nothing
is forced: who pushed in between is not overwritten.
"""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from plugins.core.errors import BuildError
from plugins.core.site import Site
from plugins.publication.foreign import refuse_foreign
from plugins.publication.swap import Swap, apply_swap, digests, plan_swap, read_folder

SCHEME = "git:"
BRANCH = "gh-pages"
# Without it GitHub Pages runs Jekyll, which leaves out every path that begins with an underscore.
EXTRA = {".nojekyll": b""}
# At the top of a branch only where it holds a project like this one, never a published site.
_SOURCES = ("pelicanconf.py", "site.toml")


@dataclass(frozen=True, kw_only=True, slots=True)
class Branch:
    """A branch of a repository; ``remote`` is an address or a path."""

    remote: str
    name: str


def read_branch(target: str, root: Path) -> Branch:
    """Return the branch that ``git:REMOTE#BRANCH`` means; without ``#``: ``gh-pages``.

    Args:
        root: A remote may be named as this project's git knows it, e.g. ``git:origin#gh-pages``.

    Raises:
        BuildError: No remote is named.
    """
    remote, _, name = target.removeprefix(SCHEME).partition("#")
    if not remote:
        advice = "저장소를 적어 주세요. 예: git:origin#gh-pages, git:git@github.com:회사/누리집.git#gh-pages"
        raise BuildError(target, "no remote", advice=advice)
    known = _run(root, "remote", "get-url", "--push", remote)
    if known.returncode == 0:
        remote = known.stdout.strip()
    if "://" not in remote and ":" not in remote.split("/", maxsplit=1)[0]:
        remote = str(root / Path(remote).expanduser())
    return Branch(remote=remote, name=name or BRANCH)


def push_site(
    branch: Branch, folder: Path, *, files: Mapping[str, bytes], ours: Mapping[str, str], site: Site, as_of: datetime
) -> Swap:
    """Bring the branch to hold these files, by one commit more; the same files make no commit.

    Args:
        folder: Empty; the throwaway clone.
        ours: What earlier publications sent, digests by path. Files of others on the branch stay (CNAME).
        site: Signs the commit: the branch is public, and a member of staff's address does not belong there.

    Raises:
        BuildError: The remote cannot be reached, refuses, or the branch holds the project's sources.
    """
    _git(branch, folder, "init", "--quiet", "--initial-branch", "site")
    there = _git(branch, folder, "ls-remote", "--heads", branch.remote, f"refs/heads/{branch.name}").strip()
    if there:
        _git(branch, folder, "fetch", "--quiet", "--depth=1", "--no-tags", branch.remote, f"refs/heads/{branch.name}")
        _git(branch, folder, "reset", "--quiet", "--hard", "FETCH_HEAD")
        if any((folder / name).exists() for name in _SOURCES):
            advice = (
                f"'{branch.name}' 가지에는 이 프로젝트의 원본이 있습니다. 발행할 가지를 따로 적어 주세요. 예: #gh-pages"
            )
            raise BuildError(branch.name, "holds the sources", advice=advice)
    wanted = EXTRA | dict(files)
    present = {path: content for path, content in read_folder(folder).items() if not path.startswith(".git/")}
    refuse_foreign(f"{SCHEME}{branch.remote}#{branch.name}", present, ours, site.url)
    swap = plan_swap(digests(wanted), digests(present), ours)
    if not (swap.new or swap.changed or swap.removed):
        return swap
    apply_swap(swap, wanted, folder)
    # --force: what the machine's own ignore file leaves out is part of the site all the same.
    _git(branch, folder, "add", "--all", "--force")
    signed = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", site.name), ("EMAIL", site.contact_email), ("DATE", as_of.isoformat()))
    }
    _git(branch, folder, "commit", "--quiet", "--no-verify", "--no-gpg-sign", "-m", f"발행: {swap.counts}", **signed)
    _git(branch, folder, "push", "--quiet", branch.remote, f"HEAD:refs/heads/{branch.name}")
    return swap


def _git(branch: Branch, folder: Path, *words: str, **environment: str) -> str:
    done = _run(folder, *words, **environment)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"git {done.returncode}"]
        raise BuildError(
            f"{SCHEME}{branch.remote}#{branch.name}",
            f"git {words[0]} ended with {done.returncode}",
            advice=f"보내지 못했습니다({said[-1].strip()}). 고친 뒤 다시 발행하면 이어집니다.",
        )
    return done.stdout


def _run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    # Nothing of a git around us: under a hook GIT_DIR points to the repository that called it.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or "SSH" in name}
    # The bytes that were checked are the bytes that are sent: no line endings are turned, no hook is asked.
    options = ["-c", "core.autocrlf=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotepath=off"]
    command = ["git", *options, *words]
    try:
        return subprocess.run(
            command,
            cwd=folder,
            env=inherited | {"GIT_TERMINAL_PROMPT": "0"} | environment,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        return subprocess.CompletedProcess(command, 127, "", "git이 설치되어 있지 않습니다")
