"""One process at a time: a lock that the kernel lets go of when its holder ends, however it ends."""

import errno
import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plugins.core.errors import DeskError
from plugins.edge.files import told

PAUSE_SECONDS = 0.1


class BusyError(DeskError):
    """Somebody else is at it; nothing was changed."""

    what = "busy"


@contextmanager
def alone(lock: Path, *, which: str, advice: str, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock during the block.

    Args:
        lock: Made where it is missing, with its folder; it stays behind and means nothing by itself.
        which: What is done alone, for the error.
        advice: The Korean sentence for who comes second.
        wait_seconds: How long to wait for the other one to end.

    Raises:
        BusyError: Another process holds it, also after waiting.
        FileError: The lock cannot be made.
    """
    with told(lock):
        lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = lock.open("a")
    with file:
        # Rounds, not the clock: a laptop may sleep in between.
        for rounds in range(int(wait_seconds / PAUSE_SECONDS), -1, -1):
            if _taken(file.fileno(), lock):
                break
            if rounds == 0:
                raise BusyError(which, "another one is running", advice=advice)
            time.sleep(PAUSE_SECONDS)
        yield


def _taken(descriptor: int, lock: Path) -> bool:
    with told(lock):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
                return False
            raise
    return True
