"""Atom 1.0, the main format: everything is in it. The same feed gives the same bytes; asks no clock and no settings.

Source: RFC 4287 (Atom), RFC 4685 (threading), RFC 5005 (archives), RFC 6721 (tombstones), W3C WebSub 4 (discovery).
"""

import re
from html import escape

from plugins.syndication.markup import HEAD, element, finished, instant, wire, written
from plugins.syndication.model import Author, Feed, FeedEntry, Item, Tombstone

SUFFIX = ".atom.xml"
TYPE = "application/atom+xml"
_SPACES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:thr": "http://purl.org/syndication/thread/1.0",
    "xmlns:fh": "http://purl.org/syndication/history/1.0",
    "xmlns:at": "http://purl.org/atompub/tombstones/1.0",
}

_LIKE_HTML = re.compile(r"</?[A-Za-z]|&#?\w+;")


class AtomWriter:
    """Writes feeds; keeps what it wrote of each entry, since the same post stands in several feeds."""

    suffix = SUFFIX
    media_type = TYPE

    def __init__(self, language: str) -> None:
        """Begin with nothing written.

        Args:
            language: Of every feed it will write; an entry in another one says so.
        """
        self._language = language
        self._entries: dict[int, tuple[FeedEntry, bytes]] = {}

    def document(self, feed: Feed) -> bytes:
        """Return the feed as a document in UTF-8."""
        assert feed.language == self._language, feed.language
        attributes = written({**_SPACES, "xml:lang": feed.language})
        head = "\n".join([f"{HEAD}<feed{attributes}>", *_head(feed), *map(_tombstone, feed.tombstones)])
        return b"\n".join([finished(head), *map(self._entry, feed.entries), b"</feed>\n"])

    def _entry(self, entry: FeedEntry) -> bytes:
        # By identity: comparing two entries would compare their texts. The entry is kept, so that no other gets its id.
        done = self._entries.get(id(entry))
        if done is None:
            done = self._entries[id(entry)] = entry, finished(_entry(entry, self._language))
        return done[1]

    def forget(self, item: Item) -> None:
        """Let go of what was written of an item that stands in no further feed."""
        self._entries.pop(id(item), None)


def _head(feed: Feed) -> list[str]:
    parts = [element("id", feed.id), _title(feed.title)]
    if feed.subtitle:
        parts.append(element("subtitle", feed.subtitle))
    parts += [_link("self", f"{feed.address}{SUFFIX}", TYPE), _link("alternate", feed.url, "text/html")]
    if feed.hub:
        parts.append(element("link", attributes={"rel": "hub", "href": wire(feed.hub)}))
    for relation, address in (("current", feed.current), ("prev-archive", feed.older), ("next-archive", feed.newer)):
        if address:
            parts.append(_link(relation, f"{address}{SUFFIX}", TYPE))
    if feed.current:
        parts.append(element("fh:archive"))
    parts += [element("updated", instant(feed.updated)), _author("author", feed.author)]
    return [*parts, element("rights", feed.rights)] if feed.rights else parts


def _entry(entry: FeedEntry, language: str) -> str:
    parts = [
        element("id", entry.id),
        _title(entry.title),
        _link("alternate", entry.url, "text/html"),
        element("published", instant(entry.published)),
        element("updated", instant(entry.updated)),
        _author("author", entry.author),
    ]
    parts += [element("category", attributes={"term": term, "label": label}) for term, label in entry.categories]
    if entry.in_reply_to:
        address = wire(entry.in_reply_to)
        answered = {"ref": address, "href": address, "type": "text/html"}
        parts.append(element("thr:in-reply-to", attributes=answered))
    if entry.replies:
        said = {"rel": "replies", "href": wire(entry.replies.url), "type": "text/html"}
        said["thr:count"] = str(entry.replies.count)
        if entry.replies.updated:
            said["thr:updated"] = instant(entry.replies.updated)
        parts += [element("link", attributes=said), element("thr:total", str(entry.replies.count))]
    if entry.summary:
        parts.append(element("summary", entry.summary, {"type": "html"}))
    parts.append(element("content", entry.content, {"type": "html"}))
    return element("entry", attributes=_language(entry.language, language), inner="\n".join(parts))


def _title(text: str) -> str:
    # What looks like a tag is declared as what it is, or some readers would swallow it.
    if _LIKE_HTML.search(text):
        return element("title", escape(text, quote=False), {"type": "html"})
    return element("title", text)


def _tombstone(gone: Tombstone) -> str:
    parts = [_author("at:by", gone.by)]
    if gone.why:
        parts.append(element("at:comment", gone.why))
    # Where what is left of it can be read. Source: RFC 6721, 3.
    parts.append(_link("alternate", gone.url, "text/html"))
    return element("at:deleted-entry", attributes={"ref": gone.id, "when": instant(gone.updated)}, inner="".join(parts))


def _language(own: str, around: str) -> dict[str, str]:
    return {} if own == around else {"xml:lang": own}


def _author(name: str, author: Author) -> str:
    uri = element("uri", wire(author.url)) if author.url else ""
    return element(name, inner=element("name", author.name) + uri)


def _link(rel: str, url: str, media_type: str) -> str:
    return element("link", attributes={"rel": rel, "href": wire(url), "type": media_type})
