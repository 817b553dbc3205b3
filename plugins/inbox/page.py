"""A web page that staff name by hand, to one entry: title, site, author, date and main text as the page gives them.

Modest on purpose: what it cannot find stays empty, and staff can fill it in.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag

from plugins.core.text import one_line, plain_text
from plugins.core.urls import canonical_url, host_of, is_web_address
from plugins.inbox.dates import read_date
from plugins.inbox.model import Entry

TEXT_CHARACTERS = 20_000

_AUTHOR_NAMES = ("author", "article:author", "og:article:author", "dable:author", "nickname")
_DATE_NAMES = ("article:published_time", "og:article:published_time", "date", "dc.date", "pubdate", "regdate")
# The bodies of Korean platforms first; article and main come after them because comments often lie inside those.
_BODIES = (
    ".se-main-container", "#postViewArea", ".tt_article_useless_p_margin", ".article_view", ".xe_content",
    ".rhymix_content", "#bo_v_con", ".entry-content", ".e-content", "[itemprop=articleBody]", "article", "main", "body",
)  # fmt: skip
_AROUND = "script, style, nav, header, footer, aside, form, noscript, template, iframe"


def read_page(html: str, url: str) -> Entry:
    """Return what a page says of itself.

    Args:
        url: Where it was found, after redirects.
    """
    soup = BeautifulSoup(html, "html.parser")
    data = tuple(_linked_data(soup))
    raw_date = (
        _meta(soup, _DATE_NAMES) or _datum(data, "datePublished") or _attribute(soup, "time[datetime]", "datetime")
    )
    author = _meta(soup, _AUTHOR_NAMES) or _datum(data, "author") or _words(soup, ".p-author, [rel=author]")
    heading = _words(soup, "h1")
    title = _meta(soup, ("og:title", "twitter:title")) or heading or _words(soup, "title")
    link = canonical_url(url)
    return Entry(
        key=link,
        link=link,
        title=title[:500],
        text=_main_text(soup)[:TEXT_CHARACTERS],
        author="" if is_web_address(author) else author,
        published_on=read_date(raw_date),
        published_raw=raw_date,
        license=_attribute(soup, "a[rel~=license][href], link[rel~=license][href]", "href"),
        place=_meta(soup, ("og:site_name",)) or host_of(link),
    )


def _main_text(soup: BeautifulSoup) -> str:
    for around in soup.select(_AROUND):
        around.decompose()
    for selector in _BODIES:
        text = "\n".join(plain_text(str(body)) for body in soup.select(selector)[:1])
        if text:
            return text
    return ""


def _meta(soup: BeautifulSoup, names: tuple[str, ...]) -> str:
    for name in names:
        pattern = re.compile(rf"^{re.escape(name)}$", re.IGNORECASE)
        for key in ("property", "name", "itemprop"):
            tag = soup.find("meta", attrs={key: pattern})
            if isinstance(tag, Tag) and (content := one_line(str(tag.get("content") or ""))):
                return content
    return ""


def _attribute(soup: BeautifulSoup, selector: str, name: str) -> str:
    tag = soup.select_one(selector)
    return one_line(str(tag.get(name) or "")) if tag else ""


def _words(soup: BeautifulSoup, selector: str) -> str:
    tag = soup.select_one(selector)
    return one_line(tag.get_text(" ")) if tag else ""


def _linked_data(soup: BeautifulSoup) -> Iterator[dict[str, Any]]:
    for script in soup.find_all("script", attrs={"type": "application/ld+json"}):
        try:
            data = json.loads(script.get_text())
        except (ValueError, RecursionError):
            continue
        parts = data.get("@graph", [data]) if isinstance(data, dict) else data
        yield from (part for part in parts if isinstance(part, dict)) if isinstance(parts, list) else ()


def _datum(data: tuple[dict[str, Any], ...], name: str) -> str:
    for part in data:
        value = part.get(name)
        if isinstance(value, list):
            value = value[0] if value else ""
        if isinstance(value, dict):
            value = value.get("name")
        if isinstance(value, str) and value.strip():
            return one_line(value)
    return ""
