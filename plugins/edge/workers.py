"""Share work out over the cores by fork; where fork is not safe, one process does it all. The results are the same."""

import gc
import os
import pickle
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

from plugins.core.errors import DeskError

T = TypeVar("T")

_PR_SET_PDEATHSIG = 1
# How often each process asks for more, about, and how often all of them: a pipe may hold no more than 4096 bytes.
_DEALS = 100
_MOST_DEALS = 1000
_NUMBER = struct.Struct("<I")
# Where the answers of processes come from that nobody has asked yet, by their number.
_UNASKED: dict[int, int] = {}


class WorkerLostError(DeskError):
    """A worker ended without an answer: killed, or out of memory."""

    what = "worker"


def usable_workers(wanted: int) -> int:
    """Return how many processes may share work.

    Args:
        wanted: 0 for one on each core this process may use.
    """
    # A fork copies only the thread that forks: a lock that another one holds would be held for ever.
    if not hasattr(os, "fork") or sys.platform == "darwin" or threading.active_count() > 1:
        return 1
    return wanted or len(os.sched_getaffinity(0))


def shared_out(workers: int, work: Callable[[int], T]) -> list[T]:
    """Return what ``work`` returns in each of that many processes; it is given their number, this one's is 0.

    Args:
        work: Takes of a ``Dealt`` what is to be done. What it returns is pickled on its way back. It writes to no file
            that this process has open.

    Raises:
        Exception: What the first failing share raised.
        WorkerLostError: A worker was killed.
    """
    if workers <= 1:
        return [work(0)]
    sys.stdout.flush()
    sys.stderr.flush()
    _freeze()
    children = [_forked(work, number) for number in range(1, workers)]
    try:
        first = work(0)
    finally:
        answers = _answers(children)
    results = [first]
    for done, value in answers:
        if not done:
            raise value
        results.append(value)
    return results


class Dealt:
    """The numbers below a count, dealt to whoever of several processes asks next: who is sooner done does more.

    Made before they part; each of them walks through it once. It ends with its ``with``.
    """

    def __init__(self, count: int, workers: int) -> None:
        self._count = count
        self._step = max(1, -(-count // min(_MOST_DEALS, workers * _DEALS)))
        starts = range(0, count, self._step)
        emptying, filling = os.pipe()
        self._pipe = os.fdopen(emptying, "rb", buffering=0)
        # At once, and less than any pipe holds: nobody waits, and each reads one whole number.
        os.write(filling, b"".join(map(_NUMBER.pack, starts)))
        os.close(filling)

    def __enter__(self) -> "Dealt":
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.close()

    def __iter__(self) -> Iterator[int]:
        while said := self._pipe.read(_NUMBER.size):
            (start,) = _NUMBER.unpack(said)
            yield from range(start, min(start + self._step, self._count))


def begun(work: Callable[[], T], workers: int) -> Callable[[], T]:
    """Begin work beside whatever this process does next, and return what waits for the answer; to be called once.

    Where fork is not safe, the work is done when its answer is asked for.

    Args:
        work: As for ``shared_out``. It shares nothing out itself: the cores are busy.
        workers: As for ``usable_workers``.
    """
    if usable_workers(workers) <= 1:
        return work
    sys.stdout.flush()
    sys.stderr.flush()
    _freeze()
    pid, pipe = _forked(lambda _number: work(), 1)
    _UNASKED[pid] = pipe

    def answer() -> T:
        del _UNASKED[pid]
        done, value = _answer(pid, pipe)
        if not done:
            raise value
        found: T = value
        return found

    return answer


def end_unasked() -> None:
    """End what was begun and will not be asked for any more: a build that was refused does not ask."""
    while _UNASKED:
        _end(*_UNASKED.popitem())


def thaw() -> None:
    """Let a collection look again through what lived when work was shared out: another run begins."""
    gc.unfreeze()


def _freeze() -> None:
    """Keep what lives now out of every collection: one in a child would only copy the pages of all of it.

    It stays so until ``thaw``: what lives while a build shares out its work lives to the build's end, and to look
    through it each time costs more than what little of it dies.
    """
    # What is dead already would live on with it.
    gc.collect()
    gc.freeze()


def _forked(work: Callable[[int], Any], number: int) -> tuple[int, int]:
    receiving, sending = os.pipe()
    parent = os.getpid()
    pid = os.fork()
    if pid:
        os.close(sending)
        return pid, receiving
    try:
        os.close(receiving)
        # Those of this process's parent, not its own.
        _UNASKED.clear()
        _end_with(parent)
        try:
            answer = pickle.dumps((True, work(number)), protocol=pickle.HIGHEST_PROTOCOL)
        except BaseException as error:  # noqa: BLE001 - told and raised again in the process that waits for it
            answer = _told(error)
        with os.fdopen(sending, "wb") as pipe:
            pipe.write(answer)
    finally:
        # Nothing of this process may be finished twice: no buffer, no lock file, no test runner.
        os._exit(0)


def _end_with(parent: int) -> None:
    """Let this process be killed when its parent is: what it still wrote would lie over what the next build writes.

    Source: prctl(2), PR_SET_PDEATHSIG
    """
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - only who forks needs it

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _told(error: BaseException) -> bytes:
    with suppress(Exception):
        answer = pickle.dumps((False, error), protocol=pickle.HIGHEST_PROTOCOL)
        # Some exceptions can be pickled and not be read again.
        pickle.loads(answer)
        return answer
    return pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))


def _answers(children: list[tuple[int, int]]) -> list[tuple[bool, Any]]:
    waiting, answers = list(children), []
    try:
        while waiting:
            answers.append(_answer(*waiting[0]))
            del waiting[0]
    except BaseException:
        # Ctrl-C: what they still did would come behind whatever is cleared up now.
        for child in waiting:
            _end(*child)
        raise
    return answers


def _end(pid: int, pipe: int) -> None:
    with suppress(OSError):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    with suppress(OSError):
        os.close(pipe)


def _answer(pid: int, pipe: int) -> tuple[bool, Any]:
    with os.fdopen(pipe, "rb") as file:
        raw = file.read()
    os.waitpid(pid, 0)
    if not raw:
        advice = "나누어 하던 일 하나가 끝나지 못하고 멈췄습니다. 메모리가 모자라지 않은지 보고 다시 해 주세요."
        return False, WorkerLostError("일손", f"process {pid} ended without an answer", advice=advice)
    done, value = pickle.loads(raw)
    return done, value
