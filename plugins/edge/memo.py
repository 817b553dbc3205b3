"""The memo on the disk: results by key, each with a checksum; what is damaged or of another version is computed again.

One file, appended to and read by offset, so that a build opens none of what it does not need. One process writes it at
a time: a second one (a build beside a preview) reads, computes what is missing, and keeps that to itself.
"""

import fcntl
import os
import pickle
import tempfile
import weakref
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from plugins.core.memo import key_of
from plugins.edge.files import write_atomic
from plugins.edge.looks import Looks
from plugins.edge.results import HEAD, copied, payload, put, records
from plugins.edge.stamps import Stamp
from plugins.edge.workers import Dealt, begun, shared_out, usable_workers

T = TypeVar("T")

_MAGIC = b"sinmungo memo 2\n"
# Below this many new results a fork costs more than it saves.
LEAST_SHARED = 100
# A file is written anew once more than half of it was not asked for, and it is worth it.
_LEAST_SWEPT_BYTES = 8 << 20


class MemoStore:
    """Results of earlier builds.

    Args:
        path: The file; made where it is missing, ignored and replaced where it is no memo.
        version: Whatever every result depends on beside its key: code and libraries.
        workers: How many processes compute what is new; 0 for one on each core.
    """

    def __init__(self, path: Path, version: bytes, *, workers: int = 0) -> None:
        self._path = path
        self._version = version
        self._workers = workers
        # Read by offset, never mapped: a site's memo is larger than the build that uses it needs to be.
        self._reading = -1
        self._out: BinaryIO | None = None
        self._places: dict[bytes, tuple[int, int]] = {}
        self._used: set[bytes] = set()
        self._new: dict[bytes, bytes] = {}
        self._lock = _locked(path.with_name(f"{path.name}.lock"))
        self._writes = self._lock is not None
        self._process = os.getpid()
        self._looks = Looks(path.with_name(f"{path.name}.looks"))
        self._size = self._opened()

    def recall(self, kind: str, key: bytes, compute: Callable[[], T]) -> T:
        """See ``Memo.recall``. Also the first result comes out of a pickle, so that it is no other than a later one."""
        name = self._name(kind, key)
        found, value = self._remembered(name)
        if not found:
            value = pickle.loads(self._keep(name, pickle.dumps(compute(), protocol=pickle.HIGHEST_PROTOCOL)))
        result: T = value
        return result

    def recall_all(
        self,
        kind: str,
        keys: Sequence[bytes],
        compute: Callable[[int], T],
        holds: Callable[[T], bool] = lambda _value: True,
    ) -> list[T]:
        """See ``Memo.recall_all``.

        Args:
            holds: Whether what was remembered is still true; what is not is computed and remembered in its place.
        """
        names = [self._name(kind, key) for key in keys]
        results: dict[int, T] = {}
        missing = []
        for index, name in enumerate(names):
            found, value = self._remembered(name)
            if found and holds(value):
                results[index] = value
            else:
                missing.append(index)

        def made(place: int) -> bytes:
            return pickle.dumps(compute(missing[place]), protocol=pickle.HIGHEST_PROTOCOL)

        for place, raw in enumerate(self.shared(len(missing), made)):
            index = missing[place]
            results[index] = pickle.loads(self._keep(names[index], raw))
        return [results[index] for index in range(len(names))]

    def last(self, kind: str) -> Any:
        """See ``Memo.last``."""
        found, value = self._remembered(self._name(kind, b""))
        return value if found else None

    def keep(self, kind: str, value: object) -> None:
        """See ``Memo.keep``."""
        name, raw = self._name(kind, b""), pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
        if (self._new.get(name) or self._written(name)) != raw:
            self._keep(name, raw)

    def shared(self, count: int, do: Callable[[int], T]) -> list[T]:
        """See ``Memo.shared``."""
        if not count:
            return []
        workers = min(usable_workers(self._workers), count // LEAST_SHARED + 1)
        self._flush()
        with Dealt(count, workers) as dealt:
            done = shared_out(workers, lambda _number: [(index, do(index)) for index in dealt])
        return [result for _, result in sorted((one for part in done for one in part), key=itemgetter(0))]

    def begun(self, work: Callable[[], T]) -> Callable[[], T]:
        """See ``Memo.begun``."""
        self._flush()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # Both have it open, and nobody else ever sees it: what is large goes from one to the other by the disk.
        aside = tempfile.TemporaryFile(dir=self._path.parent)  # noqa: SIM115 - closed when it was taken in
        before = dict(self._new)

        def keeping() -> T:
            value = work()
            if self._is_fork():
                for name, raw in self._new.items():
                    if before.get(name) is not raw:
                        put(aside, name, raw)
                aside.flush()
            return value

        wait = begun(keeping, self._workers)

        def answer() -> T:
            value = wait()
            self._take_in(aside)
            return value

        return answer

    def digest(self, path: str) -> bytes:
        """See ``Memo.digest``."""
        return self._looks.digest(path)

    def learn(self, path: str, stamp: Stamp, digest: bytes) -> None:
        """See ``Looks.learn``: ``digest`` need not read the file then."""
        self._looks.learn(path, stamp, digest)

    def still_wanted(self, kind: str, keys: Iterable[bytes]) -> None:
        """Keep results that nobody asked for this time, since what they were made of is known to be as it was."""
        self._used.update(key_of(self._version, kind, key) for key in keys)

    def close(self) -> None:
        """Bring what is new to the disk; what no build asked for goes once it is more than what is."""
        self._flush()
        if self._writes:
            self._looks.keep()
            # What is asked for afterwards is not written: another build may have begun.
            self._writes = False
            kept = sum(self._places[name][1] for name in self._used if name in self._places)
            if self._size > _LEAST_SWEPT_BYTES and kept < self._size // 2:
                self._sweep()
        if self._out is not None:
            self._out.close()
            self._out = None
        if self._lock is not None:
            # For forks that still hold it too.
            fcntl.flock(self._lock, fcntl.LOCK_UN)
            self._lock.close()
            self._lock = None

    def _sweep(self) -> None:
        """Write the file anew with what was asked for, one result after the other: it is never in memory as a whole."""
        # Only who writes is here, so one name does: what a killed build left of it is written over.
        temporary = self._path.with_name(f".{self._path.name}.tmp")
        try:
            with temporary.open("wb") as file:
                file.write(_MAGIC)
                for name in sorted(self._used):
                    raw = self._written(name)
                    if raw is not None:
                        put(file, name, raw)
            # No sync: what a crash of the machine leaves of it is found by the checksums.
            os.replace(temporary, self._path)
        except OSError:
            # A full disk: the memo stays as long as it was.
            temporary.unlink(missing_ok=True)

    def _opened(self) -> int:
        """Note where everything lies and return where the file ends.

        What a build that was killed wrote half is cut off; all behind it is new.
        """
        with suppress(OSError):
            self._read_from(os.open(self._path, os.O_RDONLY))
        if self._reading < 0 or os.pread(self._reading, len(_MAGIC), 0) != _MAGIC:
            return 0
        end = len(_MAGIC)
        for name, at, length in records(self._reading, end):
            self._places[name] = (at, length)
            end = at + length
        return end

    def _take_in(self, aside: BinaryIO) -> None:
        """Keep what a fork has kept."""
        with aside:
            for name, at, length in records(aside.fileno(), 0):
                self._used.add(name)
                if not self._writes or self._is_fork():
                    self._new[name] = os.pread(aside.fileno(), length, at)
                    continue
                self._new.pop(name, None)
                file = self._begun()
                self._places[name] = (self._size + HEAD, length)
                self._size += copied(aside.fileno(), at, length, file)

    def _read_from(self, descriptor: int) -> None:
        """Read from this file from here on, also after ``close``, for as long as somebody may ask."""
        self._reading = descriptor
        weakref.finalize(self, os.close, descriptor)

    def _name(self, kind: str, key: bytes) -> bytes:
        name = key_of(self._version, kind, key)
        self._used.add(name)
        return name

    def _remembered(self, name: bytes) -> tuple[bool, Any]:
        raw = self._new.get(name) or self._written(name)
        if raw is None:
            return False, None
        # The checksum held, but a class may be gone that the code digest does not see.
        try:
            return True, pickle.loads(raw)
        except Exception:  # noqa: BLE001 - whatever a stale pickle raises, the result is computed
            return False, None

    def _written(self, name: bytes) -> memoryview | None:
        """Return what the file holds of this name, also what this build has just brought there."""
        place = self._places.get(name)
        if place is None or self._reading < 0:
            return None
        self._flush()
        at, length = place
        # Not by the file's own place, which forks share; what they find unfinished is as good as not there.
        return payload(name, self._reading, at, length)

    def _keep(self, name: bytes, raw: bytes) -> bytes:
        if not self._writes or self._is_fork():
            self._new[name] = raw
            return raw
        # A fork's own result of this name would hide it; what is on the disk is not kept here as well.
        self._new.pop(name, None)
        file = self._begun()
        self._places[name] = (self._size + HEAD, len(raw))
        self._size += put(file, name, raw)
        return raw

    def _begun(self) -> BinaryIO:
        """Return the file to write to, from here on."""
        if self._out is not None:
            return self._out
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._size == 0:
            write_atomic(self._path, _MAGIC)
            self._size = len(_MAGIC)
        self._out = self._path.open("r+b")
        self._read_from(os.dup(self._out.fileno()))
        self._out.truncate(self._size)
        self._out.seek(self._size)
        return self._out

    def _flush(self) -> None:
        if self._out is not None and not self._is_fork():
            self._out.flush()

    def _is_fork(self) -> bool:
        """Return whether this is a fork, whoever made it: it shares the open file, and the place in it."""
        return os.getpid() != self._process


def _locked(path: Path) -> BinaryIO | None:
    """Return the open file that says who writes; None where another process does, or the disk takes no lock."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise
        return file
    return None
