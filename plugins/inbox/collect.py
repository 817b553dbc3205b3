"""``invoke collect`` and ``invoke add``: hear what is due, and put what names us into the store.

A failing source never stops its neighbours. Logs name sources and mention ids, never a text, an author or an address.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from plugins.core.errors import DeskError, FetchError
from plugins.core.http import Fetch, Request
from plugins.inbox.decode import decode
from plugins.inbox.feeds import NotAFeedError, parse_feed
from plugins.inbox.intake import Intake, take_in
from plugins.inbox.matching import Terms, watched_terms
from plugins.inbox.model import Brand, FetchState, Listening, MentionId, Source
from plugins.inbox.reports import CollectReport, SourceOutcome, SourceReport
from plugins.inbox.schedule import due_sources, trusts_validators
from plugins.inbox.store import InboxStore

AT_ONCE = 8
ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"

_log = logging.getLogger(__name__)

ReadFile = Callable[[str], bytes]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Round:
    """What all sources of one ``collect`` share."""

    store: InboxStore
    fetch: Fetch
    read_file: ReadFile
    environ: Mapping[str, str]
    brands: tuple[Brand, ...]
    terms: Terms
    now: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class _Body:
    """A document as it came."""

    content: bytes
    url: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""


async def collect(
    *,
    listening: Listening,
    store: InboxStore,
    fetch: Fetch,
    read_file: ReadFile,
    now: datetime,
    cited: Mapping[str, str],
    environ: Mapping[str, str] | None = None,
    force: bool = False,
    report: Callable[[SourceReport], None] | None = None,
) -> CollectReport:
    """Read the sources that are due and store what is new. Twice stores nothing twice.

    Args:
        read_file: Returns the bytes of a source's ``path``; its ``OSError`` fails that source only.
        cited: Address of a page that a case file cites, and the case: such a mention no longer waits.
        environ: Where the values of sources' secret headers are looked up.
        force: Whether to read sources before they are due.
        report: Called as each source is done.

    Raises:
        StoreError: The store cannot be used; what was stored before stays.
    """
    round_ = _Round(
        store=store,
        fetch=fetch,
        read_file=read_file,
        environ=environ or {},
        brands=listening.brands,
        terms=watched_terms(listening.brands),
        now=now,
    )
    states = store.fetch_states()
    due = {source.key for source in due_sources(listening.sources, states, now=now, force=force)}
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(source: Source) -> SourceReport:
        if source.key not in due:
            outcome = SourceOutcome.NOT_DUE if source.enabled else SourceOutcome.DISABLED
            done = SourceReport(key=source.key, name=source.name, outcome=outcome)
        else:
            async with turn:
                done = await _collect_source(source, states.get(source.key, FetchState(source=source.key)), round_)
        if report:
            report(done)
        return done

    reports = await asyncio.gather(*(one(source) for source in listening.sources))
    return CollectReport(sources=tuple(reports), attached=store.attach_cited(cited, now=now))


async def _collect_source(source: Source, state: FetchState, round_: _Round) -> SourceReport:
    context = _context(source, round_.brands)
    try:
        body = await _body(source, state, context, round_)
        return _take(source, state, context, body, round_)
    except NotAFeedError as error:
        return _failed(source, state, error.korean, round_)
    except FetchError as error:
        return _failed(source, state, error.advice, round_)
    except DeskError:
        raise
    except Exception as error:  # noqa: BLE001
        # A bug in reading one document must not silence all other sources; it is told, with its place, and goes on.
        _log.exception("source %s: unexpected failure", source.key)
        return _failed(
            source, state, f"예상하지 못한 오류입니다({type(error).__name__}). 개발자에게 알려 주세요.", round_
        )


def _take(source: Source, state: FetchState, context: str, body: _Body | None, round_: _Round) -> SourceReport:
    checked = replace(state, checked_at=round_.now, failures=0, error="")
    if body is None:
        round_.store.save_state(checked)
        return SourceReport(
            key=source.key,
            name=source.name,
            outcome=SourceOutcome.UNCHANGED,
            unchanged=state.entries,
            entries=state.entries,
        )
    digest = hashlib.sha256(body.content).hexdigest()
    checked = replace(
        checked, etag=body.etag, last_modified=body.last_modified, fetched_at=round_.now, body_hash=digest
    )
    if digest == state.body_hash and context == state.context:
        round_.store.save_state(checked)
        return SourceReport(
            key=source.key,
            name=source.name,
            outcome=SourceOutcome.UNCHANGED,
            entries=state.entries,
            unchanged=state.entries,
            moved_to=body.moved_to,
        )
    feed = parse_feed(decode(body.content, declared=body.charset).text, base=body.url)
    if feed.is_broken and not feed.entries:
        raise NotAFeedError("피드의 XML이 망가져 글을 하나도 읽지 못했습니다.")
    intake = round_.store.take_in(
        feed.entries,
        replace(checked, context=context, entries=len(feed.entries)),
        lambda known: take_in(feed.entries, source=source.key, terms=round_.terms, known=known, now=round_.now),
        now=round_.now,
    )
    _log.info("source %s: %s", source.key, " ".join(_ids(intake)) or "nothing new")
    return SourceReport(
        key=source.key,
        name=source.name,
        outcome=SourceOutcome.COLLECTED if feed.entries else SourceOutcome.EMPTY,
        entries=len(feed.entries),
        new=tuple(mention.id for mention in intake.new),
        revised=tuple(mention.id for mention in intake.revised),
        again=intake.again,
        unchanged=intake.unchanged,
        unmatched=intake.unmatched,
        moved_to=body.moved_to,
    )


async def _body(source: Source, state: FetchState, context: str, round_: _Round) -> _Body | None:
    if source.path:
        try:
            return _Body(content=round_.read_file(source.path))
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise FetchError(source.path, reason, advice=f"파일을 읽을 수 없습니다({reason}).") from error
    conditions: list[tuple[str, str]] = []
    if trusts_validators(state, context=context, now=round_.now):
        conditions = [("If-None-Match", state.etag), ("If-Modified-Since", state.last_modified)]
    reply = await round_.fetch(
        Request(
            url=source.url,
            headers=(("Accept", ACCEPT), *((name, value) for name, value in conditions if value)),
            secret_headers=_secrets(source, round_.environ),
        )
    )
    if reply.status == 304 and any(value for _, value in conditions):
        return None
    if reply.status != 200:
        raise FetchError(source.key, f"HTTP {reply.status}", advice=_status_advice(reply.status))
    moved = reply.redirects and all(redirect.status in (301, 308) for redirect in reply.redirects)
    return _Body(
        content=reply.body,
        url=reply.url,
        charset=reply.charset,
        etag=reply.header("ETag"),
        last_modified=reply.header("Last-Modified"),
        moved_to=reply.url if moved else "",
    )


def _secrets(source: Source, environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    for _, variable in source.headers:
        if not environ.get(variable):
            raise FetchError(source.key, f"{variable} is not set", advice=f"환경 변수 {variable}에 값이 없습니다.")
    return tuple((header, environ[variable]) for header, variable in source.headers)


def _status_advice(status: int) -> str:
    match status:
        case 401 | 403:
            return f"읽을 권한이 없다고 합니다(HTTP {status}). 주소와 비밀 값을 확인해 주세요."
        case 404 | 410:
            return f"그런 주소가 없다고 합니다(HTTP {status}). 수집처의 주소를 확인해 주세요."
        case 429:
            return "너무 자주 읽는다고 합니다(HTTP 429). interval을 늘려 주세요."
        case _:
            return f"서버가 글을 주지 않았습니다(HTTP {status}). 다음 차례에 다시 읽습니다."


def _failed(source: Source, state: FetchState, error: str, round_: _Round) -> SourceReport:
    round_.store.save_state(replace(state, checked_at=round_.now, failures=state.failures + 1, error=error))
    _log.warning("source %s: failed, %d in a row", source.key, state.failures + 1)
    return SourceReport(key=source.key, name=source.name, outcome=SourceOutcome.FAILED, error=error)


def _context(source: Source, brands: tuple[Brand, ...]) -> str:
    return hashlib.sha256(repr((source.url, source.path, brands)).encode()).hexdigest()


def _ids(intake: Intake) -> tuple[MentionId, ...]:
    return tuple(mention.id for mention in (*intake.new, *intake.revised))
