"""``invoke collect``: hear what is due, and put what names us into the store.

A failing source never stops its neighbours. Logs name sources and mention ids, never a text, an author or an address.
"""

import asyncio
import hashlib
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from plugins.core.errors import DeskError, FetchError
from plugins.core.http import Fetch
from plugins.core.urls import host_of
from plugins.inbox.claims import LEASE
from plugins.inbox.fetching import NotAFeedError, ReadFile, ReadFolder, RefusedError, World, arrived_from
from plugins.inbox.ledger import Ledger
from plugins.inbox.model import Brand, Entry, FetchState, Listening, Source
from plugins.inbox.polling import Reading, failed, read, unchanged
from plugins.inbox.polls import Poll, SourceBook
from plugins.inbox.reports import Added, CollectReport, SourceOutcome, SourceReport
from plugins.inbox.sieve import sieve_of
from plugins.inbox.turns import Turns

if TYPE_CHECKING:
    from plugins.inbox.feeds import NamesUs
    from plugins.inbox.intake import Intake, Known

AT_ONCE = 32
CLAIMED_AT_ONCE = 256
STORED_AT_ONCE = 64

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """What all sources of one ``collect`` share."""

    book: SourceBook
    world: World
    sources: Mapping[str, Source]
    brands: tuple[Brand, ...]
    concerns: Callable[[str], bool]
    words: str
    now: datetime
    force: bool
    spacing: float
    report: Callable[[SourceReport], None] | None
    names_us: "NamesUs | None"
    overhear: Callable[[str], None] | None


async def collect(
    *,
    listening: Listening,
    store: Ledger,
    fetch: Fetch,
    read_file: ReadFile,
    now: datetime,
    cited: Mapping[str, str],
    environ: Mapping[str, str] | None = None,
    read_folder: ReadFolder | None = None,
    force: bool = False,
    spacing_seconds: float = 0.0,
    at_once: int = AT_ONCE,
    report: Callable[[SourceReport], None] | None = None,
    owner: str = "",
    names_us: "NamesUs | None" = None,
    overhear: Callable[[str], None] | None = None,
) -> CollectReport:
    """Read the sources that are due and store what is new. Twice stores nothing twice; several may do it at once.

    Args:
        read_file, read_folder, environ: See ``fetching.World``.
        cited: Address of a page that a case file cites, and the case: such a mention no longer waits.
        force: Whether to read sources before they are due.
        spacing_seconds: Between two requests to one host; 0 also lets several go to one host at once.
        report: Called as each source is done.
        owner: Names who collects, where only one collects under this name at a time: what an earlier run of the same
            name was killed over is taken up at once. "" for a worker among others, whose leases have to run out.
        names_us: Whether an item holds an address of ours.
        overhear: Called with the address of each new or changed entry that does, whether or not it names us otherwise;
            before the source counts as read.

    Raises:
        StoreError: The store cannot be used; what was stored before stays.
    """
    book = SourceBook(store, owner=owner or secrets.token_hex(8))
    round_ = Round(
        book=book,
        world=World(fetch=fetch, read_file=read_file, read_folder=read_folder or (lambda _: ()), environ=environ or {}),
        sources={source.key: source for source in listening.sources if source.enabled},
        brands=listening.brands,
        concerns=sieve_of(listening.brands),
        words=_digest(listening.brands),
        now=now,
        force=force,
        spacing=spacing_seconds,
        report=report,
        names_us=names_us,
        overhear=overhear,
    )
    if owner:
        book.release()
    book.sync(listening.sources)
    work = _Work(round_)
    try:
        workers = min(at_once, len(round_.sources))
        async with asyncio.TaskGroup() as group:
            for _ in range(workers):
                group.create_task(work.go_on(at_once))
    except BaseExceptionGroup as errors:
        # The store failed under several workers at once; one sentence is enough.
        raise errors.exceptions[0] from errors
    finally:
        book.release()
    done = work.reports
    for source in listening.sources:
        if source.key not in done:
            outcome = SourceOutcome.NOT_DUE if source.enabled else SourceOutcome.DISABLED
            work.tell(SourceReport(key=source.key, name=source.name, outcome=outcome))
    reports = tuple(done[source.key] for source in listening.sources)
    return CollectReport(sources=reports, attached=store.attach_cited(cited, now=now))


