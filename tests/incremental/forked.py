"""Builds in a fork of the test's process, which has Pelican loaded: a tenth of what a new process costs."""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache
from pelican import signals


def said_in_a_fork(said: Path, build: Callable[[], int], *, killed_after: float = 0.0) -> str:
    """Return what a build said when it failed, "" where it did not.

    Args:
        said: The file that takes what it says.
        build: Returns its exit code.
        killed_after: Seconds after which it is killed; 0 for never.
    """
    pid = begun(said, build)
    if killed_after:
        time.sleep(killed_after)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return ended(said, pid)


def begun(said: Path, build: Callable[[], int]) -> int:
    """Begin a build and return its process; see ``said_in_a_fork``."""
    said.unlink(missing_ok=True)
    pid = os.fork()
    if not pid:
        code = 1
        try:
            with said.open("w", encoding="utf-8") as file, contextlib.redirect_stderr(file):
                code = build()
        finally:
            os._exit(code)
    return pid


def ended(said: Path, pid: int) -> str:
    """Wait for a build that was begun and return what it said when it failed."""
    _, status = os.waitpid(pid, 0)
    if not os.waitstatus_to_exitcode(status):
        return ""
    return (said.read_text(encoding="utf-8") if said.exists() else "") or "ended without a word"


def templates_kept_in(folder: Path) -> None:
    """Let Jinja keep what it makes of the text of a template, from one clean build to the next.

    That is three quarters of what a small clean build costs, and nothing that our plugin remembers: it has its own.
    """
    folder.mkdir(exist_ok=True)
    kept = FileSystemBytecodeCache(str(folder))

    def keep(generator: Any) -> None:
        generator.env.bytecode_cache = kept

    # Pelican's signals hold their receivers weakly, and this process ends with its build.
    signals.generator_init.connect(keep, weak=False)
