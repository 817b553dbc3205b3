"""What Pelican asks again and again, answered once: is this post in that list, and where does it stand."""

from collections.abc import Iterable
from typing import Any


class Members(list[Any]):
    """A list of objects that are equal only to themselves, as Pelican's posts are.

    ``x in posts`` walks through a list; for tags and categories Pelican asks that once for every post of the site:
    2.2 s at 10,000 posts, 36 s at 40,000.
    """

    def __init__(self, items: Iterable[Any]) -> None:
        super().__init__(items)
        # By the objects themselves: ``id`` is an audit event.
        self._known = frozenset(filter(_is_one_of_a_kind, self))
        self._count = len(self)

    def __contains__(self, item: object) -> bool:
        if len(self) != self._count or not _is_one_of_a_kind(item):
            return super().__contains__(item)
        return item in self._known


def _is_one_of_a_kind(item: object) -> bool:
    kind = type(item)
    return kind.__eq__ is object.__eq__ and kind.__hash__ is object.__hash__


def settle(contents: Iterable[Any]) -> None:
    """Let each post and page remember its address.

    Pelican puts it together each time it is asked, from copies of all metadata: 14,000 times at 1,000 posts, a second.
    Only once every plugin has had its say, and with the attribute that Pelican itself has for addresses that stay.

    Source: pelican.contents.Content.get_url_setting
    """
    for content in contents:
        if content is not None and not hasattr(content, "override_url"):
            content.override_url = content.url
