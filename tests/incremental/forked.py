"""Builds in a fork of the test's process, which has Pelican loaded: a tenth of what a new process costs."""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path


def said_in_a_fork(said: Path, build: Callable[[], int], *, killed_after: float = 0.0) -> str:
    """Return what a build said when it failed, "" where it did not.

    Args:
        said: The file that takes what it says.
        build: Returns its exit code.
        killed_after: Seconds after which it is killed; 0 for never.
    """
    said.unlink(missing_ok=True)
    pid = os.fork()
    if not pid:
        code = 1
        try:
            with said.open("w", encoding="utf-8") as file, contextlib.redirect_stderr(file):
                code = build()
        finally:
            os._exit(code)
    if killed_after:
        time.sleep(killed_after)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if not os.waitstatus_to_exitcode(status):
        return ""
    return (said.read_text(encoding="utf-8") if said.exists() else "") or "ended without a word"
