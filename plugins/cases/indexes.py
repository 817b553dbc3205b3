"""The ways into a site that has grown: by month, by tag, by topic, and what was changed after it was published.

Pure: cases and posts in, lists with their addresses and counts out. How they read is the theme's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins.cases.tags import slug_of, tag_url, topic_url
from plugins.cases.views import Article, CaseView
from plugins.core.feeds import feed_path
from plugins.core.korean import SEOUL


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A line of a list that holds both: exactly one of ``article`` and ``view`` is set.

    Attributes:
        at: A post's publication, a case's opening: neither moves later, so the list only grows at its end.
    """

    at: datetime
    article: Article | None
    view: CaseView | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TagIndex:
    """Everything under one tag, newest first."""

    text: str
    url: str
    entries: tuple[Entry, ...]

    @property
    def feed_url(self) -> str:
        """Where its feed stands, as ``CaseView.feed_url`` for a case."""
        return feed_path(self.url.strip("/"))

    @property
    def count(self) -> int:
        """How many posts and cases carry the tag."""
        return len(self.entries)


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicIndex:
    """The cases of one topic, the one opened last first; ``topic`` is the word of the case files."""

    topic: str
    url: str
    cases: tuple[CaseView, ...]

    @property
    def count(self) -> int:
        """How many cases there are."""
        return len(self.cases)


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthIndex:
    """The posts of one month in Korea, newest first."""

    year: int
    month: int
    url: str
    posts: tuple[Article, ...]

    @property
    def count(self) -> int:
        """How many posts there are."""
        return len(self.posts)


@dataclass(frozen=True, kw_only=True, slots=True)
class YearIndex:
    """The posts of one year in Korea, newest first, and its months that have any."""

    year: int
    url: str
    months: tuple[MonthIndex, ...]
    posts: tuple[Article, ...]

    @property
    def count(self) -> int:
        """How many posts there are."""
        return len(self.posts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A post that no longer reads as it was published.

    Attributes:
        by: The correction that says so; None where the post names a time of its own (``modified``).
    """

    at: datetime
    article: Article
    by: Article | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Indexes:
    """All of them: tags and topics in the order of their words, years and changes newest first."""

    tags: tuple[TagIndex, ...]
    topics: tuple[TopicIndex, ...]
    years: tuple[YearIndex, ...]
    changes: tuple[Change, ...]


def indexes(cases: Iterable[CaseView], newest_first: Sequence[Article], as_of: datetime) -> Indexes:
    """Return the indexes of a site.

    Args:
        newest_first: The posts that have happened by ``as_of``, with their corrections.
    """
    by_opening = sorted(cases, key=lambda view: (view.case.opened_at, view.case.id), reverse=True)
    return Indexes(
        tags=_tags(by_opening, newest_first),
        topics=_topics(by_opening),
        years=_years(newest_first),
        changes=_changes(newest_first, as_of),
    )


def _tags(cases: Iterable[CaseView], posts: Iterable[Article]) -> tuple[TagIndex, ...]:
    entries: dict[str, list[Entry]] = {}
    for view in cases:
        for tag in view.case.tags:
            entries.setdefault(tag, []).append(Entry(at=view.case.opened_at, article=None, view=view))
    for article in posts:
        for tag in article.post.tags:
            entries.setdefault(tag, []).append(Entry(at=article.post.published_at, article=article, view=None))
    return tuple(
        TagIndex(text=tag, url=tag_url(tag), entries=tuple(sorted(found, key=_entry_order, reverse=True)))
        for tag, found in sorted(entries.items(), key=lambda pair: slug_of(pair[0]))
    )


def _entry_order(entry: Entry) -> tuple[datetime, str]:
    bearer = entry.view.case.id if entry.view else entry.article and entry.article.post.slug
    return entry.at, str(bearer)


def _topics(cases: Iterable[CaseView]) -> tuple[TopicIndex, ...]:
    found: dict[str, list[CaseView]] = {}
    for view in cases:
        found.setdefault(view.case.topic, []).append(view)
    return tuple(
        TopicIndex(topic=topic, url=topic_url(topic), cases=tuple(views))
        for topic, views in sorted(found.items(), key=lambda pair: slug_of(pair[0]))
    )


def _years(posts: Iterable[Article]) -> tuple[YearIndex, ...]:
    found: dict[int, dict[int, list[Article]]] = {}
    for article in posts:
        day = article.post.published_at.astimezone(SEOUL)
        found.setdefault(day.year, {}).setdefault(day.month, []).append(article)
    return tuple(
        YearIndex(
            year=year,
            url=f"archive/{year}/",
            months=tuple(
                MonthIndex(year=year, month=month, url=f"archive/{year}/{month:02}/", posts=tuple(of_month))
                for month, of_month in months.items()
            ),
            posts=tuple(article for of_month in months.values() for article in of_month),
        )
        for year, months in found.items()
    )


def _changes(posts: Iterable[Article], as_of: datetime) -> tuple[Change, ...]:
    found = []
    for article in posts:
        modified = article.post.modified_at
        if modified and modified <= as_of:
            found.append(Change(at=modified, article=article, by=None))
        found += [Change(at=by.post.published_at, article=article, by=by) for by in article.corrections]
    return tuple(sorted(found, key=lambda change: (change.at, change.article.post.slug), reverse=True))
