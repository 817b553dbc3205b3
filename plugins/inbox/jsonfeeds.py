"""JSON Feed, JF2 (webmention.io) and search answers in JSON, to raw items. What is cut off keeps its whole items."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plugins.core.text import clean, one_line
from plugins.inbox.markup import readable
from plugins.inbox.raw import Raw, name_of

MOST_ITEMS = 5000

_DATES = ("date_published", "published", "wm-received", "postdate", "pubDate", "date_modified")
_LISTS = ("items", "children", "links", "entries")
_LIST = re.compile(r'"(?:items|children|links|entries)"\s*:\s*\[')


@dataclass(frozen=True, kw_only=True, slots=True)
class JsonDocument:
    """A parsed feed; ``is_broken`` where only its first items could be read."""

    kind: str
    title: str
    link: str
    items: tuple[Mapping[str, Any], ...]
    is_broken: bool


def read_json(text: str) -> JsonDocument | None:
    """Return the items of a feed in JSON, or None where it is none."""
    text = text.strip()
    try:
        whole = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        items = tuple(_whole_items(text))
        return JsonDocument(kind="json", title="", link="", items=items, is_broken=True) if items else None
    if isinstance(whole, list):
        whole = {"items": whole}
    if not isinstance(whole, dict):
        return None
    name = next((name for name in _LISTS if isinstance(whole.get(name), list)), "")
    if not name:
        return None
    items = tuple(item for item in whole[name][:MOST_ITEMS] if isinstance(item, dict))
    return JsonDocument(
        kind="jf2" if name in ("children", "links") else "json",
        title=one_line(_string(whole, "title", "name")),
        link=_string(whole, "home_page_url", "url", "link"),
        items=items,
        is_broken=False,
    )


def serialised_json(item: Mapping[str, Any]) -> bytes:
    """Return an item's bytes, the same for the same item."""
    return json.dumps(item, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")


def raw_json(item: Mapping[str, Any]) -> Raw:
    """Return an item's fields as text."""
    data = item["data"] if isinstance(item.get("data"), dict) else {}
    content = item.get("content")
    texts = [_string(item, "content_text"), readable(_string(item, "content_html"))]
    if isinstance(content, dict):
        texts += [_string(content, "text"), readable(_string(content, "html"))]
    elif isinstance(content, str):
        texts.append(readable(_string(item, "content")))
    texts += [readable(_string(each, name)) for each in (item, data) for name in ("summary", "description")]
    texts.append(readable(_string(data, "content")))
    return Raw(
        guid=_string(item, "id", "uid", "wm-id"),
        link=_string(item, "url", "wm-source", "link", "external_url", "source") or _string(data, "url"),
        title=one_line(readable(_string(item, "title", "name") or _string(data, "name"))),
        text=max(texts, key=len),
        published_raw=_string(item, *_DATES) or _string(data, "published") or _string(item, "verified_date"),
        author=_author(item) or _author(data),
        place=one_line(readable(_string(item, "bloggername"))),
    )


def _whole_items(text: str) -> Iterator[Mapping[str, Any]]:
    start = _LIST.search(text)
    decoder = json.JSONDecoder(strict=False)
    at = start.end() if start else len(text)
    for _ in range(MOST_ITEMS):
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        try:
            item, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        if isinstance(item, dict):
            yield item


def _author(item: Mapping[str, Any]) -> str:
    authors = item.get("authors")
    found = authors[0] if isinstance(authors, list) and authors else item.get("author")
    if isinstance(found, dict):
        found = found.get("name")
    return name_of(clean(found)) if isinstance(found, str) else ""


def _string(item: Mapping[str, Any], *names: str) -> str:
    """The first of these that is text or a number."""
    for name in names:
        value = item.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and (text := clean(value).strip()):
            return text
    return ""
