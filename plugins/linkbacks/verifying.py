"""What a page that is said to link to us really shows: the link, and what it says around it. Pure.

Source: W3C Webmention, 3.2.2. Only a link that a reader can follow counts: an ``a`` or ``area`` of the document, not
what stands in a comment, a script, a text area, a template or as escaped text. Our address may be spelt in any way that
leads to the page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from plugins.core.http import Reply
from plugins.core.personal_data import load_patterns, mask
from plugins.core.text import one_line
from plugins.core.urls import is_web_address
from plugins.linkbacks.graphemes import safe_line
from plugins.linkbacks.ours import OurPages, shown_host
from plugins.linkbacks.page import Page, page_of
from plugins.linkbacks.received import Facts, facts_of

ACCEPT = "text/html, application/xhtml+xml"
# A paragraph shorter than this says little without the one before it.
SHORT_CHARACTERS = 40
READ_CHARACTERS = 5000

_NO_DERIVATIVES = re.compile(r"creativecommons\.org/licenses/[a-z-]*\bnd\b", re.IGNORECASE)
_FRAMED = re.compile(r"https?://blog\.naver\.com/([A-Za-z0-9_-]+)/(\d+)(?:[/?#]|$)")
_TITLES = (".h-entry .p-name", "article h1", "h1", "title")
_AUTHORS = (".h-entry .p-author .p-name", ".h-entry .p-author", "[rel~=author]")


class Look(StrEnum):
    """What a look at a source showed."""

    LINKS = "links"
    NO_LINK = "no-link"
    GONE = "gone"
    NOT_FOUND = "not-found"
    NO_PAGE = "no-page"
    LATER = "later"


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What a page shows around its link to one page of ours.

    Attributes:
        target: Our address as it stands there.
    """

    page: str
    target: str
    facts: Facts


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a look showed.

    Attributes:
        seen: One for each page of ours that it links to, in the order of the document.
        why: A Korean sentence; "" where there is a link.
        url: Where the page really lies, after redirects; "" where nothing came.
    """

    look: Look
    seen: tuple[Seen, ...] = ()
    why: str = ""
    url: str = ""


def looked_at(source: str) -> str:
    """Return the address at which a source's words stand.

    Naver shows its blogs to computers in a frame, and only to telephones as a page with the words in it.
    """
    framed = _FRAMED.match(source)
    return f"https://m.blog.naver.com/{framed[1]}/{framed[2]}" if framed else source


def verdict_of(reply: Reply, source: str, ours: OurPages) -> Verdict:
    """Return what a source's reply shows.

    Args:
        source: The address as it was given; its host is the place where the page names none.
    """
    look, why = _by_status(reply.status)
    if look is not Look.LINKS:
        return Verdict(look=look, why=why, url=reply.url)
    if ours.is_ours(reply.url):
        # Our own pages link to each other; an address that leads there speaks of nobody.
        return Verdict(look=Look.NO_PAGE, why="저희 누리집으로 넘어가는 주소입니다.", url=reply.url)
    page = page_of(reply)
    if page is None:
        return Verdict(look=Look.NO_PAGE, why="웹 페이지로 읽을 수 있는 글이 아닙니다.", url=reply.url)
    passages: dict[str, tuple[str, list[str]]] = {}
    for link, block in page.passages(lambda url: bool(ours.page_of(url))):
        lines = block.split("\n")
        _, told = passages.setdefault(ours.page_of(link.url), (link.url, []))
        told.append(_around(lines, link.text))
    if not passages:
        return Verdict(look=Look.NO_LINK, why="그 글에 저희 글로 오는 링크가 없습니다.", url=reply.url)
    seen = [
        Seen(page=path, target=target, facts=_facts(page, source, told)) for path, (target, told) in passages.items()
    ]
    return Verdict(look=Look.LINKS, seen=tuple(seen), url=reply.url)


def _by_status(status: int) -> tuple[Look, str]:
    match status:
        case 200:
            return Look.LINKS, ""
        case 410:
            return Look.GONE, "글이 영영 없어졌다고 합니다(HTTP 410)."
        case 404:
            return Look.NOT_FOUND, "그런 글이 없다고 합니다(HTTP 404)."
    return Look.LATER, f"글을 주지 않았습니다(HTTP {status})."


def _around(lines: Sequence[str], words: str) -> str:
    """The line with the link, and the one before it where it is short."""
    needle = one_line(words)
    at = next((n for n, line in enumerate(lines) if needle and needle in line), 0)
    line = lines[at] if lines else ""
    return f"{lines[at - 1]} {line}" if at and len(line) < SHORT_CHARACTERS else line


def _facts(page: Page, source: str, told: Sequence[str]) -> Facts:
    license_ = page.attribute("a[rel~=license], link[rel~=license]", "href")
    # The first passage that says something: a menu or a list of sources has only the link.
    words = next((text for text in told if len(text) >= SHORT_CHARACTERS), told[0])
    if len(words) < SHORT_CHARACTERS:
        words = _meta(page, "og:description", "description") or words
    title = _meta(page, "og:title") or one_line(page.text_of(*_TITLES))
    author = _meta(page, "author", "article:author") or one_line(page.text_of(*_AUTHORS))
    return facts_of(
        title=_masked(title),
        author="" if is_web_address(author) else _masked(author),
        place=_masked(_meta(page, "og:site_name") or shown_host(source)),
        published_on=page.attribute(".dt-published[datetime], time[datetime]", "datetime").strip()
        or _meta(page, "article:published_time"),
        # A licence that forbids derivatives forbids showing a part.
        excerpt="" if _NO_DERIVATIVES.search(license_) else _masked(words),
    )


def _masked(text: str) -> str:
    # First made safe, so that nothing invisible splits a number; far more than is ever shown.
    return mask(safe_line(text[:READ_CHARACTERS]), load_patterns())


def _meta(page: Page, *names: str) -> str:
    wanted = dict.fromkeys(names, "")
    for attributes in page.attributes_of("meta"):
        name = (attributes.get("property") or attributes.get("name") or "").strip().lower()
        if name in wanted and not wanted[name]:
            wanted[name] = one_line(attributes.get("content", ""))
    return next((value for value in wanted.values() if value), "")
