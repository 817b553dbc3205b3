"""The project's own git checkout, as far as publishing needs it: what is not committed, and committing what it wrote.

Refuses to touch anything else: what staff have staged stays staged, their branch moves by exactly one commit.
"""

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from plugins.core.errors import BuildError

NO_CHECKOUT = (
    "이 폴더는 git 저장소가 아니어서 무엇을 발행했는지 커밋하지 못했습니다. 발행 기록은 이 컴퓨터에만 남습니다."
)
_SHOWN = 5
# Exit code where the program itself is missing, as a shell says it.
_MISSING = 127
# A file may be called anything; git takes a star or a colon in a name for a pattern.
_LITERAL = "--literal-pathspecs"
_TRIES = 10
_WAIT_SECONDS = 0.2


def is_checkout(root: Path) -> bool:
    """Return whether git keeps this folder; a folder that a repository around it ignores is none."""
    inside = _git(root, "rev-parse", "--is-inside-work-tree")
    if inside.returncode == _MISSING or "not a git repository" in inside.stderr:
        return False
    # Anything else that git says, e.g. that the folder is somebody else's, is no reason to publish past it.
    return _told(inside).strip() == "true" and bool(_git(root, "check-ignore", ".").returncode)


def refuse_uncommitted(root: Path, folder: str) -> None:
    """Do nothing where everything below a folder is committed.

    Raises:
        BuildError: Something is not; the files are named. What readers see must be found in git again.
    """
    names = _uncommitted(root, (folder,))
    if not names:
        return
    more = f" 외 {len(names) - _SHOWN}개" if len(names) > _SHOWN else ""
    advice = (
        f"커밋하지 않은 글이 있어 발행하지 않았습니다({', '.join(names[:_SHOWN])}{more}). 먼저 git에 커밋해 주세요."
    )
    raise BuildError(folder, "uncommitted changes", advice=advice)


def refuse_unnamed(root: Path) -> None:
    """Do nothing where git knows who commits; asked before anything is sent.

    Raises:
        BuildError: git has no name for the committer.
    """
    if _git(root, "var", "GIT_COMMITTER_IDENT").returncode:
        advice = "git이 누가 커밋하는지 모릅니다. `git config user.name 이름`과 user.email을 먼저 정해 주세요."
        raise BuildError("git", "no committer", advice=advice)


def commit_written(root: Path, paths: Sequence[str], message: str) -> bool:
    """Commit exactly these files as they are on the disk, gone ones too, and return whether there was anything to.

    Args:
        paths: Relative to ``root``; a folder stands for all below it.

    Raises:
        BuildError: git refuses; what was written stays on the disk, and the next publication commits it.
    """
    changed = _uncommitted(root, paths)
    if not changed:
        return False
    _patiently(root, _LITERAL, "add", "--all", "--force", "--", *changed)
    # --only leaves alone what staff have staged. Their hooks judge what people write, not these records.
    _patiently(root, _LITERAL, "commit", "--quiet", "--no-verify", "--only", "-m", message, "--", *changed)
    return True


def _uncommitted(root: Path, paths: Sequence[str]) -> list[str]:
    options = ("--porcelain=v1", "-z", "--untracked-files=all", "--no-renames")
    status = _told(_git(root, _LITERAL, "status", *options, "--", *paths))
    # Two letters, a space and the name as seen from the top of the repository, which may lie above the project.
    above = _told(_git(root, "rev-parse", "--show-prefix")).strip()
    return [entry[3:].removeprefix(above) for entry in status.split("\0") if entry]


def _git(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_INDEX")}
    command = ["git", "-c", "core.quotepath=off", *words]
    try:
        # In a session of its own: when the publication is killed, git still finishes its step and leaves no index.lock.
        return subprocess.run(
            command,
            cwd=root,
            env=environment | {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
        )
    except FileNotFoundError:
        return subprocess.CompletedProcess(command, _MISSING, "", "git is not installed")


def _patiently(root: Path, *words: str) -> str:
    """Wait a moment for another git at work here: an editor's, or that of a publication that was killed."""
    for _ in range(_TRIES - 1):
        done = _git(root, *words)
        if done.returncode == 0 or ".lock" not in done.stderr:
            return _told(done)
        time.sleep(_WAIT_SECONDS)
    return _told(_git(root, *words))


def _told(done: subprocess.CompletedProcess[str]) -> str:
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"git {done.returncode}"]
        advice = f"git이 거절했습니다({said[0]}). 고친 뒤 다시 발행하면 이어집니다."
        raise BuildError("git", f"ended with {done.returncode}", advice=advice)
    return done.stdout
