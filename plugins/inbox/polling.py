"""What a source's documents mean: the poll to store, and what to report of it. Pure."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from plugins.core.urls import host_of
from plugins.inbox.fetching import GONE, Arrived, NotAFeedError
from plugins.inbox.model import Entry, FetchState, Source, SourceEvent
from plugins.inbox.reports import SourceOutcome, SourceReport
from plugins.inbox.schedule import MOST_HALVINGS, due_after, next_due
from plugins.inbox.window import EMPTY, Mark, Window, is_gap, open_window, pack

if TYPE_CHECKING:
    from plugins.inbox.feeds import Concerns, Feed, NamesUs


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What reading one source gave, before the inbox has its say.

    Attributes:
        state: As it is to be from now on.
        entries: Those that may concern us.
        report: Without what only the inbox knows: new, revised, again.
        speaking: Addresses of new or changed entries that hold an address of ours.
    """

    state: FetchState
    report: SourceReport
    entries: tuple[Entry, ...] = ()
    events: tuple[SourceEvent, ...] = ()
    speaking: tuple[str, ...] = ()


def unchanged(source: Source, state: FetchState, arrived: Arrived, *, now: datetime) -> Reading:
    """Return the reading of a source that says, or shows, that nothing has changed."""
    due_at = due_after(source, now, failures=0, gaps=state.gaps, not_before=arrived.not_before)
    after = _succeeded(state, arrived, now, due_at=due_at)
    return Reading(
        state=after,
        events=_events(state, after, now),
        report=SourceReport(
            key=source.key,
            name=source.name,
            outcome=SourceOutcome.UNCHANGED,
            unchanged=state.entries,
            entries=state.entries,
            moved_to=arrived.moved_to,
        ),
    )


def failed(
    source: Source, state: FetchState, error: str, *, now: datetime, status: int = 0, not_before: datetime | None = None
) -> Reading:
    """Return the reading of a source that could not be read; what is known of it stays."""
    is_parked = state.is_parked or status == GONE
    after = replace(state, checked_at=now, failures=state.failures + 1, error=error, is_parked=is_parked)
    after = replace(after, due_at=next_due(source, after, not_before=not_before))
    report = SourceReport(key=source.key, name=source.name, outcome=SourceOutcome.FAILED, error=error)
    return Reading(state=after, events=_events(state, after, now), report=report)


def read(
    source: Source,
    state: FetchState,
    arrived: Arrived,
    *,
    context: str,
    concerns: "Concerns",
    now: datetime,
    names_us: "NamesUs | None" = None,
) -> Reading:
    """Return the reading of the documents that came.

    Raises:
        NotAFeedError: None of them is a feed, or nothing of it could be saved.
    """
    digest = hashlib.blake2b(digest_size=32)
    for name, content in arrived.documents:
        digest.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogateescape") if name else b"")
        digest.update(content)
    body_hash = digest.hexdigest()
    if body_hash == state.body_hash and context == state.context:
        same = replace(state, etag=arrived.etag, last_modified=arrived.last_modified, fetched_at=now)
        return unchanged(source, same, arrived, now=now)
    window = open_window(state.window)
    # After our own words changed, everything is read again.
    known = window if context == state.context else EMPTY
    feeds, refused = _feeds(source, arrived, known, concerns=concerns, names_us=names_us, now=now)
    marks = tuple(mark for feed in feeds for mark in feed.marks)
    gap = is_gap(marks, window)
    is_whole = not refused and not any(feed.is_broken for feed in feeds)
    gaps = _gaps(state, marks, new=sum(len(f.entries) + f.unmatched for f in feeds), gap=gap)
    after = _succeeded(
        state,
        arrived,
        now,
        context=context,
        # What was damaged is asked for again: nobody vouches for the rest of it.
        etag=arrived.etag if is_whole else "",
        last_modified=arrived.last_modified if is_whole else "",
        body_hash=body_hash if is_whole else "",
        fetched_at=now,
        entries=len(marks),
        window=pack(marks, window) if marks else state.window,
        gap_at=now if gap else state.gap_at,
        gaps=gaps,
        note=_note(feeds, refused, gap=gap),
        due_at=due_after(source, now, failures=0, gaps=gaps, not_before=arrived.not_before),
    )
    return Reading(
        state=after,
        entries=tuple(_placed(entry, source) for feed in feeds for entry in feed.entries),
        speaking=tuple(link for feed in feeds for link in feed.speaking),
        events=_events(state, after, now),
        report=SourceReport(
            key=source.key,
            name=source.name,
            outcome=SourceOutcome.COLLECTED if marks else SourceOutcome.EMPTY,
            entries=len(marks),
            unchanged=sum(feed.unchanged for feed in feeds),
            unmatched=sum(feed.unmatched for feed in feeds),
            moved_to=arrived.moved_to,
            note=after.note,
        ),
    )


