"""What can be found on a site, from what a build knows of it: posts, cases, people, pages. Opens no file.

Drafts, what has not happened yet and what was taken down are not among them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from plugins.core.korean import SEOUL
from plugins.core.model import PostKind, Stage
from plugins.core.text import clean, one_line, plain_text, shortened
from plugins.search.index import Document

# What a result says it is.
POST_LABELS = {
    PostKind.RESPONSE: "답변",
    PostKind.CORRECTION: "정정",
    PostKind.PROGRESS: "진행 상황",
    PostKind.STORY: "이야기",
}
CASE_LABEL, PERSON_LABEL, PAGE_LABEL = "사건", "사람", "안내"
# How much newer another page would have to be to stand before one of this kind: an answer is looked for, a progress
# report happens to mention it.
_AHEAD = {
    CASE_LABEL: timedelta(days=60),
    POST_LABELS[PostKind.RESPONSE]: timedelta(days=60),
    POST_LABELS[PostKind.CORRECTION]: timedelta(days=30),
    POST_LABELS[PostKind.STORY]: timedelta(days=30),
}
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
# What a result shows of a page, in characters.
WORDS = 90


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A page that can be found.

    Attributes:
        url: Below the site.
        title: What counts as title for ranking; ``shown_title`` is what a result shows.
        at: None for what has no date: people and pages.
        words: A few words on what it says.
        text: All that a reader sees of it, a paragraph a line.
        sources: The files it was made from.
    """

    url: str
    label: str
    shown_title: str
    title: str
    at: datetime | None
    words: str
    text: str
    sources: tuple[str, ...]


def entries(context: Mapping[str, Any]) -> tuple[Entry, ...]:
    """Return what can be found, the best first.

    Args:
        context: Pelican's, after ``plugins.cases``; without that plugin its articles and pages alone.
    """
    found = [
        *(_post(article) for article in _posts(context) if not _is_hidden(article)),
        *(_case(view) for view in context.get("cases", ()) if view.stage is not Stage.WITHDRAWN),
        *(_person(view) for view in context.get("people", ())),
        *(_page(page) for page in context["pages"]),
    ]
    return tuple(sorted(found, key=_rank, reverse=True))


def document(entry: Entry) -> Document:
    """Return an entry as the index takes it."""
    # As the calendar has it: the script says it in the language of the page.
    when = entry.at.astimezone(SEOUL).date().isoformat() if entry.at else ""
    return Document(
        shown=(entry.shown_title, entry.url, entry.label, when, entry.words), title=entry.title, text=entry.text
    )


def _rank(entry: Entry) -> tuple[datetime, str]:
    return (entry.at or _UNDATED) + _AHEAD.get(entry.label, timedelta()), entry.url


def _posts(context: Mapping[str, Any]) -> Iterator[Any]:
    for article in context.get("posts", context["articles"]):
        yield article
        yield from getattr(article, "translations", ())


def _is_hidden(article: Any) -> bool:
    if getattr(article, "draft", None) or getattr(article, "withdrawn", None):
        return True
    view = getattr(article, "view", None)
    return view is not None and view.stage is Stage.WITHDRAWN


def _post(article: Any) -> Entry:
    post = getattr(article, "post", None)
    title = str(post.title if post else article.title)
    gist = one_line(" ".join(post.gist)) if post else ""
    corrections = getattr(article, "corrections", ())
    # A number that was corrected must not live on in a search result.
    words = one_line(f"정정된 글입니다. {corrections[0].title}") if corrections else gist
    label = POST_LABELS[post.kind] if post else PAGE_LABEL
    about = [*_citations((getattr(article, "citation", None), *getattr(article, "mentioned", ())))]
    if post:
        about += [post.case_id, article.author_view.person.name, *post.tags]
    return Entry(
        url=article.url,
        label=label,
        shown_title=one_line(title),
        title=clean(title),
        at=post.published_at if post else article.date,
        words=shortened(words, WORDS),
        text="\n".join((gist, plain_text(article.content), *about)),
        sources=(f"content/{article.relative_source_path}",),
    )


def _case(view: Any) -> Entry:
    case = view.case
    told = [made.promise.what for made in view.promises] + [event.why for event in case.events]
    if case.affected:
        told.append(case.affected.who)
    return Entry(
        url=view.url,
        label=CASE_LABEL,
        shown_title=f"{case.title} ({case.id})",
        title=f"{case.title}\n{case.id}",
        at=view.updated_at,
        words=shortened(one_line(plain_text(view.content)), WORDS),
        text="\n".join((plain_text(view.content), *told, *_citations(case.citations), *case.tags)),
        sources=(f"content/cases/{case.id}.md",),
    )


def _person(view: Any) -> Entry:
    person = view.person
    return Entry(
        url=view.url,
        label=PERSON_LABEL,
        shown_title=person.name,
        title=person.name,
        at=None,
        words=shortened(one_line(person.role), WORDS),
        text="\n".join((person.role, person.org_name, plain_text(view.content))),
        sources=(f"content/people/{person.slug}.md",),
    )


def _page(page: Any) -> Entry:
    text = plain_text(page.content)
    return Entry(
        url=page.url,
        label=PAGE_LABEL,
        shown_title=one_line(str(page.title)),
        title=clean(str(page.title)),
        at=None,
        words=shortened(one_line(str(getattr(page, "description", "") or text)), WORDS),
        text=text,
        sources=(f"content/{page.relative_source_path}",),
    )


def _citations(citations: Iterable[Any]) -> Iterable[str]:
    for citation in citations:
        if citation is not None:
            yield "\n".join((citation.title, citation.author, citation.place, citation.excerpt))


def newest_first(found: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries as a list reads: by day, what has none at the end."""
    return tuple(sorted(found, key=lambda e: (e.at or _UNDATED, e.url), reverse=True))
