"""What a piece of code opens while it runs, told by Python itself (audit events): nothing is declared by hand.

Source: Python library reference, audit events table; PEP 578.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any

# After these nobody knows any more what was read.
_BEYOND = (
    "os.listdir",
    "os.scandir",
    "subprocess.Popen",
    "os.system",
    "socket.connect",
    "glob.glob",
    "sqlite3.connect",
)

# What brings a file to a place without opening it there; the second detail says where.
_MOVED = ("os.rename", "os.link", "os.symlink")


class Opened:
    """Files that were opened for reading; ``is_known`` is false where something else was asked."""

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.is_known = True


# When a file last changed, and the digest of its bytes.
Before = tuple[int, bytes]


class _Watch:
    """One hook a process: a hook can never be taken out again."""

    def __init__(self) -> None:
        self.is_in = False
        self.reading: list[Opened] = []
        self.writing: dict[str, Before | None] | None = None
        self.below = ""

    def __call__(self, event: str, details: tuple[Any, ...]) -> None:
        if event == "open":
            if self.reading or self.writing is not None:
                self._opened(*details)
        elif event in _MOVED and self.writing is not None:
            self._written(details[1])
        elif self.reading and event in _BEYOND and not _is_library(details[0] if details else ""):
            for opened in self.reading:
                opened.is_known = False

    def _opened(self, path: Any, mode: Any, flags: Any) -> None:
        if not isinstance(path, str | bytes | os.PathLike):
            return
        name = os.fsdecode(path)
        written = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
        if written:
            self._written(name)
        elif self.reading and not _is_library(name):
            for opened in self.reading:
                opened.paths.add(os.path.abspath(name))

    def _written(self, path: Any) -> None:
        if self.writing is not None:
            whole = os.path.abspath(os.fsdecode(path))
            if whole.startswith(self.below) and whole not in self.writing:
                self.writing[whole] = None
                self.writing[whole] = _before(whole)


def _before(path: str) -> Before | None:
    try:
        changed = os.stat(path).st_mtime_ns
        with open(path, "rb") as file:
            return changed, blake2b(file.read(), digest_size=16).digest()
    except OSError:
        return None


def _is_library(path: Any) -> bool:
    if not isinstance(path, str):
        return False
    return path.startswith((sys.prefix, sys.base_prefix)) or "site-packages" in path or path.endswith((".py", ".pyc"))


_WATCH = _Watch()


def _put_in() -> None:
    if not _WATCH.is_in:
        _WATCH.is_in = True
        sys.addaudithook(_WATCH)


@contextmanager
def opened_files() -> Iterator[Opened]:
    """Note what the block reads."""
    _put_in()
    opened = Opened()
    _WATCH.reading.append(opened)
    try:
        yield opened
    finally:
        _WATCH.reading.remove(opened)


def watch_writing(folder: Path) -> None:
    """Note from now on which files below a folder are opened for writing, by whomever."""
    _put_in()
    _WATCH.below = os.path.abspath(folder) + os.sep
    _WATCH.writing = {}


def written_files() -> dict[str, Before | None]:
    """Return what was opened for writing since ``watch_writing``, as absolute paths, and what stood there before."""
    return dict(_WATCH.writing or {})