def _feeds(
    source: Source,
    arrived: Arrived,
    window: Window,
    *,
    concerns: "Concerns",
    names_us: "NamesUs | None",
    now: datetime,
) -> "tuple[list[Feed], list[str]]":
    from plugins.inbox.feeds import read_feed  # noqa: PLC0415 - nearly no poll brings anything that has to be read

    feeds: list[Feed] = []
    refused: list[str] = []
    reason = ""
    for name, content in arrived.documents:
        try:
            feed = read_feed(
                content,
                declared=arrived.charset,
                base=arrived.url,
                window=window,
                concerns=concerns,
                names_us=names_us,
                now=now,
                zone=ZoneInfo(source.zone),
            )
            if feed.is_broken and not feed.marks:
                raise NotAFeedError("피드의 XML이 망가져 글을 하나도 읽지 못했습니다.")
            feeds.append(feed)
        except NotAFeedError as error:
            refused.append(name)
            reason = error.korean
    if refused and not feeds:
        raise NotAFeedError(reason)
    return feeds, refused


def _placed(entry: "Entry", source: Source) -> "Entry":
    """A file that staff keep may be titled with our own name for it, which no reader knows: the page's host then."""
    is_ours = bool(source.path or source.folder) and entry.place == source.name
    return replace(entry, place=host_of(entry.link)) if is_ours else entry


def _succeeded(state: FetchState, arrived: Arrived, now: datetime, **more: Any) -> FetchState:
    fine: dict[str, Any] = {"failures": 0, "error": "", "is_parked": False, "moved_to": arrived.moved_to}
    # At once: a frozen dataclass is slow to make, and this is done for every source of every poll.
    return replace(state, checked_at=now, succeeded_at=now, **fine, **more)


def _gaps(state: FetchState, marks: tuple[Mark, ...], *, new: int, gap: bool) -> int:
    """A gap halves the interval; a poll that shows mostly what is known gives half of it back."""
    if gap:
        return min(state.gaps + 1, MOST_HALVINGS)
    return max(state.gaps - 1, 0) if new * 2 < len(marks) else state.gaps


def _note(feeds: "Iterable[Feed]", refused: Iterable[str], *, gap: bool) -> str:
    feeds = tuple(feeds)
    future, holes = sum(feed.future for feed in feeds), sum(feed.holes for feed in feeds)
    sentences: list[tuple[object, str]] = [
        (not any(feed.marks for feed in feeds), "피드는 왔지만 글이 하나도 없습니다."),
        (any(feed.is_broken for feed in feeds), "피드가 망가져 있어 성한 글만 읽었습니다."),
        (gap, "지난번에 본 글이 하나도 없습니다. 사이의 글을 놓쳤을 수 있어 더 자주 읽습니다."),
        (future, f"앞날로 적힌 글 {future}개의 날짜를 본 때로 고쳤습니다."),
        (holes, f"읽을 수 없는 글자가 {holes}개 있습니다."),
    ]
    told = [sentence for holds, sentence in sentences if holds]
    told += [f"{name}: 피드로 읽을 수 없는 파일입니다." for name in refused]
    return " ".join(told)


_KINDS: tuple[tuple[str, Callable[[FetchState, FetchState], str]], ...] = (
    ("parked", lambda old, new: new.error if new.is_parked and not old.is_parked else ""),
    ("failing", lambda old, new: new.error if new.failures == 1 and not new.is_parked else ""),
    ("recovered", lambda old, new: "다시 읽힙니다." if old.failures and not new.failures else ""),
    ("moved", lambda old, new: new.moved_to if new.moved_to != old.moved_to else ""),
    ("gap", lambda old, new: new.note if new.gap_at != old.gap_at else ""),
    ("note", lambda old, new: new.note if new.note != old.note and new.gap_at == old.gap_at else ""),
)


def _events(old: FetchState, new: FetchState, now: datetime) -> tuple[SourceEvent, ...]:
    told = ((kind, detail_of(old, new)) for kind, detail_of in _KINDS)
    return tuple(SourceEvent(source=new.source, at=now, kind=kind, detail=detail) for kind, detail in told if detail)
