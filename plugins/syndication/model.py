"""The nouns of a feed in no format. Every address is absolute; the same nouns give the same bytes in any format."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Author:
    """A named human, or the company for the feed as a whole; ``url`` is "" where there is no page."""

    name: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Replies:
    """What others wrote about a post, as its page shows it; ``updated`` is None where nobody has yet."""

    url: str
    count: int
    updated: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedEntry:
    """One thing to read.

    Attributes:
        id: A tag URI; stays when title, text and address change.
        updated: When a reader should look again.
        categories: Machine word and label, the kind of post first.
        summary: HTML; "" for none.
        content: HTML with absolute addresses.
        in_reply_to: Address of the complaint it answers; "" where it answers none.
        replies: None where the site does not count them.
        language: BCP 47.
    """

    id: str
    title: str
    url: str
    published: datetime
    updated: datetime
    author: Author
    categories: tuple[tuple[str, str], ...]
    summary: str
    content: str
    in_reply_to: str
    replies: Replies | None
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Tombstone:
    """In the place of an entry that was taken back: readers who kept it are told to drop it.

    Attributes:
        published: When the entry was; with it the entry keeps its place in the archive.
        updated: When it was taken back.
        title: What stands where its title stood.
        why: One sentence; "" where none is given.
    """

    id: str
    title: str
    url: str
    published: datetime
    updated: datetime
    by: Author
    why: str


Item = FeedEntry | Tombstone


class Slip:
    """An item that need not be made while everything it is made from is as it was.

    Attributes:
        key: Digest of everything that the item is made from, and of its times.
        item: Made when it is first asked for.
    """

    __slots__ = ("_item", "_make", "id", "key", "published", "updated")

    def __init__(
        self, *, name: str, published: datetime, updated: datetime, key: bytes, make: Callable[[], Item]
    ) -> None:
        """Note what an item will be.

        Args:
            name: The item's id.
        """
        self.id, self.published, self.updated, self.key = name, published, updated, key
        self._make = make
        self._item: Item | None = None

    @property
    def item(self) -> Item:
        """The item itself."""
        if self._item is None:
            self._item = self._make()
        return self._item

    def forget(self) -> None:
        """Let go of the item; it can be made again."""
        self._item = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """One document of a feed.

    Attributes:
        id: Of the feed as a whole: its archives have the same.
        url: The human page of the same posts.
        address: The feed's own address without the suffix that names the format.
        hub: Address of the WebSub hub; "" where there is none.
        items: In the order they are written.
        updated_without_items: What an empty feed says; the clock would make every fetch a new feed.
        current: Of an archive: the feed it belongs to, like ``address``; "" of the feed itself.
        older: The archive before this one, like ``address``; "" for none.
        newer: The archive after this one; "" for none.
    """

    id: str
    title: str
    subtitle: str
    url: str
    address: str
    author: Author
    rights: str
    language: str
    hub: str
    items: tuple[Item, ...]
    updated_without_items: datetime
    current: str = ""
    older: str = ""
    newer: str = ""

    @property
    def updated(self) -> datetime:
        """When something in it last changed."""
        return max((item.updated for item in self.items), default=self.updated_without_items)

    @property
    def entries(self) -> tuple[FeedEntry, ...]:
        """What there is to read."""
        return tuple(item for item in self.items if isinstance(item, FeedEntry))

    @property
    def tombstones(self) -> tuple[Tombstone, ...]:
        """What was taken back."""
        return tuple(item for item in self.items if isinstance(item, Tombstone))
