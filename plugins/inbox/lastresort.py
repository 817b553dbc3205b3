"""Documents that the fast path finds no item in: feedparser, which reads what nobody should have written.

It gets decoded text, and neither guesses dates nor cleans markup for us. It is also the oracle of the tests.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plugins.core.text import clean, one_line, plain_text
from plugins.core.urls import is_web_address
from plugins.inbox.raw import Raw, license_of, name_of

# It needs a second for 2 MiB, and a hostile document must not cost minutes.
MOST_CHARACTERS = 1_000_000

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+));?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """A feed as feedparser reads it; ``version`` is "" where it sees none."""

    version: str
    title: str
    link: str
    license: str
    items: tuple[Raw, ...]
    is_broken: bool


def parsed(text: str, *, base: str = "") -> Parsed:
    """Return what feedparser makes of a document; text too long for it is no feed."""
    if len(text) > MOST_CHARACTERS:
        return Parsed(version="", title="", link="", license="", items=(), is_broken=True)
    import feedparser  # noqa: PLC0415 - 0.15 s, and one document in a thousand needs it

    body = _REFERENCE.sub(_sound, _DOCTYPE.sub("", _DECLARATION.sub("", text), count=1)).lstrip()
    # Bytes and headers: a str would be tried as the name of a local file first, an encoding would be guessed.
    found = feedparser.parse(
        io.BytesIO(body.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": base},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    is_atom = found.version.startswith("atom")
    return Parsed(
        version=found.version,
        title=one_line(plain_text(_string(found.feed, "title"))),
        link=_string(found.feed, "link"),
        license=_license(found.feed),
        items=tuple(_raw(each, is_atom=is_atom) for each in found.entries),
        is_broken=bool(found.bozo),
    )


def _sound(reference: re.Match[str]) -> str:
    """Drop a reference to a character that XML does not have; the parser would fail on the whole document."""
    digits = reference[1] or reference[2]
    code = int(digits, 16 if reference[1] else 10) if len(digits) < 10 else 0
    is_character = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return reference[0] if is_character else ""


def _raw(each: Mapping[str, Any], *, is_atom: bool) -> Raw:
    title = _string(each, "title")
    # Only Atom says of a title that it is plain; RSS titles carry markup without saying so.
    is_plain = is_atom and each.get("title_detail", {}).get("type") == "text/plain"
    texts = [_markup(content) for content in each.get("content", ())]
    author = _string(each, "author") or _string(each.get("author_detail", {}), "name")
    return Raw(
        guid=_string(each, "id"),
        link=_string(each, "link"),
        title=one_line(title if is_plain else plain_text(title)),
        text=max([*texts, plain_text(_string(each, "summary"))], key=len),
        published_raw=next((v for name in ("published", "updated", "created") if (v := _string(each, name))), ""),
        author=name_of(author),
        place=one_line(plain_text(_string(each.get("source", {}), "title"))),
        license=_license(each),
    )


def _markup(content: Mapping[str, Any]) -> str:
    value = _string(content, "value")
    return clean(value).strip() if content.get("type") == "text/plain" else plain_text(value)


def _license(each: Mapping[str, Any]) -> str:
    for link in each.get("links", ()):
        if link.get("rel") == "license" and is_web_address(_string(link, "href")):
            return _string(link, "href")
    return license_of(_string(each, "license") or _string(each, "rights"))


def _string(each: Mapping[str, Any], name: str) -> str:
    value = each.get(name)
    # Cleaned again: a reference such as &#xD800; makes characters that no database can store.
    return clean(value).strip() if isinstance(value, str) else ""
