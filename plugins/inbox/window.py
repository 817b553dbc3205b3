"""The entries a source showed of late, as 24 bytes each. Pure.

It only saves work and notices gaps: what is no longer in the window is read once more, and the store knows it.
Three hashes of eight bytes an entry: of its bytes as they stood there, of its key, and of its fingerprint.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

SIZE = 8
RECORD = 3 * SIZE
FEWEST, MOST = 64, 4000


# A tuple, not a frozen dataclass: one is made for every item of every feed, and a dataclass takes six times as long.
class Mark(NamedTuple):
    """What one entry of one document hashes to.

    Attributes:
        mark: Of the fingerprint; empty bytes are never in a window.
    """

    raw: bytes
    key: bytes
    mark: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """A packed window, opened for looking things up."""

    records: tuple[bytes, ...]
    by_raw: dict[bytes, Mark]
    keys: frozenset[bytes]
    marks: frozenset[bytes]

    def __bool__(self) -> bool:
        """Return whether it holds anything."""
        return bool(self.records)


EMPTY = Window(records=(), by_raw={}, keys=frozenset(), marks=frozenset())


def hash_of(content: bytes) -> bytes:
    """Return eight bytes for a content of any length."""
    return blake2b(content, digest_size=SIZE).digest()


def open_window(packed: bytes) -> Window:
    """Return what ``pack`` made; a length that is none of its own is an empty window."""
    if not packed or len(packed) % RECORD:
        return EMPTY
    records = tuple(packed[at : at + RECORD] for at in range(0, len(packed), RECORD))
    found = {r[:SIZE]: Mark(raw=r[:SIZE], key=r[SIZE : 2 * SIZE], mark=r[2 * SIZE :]) for r in records}
    return Window(
        records=records,
        by_raw=found,
        keys=frozenset(mark.key for mark in found.values()),
        marks=frozenset(mark.mark for mark in found.values()),
    )


def pack(shown: Sequence[Mark], before: Window) -> bytes:
    """Return the window after a poll: what it showed, then what earlier polls did, four documents long."""
    most = min(max(4 * len(shown), FEWEST), MOST)
    fresh = [mark.raw + mark.key + mark.mark for mark in shown]
    # A known key with another content replaces it; an edited entry would fill the window with its revisions.
    keys = {mark.key for mark in shown}
    older = [record for record in before.records if record[SIZE : 2 * SIZE] not in keys]
    return b"".join(list(dict.fromkeys((*fresh, *older)))[:most])


def is_gap(shown: Iterable[Mark], before: Window, *, fewest: int = 5) -> bool:
    """Return whether nothing of a document was seen before, so that entries in between may have been missed."""
    marks = tuple(shown)
    return (
        bool(before)
        and len(marks) >= fewest
        and not any(m.raw in before.by_raw or m.key in before.keys or m.mark in before.marks for m in marks)
    )
