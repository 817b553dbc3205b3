"""Which files below some places change, told as they do; where the system tells nothing, by looking again and again."""

import ctypes
import ctypes.util
import os
import select
import struct
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

# Source: inotify(7): IN_CLOSE_WRITE, IN_MOVED_FROM, IN_MOVED_TO, IN_CREATE, IN_DELETE, IN_DELETE_SELF; IN_ISDIR,
# IN_Q_OVERFLOW.
_WRITTEN, _FROM, _TO, _CREATED, _DELETED, _SELF = 0x8, 0x40, 0x80, 0x100, 0x200, 0x400
_FOLDER, _OVERFLOW = 0x40000000, 0x4000
_EVENT = struct.Struct("iIII")
_LOOK_EVERY_SECONDS = 0.3
_PASSED_OVER = frozenset({"__pycache__", ".git", "node_modules"})


class Changes:
    """What changes below some folders and files.

    Args:
        places: Folders, watched as deep as they go, and single files.
    """

    def __init__(self, places: Iterable[Path]) -> None:
        self._places = tuple(places)
        self._seen = _stamps(self._places)
        self._descriptor = _inotify()
        self._watched: dict[int, Path] = {}
        if self._descriptor >= 0:
            for place in self._places:
                self._watch(place if place.is_dir() else place.parent)

    def wait(self, seconds: float) -> frozenset[Path]:
        """Return the files that changed, appeared or went; empty where none did for so long."""
        if self._descriptor >= 0:
            ready, _, _ = select.select([self._descriptor], [], [], seconds)
            return self._told() if ready else frozenset()
        end = seconds
        while end > 0:
            if changed := self._looked():
                return changed
            time.sleep(min(_LOOK_EVERY_SECONDS, end))
            end -= _LOOK_EVERY_SECONDS
        return self._looked()

    def close(self) -> None:
        """Stop watching."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _told(self) -> frozenset[Path]:
        found: set[Path] = set()
        raw = os.read(self._descriptor, 1 << 16)
        at = 0
        while at < len(raw):
            watch, mask, _, length = _EVENT.unpack_from(raw, at)
            name = raw[at + _EVENT.size : at + _EVENT.size + length].rstrip(b"\0").decode("utf-8", "surrogateescape")
            at += _EVENT.size + length
            if mask & _OVERFLOW:
                # Too much at once: whatever it was, it is found by looking.
                return self._looked() or frozenset(self._places)
            folder = self._watched.get(watch)
            if folder is None or not name or name in _PASSED_OVER:
                continue
            path = folder / name
            if mask & _FOLDER:
                if mask & (_CREATED | _TO):
                    # What was written into it before it was watched.
                    self._watch(path)
                    found |= {p for p in path.rglob("*") if p.is_file()}
                found.add(path)
            elif mask & (_WRITTEN | _FROM | _TO | _DELETED):
                found.add(path)
        return frozenset(path for path in found if self._is_ours(path))

    def _is_ours(self, path: Path) -> bool:
        return path.suffix != ".pyc" and any(path == place or place in path.parents for place in self._places)

    def _looked(self) -> frozenset[Path]:
        before, self._seen = self._seen, _stamps(self._places)
        return frozenset(p for p in {**before, **self._seen} if before.get(p) != self._seen.get(p))

    def _watch(self, folder: Path) -> None:
        mask = _WRITTEN | _FROM | _TO | _CREATED | _DELETED | _SELF
        is_place = folder in self._places or any(place in folder.parents for place in self._places)
        below = [folder]
        if is_place:
            below += [p for p in folder.rglob("*") if p.is_dir() and not _PASSED_OVER & set(p.parts)]
        for path in below:
            watch = _LIBC.inotify_add_watch(self._descriptor, os.fsencode(path), mask)
            if watch >= 0:
                self._watched[watch] = path


_LIBC = ctypes.CDLL(None, use_errno=True)


def _inotify() -> int:
    """Return a descriptor that tells of changes, or -1 where this system has none to give."""
    if not sys.platform.startswith("linux"):
        return -1
    with suppress(AttributeError, OSError):
        return int(_LIBC.inotify_init1(os.O_CLOEXEC))
    return -1


def _stamps(places: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    stamps = {}
    for place in places:
        for path in (place, *place.rglob("*")) if place.is_dir() else (place,):
            # Editors replace a file by renaming: it may be gone for a moment.
            with suppress(FileNotFoundError):
                stat = path.stat()
                if path.suffix != ".pyc" and path.is_file():
                    stamps[path] = (stat.st_mtime_ns, stat.st_size)
    return stamps
