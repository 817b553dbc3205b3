"""Which files a rendering reads that nobody watches: no part of the project, of Python or of its libraries."""

import os
import sys
from pathlib import Path
from typing import Any

from plugins.publication.standing import is_input

# What comes with the machine: time zones, media types.
_MACHINE = ("/usr/", "/etc/", "/proc/", "/sys/", "/dev/")


class Beyond:
    """Writes them down, one a line, also where a worker of the build reads them.

    Args:
        file: Made, or emptied.
        root: The project.
        output: What the rendering reads of it, it has written itself.
    """

    def __init__(self, file: Path, root: Path, output: Path) -> None:
        # A descriptor, not a file: writing to it is no event that would be heard again, and forks write to it too.
        self._into = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o666)
        self._root, self._output = root, output
        self._watched = (sys.prefix, sys.base_prefix, f"{root}/cache/", f"{output}/", *_MACHINE)
        self._seen: set[str] = set()

    def __call__(self, path: Any) -> None:
        """Take note of a file that is opened."""
        if not isinstance(path, str | bytes | os.PathLike):
            return
        name = os.fsdecode(path)
        # Nearly all that is opened lies there; to remember each would take as much as the list of all pages.
        if name in self._seen or (name.startswith(self._watched) and ".." not in name):
            return
        self._seen.add(name)
        whole = os.path.abspath(name)
        # What Python writes of the code that it has read stands there.
        if whole.startswith(self._watched) or "/__pycache__/" in whole:
            return
        below = whole.removeprefix(f"{self._root}/")
        if below == whole or not is_input(below, self._root, self._output):
            os.write(self._into, f"{whole}\n".encode("utf-8", "surrogateescape"))
