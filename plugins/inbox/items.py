"""One item of an XML feed to its raw fields: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, RDF, Naver's search answer."""

from base64 import b64decode
from binascii import Error as BadBase64
from datetime import tzinfo
from urllib.parse import urljoin

from lxml import etree

from plugins.core.text import clean, one_line
from plugins.core.urls import host_of, is_web_address
from plugins.inbox.documents import Element, local_name
from plugins.inbox.markup import readable
from plugins.inbox.raw import Channel, Raw, Sketch, license_of, name_of

_ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_XHTML = "http://www.w3.org/1999/xhtml"
_PLAIN_TYPES = frozenset(("", "text", "text/plain"))
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
# Local name in lower case to what it means; namespaces that use the same names for other things are told apart below.
_MEANINGS = {
    "title": "title", "link": "link", "guid": "guid", "id": "guid", "description": "summary", "summary": "summary",
    "encoded": "content", "content": "content", "body": "content", "pubdate": "published", "published": "published",
    "issued": "published", "postdate": "published", "updated": "updated", "modified": "updated", "date": "updated",
    "created": "created", "author": "author", "creator": "creator", "source": "source", "license": "license",
    "rights": "rights", "copyright": "rights", "bloggername": "bloggername", "group": "group",
}  # fmt: skip
_DATES = ("published", "updated", "created")
_SKETCHED = frozenset(("guid", "link", *_DATES))
_FOREIGN = ("http://search.yahoo.com/mrss", "http://www.itunes.com", "http://www.google.com", "http://www.georss.org")
_meanings: dict[str, str] = {}

Fields = dict[str, list[Element]]


def fields_of(element: Element) -> Fields:
    """Return an item's (or a feed's) children by what they mean, in the order of the document."""
    fields: Fields = {}
    for child in element:
        tag = child.tag
        meaning = _meanings.get(tag)
        if meaning is None:
            meaning = _meaning(tag)
        if meaning:
            fields.setdefault(meaning, []).append(child)
    return fields


def raw_item(item: Element, *, base: str) -> Raw:
    """Return an item's fields as text; links lead from ``base`` or its own ``xml:base``."""
    fields = fields_of(item)
    base = _own_base(item, base)
    guid = item.get(_RDF_ABOUT) or _first(fields, "guid")
    link = _link(fields, base)
    if not link and "guid" in fields and _is_permalink(fields["guid"][0]):
        link = _first(fields, "guid")
    published = _first(fields, "published") or _first(fields, "updated") or _first(fields, "created")
    place = next((_title(each) for each in fields.get("source", ()) if len(each)), "")
    return Raw(
        guid=guid,
        link=link,
        title=_title_of(fields),
        text=_text(fields),
        published_raw=published,
        author=_author(fields),
        # Naver's name of the blog that a hit stands in.
        place=place or one_line(readable(_first(fields, "bloggername"))),
        license=licence(fields),
    )


def sketch_of(item: Element) -> Sketch:
    """Return what is needed to know an item again, and to see whether it may concern us."""
    # The same as fields_of would give, in one pass: this is done for every item of every feed.
    titles: list[str] = []
    texts: list[str] = []
    summaries: list[str] = []
    groups: list[str] = []
    found: dict[str, str] = {}
    for child in item:
        tag = child.tag
        meaning = _meanings.get(tag)
        if meaning is None:
            meaning = _meaning(tag)
        if meaning == "title":
            titles.append(_inner(child))
        elif meaning == "summary":
            summaries.append(_inner(child))
        elif meaning == "content":
            texts.append(_inner(child))
        elif meaning == "group":
            groups.append(_inner(child))
        elif meaning in _SKETCHED and meaning not in found:
            found[meaning] = (child.get("href") or child.text if meaning == "link" else child.text) or ""
    published = next((found[name] for name in _DATES if name in found), "") if found else ""
    return Sketch(
        item.get(_RDF_ABOUT) or found.get("guid", "").strip(),
        found.get("link", "").strip(),
        published.strip(),
        "\x1f".join((*titles, *texts, *summaries, *groups)),
    )


def kind_of(root: Element) -> str:
    """Return ``rss``, ``atom`` or ``rdf``."""
    name = local_name(root.tag).lower()
    return "atom" if name == "feed" else name


def channel_of(root: Element, *, base: str, zone: tzinfo) -> Channel:
    """Return what a feed says of itself."""
    feed = next((child for child in root if local_name(child.tag) == "channel"), root)
    fields = fields_of(feed)
    link = _link(fields, _own_base(feed, base))
    return Channel(title=_title_of(fields), host=host_of(link), license=licence(fields), zone=zone)


