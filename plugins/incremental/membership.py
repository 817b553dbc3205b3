"""A list that knows at once whether something is in it."""

from collections.abc import Iterable
from typing import Any


class Members(list[Any]):
    """A list of objects that are equal only to themselves, as Pelican's posts are.

    ``x in posts`` walks through a list; for tags and categories Pelican asks that once for every post of the site:
    2.2 s at 10,000 posts, 36 s at 40,000.
    """

    def __init__(self, items: Iterable[Any]) -> None:
        super().__init__(items)
        self._ids = frozenset(map(id, self))
        self._count = len(self)

    def __contains__(self, item: object) -> bool:
        if len(self) != self._count or type(item).__eq__ is not object.__eq__:
            return super().__contains__(item)
        return id(item) in self._ids
