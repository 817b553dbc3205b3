"""What a build may remember from the last one: the results of pure functions, by everything they were made from.

A plugin asks its memo and never knows whether it was computed now, earlier, or by another process; without one
(``FORGETFUL``) everything is computed. ``plugins.incremental`` puts one into Pelican's settings under ``MEMO``.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

# The settings key under which a build's memo lies.
MEMO = "MEMO"


class Memo(Protocol):
    """Remembers results; what it gives back may not be changed by whoever gets it.

    The code of all plugins and the versions of all libraries are part of every key already.
    """

    def recall(self, kind: str, key: bytes, compute: Callable[[], T]) -> T:
        """Return what ``compute`` returns, from memory where the same key was asked before.

        Args:
            kind: Whose results these are, e.g. ``cases.post``.
            key: Of ``key_of``: everything that ``compute`` reads, however indirectly.
        """
        ...

    def recall_all(self, kind: str, keys: Sequence[bytes], compute: Callable[[int], T]) -> list[T]:
        """Return one result for each key, in order; what is new may be computed in several processes at once.

        Args:
            compute: Takes the index of a key. It must have no effect but its result.
        """
        ...

    def shared(self, count: int, do: Callable[[int], T]) -> list[T]:
        """Return ``do(0)``, ``do(1)`` … without remembering them; several processes may do them at once.

        Args:
            do: Its one effect may be a file that nobody else writes.
        """
        ...

    def begun(self, work: Callable[[], T]) -> Callable[[], T]:
        """Begin work beside whatever is done next, and return what waits for its result, which is not remembered.

        Args:
            work: Writes to no file that this process has open, and shares nothing out. What it keeps can be asked for
                once its result was waited for.
        """
        ...

    def digest(self, path: str) -> bytes:
        """Return the digest of a file's bytes; one that looks as it did last time, or when we wrote it, is not read.

        Raises:
            OSError: It cannot be read.
        """
        ...

    def still_wanted(self, kind: str, keys: Iterable[bytes]) -> None:
        """Keep results that nobody asks for this time, because a later build will."""
        ...

    def last(self, kind: str) -> Any:
        """Return what was kept under this name by an earlier build or this one; None where nothing was."""
        ...

    def keep(self, kind: str, value: object) -> None:
        """Keep a value in the place of the last one of this name."""
        ...


class Forgetful:
    """Remembers nothing."""

    def recall(self, kind: str, key: bytes, compute: Callable[[], T]) -> T:
        """Return what ``compute`` returns."""
        return compute()

    def recall_all(self, kind: str, keys: Sequence[bytes], compute: Callable[[int], T]) -> list[T]:
        """Return what ``compute`` returns for each index."""
        return [compute(index) for index in range(len(keys))]

    def shared(self, count: int, do: Callable[[int], T]) -> list[T]:
        """Return ``do`` of each index."""
        return [do(index) for index in range(count)]

    def begun(self, work: Callable[[], T]) -> Callable[[], T]:
        """Return the work itself."""
        return work

    def digest(self, path: str) -> bytes:
        """Return the digest of a file's bytes."""
        return digest_of_file(path)

    def still_wanted(self, kind: str, keys: Iterable[bytes]) -> None:
        """Keep nothing."""

    def last(self, kind: str) -> Any:
        """Return None."""

    def keep(self, kind: str, value: object) -> None:
        """Keep nothing."""


FORGETFUL: Memo = Forgetful()


def memo_of(settings: Mapping[str, Any]) -> Memo:
    """Return the build's memo; the forgetful one where no plugin gives any."""
    memo: Memo = settings.get(MEMO) or FORGETFUL
    return memo


def digest_of_file(path: str) -> bytes:
    """Return the digest of a file's bytes.

    Raises:
        OSError: It cannot be read.
    """
    with open(path, "rb") as file:
        return digest_of(file.read())


def digest_of(content: bytes) -> bytes:
    """Return the digest of bytes, as of a file that holds them."""
    return blake2b(content, digest_size=16).digest()


def key_of(*parts: Hashable) -> bytes:
    """Return a key for values that say with ``repr`` all that they are: texts, bytes, numbers, times, frozen nouns."""
    said: list[bytes] = []
    for part in parts:
        raw = part if isinstance(part, bytes) else part.encode() if isinstance(part, str) else repr(part).encode()
        # With the type and the length before it, two lists of parts never run into one.
        said += (f"{type(part).__name__} {len(raw)} ".encode(), raw)
    return blake2b(b"".join(said), digest_size=16).digest()
