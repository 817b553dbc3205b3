"""What can be found on a site, from what a build knows of it: posts, cases, people, pages. Opens no file.

Drafts, what has not happened yet and what was taken down are not among them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from plugins.core.korean import SEOUL
from plugins.core.memo import digest_of
from plugins.core.model import PostKind, Stage
from plugins.core.text import clean, one_line, plain_text, shortened

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
_LEVEL = timedelta()
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
# What a result shows of a page, in characters.
WORDS = 90


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A page that can be found: what is read of it, and on demand what is made of that; nothing else is looked at.

    Attributes:
        url: Below the site.
        heading: What a result shows as title.
        titles: What counts as title for ranking.
        at: None for what has no date: people and pages.
        gist: What it says in a few words; None where its text has to tell.
        before: Paragraphs above the body.
        html: The body.
        behind: Paragraphs below the body.
        source: The file it was made from.
    """

    url: str
    label: str
    heading: str
    titles: str
    at: datetime | None
    gist: str | None
    before: tuple[str, ...]
    html: str
    behind: tuple[str, ...]
    source: str

    @property
    def name(self) -> bytes:
        """Digest of everything that the index can say of it."""
        when = self.at.isoformat() if self.at else ""
        said = (self.url, self.label, self.heading, self.titles, when, self.html, *self.before, *self.behind)
        lengths = ",".join(map(str, (len(self.before), *map(len, said))))
        parts = "\0".join((lengths, *said, "" if self.gist is None else f"{len(self.gist)} {self.gist}"))
        return digest_of(parts.encode("utf-8", "surrogatepass"))

    @property
    def rank(self) -> tuple[datetime, str]:
        """What stands before what: the greater."""
        return (self.at or _UNDATED) + _AHEAD.get(self.label, _LEVEL), self.url

    @property
    def shown_title(self) -> str:
        """What a result shows as title."""
        return one_line(self.heading)

    @property
    def title(self) -> str:
        """What counts as title for ranking."""
        return clean(self.titles)

    @property
    def words(self) -> str:
        """A few words on what it says."""
        return shortened(one_line(plain_text(self.html) if self.gist is None else self.gist), WORDS)

    @property
    def text(self) -> str:
        """All that a reader sees of it, a paragraph a line."""
        return "\n".join((*self.before, plain_text(self.html), *self.behind))

    @property
    def shown(self) -> tuple[str, str, str, str, str]:
        """What a result shows, as the index takes it."""
        # As the calendar has it: the script says it in the language of the page.
        when = self.at.astimezone(SEOUL).date().isoformat() if self.at else ""
        return self.shown_title, self.url, self.label, when, self.words


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
    return tuple(sorted(found, key=lambda entry: entry.rank, reverse=True))


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
    about = [*_citations((getattr(article, "citation", None), *getattr(article, "mentioned", ())))]
    if post:
        about += [post.case_id, article.author_view.person.name, *post.tags]
    return Entry(
        url=article.url,
        label=POST_LABELS[post.kind] if post else PAGE_LABEL,
        heading=title,
        titles=title,
        at=post.published_at if post else article.date,
        # A number that was corrected must not live on in a search result.
        gist=f"정정된 글입니다. {corrections[0].title}" if corrections else gist,
        before=(gist,),
        html=article.content,
        behind=tuple(about),
        source=f"content/{article.relative_source_path}",
    )


def _case(view: Any) -> Entry:
    case = view.case
    told = [made.promise.what for made in view.promises] + [event.why for event in case.events]
    if case.affected:
        told.append(case.affected.who)
    return Entry(
        url=view.url,
        label=CASE_LABEL,
        heading=f"{case.title} ({case.id})",
        titles=f"{case.title}\n{case.id}",
        at=view.updated_at,
        gist=None,
        before=(),
        html=view.content,
        behind=(*told, *_citations(case.citations), *case.tags),
        source=f"content/cases/{case.id}.md",
    )


def _person(view: Any) -> Entry:
    person = view.person
    return Entry(
        url=view.url,
        label=PERSON_LABEL,
        heading=person.name,
        titles=person.name,
        at=None,
        gist=person.role,
        before=(person.role, person.org_name),
        html=view.content,
        behind=(),
        source=f"content/people/{person.slug}.md",
    )


def _page(page: Any) -> Entry:
    return Entry(
        url=page.url,
        label=PAGE_LABEL,
        heading=str(page.title),
        titles=str(page.title),
        at=None,
        gist=str(getattr(page, "description", "") or "") or None,
        before=(),
        html=page.content,
        behind=(),
        source=f"content/{page.relative_source_path}",
    )


def _citations(citations: Iterable[Any]) -> Iterable[str]:
    for citation in citations:
        if citation is not None:
            yield from (citation.title, citation.author, citation.place, citation.excerpt)


def newest_first(found: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries as a list reads: by day, what has none at the end."""
    return tuple(sorted(found, key=lambda e: (e.at or _UNDATED, e.url), reverse=True))
