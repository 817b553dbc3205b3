"""Feeds made from what a build knows: Pelican's articles, dressed by the cases plugin or bare. Opens no file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plugins.core.model import PostKind
from plugins.core.site import Site
from plugins.core.urls import ascii_host
from plugins.syndication.atom import Author, Feed, FeedEntry, tag_uri
from plugins.syndication.config import SyndicationConfig
from plugins.syndication.links import absolute_links

ALL_PATH = "feeds/all.atom.xml"

# What feed readers show beside a post; the word itself is the term.
KIND_LABELS = {
    PostKind.RESPONSE: "답변",
    PostKind.CORRECTION: "정정",
    PostKind.PROGRESS: "진행 상황",
    PostKind.STORY: "이야기",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Press:
    """What every feed of a site shares."""

    site: Site
    config: SyndicationConfig
    language: str

    def tag(self, name: str) -> str:
        """Return the lasting id of a post or feed."""
        domain = self.config.id_domain or self.site.domain
        return tag_uri(ascii_host(domain), self.config.id_date, name)

    def address(self, path: str) -> str:
        """Return the absolute address of a path of the site."""
        return f"{self.site.url}/{path}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """What one feed is of.

    Attributes:
        name: Lasting, stands in its id.
        page: Path of the human page of the same posts.
        quiet_since: What the feed says while it has no entry.
    """

    name: str
    title: str
    subtitle: str
    page: str
    path: str
    quiet_since: datetime


def feed_of_all(press: Press, articles: Iterable[Any], as_of: datetime) -> Feed:
    """Return the feed of every post."""
    return _feed(
        press,
        Channel(
            name="all",
            title=press.site.name,
            subtitle=press.site.description,
            page="",
            path=ALL_PATH,
            quiet_since=as_of,
        ),
        articles,
    )


def feed_of_case(press: Press, view: Any) -> Feed:
    """Return the feed of one case; while nothing is published it says when the case last moved."""
    return _feed(
        press,
        Channel(
            name=f"cases/{view.case.id}",
            title=f"{view.case.title} – {press.site.name}",
            subtitle=view.case.id,
            page=view.url,
            path=view.feed_url,
            quiet_since=view.updated_at,
        ),
        view.posts,
    )


def sources_of(articles: Iterable[Any]) -> tuple[str, ...]:
    """Return the files that these posts were made from, and those of the people who wrote them, sorted."""
    articles = tuple(articles)
    posts = {f"content/{article.relative_source_path}" for article in articles}
    people = {f"content/people/{a.author_view.person.slug}.md" for a in articles if hasattr(a, "author_view")}
    return tuple(sorted(posts | people))


def entry_of(press: Press, article: Any) -> FeedEntry:
    """Return the entry of one article.

    A correction lifts the post it corrects: its ``updated`` is then, so that those who read the wrong sentence
    are shown the post again.
    """
    post = getattr(article, "post", None)
    published = post.published_at if post else article.date
    modified = post.modified_at if post else getattr(article, "modified", None)
    corrected = tuple(c.post.published_at for c in getattr(article, "corrections", ()))
    citation = getattr(article, "citation", None)
    url = press.address(article.url)
    return FeedEntry(
        id=press.tag(f"posts/{post.slug if post else article.slug}"),
        title=str(post.title if post else article.title),
        url=url,
        published=published,
        updated=max(moment for moment in (published, modified, *corrected) if moment is not None),
        author=_author(press, article),
        category=(post.kind.value, KIND_LABELS[post.kind]) if post else ("", ""),
        # The gist and not the front matter's: in it a wrong sentence is struck.
        summary=absolute_links("\n".join(map(str, getattr(article, "gist", ()))), url, press.site.url),
        content=absolute_links(article.content, url, press.site.url),
        in_reply_to=(citation.url or "") if citation else "",
        language=getattr(article, "lang", None) or press.language,
    )


def _feed(press: Press, channel: Channel, articles: Iterable[Any]) -> Feed:
    entries = [entry_of(press, article) for article in articles]
    return Feed(
        id=press.tag(f"feeds/{channel.name}"),
        title=channel.title,
        subtitle=channel.subtitle,
        url=press.address(channel.page),
        self_url=press.address(channel.path),
        author=Author(name=press.site.brand, url=press.address("")),
        language=press.language,
        updated_without_entries=channel.quiet_since,
        # Two posts of one instant: the later word first, then by id, so that the order never depends on the disk.
        entries=tuple(sorted(entries, key=lambda e: (e.updated, e.published, e.id), reverse=True)),
    )


def _author(press: Press, article: Any) -> Author:
    view = getattr(article, "author_view", None)
    if view is not None:
        return Author(name=view.person.name, url=press.address(view.url))
    author = getattr(article, "author", None)
    return Author(name=str(author) if author else press.site.brand, url="")
