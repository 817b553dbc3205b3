"""Posts as entries: Pelican's articles, dressed by the cases plugin or bare. Opens no file, writes no HTML."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from plugins.core.memo import key_of
from plugins.syndication.headers import Headers
from plugins.syndication.model import Author, FeedEntry, Item, Replies, Slip, Tombstone
from plugins.syndication.press import Press
from plugins.syndication.words import KIND_LABELS, WITHDRAWN

# Returns the HTML of an article as a subscriber shall read it.
FullText = Callable[[Any], str]


class PostItems:
    """Makes the entry of every post once, however many feeds hold it, and only where it is asked for."""

    def __init__(
        self,
        press: Press,
        full_text: FullText,
        linkbacks: Any = (),
        *,
        words: bytes = b"",
        headers: Headers | None = None,
    ) -> None:
        """Begin with nothing made.

        Args:
            linkbacks: What others wrote about our pages, as ``plugins.linkbacks`` puts it into the context; None where
                nobody counts it.
            words: Digest of the templates that ``full_text`` uses.
            headers: What is known of the posts' headers.
        """
        self.headers = headers or Headers()
        self._press = press
        self._full_text = full_text
        self._linkbacks = linkbacks
        self._words = words
        self._slips: dict[str, Slip] = {}
        self._sources: dict[str, tuple[str, ...]] = {}

    def of(self, articles: Iterable[Any]) -> tuple[Slip, ...]:
        """Return what a feed holds of these posts; a post that is named twice stands there once."""
        return tuple({slip.id: slip for slip in map(self._slip, articles)}.values())

    def sources(self, articles: Iterable[Any]) -> tuple[str, ...]:
        """Return the files that these posts were made from, and those of the people who wrote them, sorted."""
        found: set[str] = set()
        for article in articles:
            source = article.relative_source_path
            made_of = self._sources.get(source)
            if made_of is None:
                made_of = self._sources[source] = tuple(_sources_of(article))
            found.update(made_of)
        return tuple(sorted(found))

    def _slip(self, article: Any) -> Slip:
        source = article.relative_source_path
        slip = self._slips.get(source)
        if slip is None:
            replies = replies_to(self._press, article.url, self._linkbacks)
            withdrawal = withdrawal_of(article, self._press.as_of)
            published, updated = moments_of(article, self._press.as_of)
            slip = self._slips[source] = Slip(
                name=self._press.tag(lasting_name(article)),
                published=published,
                updated=max(withdrawal.at, published) if withdrawal else updated,
                key=key_of(
                    self._words,
                    self.headers.digest(source, lambda: tuple(_header_of(article))),
                    *_read_of(article),
                    f"{published} {updated} {withdrawal} {replies}",
                ),
                make=lambda: self._made(article, withdrawal, replies),
            )
        return slip

    def _made(self, article: Any, withdrawal: Any, replies: Replies | None) -> Item:
        if withdrawal is not None:
            return tombstone_of(self._press, article, withdrawal)
        return entry_of(self._press, article, full_text=self._full_text(article), replies=replies)


def _header_of(article: Any) -> Iterator[Any]:
    """Yield everything of an article's records that its entry, or the template of its text, can say."""
    post = getattr(article, "post", None)
    yield post or (article.slug, article.title, article.date)
    yield getattr(article, "citation", None)
    for other in (*getattr(article, "corrections", ()), *getattr(article, "corrected", ())):
        yield other.post


def _read_of(article: Any) -> Iterator[str]:
    """Yield everything else of an article that these can say: what the text, settings and its neighbours make of it."""
    yield article.content
    author = getattr(article, "author_view", None)
    by = f"{author.url} {author.person.name}" if author else getattr(article, "author", "")
    others = (*getattr(article, "corrections", ()), *getattr(article, "corrected", ()))
    gist, tags = getattr(article, "gist", ()), getattr(article, "tags", ())
    said = (article.url, getattr(article, "lang", ""), getattr(article, "modified", None), by, len(gist), len(tags))
    yield "\0".join(map(str, (*said, *gist, *tags, *(other.url for other in others))))


