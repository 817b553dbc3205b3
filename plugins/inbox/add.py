"""``invoke add``: a complaint that staff found by hand, or that stands where no feed can read."""

from dataclasses import dataclass, replace
from datetime import datetime

from plugins.core.errors import DecisionError, DeskError, FetchError
from plugins.core.http import Fetch, Request
from plugins.core.text import clean, one_line, shortened
from plugins.core.urls import host_of, page_identity, redacted
from plugins.inbox.absorb import tellings_of
from plugins.inbox.dates import read_date
from plugins.inbox.decode import decode
from plugins.inbox.forget import is_erased
from plugins.inbox.identity import fingerprint, mention_identity, real_link, text_identity
from plugins.inbox.lessons import learned_in
from plugins.inbox.matching import find_in_entry, watched_terms
from plugins.inbox.model import BY_HAND, Entry, InboxItem, Listening, Mention, Sighting
from plugins.inbox.page import read_page
from plugins.inbox.reasons import scored, whole_text
from plugins.inbox.store import InboxStore

INSTEAD = " 글을 파일에 옮겨 담고 `invoke add --text 파일`로 넣을 수 있습니다."


@dataclass(frozen=True, kw_only=True, slots=True)
class Added:
    """What ``invoke add`` led to.

    Attributes:
        is_new: False where the inbox knew the page or the text already; then nothing was changed.
    """

    item: InboxItem
    is_new: bool


async def add_by_hand(
    *,
    store: InboxStore,
    fetch: Fetch,
    listening: Listening,
    now: datetime,
    url: str = "",
    text: str = "",
    place: str = "",
    author: str = "",
    published: str = "",
) -> Added:
    """Put one complaint into the inbox, whether or not it names a brand: a person says that it is ours.

    Args:
        url: Its public address. Without ``text`` the page is fetched for its title, author, date and text.
        text: The complaint's own words, the first line as title. Without ``url`` it has no public address.
        place, author, published: Win over what the page says; ``published`` in any form ``dates`` reads.

    Raises:
        DeskError: Neither address nor text is given, or the date cannot be read.
        DecisionError: It was erased on request.
        FetchError: The page cannot be fetched; staff can use ``text``.
    """
    if not url and not text.strip():
        raise DeskError("add", "neither address nor text", advice="주소나 --text 파일 가운데 하나는 있어야 합니다.")
    link = real_link(url) if url else ""
    if url and not link:
        raise DeskError(redacted(url), "not a web address", advice="http나 https로 시작하는 주소를 적어 주세요.")
    published_on = read_date(published) if published else None
    if published and published_on is None:
        raise DeskError(published, "unreadable date", advice="날짜를 읽을 수 없습니다. 예: 2026-10-04 02:40")
    if known := store.known_of(f"page {page_identity(link)}" if link else text_identity(text)):
        return Added(item=store.item(known.id), is_new=False)
    if is_erased(store, f"page {page_identity(link)}" if link else text_identity(text)):
        advice = "지워 달라고 해서 지운 글이라 다시 넣지 않습니다."
        raise DecisionError("add", "was erased", advice=advice)
    entry = _written(text, link) if text.strip() else await _page(link, fetch)
    entry = replace(
        entry,
        place=one_line(place) or entry.place,
        author=one_line(author) or entry.author,
        published_on=published_on or entry.published_on,
        published_raw=published or entry.published_raw,
    )
    return _store(entry, store, listening, now)


def _store(entry: Entry, store: InboxStore, listening: Listening, now: datetime) -> Added:
    identity = mention_identity(entry, BY_HAND) if entry.link else entry.key
    # Held against what the inbox knows, as what feeds bring is.
    with store.snapshot() as connection:
        likeness = tellings_of(connection, now=now).likeness(whole_text(entry.title, entry.text))
        score = scored(entry.title, entry.text, staff=learned_in(connection).log_odds, likeness=likeness)
    mention = Mention(
        id=store.free_id(identity),
        identity=identity,
        url=entry.link or None,
        title=entry.title,
        text=entry.text,
        author=entry.author,
        place=entry.place,
        published_on=entry.published_on,
        published_raw=entry.published_raw,
        license=entry.license,
        source=BY_HAND,
        found_at=now,
        matches=find_in_entry(entry, watched_terms(listening.brands)),
        score=score.value,
        evidence=score.evidence,
        reasons=score.reasons,
        copy_of=likeness.first if likeness and likeness.is_copy else None,
    )
    sighting = Sighting(
        source=BY_HAND, entry_key=entry.key, mention=mention.id, fingerprint=fingerprint(entry), seen_at=now
    )
    is_new = store.add_mention(mention, sighting)
    known = mention if is_new else store.known_of(identity) or mention
    return Added(item=store.item(known.id), is_new=is_new)


def _written(text: str, link: str) -> Entry:
    lines = [line.strip() for line in clean(text).strip().splitlines()]
    title = shortened(one_line(lines[0].lstrip("# ")), 200)
    body = "\n".join(lines[1:]).strip() or lines[0]
    return Entry(
        key=link or text_identity(text),
        link=link,
        title=title,
        text=body,
        author="",
        published_on=None,
        published_raw="",
        license="",
        place=host_of(link),
    )


async def _page(link: str, fetch: Fetch) -> Entry:
    try:
        reply = await fetch(Request(url=link, headers=(("Accept", "text/html, */*;q=0.5"),)))
    except FetchError as error:
        raise FetchError(error.which, "page not fetched", advice=error.advice + INSTEAD) from error
    if reply.status != 200:
        raise FetchError(
            redacted(link), f"HTTP {reply.status}", advice=f"페이지를 읽지 못했습니다(HTTP {reply.status}).{INSTEAD}"
        )
    entry = read_page(decode(reply.body, declared=reply.charset).text, link)
    if not entry.title and not entry.text:
        raise FetchError(redacted(link), "nothing to read", advice=f"페이지에 읽을 글이 없습니다.{INSTEAD}")
    return entry
