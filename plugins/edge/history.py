"""What git knows of a file or of a text. Asks only, never writes; a project without git knows nothing."""

import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from plugins.core.korean import SEOUL

_LONGEST = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Commit:
    """A commit that added or took away a text.

    Attributes:
        id: Shortened.
        on: The day in Korea.
        paths: The files in which it did.
    """

    id: str
    on: date
    subject: str
    paths: tuple[str, ...]


def staged_text(root: Path, path: str) -> str | None:
    """Return a file as it stands in git's index, committed or about to be; None where git does not know it.

    Args:
        path: Relative to ``root``, with ``/``.
    """
    done = _git(root, "show", f":./{path}")
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def commits_touching(root: Path, text: str, *, under: Sequence[str] = ()) -> tuple[Commit, ...]:
    """Return the commits of every branch that added or took away a text, newest first.

    Args:
        text: Taken literally; only the first line and its first 200 characters are asked for.
        under: Only in these folders, relative to ``root``; everywhere where none is named.
    """
    needle = (text.strip().splitlines() or [""])[0][:_LONGEST]
    if not needle:
        return ()
    shape = ("--all", "--full-history", "-m", "--format=%x1e%h%x1f%ct%x1f%s", "--name-only", "-z", f"-S{needle}")
    done = _git(root, "log", *shape, "--", *under)
    return tuple(_commits(done.stdout.decode("utf-8", "replace"))) if done.returncode == 0 else ()


def _commits(told: str) -> Iterable[Commit]:
    for record in told.split("\x1e")[1:]:
        head, _, rest = record.partition("\x00")
        id_, on, subject = head.split("\x1f", 2)
        paths = tuple(path for path in rest.strip("\n\x00").split("\x00") if path)
        day = datetime.fromtimestamp(int(on), SEOUL).date()
        yield Commit(id=id_, on=day, subject=subject.strip(), paths=tuple(p.strip("\n") for p in paths))


def _git(root: Path, *words: str) -> "subprocess.CompletedProcess[bytes]":
    try:
        # Without the reader's pager, colours or rename settings: only what stands in the repository.
        return subprocess.run(["git", "--no-pager", *words], cwd=root, capture_output=True, check=False)
    except OSError as error:
        return subprocess.CompletedProcess(words, 127, b"", str(error).encode())
