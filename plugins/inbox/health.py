"""``invoke sources``: how a source fares, and what an address gives when it is read once. Stores nothing."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urljoin

from plugins.core.http import Fetch, Request
from plugins.core.korean import iso
from plugins.core.urls import is_web_address, redacted
from plugins.inbox.decode import decode
from plugins.inbox.feeds import Feed, read_feed
from plugins.inbox.fetching import ACCEPT, NotAFeedError, status_advice
from plugins.inbox.model import FetchState, Source

SHOWN = 5
_LINK = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(rel|type|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """How a source fares.

    Attributes:
        state: One Korean word or two.
        told: Sentences that staff should read.
    """

    key: str
    state: str
    succeeded_at: datetime | None
    entries: int
    failures: int
    due_at: datetime | None
    is_due: bool
    told: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What an address gave.

    Attributes:
        titles: (date, title, link) of the first entries.
    """

    lines: tuple[str, ...]
    titles: tuple[tuple[str, str, str], ...] = ()
    is_feed: bool = False


def health_of(source: Source, state: FetchState | None, *, now: datetime) -> Health:
    """Return how a source fares; one never read is waiting for its first turn."""
    known = state or FetchState(source=source.key)
    word = "잘 읽힘"
    if not source.enabled:
        word = "쉼"
    elif known.is_parked:
        word = "없어짐"
    elif known.failures:
        word = "못 읽음"
    elif known.checked_at is None:
        word = "아직"
    elif known.note:
        word = "살펴볼 것"
    moved = f"주소가 바뀌었습니다: {known.moved_to}" if known.moved_to else ""
    return Health(
        key=source.key,
        state=word,
        succeeded_at=known.succeeded_at,
        entries=known.entries,
        failures=known.failures,
        due_at=known.due_at,
        is_due=source.enabled and not known.is_parked and (known.due_at is None or known.due_at <= now),
        told=tuple(sentence for sentence in (known.error, known.note, moved) if sentence),
    )


async def checked(url: str, fetch: Fetch, *, now: datetime) -> Checked:
    """Read an address once and tell what it gives; of a web page, which feeds it names.

    Raises:
        FetchError: There is no answer.
    """
    reply = await fetch(Request(url=url, headers=(("Accept", ACCEPT),)))
    lines = [f"HTTP {reply.status}, {len(reply.body):,}바이트, {reply.header('Content-Type') or '종류를 말하지 않음'}"]
    lines += [f"HTTP {each.status} 넘김: {redacted(each.url)}" for each in reply.redirects]
    if reply.redirects and all(each.status in (301, 308) for each in reply.redirects):
        lines.append("영영 옮겼다고 합니다. sources.toml에 새 주소를 적어 주세요.")
    if reply.status != 200:
        return Checked(lines=(*lines, status_advice(reply.status)))
    try:
        feed = read_feed(reply.body, declared=reply.charset, base=reply.url, now=now)
    except NotAFeedError as error:
        feeds = feeds_named_by(decode(reply.body, declared=reply.charset).text, reply.url)
        named = [f"이 페이지가 말하는 피드: {address}" for address in feeds]
        return Checked(lines=(*lines, error.korean, *named))
    lines.append(f"피드({feed.kind}), 글 {len(feed.marks)}개, 글자 {feed.encoding}")
    lines += _remarks(feed)
    kept = "ETag나 Last-Modified가 " + ("있어" if reply.header("ETag") or reply.header("Last-Modified") else "없어")
    lines.append(f"{kept} 바뀌지 않은 피드는 {'받지 않습니다' if '있어' in kept else '매번 받아 견주어 봅니다'}.")
    titles = tuple((_written(e.published_on), e.title, e.link) for e in feed.entries[:SHOWN])
    return Checked(lines=tuple(lines), titles=titles, is_feed=True)


def feeds_named_by(page: str, base: str) -> tuple[str, ...]:
    """Return the addresses of the feeds that a web page's head names, in its order."""
    found: list[str] = []
    for tag in _LINK.findall(page[:200_000]):
        values = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(tag)}
        if "alternate" in values.get("rel", "").lower().split() and values.get("type", "").lower() in _FEED_TYPES:
            try:
                address = urljoin(base, values.get("href", ""))
            except ValueError:
                continue
            if is_web_address(address):
                found.append(address)
    return tuple(dict.fromkeys(found))


def _written(at: date | datetime | None) -> str:
    return iso(at)[:16].replace("T", " ") if at else "날짜 모름"


def _remarks(feed: Feed) -> list[str]:
    undated = sum(entry.published_on is None for entry in feed.entries)
    linkless = sum(not entry.link for entry in feed.entries)
    remarks = [
        (not feed.marks, "글이 하나도 없습니다."),
        (feed.is_broken, "XML이 망가져 있어 성한 글만 읽습니다."),
        (feed.holes, f"읽을 수 없는 글자가 {feed.holes}개 있습니다."),
        (undated, f"날짜를 읽을 수 없는 글이 {undated}개 있습니다."),
        (linkless, f"주소가 없는 글이 {linkless}개 있습니다."),
        (feed.future, f"앞날로 적힌 글이 {feed.future}개 있습니다."),
    ]
    return [sentence for holds, sentence in remarks if holds]