def moments_of(article: Any, as_of: datetime) -> tuple[datetime, datetime]:
    """Return when an article was published, and when it last changed.

    A correction lifts the post it corrects: those who read the wrong sentence are shown the post again.
    """
    post = getattr(article, "post", None)
    published: datetime = post.published_at if post else article.date
    modified = post.modified_at if post else getattr(article, "modified", None)
    taken_back = getattr(getattr(article, "citation", None), "withdrawn", None)
    changes = (
        modified,
        *(c.post.published_at for c in getattr(article, "corrections", ())),
        # Whoever keeps a copy is shown the entry again, without the words that were taken back.
        taken_back.at if taken_back else None,
    )
    # What is dated later has not happened yet.
    return published, max([published, *(change for change in changes if change and change <= as_of)])


def entry_of(press: Press, article: Any, *, full_text: str, replies: Replies | None = None) -> FeedEntry:
    """Return the entry of one article.

    Args:
        full_text: HTML; its addresses may begin with ``/`` or be relative to the article's page.
    """
    post = getattr(article, "post", None)
    published, updated = moments_of(article, press.as_of)
    citation = getattr(article, "citation", None)
    kind = ((post.kind.value, KIND_LABELS[post.kind]),) if post else ()
    tags = post.tags if post else tuple(str(tag) for tag in getattr(article, "tags", ()))
    return FeedEntry(
        id=press.tag(lasting_name(article)),
        title=str(post.title if post else article.title),
        url=press.address(article.url),
        published=published,
        updated=updated,
        author=_author(press, article),
        categories=(*kind, *((tag, tag) for tag in tags)),
        # The gist and not the front matter's: in it a wrong sentence is struck.
        summary=press.absolute("\n".join(map(str, getattr(article, "gist", ()))), article.url),
        content=press.absolute(full_text, article.url),
        in_reply_to=(citation.url or "") if citation else "",
        replies=replies,
        language=getattr(article, "lang", None) or press.language,
    )


def tombstone_of(press: Press, article: Any, withdrawal: Any) -> Tombstone:
    """Return what a feed says of a post that was taken back: nothing of its words."""
    return Tombstone(
        id=press.tag(lasting_name(article)),
        title=WITHDRAWN,
        url=press.address(article.url),
        published=article.post.published_at,
        updated=max(withdrawal.at, article.post.published_at),
        by=press.company,
        why=withdrawal.why,
    )


def lasting_name(article: Any) -> str:
    """Return what stands in a post's id: its ``id:``, else the name that its file was published under."""
    post = getattr(article, "post", None)
    return f"posts/{(getattr(post, 'id', '') or post.slug) if post else article.slug}"


def withdrawal_of(article: Any, as_of: datetime) -> Any:
    """Return how a post was taken back, with ``at`` and ``why``; None for a post that stands."""
    post = getattr(article, "post", None)
    # With a case everything in it is taken back.
    case = article.view.case if post else None
    found = [w for w in (getattr(post, "withdrawn", None), getattr(case, "withdrawn", None)) if w and w.at <= as_of]
    return found[0] if found else None


def replies_to(press: Press, page: str, linkbacks: Any) -> Replies | None:
    """Return how many others write about a page, as far as the page shows them.

    Args:
        linkbacks: What stands on the pages at this instant, by the path of its page, or all in one with ``page``;
            each may say when it was accepted. None where nobody counts them.
    """
    if linkbacks is None:
        return None
    found = linkbacks.get(page, ()) if isinstance(linkbacks, Mapping) else [x for x in linkbacks if x.page == page]
    shown = [x for x in found if getattr(x, "hidden_at", None) is None]
    seen = [x.accepted_at for x in shown if getattr(x, "accepted_at", None)]
    return Replies(url=press.address(page), count=len(shown), updated=max(seen, default=None))


def _sources_of(article: Any) -> Iterator[str]:
    for other in (article, *getattr(article, "corrections", ())):
        yield f"content/{other.relative_source_path}"
    if hasattr(article, "author_view"):
        yield f"content/people/{article.author_view.person.slug}.md"
    if getattr(article, "citation", None):
        yield f"content/cases/{article.view.case.id}.md"


def _author(press: Press, article: Any) -> Author:
    view = getattr(article, "author_view", None)
    if view is not None:
        return Author(name=view.person.name, url=press.address(view.url))
    author = getattr(article, "author", None)
    return Author(name=str(author) if author else press.site.brand, url="")