def licence(fields: Fields) -> str:
    """Return the Creative Commons licence that an item or feed gives, or ""."""
    for link in fields.get("link", ()):
        if link.get("rel") == "license" and is_web_address(address := clean(link.get("href", "")).strip()):
            return address
    for name in ("license", "rights"):
        for element in fields.get(name, ()):
            # The Creative Commons module of RDF gives the address as an attribute.
            words = _string(element) or next((value for value in element.attrib.values() if "://" in value), "")
            if found := license_of(words, is_licence=name == "license"):
                return found
    return ""


def _meaning(tag: object) -> str:
    if not isinstance(tag, str):
        return ""
    meaning = _MEANINGS.get(local_name(tag).lower(), "")
    namespace = tag[1:].partition("}")[0] if tag.startswith("{") else ""
    prefix = "" if namespace else tag.partition(":")[0] if ":" in tag else ""
    if namespace.startswith(_FOREIGN) or prefix in ("media", "itunes"):
        meaning = {"author": "creator", "group": "group", "summary": "summary", "description": "summary"}.get(
            meaning if meaning != "title" else "", ""
        ) or ("summary" if meaning == "summary" else "")
    elif meaning == "group" or (namespace == _XHTML and meaning not in ("", "content")):
        meaning = ""
    if len(_meanings) < 2000:
        _meanings[tag] = meaning
    return meaning


def _own_base(item: Element, base: str) -> str:
    pieces = [value for each in (item, *item.iterancestors()) if (value := each.get(_XML_BASE))]
    for piece in reversed(pieces):
        try:
            base = urljoin(base, piece)
        except ValueError:
            continue
    return base


def _first(fields: Fields, name: str) -> str:
    return next((text for element in fields.get(name, ()) if (text := _string(element))), "")


def _string(element: Element) -> str:
    text = element.text if len(element) == 0 else "".join(element.itertext())
    return clean(text).strip() if text else ""


def _inner(element: Element) -> str:
    """The markup inside an element, whether it was escaped or stands there as elements."""
    if len(element) == 0:
        return element.text or ""
    # An entity that was not resolved ends the text before it; there are none left by now.
    pieces = [element.text or "", *(etree.tostring(child, encoding="unicode") for child in element)]
    return "".join(pieces)


def _link(fields: Fields, base: str) -> str:
    best = ""
    for element in fields.get("link", ()):
        address = element.get("href")
        relation = element.get("rel", "alternate")
        if address is None:
            address = element.text or ""
        elif relation != "alternate":
            continue
        if (address := clean(address).strip()) and (not best or element.get("type", "") in ("text/html", "")):
            best = address
            if element.get("type", "") in ("text/html", ""):
                break
    if best and base and not best.startswith(("http://", "https://")):
        try:
            return urljoin(base, best)
        except ValueError:
            return best
    return best


def _is_permalink(guid: Element) -> bool:
    # Atom's id is never a link.
    is_rss = local_name(guid.tag) == "guid"
    return is_rss and guid.get("isPermaLink", "true").lower() != "false" and is_web_address(_string(guid))


def _title_of(fields: Fields) -> str:
    return next((title for element in fields.get("title", ()) if (title := _title(element))), "")


def _title(element: Element) -> str:
    if local_name(element.tag) == "source":
        return _title_of(fields_of(element))
    # Only Atom says of a title that it is plain; RSS titles carry markup without saying so.
    if element.tag.startswith("{" + _ATOM[0]) and element.get("type", "") in _PLAIN_TYPES:
        return one_line("".join(element.itertext()))
    return one_line(readable(_inner(element)))


def _text(fields: Fields) -> str:
    elements = [*fields.get("content", ()), *fields.get("summary", ())]
    for group in fields.get("group", ()):
        elements += [child for child in group if local_name(child.tag) == "description"]
    return max((_one_text(element) for element in elements), key=len, default="")


def _one_text(element: Element) -> str:
    kind = element.get("type", "").lower()
    if element.tag.startswith("{" + _ATOM[0]) and kind in _PLAIN_TYPES and len(element) == 0:
        return clean(element.text or "").strip()
    if element.get("mode") == "base64":
        try:
            return readable(b64decode(element.text or "", validate=False).decode("utf-8", "replace"))
        except (BadBase64, ValueError):
            return ""
    return readable(_inner(element))


def _author(fields: Fields) -> str:
    for element in (*fields.get("author", ()), *fields.get("creator", ())):
        name = next((_string(child) for child in element if local_name(child.tag) == "name"), "")
        if found := name_of(name or (_string(element) if not len(element) else "")):
            return found
    return ""
