"""The ledger of promises and what changed because of a complaint, in the order in which a page shows them. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from plugins.core.model import Citation, Post, PromiseChange, PromiseUpdate
from plugins.core.promises import Occurrence, PromiseState
from plugins.transparency.model import CaseFacts, PromiseFacts

T = TypeVar("T")

# How many settled promises, or changes, the first page holds; older ones stand on the page of their year.
FIRST_PAGE = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """What one post said of a promise."""

    update: PromiseUpdate
    post: Post


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One promise as the ledger shows it.

    Attributes:
        made_in: The post that made it; None where the case file does not say.
        words: All that posts said of it as a whole, oldest first.
        days: Of a recurring promise: how many of its days came, and of those how many were kept in time.
        missed: Of those days, the ones that were not, oldest first.
    """

    facts: CaseFacts
    promise: PromiseFacts
    made_in: Post | None
    words: tuple[Word, ...]
    days: int
    days_kept: int
    missed: tuple[Occurrence, ...]

    @property
    def missed_shown(self) -> tuple[Occurrence, ...]:
        """The latest missed days; the case page has them all."""
        return self.missed[-5:]

    @property
    def anchor(self) -> str:
        """Its place on the page, e.g. ``MG-2026-001-P1``."""
        return self.promise.id.replace("/", "-")

    @property
    def state(self) -> PromiseState:
        """Where it stands."""
        return self.promise.record.state


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """Complaint → promise → what changed: a promise that was kept as a whole.

    Attributes:
        said_in: The post that says so.
        citation: The complaint; None where the case began without one.
        is_recurring_topic: Whether its topic keeps coming back.
    """

    entry: Entry
    kept: PromiseUpdate
    said_in: Post
    citation: Citation | None
    is_recurring_topic: bool

    @property
    def name(self) -> str:
        """Lasting and unique: a promise is kept once."""
        return self.entry.promise.id


@dataclass(frozen=True, kw_only=True, slots=True)
class Ledger:
    """All promises, the ones that matter most first.

    Attributes:
        overdue: The longest overdue first.
        open: The next one due first; ``moved`` are those whose first day is over.
        settled: Kept and withdrawn, the latest first.
        years: Settled promises that the first page does not hold, by the year of their first date, newest first.
    """

    overdue: tuple[Entry, ...]
    moved: tuple[Entry, ...]
    open: tuple[Entry, ...]
    settled: tuple[Entry, ...]
    years: tuple[tuple[int, tuple[Entry, ...]], ...]


def entries_of(facts: Iterable[CaseFacts]) -> tuple[Entry, ...]:
    """Return every promise of shown cases, in the order of cases and promises."""
    return tuple(_entry(one, promise) for one in facts if one.is_shown for promise in one.promises)


def _entry(one: CaseFacts, promise: PromiseFacts) -> Entry:
    posts = {post.slug: post for post in one.posts}
    came = [o for o in promise.record.occurrences if o.has_come]
    return Entry(
        facts=one,
        promise=promise,
        made_in=posts.get(promise.record.promise.made_in),
        words=tuple(
            Word(update=update, post=posts[slug]) for update, slug in promise.said_in if update.occurrence is None
        ),
        days=len(came),
        days_kept=sum(o.state is PromiseState.KEPT for o in came),
        missed=tuple(o for o in came if o.state is not PromiseState.KEPT),
    )


def ledger_of(entries: Iterable[Entry], *, first_page: int = FIRST_PAGE) -> Ledger:
    """Return the ledger of the whole site."""
    by_state: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        moved = entry.state is PromiseState.OPEN and entry.promise.kept is not None and entry.words
        by_state["moved" if moved else entry.state.value].append(entry)
    settled = by_state["kept"] + by_state["kept-late"] + by_state["withdrawn"]
    settled.sort(key=_settled_last, reverse=True)
    return Ledger(
        overdue=tuple(sorted(by_state["overdue"], key=_due)),
        moved=tuple(sorted(by_state["moved"], key=_due)),
        open=tuple(sorted(by_state["open"], key=_due)),
        settled=tuple(settled[:first_page]),
        years=by_year(settled[first_page:], lambda entry: entry.promise.first_due.year),
    )


def by_year(things: Iterable[T], year_of: Callable[[T], int]) -> tuple[tuple[int, tuple[T, ...]], ...]:
    """Return things under their years, the newest year first; within a year their order stays."""
    found: dict[int, list[T]] = defaultdict(list)
    for thing in things:
        found[year_of(thing)].append(thing)
    return tuple((year, tuple(found[year])) for year in sorted(found, reverse=True))


def _due(entry: Entry) -> tuple[date, str]:
    return entry.promise.record.due, entry.promise.id


def _settled_last(entry: Entry) -> tuple[date, str]:
    settled = entry.promise.record.settled
    return settled.on if settled else entry.promise.record.due, entry.promise.id


def changes_of(entries: Iterable[Entry], recurring: Mapping[str, object]) -> tuple[Change, ...]:
    """Return every promise that was kept as a whole, newest first.

    Args:
        recurring: By id, the cases whose topic keeps coming back.
    """
    found = [_change(entry, recurring) for entry in entries if _is_change(entry)]
    return tuple(sorted(found, key=lambda c: (c.kept.on, c.said_in.published_at, c.name), reverse=True))


def _is_change(entry: Entry) -> bool:
    settled = entry.promise.record.settled
    return settled is not None and settled.change is PromiseChange.KEPT


def _change(entry: Entry, recurring: Mapping[str, object]) -> Change:
    kept = entry.words[-1]
    cited = {citation.key: citation for citation in entry.facts.case.citations}
    answered = entry.made_in.in_reply_to if entry.made_in else ""
    shown = [m.citation for m in entry.facts.timeline.moments if m.citation]
    return Change(
        entry=entry,
        kept=kept.update,
        said_in=kept.post,
        citation=cited.get(answered) or (shown[0] if shown else None),
        is_recurring_topic=entry.facts.case.id in recurring,
    )
