"""RSS 2.0 with the full text, for readers that know nothing else; holds the newest, the archives are Atom's.

RSS cannot say that an item is gone: one that was taken back stays under its id with nothing of its words, so that a
reader who kept it overwrites them.

Source: RSS 2.0 (rssboard.org), RSS Advisory Board, "Really Simple Syndication Best Practices Profile"; RSS 1.0 content
module (content:encoded); Dublin Core (dc:creator); RFC 4685 (threading).
"""

from plugins.syndication.markup import HEAD, element, finished, instant, mail_date, wire, written
from plugins.syndication.model import Feed, FeedEntry, Item, Tombstone

SUFFIX = ".rss.xml"
TYPE = "application/rss+xml"
_SPACES = {
    "version": "2.0",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:thr": "http://purl.org/syndication/thread/1.0",
}
_SPECIFICATION = "https://www.rssboard.org/rss-specification"


class RssWriter:
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
        head = "\n".join([f"{HEAD}<rss{written(_SPACES)}>\n<channel>", *_head(feed)])
        return b"\n".join([finished(head), *map(self._item, feed.items), b"</channel>\n</rss>\n"])

    def _item(self, item: Item) -> bytes:
        # By identity: comparing two items would compare their texts. The item is kept, so that no other gets its id.
        done = self._items.get(id(item))
        if done is None:
            text = _gone(item) if isinstance(item, Tombstone) else _item(item, self._language)
            done = self._items[id(item)] = item, finished(text)
        return done[1]

    def forget(self, item: Item) -> None:
        """Let go of what was written of an item that stands in no further feed."""
        self._items.pop(id(item), None)


def _head(feed: Feed) -> list[str]:
    parts = [
        _plain("title", feed.title),
        element("link", wire(feed.url)),
        # Required, and never empty: the title says it where nothing else does.
        element("description", feed.subtitle or feed.title),
        element("language", feed.language),
    ]
    if feed.rights:
        parts.append(element("copyright", feed.rights))
    parts += [element("lastBuildDate", mail_date(feed.updated)), element("docs", _SPECIFICATION)]
    parts.append(
        element("atom:link", attributes={"rel": "self", "href": wire(f"{feed.address}{SUFFIX}"), "type": TYPE})
    )
    if feed.hub:
        parts.append(element("atom:link", attributes={"rel": "hub", "href": wire(feed.hub)}))
    return parts


def _item(entry: FeedEntry, language: str) -> str:
    parts = [
        *_named(entry),
        element("pubDate", mail_date(entry.published)),
        element("atom:updated", instant(entry.updated)),
        element("dc:creator", entry.author.name),
    ]
    parts += [element("category", label) for _, label in entry.categories]
    if entry.in_reply_to:
        address = wire(entry.in_reply_to)
        parts.append(element("thr:in-reply-to", attributes={"ref": address, "href": address, "type": "text/html"}))
    if entry.replies:
        parts.append(element("thr:total", str(entry.replies.count)))
    # The summary stands first: a reader that knows no content:encoded takes what comes last.
    parts.append(element("description", entry.summary or entry.content))
    if entry.summary:
        parts.append(element("content:encoded", entry.content))
    attributes = {} if entry.language == language else {"xml:lang": entry.language}
    return element("item", attributes=attributes, inner="\n".join(parts))


def _gone(gone: Tombstone) -> str:
    parts = [
        *_named(gone),
        element("pubDate", mail_date(gone.published)),
        element("atom:updated", instant(gone.updated)),
        element("dc:creator", gone.by.name),
        element("description", gone.why or gone.title),
    ]
    return element("item", inner="\n".join(parts))


def _named(item: Item) -> list[str]:
    return [
        _plain("title", item.title),
        element("link", wire(item.url)),
        element("guid", item.id, {"isPermaLink": "false"}),
    ]


def _plain(name: str, text: str) -> str:
    # Readers guess whether a title is HTML; so written, most of them show what was meant.
    # Source: Best Practices Profile, "Character Data".
    return element(name, text).replace("&amp;", "&#x26;").replace("&lt;", "&#x3C;")