class _Work:
    """The workers of one round: they take turns, and put by what they read until it is worth a transaction."""

    def __init__(self, round_: Round) -> None:
        self.round = round_
        self.reports: dict[str, SourceReport] = {}
        self._turns: Turns[FetchState] = Turns(spacing=round_.spacing)
        self._read: list[tuple[FetchState, Reading]] = []
        self._is_drained = False
        self._woken = asyncio.Event()
        self._clock = asyncio.get_running_loop().time
        self._began = self._renewed = self._clock()

    async def go_on(self, at_once: int) -> None:
        """Read one source after the other until none is left."""
        while True:
            if not self._is_drained and self._turns.count < at_once:
                self._claim()
            turn = self._turns.take(at=self._clock())
            if turn is None:
                if self._is_drained and self._turns.is_over:
                    self._store()
                    self._woken.set()
                    return
                self._woken.clear()
                await self._woken.wait()
                continue
            if turn.wait:
                await asyncio.sleep(turn.wait)
            reading = await _read_source(self.round, turn.work)
            self._turns.done(turn.host, at=self._clock())
            self._woken.set()
            self._read.append((turn.work, reading))
            if len(self._read) >= STORED_AT_ONCE:
                self._store()
            elif self._clock() - self._renewed > LEASE.total_seconds() / 4:
                self._renewed = self._clock()
                self.round.book.renew(at=self._at())

    def tell(self, report: SourceReport) -> None:
        """Note what became of a source."""
        self.reports[report.key] = report
        if self.round.report:
            self.round.report(report)

    def _claim(self) -> None:
        round_ = self.round
        self._renewed = self._clock()
        states = round_.book.claim(now=round_.now, at=self._at(), limit=CLAIMED_AT_ONCE, force=round_.force)
        self._is_drained = len(states) < CLAIMED_AT_ONCE
        self._turns.add((_host(round_, state.source), state) for state in states if state.source in round_.sources)
        self._woken.set()

    def _at(self) -> datetime:
        return self.round.now + timedelta(seconds=self._clock() - self._began)

    def _store(self) -> None:
        readings, self._read = self._read, []
        if not readings:
            return
        polls = [_poll(self.round, before, reading) for before, reading in readings]
        results = self.round.book.finish(polls, now=self.round.now)
        for _, reading in readings:
            self.tell(_told(reading, results))


async def _read_source(round_: Round, state: FetchState) -> Reading:
    source, now = round_.sources[state.source], round_.now
    context = _digest((source.url, source.path, source.folder, source.zone, round_.words))
    try:
        arrived = await arrived_from(source, state, round_.world, context=context, now=now)
        if arrived.is_unchanged:
            return unchanged(source, state, arrived, now=now)
        reading = read(
            source,
            state,
            arrived,
            context=context,
            concerns=round_.concerns,
            names_us=round_.names_us,
            now=now,
        )
        if round_.overhear:
            for address in reading.speaking:
                round_.overhear(address)
        return reading
    except NotAFeedError as error:
        return failed(source, state, error.korean, now=now)
    except RefusedError as error:
        return failed(source, state, error.advice, now=now, status=error.status, not_before=error.not_before)
    except FetchError as error:
        return failed(source, state, error.advice, now=now)
    except DeskError:
        raise
    except Exception as error:  # noqa: BLE001
        # A bug in reading one document must not silence all other sources; it is told, with its place, and goes on.
        _log.exception("source %s: unexpected failure", source.key)
        return failed(source, state, _unexpected(type(error).__name__), now=now)


def _poll(round_: Round, before: FetchState, reading: Reading) -> Poll:
    key = reading.state.source
    entries = reading.entries
    if not entries:
        return Poll(state=reading.state, events=reading.events)
    return Poll(
        state=reading.state,
        entries=entries,
        events=reading.events,
        decide=lambda known: _decided(round_, entries, key, known),
        if_broken=failed(round_.sources[key], before, _unexpected("take_in"), now=round_.now).state,
    )


def _decided(round_: Round, entries: tuple[Entry, ...], source: str, known: "Known") -> "Intake":
    # Imported where something may concern us: the words and the scoring cost 0.2 s, and most polls need neither.
    from plugins.inbox.intake import take_in  # noqa: PLC0415

    return take_in(entries, source=source, terms=_terms(round_.brands), known=known, now=round_.now)


@lru_cache(maxsize=1)
def _terms(brands: tuple[Brand, ...]) -> Any:
    from plugins.inbox.matching import watched_terms  # noqa: PLC0415

    return watched_terms(brands)


def _told(reading: Reading, results: Mapping[str, Added | None]) -> SourceReport:
    key, report = reading.state.source, reading.report
    if key not in results:
        # Another worker took it over, because this one was too slow.
        return SourceReport(key=key, name=report.name, outcome=SourceOutcome.NOT_DUE)
    added = results[key]
    if added is None:
        return SourceReport(key=key, name=report.name, outcome=SourceOutcome.FAILED, error=_unexpected("take_in"))
    if report.outcome is SourceOutcome.FAILED:
        # Staff read the report's Korean sentence; a warning without a handler would say it again in English.
        _log.info("source %s: failed, %d in a row", key, reading.state.failures)
    elif reading.entries:
        _log.info("source %s: %s", key, " ".join((*added.new, *added.revised)) or "nothing new")
    return replace(
        report,
        new=added.new,
        revised=added.revised,
        again=added.again,
        unchanged=report.unchanged + added.unchanged,
        unmatched=report.unmatched + added.unmatched,
    )


def _host(round_: Round, key: str) -> str:
    source = round_.sources[key]
    # Without manners, and for files, everything is its own host.
    return host_of(source.url) if round_.spacing and source.url else f"source {key}"


def _unexpected(what: str) -> str:
    return f"예상하지 못한 오류입니다({what}). 개발자에게 알려 주세요."


def _digest(what: tuple[Brand, ...] | tuple[str, ...]) -> str:
    return hashlib.sha256(repr(what).encode()).hexdigest()
