"""JSON Feed 1.1, for programs and for readers that prefer it; holds the newest, the archives are Atom's.

Source: JSON Feed version 1.1 (jsonfeed.org). ``_sinmungo`` is our extension: ``in_reply_to`` (the complaint's address),
``replies`` (how many wrote about it) and ``withdrawn`` (true for what was taken back, whose words are gone).
"""

import json
from typing import Any

from plugins.core.text import plain_text
from plugins.syndication.markup import finished, instant, wire
from plugins.syndication.model import Author, Feed, FeedEntry, Item, Tombstone

SUFFIX = ".json"
TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


class JsonWriter:
    """Writes feeds; keeps what it wrote of each item, since the same post stands in several feeds."""

    suffix = SUFFIX
    media_type = TYPE

    def __init__(self, language: str) -> None:
        """Begin with nothing written; every feed is in ``language``."""
        self._language = language
        self._items: dict[int, tuple[Item, bytes]] = {}

    def document(self, feed: Feed) -> bytes:
        """Return the feed as a document in UTF-8."""
        assert feed.language == self._language, feed.language
        head = _written(_head(feed)).removesuffix("}")
        items = b",\n".join(map(self._item, feed.items))
        return b"".join([finished(head), b', "items": [\n', items, b"\n]}\n"])

    def _item(self, item: Item) -> bytes:
        # By identity: comparing two items would compare their texts. The item is kept, so that no other gets its id.
        done = self._items.get(id(item))
        if done is None:
            facts = _gone(item) if isinstance(item, Tombstone) else _item(item, self._language)
            done = self._items[id(item)] = item, finished(_written(facts))
        return done[1]

    def forget(self, item: Item) -> None:
        """Let go of what was written of an item that stands in no further feed."""
        self._items.pop(id(item), None)


def _head(feed: Feed) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": wire(feed.url),
        "feed_url": wire(f"{feed.address}{SUFFIX}"),
        "language": feed.language,
        "authors": [_author(feed.author)],
    }
    if feed.subtitle:
        facts["description"] = feed.subtitle
    if feed.hub:
        facts["hubs"] = [{"type": "WebSub", "url": wire(feed.hub)}]
    return facts


def _item(entry: FeedEntry, language: str) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "id": entry.id,
        "url": wire(entry.url),
        "title": entry.title,
        "content_html": entry.content,
        "date_published": instant(entry.published),
        "date_modified": instant(entry.updated),
        "authors": [_author(entry.author)],
    }
    if entry.summary:
        facts["summary"] = plain_text(entry.summary)
    if entry.categories:
        facts["tags"] = [label for _, label in entry.categories]
    if entry.language != language:
        facts["language"] = entry.language
    ours: dict[str, Any] = {}
    if entry.in_reply_to:
        ours["in_reply_to"] = wire(entry.in_reply_to)
    if entry.replies:
        ours["replies"] = entry.replies.count
    return facts | ({"_sinmungo": ours} if ours else {})


def _gone(gone: Tombstone) -> dict[str, Any]:
    return {
        "id": gone.id,
        "url": wire(gone.url),
        "title": gone.title,
        "content_text": gone.why or gone.title,
        "date_published": instant(gone.published),
        "date_modified": instant(gone.updated),
        "authors": [_author(gone.by)],
        "_sinmungo": {"withdrawn": True},
    }


def _author(author: Author) -> dict[str, str]:
    return {"name": author.name} | ({"url": wire(author.url)} if author.url else {})


def _written(facts: dict[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False)
