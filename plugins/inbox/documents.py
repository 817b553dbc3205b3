"""Bytes of a feed to its items as one tree, whatever state the XML is in. Maps no fields.

Entities of a document's own are never defined: its DOCTYPE is cut out, so bombs and external entities have no tinder.
What the format gets wrong is mended before and after parsing: stray ``&``, HTML's entities, control characters, a cut
end, tags that do not match. An item that is damaged costs itself, not its neighbours.
"""

import re
from dataclasses import dataclass
from html.entities import html5
from itertools import islice
from typing import Any

from lxml import etree

MOST_ITEMS = 5000
ITEM_NAMES = ("{*}item", "{*}entry")

Element = Any
"""An lxml element; its type is not exported."""

# Tabs and line ends stay.
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 13)) + b"\x7f"
_NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_STRAY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)")
# CDATA first, so that what stands in it is left alone.
_REFERENCE = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:#([0-9]+);?|#[xX]([0-9A-Fa-f]+);?|([A-Za-z][A-Za-z0-9]{1,31});)?",
    re.DOTALL,
)
_XML_ENTITIES = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))
_DECLARATION = re.compile(rb"\A\s*(?:<\?xml[^>]*>\s*)+", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE\s[^\[>]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_ROOT = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?(?:rss|feed|RDF))((?:\s[^<>]*)?)>", re.IGNORECASE)
_PIECE = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?(?:item|entry))(?:\s[^<>]*)?>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
# CDATA and comments first: what stands in them begins no item.
_EDGE = re.compile(rb"<(?:!\[CDATA\[.*?(?:\]\]>|\Z)|!--.*?(?:-->|\Z)|(/?)(?:item|entry)[\s>])", re.DOTALL)
_FIELD = re.compile(rb"<([A-Za-z_][\w.:-]*)((?:\s[^<>]*)?)>(.*?)</\1\s*>", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A parsed feed.

    Attributes:
        root: Its root element.
        items: In the order of the document.
        contents: The bytes of each item, the same as long as it stands there the same.
        is_broken: Whether the XML was damaged; the items are what could be saved of it.
        is_cut: Whether its end is missing.
    """

    root: Element
    items: tuple[Element, ...]
    contents: tuple[bytes, ...]
    is_broken: bool
    is_cut: bool = False


def local_name(tag: object) -> str:
    """Return an element's name without namespace or prefix; "" for comments."""
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def read_document(content: bytes) -> Document | None:
    """Return the items of an XML feed, or None where there is no root that could be one.

    Args:
        content: UTF-8; the encoding its declaration names is no longer true and is ignored.
    """
    content = _mended(content)
    start = _ROOT.search(content, 0, 100_000)
    if not start:
        return None
    content = content[start.start() :]
    is_cut = not _is_closed(content, start[1])
    if is_cut:
        # What follows the last whole item is a part of one; it will come whole another time.
        end = max(content.rfind(b"</item>"), content.rfind(b"</entry>"))
        content = content[: content.find(b">", end) + 1] if end >= 0 else start[0]
    root, errors = _parsed(content)
    if root is None:
        return None
    if errors and not is_cut:
        return _saved(content, start, root)
    items = _items(root)
    return Document(root=root, items=items, contents=_contents(content, items), is_broken=is_cut, is_cut=is_cut)


def _is_closed(content: bytes, root: bytes) -> bool:
    """Return whether the root closes: a document that ends behind `</guid>` may be cut in the middle of an item."""
    closing = b"</" + root.lower()
    return closing in content[-2000:].lower() or closing in content.lower()


def serialised(item: Element) -> bytes:
    """Return an item's bytes, the same for the same item."""
    return bytes(etree.tostring(item, encoding="utf-8", with_tail=False))


def _parsed(content: bytes) -> tuple[Element | None, bool]:
    # One parser a document: an error log would grow, and a hostile document must not leave traces in the next.
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None, True
    # A prefix that nobody declared is bad manners and does no harm.
    errors = any(error.type != etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE for error in parser.error_log)
    return root, errors


def _items(root: Element) -> tuple[Element, ...]:
    return tuple(islice(root.iter(*ITEM_NAMES), MOST_ITEMS))


def _contents(content: bytes, items: tuple[Element, ...]) -> tuple[bytes, ...]:
    """The items cut out of a sound document; written anew, which takes longer, where cutting does not find the same."""
    pieces: list[bytes] = []
    start = -1
    for edge in _EDGE.finditer(content):
        closes = edge[1]
        if closes is None:
            continue
        if bool(closes) == (start < 0):
            break
        if closes:
            pieces.append(content[start : edge.end()])
            start = -1
        else:
            start = edge.start()
    return tuple(pieces) if len(pieces) == len(items) else tuple(map(serialised, items))


def _saved(content: bytes, start: re.Match[bytes], root: Element) -> Document:
    """Read each item for itself: in a damaged document the tree may hang one into the other."""
    opening = start[0]
    closing = b"</" + start[1] + b">"
    items: list[Element] = []
    for piece in _PIECE.finditer(content):
        # An opening tag within: the item before it was never closed, and is lost with what it had.
        text = piece[0]
        inner = max(text.rfind(b"<item>"), text.rfind(b"<item "), text.rfind(b"<entry>"), text.rfind(b"<entry "))
        if inner > 0 and b"<![CDATA[" not in text[:inner]:
            text = text[inner:]
        for attempt in (text, _wrapped(text)):
            shell, errors = _parsed(opening + attempt + closing)
            if shell is not None and not errors:
                break
        found = _items(shell) if shell is not None else ()
        items.extend(found[:1])
        if len(items) >= MOST_ITEMS:
            break
    found_ones = tuple(items) or _items(root)
    return Document(root=root, items=found_ones, contents=tuple(map(serialised, found_ones)), is_broken=True)


def _wrapped(item: bytes) -> bytes:
    """Put what stands in each field into CDATA: markup that was to be escaped is text again."""
    start, end = item.index(b">") + 1, item.rindex(b"</")

    def wrap(field: re.Match[bytes]) -> bytes:
        name, attributes, inner = field[1], field[2], field[3]
        if b"<" not in inner or b"<![CDATA[" in inner or attributes.endswith(b"/"):
            return field[0]
        return b"<%b%b><![CDATA[%b]]></%b>" % (name, attributes, inner, name)

    return item[:start] + _FIELD.sub(wrap, item[start:end]) + item[end:]


def _mended(content: bytes) -> bytes:
    content = content.translate(None, _CONTROLS)
    if b"\xef\xbf" in content:
        for nonsense in _NONCHARACTERS:
            content = content.replace(nonsense, b"")
    content = _DECLARATION.sub(b"", content, count=1)
    if b"<!" in content[:4096]:
        content = _DOCTYPE.sub(b"", content, count=1) if re.search(rb"<!doctype", content[:4096], re.I) else content
    if _STRAY.search(content):
        content = _REFERENCE.sub(_sound, content)
    return content


def _sound(reference: re.Match[bytes]) -> bytes:
    whole = reference[0]
    if whole.startswith(b"<"):
        return whole
    if reference[1] or reference[2]:
        digits, base = (reference[1], 10) if reference[1] else (reference[2], 16)
        return _character(int(digits, base) if len(digits) < 10 else 0)
    name = reference[3]
    if name is None:
        return b"&amp;"
    if name in _XML_ENTITIES:
        return whole
    known = html5.get(name.decode() + ";")
    # Unknown: an entity of its own DOCTYPE, or no entity at all. A reader sees the letters.
    return known.encode() if known and known not in "<>&" else b"&amp;" + whole[1:]


def _character(code: int) -> bytes:
    """A numeric reference in its plain form; "" for what XML does not know, which would break the document."""
    is_sound = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return b"&#%d;" % code if is_sound else b""
