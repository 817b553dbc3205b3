"""What became of every promise, as news: made, kept, moved, withdrawn, and overdue.

Facts at one instant, made from what ``plugins.cases`` puts into the context. A day that passed stays news for ever,
also where the promise was kept later; but one that was kept in time and told afterwards was never overdue.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from plugins.core.feeds import OfferedEntry
from plugins.core.korean import end_of
from plugins.core.model import PromiseChange, PromiseUpdate
from plugins.core.promises import PromiseState
from plugins.core.recurrence import read_rhythm
from plugins.syndication.entries import lasting_name, withdrawal_of
from plugins.syndication.words import PROMISE_LABELS


@dataclass(frozen=True, kw_only=True, slots=True)
class PromiseNews:
    """One thing that happened to one promise.

    Attributes:
        what: A key of ``PROMISE_LABELS``.
        at: When a reader could first know it.
        record: The promise as it stands now, a ``PromiseView`` of ``plugins.cases``.
        view: Its case.
        article: The post that says it; None where the calendar does, or the case file alone.
        update: What that post says of it; None for what was made or is overdue.
        due: The day that was promised when it happened; for an occurrence of a recurring promise its own day.
        occurrence: Of a recurring promise: which of its days; None otherwise.
    """

    what: str
    at: datetime
    record: Any
    view: Any
    article: Any
    update: PromiseUpdate | None
    due: date
    occurrence: date | None = None

    @property
    def name(self) -> str:
        """What stands in its id: lasting, since neither cases nor promises nor their days change."""
        if self.update is None:
            said = "made" if self.what == "made" else f"overdue/{(self.occurrence or self.due).isoformat()}"
        else:
            # One post may speak of several days of one promise.
            said = f"{self.update.change}/{lasting_name(self.article)}"
            said += f"/{self.occurrence.isoformat()}" if self.occurrence else ""
        return f"promises/{self.view.case.id}/{self.record.promise.id}/{said}"

    @property
    def headers(self) -> tuple[Any, ...]:
        """Everything of the records that its entry, or the template of its text, can say."""
        post = self.article.post if self.article else None
        return self.record.promise, self.update, self.record.who.person, self.view.case.title, post

    @property
    def read(self) -> tuple[str, ...]:
        """Everything else that these can say."""
        where, who = (self.article.url if self.article else ""), self.said_by
        said_by = who.person.name, who.url
        return self.name, self.what, str(self.at), str(self.due), self.record.who.url, self.view.url, where, *said_by

    @property
    def said_by(self) -> Any:
        """Whoever signs it: the post's author, or where no post says it whoever promised."""
        return self.article.author_view if self.article else self.record.who


def promise_news(cases: Iterable[Any], as_of: datetime) -> tuple[PromiseNews, ...]:
    """Return everything that happened to any promise by ``as_of``, newest first."""
    # What stood in a case that was taken back is told no more.
    open_cases = (view for view in cases if not _is_gone(getattr(view.case, "withdrawn", None), as_of))
    news = [item for view in open_cases for record in view.promises for item in _of_one(view, record, as_of)]
    return tuple(sorted(news, key=lambda item: (item.at, item.name), reverse=True))


def offered(news: PromiseNews, html: str) -> OfferedEntry:
    """Return the news as something to write."""
    title = f"{PROMISE_LABELS[news.what]}: {news.record.promise.what} ({news.view.case.id} {news.record.promise.id})"
    return OfferedEntry(
        name=news.name,
        title=title,
        page=news.article.url if news.article else news.view.url,
        published=news.at,
        updated=news.at,
        html=html,
        author=news.said_by.person.name,
        author_page=news.said_by.url,
        tags=(PROMISE_LABELS[news.what], news.view.case.id),
    )


def _of_one(view: Any, record: Any, as_of: datetime) -> Iterator[PromiseNews]:
    promise = record.promise
    made_by = next((a for a in view.posts if a.post.slug == promise.made_in or promise.id in a.post.promises), None)
    if promise.made_in and made_by is None:
        # Its post has not been published yet.
        return
    began = made_by.post.published_at if made_by else _began(view)
    standing = [a for a in view.posts if withdrawal_of(a, as_of) is None]
    said_by = made_by if made_by in standing else None
    yield PromiseNews(what="made", at=began, record=record, view=view, article=said_by, update=None, due=promise.due)

    said = [(a, update) for a in standing for update in a.post.promise_updates if update.promise == promise.id]
    rhythm = read_rhythm(promise.recurring) if promise.recurring else None
    whole = [(article, update) for article, update in said if update.occurrence is None]
    due = promise.due
    for article, update in whole:
        if rhythm is None and _passed(due, article, update):
            yield _overdue(view, record, due, max(end_of(due), began))
        late = update.change is PromiseChange.KEPT and update.on > promise.due
        yield _said(view, record, article, update, due, late=late)
        due = update.on if update.change is PromiseChange.MOVED else due
    if rhythm is None and record.state is PromiseState.OVERDUE:
        yield _overdue(view, record, record.due, max(end_of(record.due), began))

    for occurrence in record.occurrences:
        is_late = occurrence.state in (PromiseState.OVERDUE, PromiseState.KEPT_LATE)
        passed_at = end_of(occurrence.due) if occurrence.moves or rhythm is None else rhythm.instant(occurrence.day)
        if is_late and passed_at <= as_of:
            yield _overdue(view, record, occurrence.day, passed_at, occurrence=occurrence.day)
        for article, update in said:
            if update.occurrence == occurrence.day:
                late = is_late and update.change is PromiseChange.KEPT
                yield _said(view, record, article, update, occurrence.day, late=late)


def _is_gone(withdrawal: Any, as_of: datetime) -> bool:
    return withdrawal is not None and withdrawal.at <= as_of


def _passed(due: date, article: Any, update: PromiseUpdate) -> bool:
    """Whether a promised day had passed before a post spoke of it, and not only before it was told."""
    if update.change is PromiseChange.MOVED:
        return bool(article.post.published_at >= end_of(due))
    return update.on > due


def _said(view: Any, record: Any, article: Any, update: PromiseUpdate, due: date, *, late: bool) -> PromiseNews:
    return PromiseNews(
        what="kept-late" if late else update.change.value,
        at=article.post.published_at,
        record=record,
        view=view,
        article=article,
        update=update,
        due=due,
        occurrence=update.occurrence,
    )


def _overdue(view: Any, record: Any, due: date, at: datetime, *, occurrence: date | None = None) -> PromiseNews:
    return PromiseNews(
        what="overdue", at=at, record=record, view=view, article=None, update=None, due=due, occurrence=occurrence
    )


def _began(view: Any) -> datetime:
    """When a case could first be read: a promise that no post makes stood there from then on."""
    at: datetime = next(moment.at for moment in view.moments if moment.stage)
    return at
