"""A document as it came to entries: recognised, decoded, mapped; of what is known only the hash is looked at.

Refuses what is not a feed; a feed without entries is a feed.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

from plugins.core.korean import SEOUL
from plugins.core.text import clean
from plugins.core.urls import host_of
from plugins.inbox.dates import read_date
from plugins.inbox.decode import recode
from plugins.inbox.fetching import NotAFeedError
from plugins.inbox.identity import with_unique_keys
from plugins.inbox.model import Entry
from plugins.inbox.raw import Channel, Raw, Sketch, entry_of, is_future, sketch_of_raw
from plugins.inbox.window import EMPTY, Mark, Window, hash_of

# Without a date and with less text than this, two entries may read the same and be two.
TELLING_CHARACTERS = 60

_WEB_PAGE = re.compile(
    rb"\A(?:\s|<!--.*?-->|<\?xml[^>]*\?>|<!doctype\s+html[^>]*>)*<(?:!doctype\s+html|html)", re.IGNORECASE | re.DOTALL
)

# Of a document that was mended; a longer one is no character.
_REFERENCE = re.compile(rb"&#([0-9]{1,6});")

Concerns = Callable[[str], bool]
"""Whether markup may concern us; in doubt it does."""

NamesUs = Callable[[bytes], bool]
"""Whether an item, as it came, holds an address of ours."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A document that was read.

    Attributes:
        kind: ``rss``, ``atom``, ``rdf``, ``json`` or ``jf2``; with ``?`` where only feedparser could read it.
        entries: In the order of the document: those that are new or changed and may concern us.
        marks: Of every item, in the order of the document.
        unchanged: Items known as they are.
        unmatched: New items that do not concern us.
        is_broken: Whether the document was damaged; the entries are what could be saved of it.
        holes: Characters that could not be decoded.
        future: Entries dated after they were read; their date was cut.
        speaking: Addresses of new or changed entries that hold an address of ours.
    """

    title: str
    entries: tuple[Entry, ...]
    is_broken: bool
    kind: str = ""
    marks: tuple[Mark, ...] = ()
    unchanged: int = 0
    unmatched: int = 0
    encoding: str = "utf-8"
    holes: int = 0
    future: int = 0
    speaking: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Items:
    """The items of a document of any format, and how they are read, first cheaply and then well.

    Attributes:
        contents: The bytes of each, the same for the same item.
    """

    kind: str
    channel: Channel
    raws: tuple[Any, ...]
    contents: tuple[bytes, ...]
    sketch: Callable[[Any], Sketch]
    read: Callable[[Any], Raw]
    is_broken: bool
    is_cut: bool = False


def parse_feed(text: str, *, base: str = "") -> Feed:
    """Return all entries of a document that is text already. See ``read_feed``."""
    return read_feed(text.encode("utf-8", "replace"), base=base)


def read_feed(
    body: bytes,
    *,
    declared: str = "",
    base: str = "",
    window: Window = EMPTY,
    concerns: Concerns | None = None,
    names_us: NamesUs | None = None,
    now: datetime | None = None,
    zone: tzinfo = SEOUL,
) -> Feed:
    """Return what a document adds to what is known of its source.

    Args:
        declared: The charset of ``Content-Type``.
        base: Where it came from; relative links lead from there.
        window: What the source showed before.
        concerns: None lets everything through.
        names_us: None where nobody asks who links to us.
        now: A date after it is cut to it. None leaves dates alone.
        zone: Where a date without a zone is meant.

    Raises:
        NotAFeedError: It is a web page, or nothing that could be a feed.
    """
    recoded = recode(body, declared=declared)
    content = recoded.content
    if _WEB_PAGE.match(content[:20_000]):
        raise NotAFeedError("피드가 아니라 웹 페이지가 왔습니다. 피드(RSS) 주소를 확인해 주세요.")
    found = _items_of(content, base, zone)
    feed = _sift(found, window, concerns, names_us, now)
    return replace(feed, encoding=recoded.encoding, holes=recoded.holes)


def _items_of(content: bytes, base: str, zone: tzinfo) -> _Items:
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in (b"{", b"["):
        return _json_items(content, zone)
    items = _xml_items(content, base, zone)
    # What is left of an item that was cut off is not for the last resort either.
    if items is not None and (items.raws or items.is_cut):
        return items
    slow = _slow_items(content, base, zone) if start else None
    if slow is not None and (slow.raws or items is None):
        return slow
    if items is None:
        raise NotAFeedError("피드(RSS, Atom)로 읽을 수 없는 문서가 왔습니다. 주소를 확인해 주세요.")
    return items


def _json_items(content: bytes, zone: tzinfo) -> _Items:
    from plugins.inbox.jsonfeeds import raw_json, read_json, serialised_json  # noqa: PLC0415

    document = read_json(content.decode("utf-8", "replace"))
    if document is None:
        raise NotAFeedError("JSON이 왔지만 피드(JSON Feed, JF2)가 아닙니다. 주소를 확인해 주세요.")
    return _Items(
        kind=document.kind,
        channel=Channel(title=document.title, host=host_of(document.link), zone=zone),
        raws=document.items,
        contents=tuple(map(serialised_json, document.items)),
        sketch=lambda each: sketch_of_raw(raw_json(each)),
        read=raw_json,
        is_broken=document.is_broken,
    )


def _xml_items(content: bytes, base: str, zone: tzinfo) -> _Items | None:
    from plugins.inbox.documents import read_document  # noqa: PLC0415
    from plugins.inbox.items import channel_of, kind_of, raw_item, sketch_of  # noqa: PLC0415

    document = read_document(content)
    if document is None:
        return None
    return _Items(
        kind=kind_of(document.root),
        channel=channel_of(document.root, base=base, zone=zone),
        raws=document.items,
        contents=document.contents,
        sketch=sketch_of,
        read=lambda each: raw_item(each, base=base),
        is_broken=document.is_broken,
        is_cut=document.is_cut,
    )


def _slow_items(content: bytes, base: str, zone: tzinfo) -> _Items | None:
    from plugins.inbox.lastresort import parsed  # noqa: PLC0415

    feed = parsed(clean(content.decode("utf-8", "replace")), base=base)
    if not feed.version:
        return None
    return _Items(
        kind=f"{feed.version[:4]}?",
        channel=Channel(title=feed.title, host=host_of(feed.link), license=feed.license, zone=zone),
        raws=feed.items,
        contents=tuple(repr(raw).encode("utf-8", "replace") for raw in feed.items),
        sketch=sketch_of_raw,
        read=lambda raw: raw,
        is_broken=feed.is_broken,
    )


def _sift(
    items: _Items, window: Window, concerns: Concerns | None, names_us: NamesUs | None, now: datetime | None
) -> Feed:
    marks: list[Mark] = []
    fresh: list[tuple[Mark, Sketch, Any]] = []
    speaking: list[str] = []
    unchanged = 0
    for item, content in zip(items.raws, items.contents, strict=True):
        digest = hash_of(content)
        if known := window.by_raw.get(digest):
            marks.append(known)
            unchanged += 1
            continue
        if names_us and names_us(_without_references(content)):
            speaking.append(entry_of(items.read(item), items.channel, now=now).link)
        sketch = items.sketch(item)
        if key := sketch.key:
            mark = Mark(raw=digest, key=hash_of(_bytes(key)), mark=_mark(sketch))
            marks.append(mark)
            fresh.append((mark, sketch, item))
    keys, prints = Counter(m.key for m in marks), Counter(m.mark for m in marks)
    chosen: list[Entry] = []
    repeated: set[str] = set()
    unmatched = future = 0
    for mark, sketch, item in fresh:
        is_known_key = mark.key in window.keys and keys[mark.key] == 1
        if mark.mark in window.marks and prints[mark.mark] == 1 and (is_known_key or _is_telling(sketch)):
            # Its bytes or its guid changed, but nothing that a reader reads.
            unchanged += 1
        elif is_known_key or concerns is None or concerns(sketch.markup):
            raw = items.read(item)
            entry = entry_of(raw, items.channel, now=now)
            chosen.append(entry)
            future += bool(now and is_future(read_date(raw.published_raw, zone=items.channel.zone), now))
            if keys[mark.key] > 1:
                repeated.add(entry.key)
        else:
            unmatched += 1
    return Feed(
        title=items.channel.title,
        entries=with_unique_keys((entry for entry in chosen if entry.key), repeated=repeated),
        is_broken=items.is_broken,
        kind=items.kind,
        marks=tuple(marks),
        unchanged=unchanged,
        unmatched=unmatched,
        future=future,
        speaking=tuple(link for link in dict.fromkeys(speaking) if link),
    )


def _mark(sketch: Sketch) -> bytes:
    """As ``identity.fingerprint``, of the fields as they stand there."""
    return hash_of(_bytes("\x1f".join((sketch.markup, sketch.published_raw, sketch.link.partition("?")[0]))))


def _without_references(content: bytes) -> bytes:
    """Some programs write even the dots of an address as references."""
    if b"&#" not in content:
        return content
    return _REFERENCE.sub(lambda reference: chr(int(reference[1])).encode("utf-8", "replace"), content)


def _is_telling(sketch: Sketch) -> bool:
    return bool(sketch.published_raw) or len(sketch.markup) >= TELLING_CHARACTERS


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
