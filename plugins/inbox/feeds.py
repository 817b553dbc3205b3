"""RSS and Atom to entries. The parser gets decoded text, and neither guesses dates nor cleans markup for us.

Refuses what is not a feed; a feed without entries is a feed.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import feedparser

from plugins.core.text import clean, one_line, plain_text
from plugins.core.urls import host_of, is_web_address
from plugins.inbox.dates import read_date
from plugins.inbox.identity import entry_key, real_link, with_unique_keys
from plugins.inbox.model import Entry

TITLE_CHARACTERS = 500
TEXT_CHARACTERS = 100_000

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_MAIL = re.compile(r"(?:mailto:)?[^\s()<>@]+@[^\s()<>@]+")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+));?")
_WEB_PAGE = re.compile(r"\A(?:\s|<!--.*?-->|<\?xml[^>]*\?>)*<(?:!doctype\s+html|html)", re.IGNORECASE | re.DOTALL)


class NotAFeedError(Exception):
    """The document is something else; ``korean`` says what it looks like."""

    def __init__(self, korean: str) -> None:
        super().__init__("not a feed")
        self.korean = korean


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A parsed feed.

    Attributes:
        entries: In the order of the document.
        is_broken: Whether the XML was damaged; the entries are what could be saved of it.
    """

    title: str
    entries: tuple[Entry, ...]
    is_broken: bool


def parse_feed(text: str, *, base: str = "") -> Feed:
    """Return the entries of a feed.

    Args:
        text: Decoded; the encoding its declaration names is no longer true and is ignored.
        base: Where it came from; relative links lead from there.

    Raises:
        NotAFeedError: It is a web page, or nothing that could be a feed.
    """
    if _WEB_PAGE.match(text):
        raise NotAFeedError("피드가 아니라 웹 페이지가 왔습니다. 피드(RSS) 주소를 확인해 주세요.")
    body = _REFERENCE.sub(_sound, _DECLARATION.sub("", text)).lstrip().encode("utf-8", "replace")
    # Bytes and headers: a str would be tried as the name of a local file first, an encoding would be guessed.
    parsed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": base},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not parsed.version:
        raise NotAFeedError("피드(RSS, Atom)로 읽을 수 없는 문서가 왔습니다. 주소를 확인해 주세요.")
    is_atom = parsed.version.startswith("atom")
    title = one_line(plain_text(_string(parsed.feed, "title")))
    own_place = host_of(_string(parsed.feed, "link")), title
    feed_license = _license(parsed.feed)
    entries = [_entry(raw, is_atom=is_atom, own_place=own_place, feed_license=feed_license) for raw in parsed.entries]
    return Feed(
        title=title,
        entries=with_unique_keys(entry for entry in entries if entry.key),
        is_broken=bool(parsed.bozo),
    )


def _sound(reference: re.Match[str]) -> str:
    """Drop a reference to a character that XML does not have; the parser would fail on the whole document."""
    digits = reference[1] or reference[2]
    code = int(digits, 16 if reference[1] else 10) if len(digits) < 10 else 0
    is_character = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return reference[0] if is_character else ""


def _entry(raw: Mapping[str, Any], *, is_atom: bool, own_place: tuple[str, str], feed_license: str) -> Entry:
    link = real_link(_string(raw, "link"))
    title = _title(raw, is_atom=is_atom)[:TITLE_CHARACTERS]
    published_raw = next((value for name in ("published", "updated", "created") if (value := _string(raw, name))), "")
    published_on = read_date(published_raw)
    place = one_line(plain_text(_string(raw.get("source", {}), "title")))
    return Entry(
        key=entry_key(guid=_string(raw, "id"), link=link, title=title, published_on=published_on),
        link=link,
        title=title,
        text=_text(raw)[:TEXT_CHARACTERS],
        author=_author(raw),
        published_on=published_on,
        published_raw=published_raw,
        license=_license(raw) or feed_license,
        # A site's own feed knows its name; a feed that gathers from many sites does not know theirs.
        place=place or (own_place[1] if own_place[0] == host_of(link) else "") or host_of(link),
    )


def _title(raw: Mapping[str, Any], *, is_atom: bool) -> str:
    title = _string(raw, "title")
    # Only Atom says of a title that it is plain; RSS titles carry markup without saying so.
    is_plain = is_atom and raw.get("title_detail", {}).get("type") == "text/plain"
    return one_line(title if is_plain else plain_text(title))


def _text(raw: Mapping[str, Any]) -> str:
    texts = [_markup(content) for content in raw.get("content", ())]
    texts.append(plain_text(_string(raw, "summary")))
    return max(texts, key=len)


def _markup(content: Mapping[str, Any]) -> str:
    value = _string(content, "value")
    return clean(value).strip() if content.get("type") == "text/plain" else plain_text(value)


def _author(raw: Mapping[str, Any]) -> str:
    name = one_line(_string(raw, "author") or _string(raw.get("author_detail", {}), "name"))
    # RSS 2.0 wants "mail@host (name)" here; a mail address is nobody's name. The parser's own splitting takes the end
    # of a long domain for the name.
    return _MAIL.sub("", name).strip(" ()<>,") if "@" in name else name


def _license(raw: Mapping[str, Any]) -> str:
    for link in raw.get("links", ()):
        if link.get("rel") == "license" and is_web_address(_string(link, "href")):
            return _string(link, "href")
    words = one_line(_string(raw, "license") or _string(raw, "rights"))
    return (
        words
        if re.search(r"\bCC[ -]?(?:BY|0)|creative ?commons|크리에이티브 ?커먼즈|저작자 ?표시", words, re.IGNORECASE)
        else ""
    )


def _string(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    # Cleaned again: a reference such as &#xD800; makes characters that no database can store.
    return clean(value).strip() if isinstance(value, str) else ""
