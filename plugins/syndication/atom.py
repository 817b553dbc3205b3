"""Atom 1.0: a feed as bytes. The same feed gives the same bytes; asks no clock and no settings.

Source: RFC 4287 (Atom), RFC 4685 (thr:in-reply-to), RFC 4151 (tag URIs).
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from urllib.parse import quote

from feedgenerator.django.utils.encoding import iri_to_uri
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator

ATOM = "http://www.w3.org/2005/Atom"
THREADING = "http://purl.org/syndication/thread/1.0"

# XML 1.0 has no way to write these, not even escaped.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Author:
    """A named human, or the company for the feed as a whole; ``url`` is "" where there is no page."""

    name: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedEntry:
    """One post. Addresses are absolute.

    Attributes:
        id: A tag URI; stays when title, text and address change.
        updated: When a reader should look again.
        category: Machine word and label; the word is "" where there is none.
        summary: HTML; "" for none.
        content: HTML with absolute links.
        in_reply_to: Address of the complaint this post answers; "" where it answers none.
        language: BCP 47.
    """

    id: str
    title: str
    url: str
    published: datetime
    updated: datetime
    author: Author
    category: tuple[str, str]
    summary: str
    content: str
    in_reply_to: str
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A feed and its entries, newest first. Addresses are absolute.

    Attributes:
        url: The human page of the same posts; ``self_url`` is the feed's own address.
        updated_without_entries: What an empty feed says; the clock would make every fetch a new feed.
    """

    id: str
    title: str
    subtitle: str
    url: str
    self_url: str
    author: Author
    language: str
    updated_without_entries: datetime
    entries: tuple[FeedEntry, ...]

    @property
    def updated(self) -> datetime:
        """When something in it last changed."""
        return max((entry.updated for entry in self.entries), default=self.updated_without_entries)


def tag_uri(domain: str, date: str, name: str) -> str:
    """Return an id that names the same thing for ever.

    Args:
        domain: ASCII; ours on ``date``, which is a year, a month or a day.
        name: Unique within the domain, e.g. ``posts/mg-2026-001-response``.
    """
    return f"tag:{domain},{date}:{quote(name)}"


def atom_bytes(feed: Feed) -> bytes:
    """Return the feed as an Atom document in UTF-8."""
    out = StringIO()
    xml = SimplerXMLGenerator(out, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("feed", {"xmlns": ATOM, "xmlns:thr": THREADING, "xml:lang": feed.language})
    _text(xml, "id", feed.id)
    _text(xml, "title", feed.title)
    if feed.subtitle:
        _text(xml, "subtitle", feed.subtitle)
    _link(xml, "self", feed.self_url, "application/atom+xml")
    _link(xml, "alternate", feed.url, "text/html")
    _text(xml, "updated", _instant(feed.updated))
    _author(xml, feed.author)
    for entry in feed.entries:
        _entry(xml, entry, feed)
    xml.endElement("feed")
    xml.endDocument()
    return f"{out.getvalue()}\n".encode()


def _entry(xml: SimplerXMLGenerator, entry: FeedEntry, feed: Feed) -> None:
    xml.characters("\n")
    xml.startElement("entry", {} if entry.language == feed.language else {"xml:lang": entry.language})
    _text(xml, "id", entry.id)
    _text(xml, "title", entry.title)
    _link(xml, "alternate", entry.url, "text/html")
    _text(xml, "published", _instant(entry.published))
    _text(xml, "updated", _instant(entry.updated))
    _author(xml, entry.author)
    term, label = entry.category
    if term:
        xml.addQuickElement("category", None, {"term": term, "label": label})
    if entry.in_reply_to:
        address = iri_to_uri(entry.in_reply_to)
        xml.addQuickElement("thr:in-reply-to", None, {"ref": address, "href": address, "type": "text/html"})
    if entry.summary:
        _text(xml, "summary", entry.summary, {"type": "html"})
    _text(xml, "content", entry.content, {"type": "html"})
    xml.endElement("entry")


def _author(xml: SimplerXMLGenerator, author: Author) -> None:
    xml.startElement("author", {})
    _text(xml, "name", author.name)
    if author.url:
        _text(xml, "uri", iri_to_uri(author.url))
    xml.endElement("author")


def _link(xml: SimplerXMLGenerator, rel: str, url: str, media_type: str) -> None:
    xml.addQuickElement("link", None, {"rel": rel, "href": iri_to_uri(url), "type": media_type})


def _text(xml: SimplerXMLGenerator, name: str, text: str, attributes: dict[str, str] | None = None) -> None:
    xml.addQuickElement(name, _UNWRITABLE.sub("", text), attributes)


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
