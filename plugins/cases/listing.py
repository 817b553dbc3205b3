"""Which list pages a site has, with which template and facts, and what each is made from. Pure; writes none of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plugins.cases.assembly import Assembly
from plugins.cases.indexes import Change, Entry, YearIndex
from plugins.cases.paging import ListPage, pages
from plugins.cases.views import Article, CaseView, by_stage
from plugins.core.model import PostKind


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedPage:
    """A page to write.

    Attributes:
        sources: Paths of the content files it is made from, relative to the project.
        facts: What its template gets beside the context.
    """

    url: str
    template: str
    sources: tuple[str, ...]
    facts: Mapping[str, Any]


def case_source(view: CaseView) -> str:
    """Return the file a case stands in."""
    return f"content/cases/{view.case.id}.md"


def post_source(article: Article) -> str:
    """Return the file a post stands in."""
    path: str = article.post_file.path
    return path


def list_pages(site: Assembly, per_page: int) -> Iterator[PlannedPage]:
    """Yield every page that lists cases or posts; each list is there even when it is empty, so that no link dangles."""
    ways = site.indexes
    by_opening = sorted(site.cases, key=lambda view: (view.case.opened_at, view.case.id), reverse=True)
    for page in pages(by_opening, "cases/", per_page):
        # A case's line shows what its posts say of it.
        sources = (*map(case_source, page.items), *(post_source(a) for v in page.items for a in v.posts))
        yield _planned(page, "cases", sources, stages=by_stage(page.items))
    for kind, url, articles in site.kinds:
        template = "corrections" if kind is PostKind.CORRECTION else "kind"
        for page in pages(articles, url, per_page):
            yield _planned(page, template, map(post_source, page.items), kind=kind)

    yield PlannedPage(
        url="tags/", template="tags", sources=_of_entries(e for t in ways.tags for e in t.entries), facts={}
    )
    for tag in ways.tags:
        for tagged in pages(tag.entries, tag.url, per_page):
            yield _planned(tagged, "tag", _of_entries(tagged.items), tag=tag)
    everything = tuple(map(case_source, site.cases))
    yield PlannedPage(url="cases/topic/", template="topics", sources=everything, facts={})
    for topic in ways.topics:
        for page in pages(topic.cases, topic.url, per_page):
            yield _planned(page, "topic", map(case_source, page.items), topic=topic)
    posts = tuple(map(post_source, site.posts))
    yield PlannedPage(url="archive/", template="archive", sources=posts, facts={})
    for year in ways.years:
        yield from _year(year, per_page)
    for changed in pages(ways.changes, "changes/", per_page):
        yield _planned(changed, "changes", _of_changes(changed.items))


def _year(year: YearIndex, per_page: int) -> Iterator[PlannedPage]:
    for page in pages(year.posts, year.url, per_page):
        yield _planned(page, "period", map(post_source, page.items), year=year, month=None)
    for month in year.months:
        for page in pages(month.posts, month.url, per_page):
            yield _planned(page, "period", map(post_source, page.items), year=year, month=month)


def _planned(page: ListPage[Any], template: str, sources: Iterable[str], **facts: Any) -> PlannedPage:
    return PlannedPage(
        url=page.url, template=template, sources=tuple(dict.fromkeys(sources)), facts={"list_page": page, **facts}
    )


def _of_entries(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(case_source(entry.view) if entry.view else post_source(entry.article) for entry in entries)
    )


def _of_changes(changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        yield post_source(change.article)
        if change.by:
            yield post_source(change.by)
