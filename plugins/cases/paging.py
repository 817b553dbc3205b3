"""Cut a long list into pages whose addresses never change.

Pages are numbered from the oldest entry: what stands on ``/page/3/`` today stands there in ten years, and a new entry
changes only the list's own address and, once in a while, closes one more page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class ListPage(Generic[T]):
    """One page of a list.

    Attributes:
        items: Newest first.
        number: 1 holds the oldest entries; None at the list's own address, which holds the newest.
        url: Relative to the site, with a slash at the end.
        newer: Address of the page with newer entries; None on the first that a reader meets.
        older: Address of the page with older entries; None where there are none.
    """

    items: tuple[T, ...]
    number: int | None
    url: str
    newer: str | None
    older: str | None


def pages(newest_first: Sequence[T], url: str, per_page: int) -> tuple[ListPage[T], ...]:
    """Return the pages of a list, the newest first; a list of nothing has one empty page.

    Args:
        url: The list's own address, e.g. ``responses/``.
        per_page: How many entries a numbered page holds. The list's own page holds at least as many where there
            are that many, and fewer than twice as many: it is never left with a single new entry.
    """
    oldest_first = newest_first[::-1]
    closed = max(0, len(newest_first) // per_page - 1)
    urls = [*(f"{url}page/{number}/" for number in range(1, closed + 1)), url]
    found: list[ListPage[T]] = []
    for index, address in enumerate(urls):
        is_own = index == closed
        end = len(oldest_first) if is_own else (index + 1) * per_page
        found.append(
            ListPage(
                items=tuple(oldest_first[index * per_page : end][::-1]),
                number=None if is_own else index + 1,
                url=address,
                newer=None if is_own else urls[index + 1],
                older=urls[index - 1] if index else None,
            )
        )
    return tuple(reversed(found))
