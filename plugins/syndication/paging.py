"""A feed that has grown: the newest in the feed itself, everything older in archives that stay as they are.

Archives are filled from the oldest entry by the time of publication, so that a new post changes none of them, and a
post that is changed or taken back keeps its place. Pure.

Source: RFC 5005, 4 (archived feeds).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar


class Dated(Protocol):
    """Anything that stands in a feed."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def published(self) -> datetime: ...  # noqa: D102
    @property
    def updated(self) -> datetime: ...  # noqa: D102


T = TypeVar("T", bound=Dated)


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition(Generic[T]):
    """One document of a feed.

    Attributes:
        number: 0 is the feed itself; 1 the archive with the oldest entries.
        older: Number of the archive before it; 0 for none.
        newer: Number of the archive after it; 0 for none. The feed itself is not an archive.
        items: What changed last first.
    """

    number: int
    older: int
    newer: int
    items: tuple[T, ...]


def editions(items: Iterable[T], per_archive: int, *, archived: bool = True) -> tuple[Edition[T], ...]:
    """Return the documents of a feed, the feed itself first, then the newest archive.

    The feed holds at least ``per_archive`` of the newest where there are that many, and the archived entries that
    changed since: at most ``per_archive`` of them, so that no single edit makes it as long as the archives.

    Args:
        archived: Whether there are archives; without them the feed holds just so many of the newest.
    """
    oldest_first = sorted(items, key=lambda item: (item.published, item.id))
    closed = max(0, len(oldest_first) // per_archive - 1)
    begin = closed * per_archive if archived else max(0, len(oldest_first) - per_archive)
    fresh = oldest_first[begin:]
    lifted = [item for item in oldest_first[:begin] if item.updated > fresh[0].published]
    lifted = sorted(lifted, key=_last_changed, reverse=True)[:per_archive]
    found = [Edition(number=0, older=closed if archived else 0, newer=0, items=_newest_first([*fresh, *lifted]))]
    return tuple(found if not archived else [*found, *_archives(oldest_first, closed, per_archive)])


def _archives(oldest_first: Sequence[T], closed: int, per_archive: int) -> Iterator[Edition[T]]:
    for number in range(closed, 0, -1):
        yield Edition(
            number=number,
            older=number - 1,
            newer=number + 1 if number < closed else 0,
            items=_newest_first(oldest_first[(number - 1) * per_archive : number * per_archive]),
        )


def _newest_first(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(sorted(items, key=_last_changed, reverse=True))


def _last_changed(item: Dated) -> tuple[object, ...]:
    # Two of one instant: the later word first, then by id, so that the order never depends on the disk.
    return item.updated, item.published, item.id
