"""How files look from outside, as git's index asks: whoever knows how one looked last time need not read it again.

A stamp changes with every write: the kernel sets the time of the last change itself, also where a program sets the
other one back. Only a write within one tick of the clock (4 ms) of the one before it, of the same size, goes unseen.
"""

import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

# Size, time of the last change of content and of the file, and the file itself; packed: a site has more files than
# anything else.
Stamp = bytes
_PACKED = struct.Struct("<4Q")
# Times before 1970 and after 2262 too.
_ALL = (1 << 64) - 1
# Bytes of a stamp.
SIZE = _PACKED.size


def stamp_of(path: Path | str) -> Stamp | None:
    """Return how a file looks; None where there is none."""
    try:
        return _stamp(os.stat(path))
    except OSError:
        return None


def is_renamed(before: Stamp, now: Stamp) -> bool:
    """Return whether a file is the one of before with its bytes, by another name: only that has changed its status."""
    (size, written, _, number), (size_now, written_now, _, number_now) = map(_PACKED.unpack, (before, now))
    return (size, written, number) == (size_now, written_now, number_now)


def stamps_below(
    folder: Path | str,
    *,
    is_wanted: Callable[[str, str], bool] = lambda _below, _name: True,
    follows: bool = False,
) -> dict[str, Stamp]:
    """Return how every file below a folder looks, by its relative path with ``/``; empty where there is no folder.

    Args:
        is_wanted: Asked with the folder's relative path ("" at the top) and the name of a file or folder in it.
        follows: Look into folders that are links too; otherwise such a link is a file itself.
    """
    return dict(_below(os.fspath(folder), "", is_wanted, () if follows else None))


def _below(
    folder: str, below: str, is_wanted: Callable[[str, str], bool], above: tuple[tuple[int, int], ...] | None
) -> Iterator[tuple[str, Stamp]]:
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if not is_wanted(below, entry.name):
            continue
        name = f"{below}/{entry.name}" if below else entry.name
        if entry.is_dir(follow_symlinks=above is not None):
            if above is None:
                yield from _below(entry.path, name, is_wanted, None)
            # A link that leads back to where it stands would be followed for ever.
            elif (here := (entry.stat().st_dev, entry.stat().st_ino)) not in above:
                yield from _below(entry.path, name, is_wanted, (*above, here))
        else:
            yield name, _stamp(entry.stat(follow_symlinks=entry.is_file()))


def _stamp(stat: os.stat_result) -> Stamp:
    facts = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
    return _PACKED.pack(*(fact & _ALL for fact in facts))
