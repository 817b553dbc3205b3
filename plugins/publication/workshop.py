"""Where a rendering is made: alone, in a folder of its own, by a process of its own."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from plugins.core.errors import BuildError
from plugins.edge.files import disk_refused, told


class BuildBugError(Exception):
    """Pelican, the theme or a plugin has a bug; its traceback is in the message."""


class RefusedError(BuildError):
    """What the rendering process refused, in its own words, which may be several lines."""


def render(root: Path, settings_file: str, folder: Path, as_of: datetime, *flags: str) -> None:
    """Render the site of ``root`` into a folder.

    Args:
        flags: Of ``plugins.publication.render``, e.g. ``--drafts``.

    Raises:
        RefusedError: The content or a setting is refused.
        BuildBugError: The rendering ended with a traceback.
    """
    command = [sys.executable, "-m", "plugins.publication.render", "--settings", settings_file]
    command += ["--output", str(folder), "--as-of", as_of.isoformat(), *flags]
    done = subprocess.run(command, cwd=root, env=environment(root), capture_output=True, text=True, check=False)
    said = done.stderr.strip()
    if done.returncode == 2:
        which, _, advice = said.partition(": ")
        raise RefusedError(which, "the rendering refused", advice=advice)
    if done.returncode:
        raise BuildBugError(said or f"the rendering ended with code {done.returncode}")


def environment(root: Path) -> dict[str, str]:
    """Return the environment of a process that renders.

    Nothing of the machine may reach a page: neither its locale, nor its zone, nor the order of its hashes.

    Source: mallopt(3)
    """
    return {
        # What is large and soon gone (a helper's answer) goes back to the machine and leaves no hole. Below the size of
        # a picture it costs a tenth of the build: each would get new pages of memory.
        "MALLOC_MMAP_THRESHOLD_": str(4 << 20),
        "MALLOC_TRIM_THRESHOLD_": str(8 << 20),
        "PATH": os.environ.get("PATH", ""),
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(root),
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


@contextmanager
def alone(lock: Path, *, busy: str) -> Iterator[None]:
    """Hold a lock as long as the block runs.

    Args:
        busy: What to tell the second who comes.

    Raises:
        BuildError: Another process holds it.
        FileError: The disk refuses.
    """
    with told(lock):
        lock.parent.mkdir(parents=True, exist_ok=True)
        file = lock.open("w")
    # The kernel lets go of the lock when the process ends, however it ends; a lock file by its name would stay behind.
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BuildError(lock.name, "another process holds it", advice=busy) from error
        except OSError as error:
            raise disk_refused(lock, error) from error
        yield


@contextmanager
def staging(parent: Path) -> Iterator[Path]:
    """Give a folder that is gone after the block, and clear those of runs that were killed; only for who is alone.

    Raises:
        FileError: The disk refuses.
    """
    for left in parent.glob("staging-*"):
        shutil.rmtree(left, ignore_errors=True)
    with told(parent):
        parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="staging-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
