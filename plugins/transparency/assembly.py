"""Everything the templates may say of the account, put together once: figures, ledger, changes, and each case's part.

Pure: it takes nouns and returns views.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plugins.core.korean import SEOUL
from plugins.core.memo import FORGETFUL, Memo
from plugins.core.model import Case, Post
from plugins.transparency.account import Figures
from plugins.transparency.charts import Bars, Course, Strip, course_of, promise_bars, standing_bars, strip_of
from plugins.transparency.config import TransparencyConfig
from plugins.transparency.facts import facts_of, month_of
from plugins.transparency.figures import figures_of
from plugins.transparency.ledger import Change, Entry, Ledger, by_year, changes_of, entries_of, ledger_of
from plugins.transparency.model import CaseFacts, Wait, Waited
from plugins.transparency.months import MonthCounts
from plugins.transparency.resemblance import Recurring, Resemblance, recurring_topics, resemblances

IN_FEED = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseAccount:
    """What the account says of one case, for its own page.

    Attributes:
        waits: Each wait with when it ended; None while it goes on.
        entries: Its promises.
        recurring: None where its topic did not come back.
    """

    facts: CaseFacts
    waits: tuple[tuple[Wait, Waited, datetime | None], ...]
    entries: tuple[Entry, ...]
    course: Course
    alike: tuple[Resemblance, ...]
    recurring: Recurring | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """One page of figures: of a month, or of all time.

    Attributes:
        strips: One picture a wait, where there is a case.
        untaken: (day, how many) of the cases that nobody took up yet, oldest first.
    """

    figures: Figures
    strips: tuple[Strip, ...]
    untaken: tuple[tuple[date, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """The whole account.

    Attributes:
        facts: Every case that is known, oldest complaint first.
        cases: By id, those that have a page.
        all_time: The report of everything.
        months: The report of each month, newest first.
        standing: Where cases stood, month by month; ``promised`` likewise.
        recurring_topics: Topics that came back.
        latest_changes: What the feed tells; a reader who was away longer reads the page.
        change_years: Changes that the first page does not hold.
    """

    as_of: datetime
    facts: tuple[CaseFacts, ...]
    cases: Mapping[str, CaseAccount]
    all_time: Report
    months: tuple[Report, ...]
    standing: Bars
    promised: Bars
    ledger: Ledger
    changes: tuple[Change, ...]
    latest_changes: tuple[Change, ...]
    change_years: tuple[tuple[int, tuple[Change, ...]], ...]
    recurring_topics: frozenset[str]
    open_cases: int


def account_of(
    cases: Iterable[Case],
    posts: Iterable[Post],
    heard: Mapping[str, MonthCounts],
    config: TransparencyConfig,
    as_of: datetime,
    *,
    memo: Memo = FORGETFUL,
    digest: bytes = b"",
) -> Account:
    """Return the account at one instant.

    Args:
        digest: Of all that is given here: by it the memo knows what was computed of it.
    """
    facts = facts_of(cases, posts, as_of)
    all_time, months = figures_of(facts, heard, as_of)
    recurring = recurring_topics(facts, over=config.recurring_over_cases, days=config.recurring_days)
    alike = resemblances(facts, memo, digest)
    entries = entries_of(facts)
    by_case: dict[str, list[Entry]] = {}
    for entry in entries:
        by_case.setdefault(entry.facts.case.id, []).append(entry)
    by_month: dict[str, list[CaseFacts]] = {}
    for one in facts:
        by_month.setdefault(month_of(one.clocks.began_at), []).append(one)
    changes = changes_of(entries, recurring)
    shown = tuple(one for one in facts if one.is_shown)
    return Account(
        as_of=as_of,
        facts=facts,
        cases={
            one.case.id: CaseAccount(
                facts=one,
                waits=tuple((wait, one.clocks.waited(wait, as_of), one.clocks.end_of(wait)) for wait in Wait),
                entries=tuple(by_case.get(one.case.id, ())),
                course=course_of(one, as_of),
                alike=alike.get(one.case.id, ()),
                recurring=recurring.get(one.case.id),
            )
            for one in shown
        },
        all_time=_report(all_time, facts, as_of),
        months=tuple(_report(figures, by_month.get(figures.month, ()), as_of) for figures in months),
        standing=standing_bars(months, config.months),
        promised=promise_bars(months, config.months),
        ledger=ledger_of(entries, first_page=config.first_page),
        changes=changes[: config.first_page],
        latest_changes=changes[:IN_FEED],
        change_years=by_year(changes[config.first_page :], lambda change: change.kept.on.year),
        recurring_topics=frozenset(each.topic for each in recurring.values()),
        open_cases=sum(one.is_waiting for one in shown),
    )


def _report(figures: Figures, facts: Sequence[CaseFacts], as_of: datetime) -> Report:
    strips = (strip_of(wait, (one.clocks for one in facts), as_of) for wait in Wait)
    days = Counter(one.clocks.began_at.astimezone(SEOUL).date() for one in facts if not one.is_shown)
    return Report(figures=figures, strips=tuple(s for s in strips if s), untaken=tuple(sorted(days.items())))
