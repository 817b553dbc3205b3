"""``invoke linkbacks --pull``: read the service's list, look at what was heard, look again at what stands on our pages.

A source that fails never stops its neighbours. Nothing is shown without a person, except from allowed sites; what is
gone from the web is hidden without one.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from plugins.core.errors import FetchError
from plugins.core.http import Fetch, Request
from plugins.core.urls import host_of
from plugins.linkbacks.jf2 import Account, Listed
from plugins.linkbacks.moderation import (
    RECHECK_AFTER,
    RECHECK_AGAIN_AFTER,
    Fate,
    Step,
    after_link,
    after_no_link,
    heard_later,
    refusal_of,
)
from plugins.linkbacks.ours import OurPages
from plugins.linkbacks.received import Heard, Received, Way, received_id
from plugins.linkbacks.service import whole_list
from plugins.linkbacks.shelf import Looked, Memory, Shelf, without
from plugins.linkbacks.verifying import ACCEPT, Look, Verdict, looked_at, verdict_of

# Edits and deletions stay invisible to who asks only for what is new, so the whole list is read once a day.
PULL_AFTER = timedelta(hours=20)
HOSTS_AT_ONCE = 4
# A flood waits for the next run; it is looked at in the order in which it came.
MOST_LOOKS = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class PullReport:
    """What one run did.

    Attributes:
        listed: Entries of the service's list; None where it was not asked.
        error: Why the list could not be read, a Korean sentence.
        fates: How many linkbacks came to each end.
        gone: Source and reason, a Korean sentence, of what was hidden or dropped.
    """

    listed: int | None = None
    error: str = ""
    looked: int = 0
    fates: Mapping[Fate, int] = field(default_factory=dict)
    gone: tuple[tuple[str, str], ...] = ()
    waiting: int = 0
    queued: int = 0


async def pull(
    *,
    shelf: Shelf,
    ours: OurPages,
    fetch: Fetch,
    now: datetime,
    fetch_list: Fetch | None = None,
    account: Account | None = None,
    force: bool = False,
    recheck: bool = False,
) -> PullReport:
    """Do everything that is due. Twice does nothing twice.

    Args:
        fetch: To strangers' pages, with a small limit.
        fetch_list: To the service; None for the same.
        account: None where no service receives for us.
        force: Whether the list is read and the queue looked at before it is time.
        recheck: Whether everything that stands on our pages is looked at again now.

    Raises:
        RecordError: A record cannot be read.
    """
    work = _Work(shelf, ours, fetch, now)
    listed, error, gone = None, "", frozenset[str]()
    if account and (force or work.is_pull_due()):
        try:
            listing = await whole_list(account, fetch_list or fetch)
        except FetchError as refused:
            # A list that could not be read whole says nothing of what is missing in it.
            error = refused.advice
        else:
            listed, gone = len(listing), work.take_list(listing)
    await work.look(work.heard_due(force=force))
    await work.look_again(work.due(gone, everything=recheck))
    shelf.remember(work.memory)
    return PullReport(
        listed=listed,
        error=error,
        looked=work.looks,
        fates=work.fates,
        gone=tuple(work.gone),
        waiting=len(shelf.pending()),
        queued=shelf.queue_length(),
    )


def hear(shelf: Shelf, ours: OurPages, heard: Heard) -> str:
    """Put what somebody says of a link to us into the queue; return why it was not, a Korean sentence, or ""."""
    refusal = refusal_of(heard, ours, shelf.sites(), shelf.refused())
    if not refusal:
        shelf.enqueue(heard, page=ours.page_of(heard.target))
    return refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class _Task:
    """Something heard, and the file it lies in."""

    path: Path
    heard: Heard


class _Work:
    """One run: what it knows, and what it has done."""

    def __init__(self, shelf: Shelf, ours: OurPages, fetch: Fetch, now: datetime) -> None:
        self.shelf, self.ours, self.now = shelf, ours, now
        self._fetch = fetch
        self.memory: Memory = shelf.memory()
        self.records = {record.id: record for record in shelf.accepted()}
        self._sites, self._refused = shelf.sites(), shelf.refused()
        self.fates: dict[Fate, int] = {}
        self.gone: list[tuple[str, str]] = []
        self.looks = 0

    def is_pull_due(self) -> bool:
        return self.memory.pulled_at is None or self.now - self.memory.pulled_at >= PULL_AFTER

    def take_list(self, listing: Iterable[Listed]) -> frozenset[str]:
        """Queue what the list says anew; return the ids that stood in it before and do not any more."""
        digests: dict[str, str] = {}
        for each in listing:
            heard = Heard(source=each.source, target=each.target, way=Way.JF2, heard_at=self.now)
            page = self.ours.page_of(each.target)
            id_ = received_id(each.source, page)
            if refusal_of(heard, self.ours, self._sites, self._refused):
                continue
            digests[id_] = each.digest
            if self.memory.listed.get(id_) != each.digest:
                self.shelf.enqueue(heard, page=page)
        gone = frozenset(self.memory.listed) - frozenset(digests)
        self.memory = replace(self.memory, pulled_at=self.now, listed=digests)
        return gone

    def heard_due(self, *, force: bool) -> list[_Task]:
        tasks = [_Task(path=path, heard=heard) for path, heard in self.shelf.queue()]
        due = [t for t in tasks if force or t.heard.not_before is None or t.heard.not_before <= self.now]
        return due[:MOST_LOOKS]

    def due(self, gone: frozenset[str], *, everything: bool) -> list[Heard]:
        """Return what is to be looked at again: what stands on our pages, and what waits for a person."""
        again = [
            Heard(source=record.source, target=self._address(record.page), way=Way.JF2, heard_at=self.now)
            for record in self.records.values()
            if record.hidden_at is None and (everything or record.id in gone or self._is_due(record))
        ]
        again += [
            Heard(source=pending.source, target=self._address(pending.page), way=pending.way, heard_at=self.now)
            for pending in self.shelf.pending()
            if pending.id not in self.records
            and (everything or pending.id in gone or self.now - pending.verified_at >= RECHECK_AFTER)
        ]
        # A page of ours that was withdrawn shows nobody, and nobody needs to be asked.
        return [heard for heard in again if self.ours.page_of(heard.target)]

    def _address(self, page: str) -> str:
        return f"{self.ours.site_url}/{page}"

    def _is_due(self, record: Received) -> bool:
        looked = self.memory.looked.get(record.id, Looked(at=record.accepted_at))
        return self.now - looked.at >= (RECHECK_AGAIN_AFTER if looked.is_soon else RECHECK_AFTER)

    async def look(self, tasks: Sequence[_Task]) -> None:
        """Look at what was heard."""

        async def one(task: _Task) -> None:
            if why := refusal_of(task.heard, self.ours, self._sites, self._refused):
                self._count(Step(id="", fate=Fate.DROPPED, why=why), task.heard)
                self.shelf.requeue(task.path, task.heard, None)
                return
            verdict = await self._verdict(task.heard.source)
            steps = self._steps(task.heard, verdict)
            for step in steps:
                self._take(step, verdict, task.heard)
            is_later = any(step.fate is Fate.LATER for step in steps)
            later = heard_later(task.heard, verdict.why, self.now) if is_later else None
            if is_later and later is None:
                self.gone.append((task.heard.source, verdict.why))
            self.shelf.requeue(task.path, task.heard, later)

        await _politely([(host_of(task.heard.source), partial(one, task)) for task in tasks])

    async def look_again(self, known: Sequence[Heard]) -> None:
        """Look at what is known."""

        async def one(heard: Heard) -> None:
            verdict = await self._verdict(heard.source)
            for step in self._steps(heard, verdict):
                self._take(step, verdict, heard)

        await _politely([(host_of(heard.source), partial(one, heard)) for heard in known])

    async def _verdict(self, source: str) -> Verdict:
        self.looks += 1
        try:
            reply = await self._fetch(Request(url=looked_at(source), headers=(("Accept", ACCEPT),)))
        except FetchError as error:
            return Verdict(look=Look.LATER, why=error.advice)
        return verdict_of(reply, source, self.ours)

    def _steps(self, heard: Heard, verdict: Verdict) -> list[Step]:
        wanted = self.ours.page_of(heard.target)
        # Whoever names one page of ours is believed of that page only; a feed's entry or a person names the page too.
        seen = [each for each in verdict.seen if each.page == wanted or not heard.target]
        if seen:
            known = self.records
            return [
                after_link(
                    heard,
                    each,
                    verdict,
                    sites=self._sites,
                    refused=self._refused,
                    known=known.get(received_id(heard.source, each.page)),
                    now=self.now,
                )
                for each in seen
            ]
        if verdict.look is Look.LINKS:
            why = "그 글에 저희 글로 오는 링크가 없습니다."
            verdict = replace(verdict, look=Look.NO_LINK, why=why)
        id_ = received_id(heard.source, wanted)
        before = self.memory.looked.get(id_)
        missing = (before.missing if before else 0) + 1
        return [after_no_link(id_, verdict, self.records.get(id_), missing, self.now)]

    def _take(self, step: Step, verdict: Verdict, heard: Heard) -> None:
        """Write down what a look led to."""
        self._count(step, heard)
        if step.record:
            self.shelf.put(step.record)
            self.records[step.id] = step.record
        if step.pending:
            self.shelf.put_pending(step.pending)
        elif step.fate is not Fate.LATER:
            self.shelf.drop_pending(step.id)
        stands = self.records.get(step.id)
        if stands is None or stands.hidden_at is not None:
            self.memory = without(self.memory, step.id)
            return
        missing = self.memory.looked.get(step.id, Looked(at=self.now)).missing + 1
        looked = Looked(
            at=self.now,
            missing=missing if verdict.look is Look.NOT_FOUND else 0,
            is_soon=step.fate is Fate.LATER,
        )
        self.memory = replace(self.memory, looked={**self.memory.looked, step.id: looked})

    def _count(self, step: Step, heard: Heard) -> None:
        self.fates[step.fate] = self.fates.get(step.fate, 0) + 1
        if step.fate in {Fate.HIDDEN, Fate.DROPPED}:
            self.gone.append((heard.source, step.why))


async def _politely(works: Sequence[tuple[str, Callable[[], Awaitable[None]]]]) -> None:
    """One request at a time to a host, a few hosts at a time."""
    queues: dict[str, list[Callable[[], Awaitable[None]]]] = {}
    for host, work in works:
        queues.setdefault(host, []).append(work)
    room = asyncio.Semaphore(HOSTS_AT_ONCE)

    async def of_host(waiting: list[Callable[[], Awaitable[None]]]) -> None:
        for work in waiting:
            async with room:
                await work()

    await asyncio.gather(*(of_host(waiting) for waiting in queues.values()))
