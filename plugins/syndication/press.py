"""What every feed of a site shares: whose it is, how its ids are made, where its addresses begin."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from plugins.core.feeds import OfferedEntry, feed_path
from plugins.core.memo import key_of
from plugins.core.site import Site
from plugins.core.urls import ascii_host
from plugins.syndication.config import SyndicationConfig
from plugins.syndication.links import absolute_links
from plugins.syndication.model import Author, Feed, FeedEntry, Slip
from plugins.syndication.paging import Edition


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """What one feed is of.

    Attributes:
        name: Lasting; stands in its id and its address.
        page: Path of the human page of the same posts.
        quiet_since: What the feed says while it has no entry.
    """

    name: str
    title: str
    subtitle: str
    page: str
    quiet_since: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Press:
    """What every feed of a site shares."""

    site: Site
    config: SyndicationConfig
    language: str
    as_of: datetime

    def tag(self, name: str) -> str:
        """Return the lasting id of a post or feed."""
        domain = self.config.id_domain or self.site.domain
        return tag_uri(ascii_host(domain), self.config.id_date, name)

    def address(self, path: str) -> str:
        """Return the absolute address of a path of the site."""
        return f"{self.site.url}/{path}"

    @property
    def company(self) -> Author:
        """Who speaks where no person does."""
        return Author(name=self.site.brand, url=self.address(""))

    @property
    def same(self) -> str:
        """Everything that the head of a feed can say of the site; the instant of the build is no part of it."""
        return repr((self.site, self.config, self.language))

    def absolute(self, html: str, page: str) -> str:
        """Return HTML of a page of the site with every address absolute."""
        return absolute_links(html, self.address(page), self.site.url)

    def feed(self, channel: Channel, edition: Edition[Slip]) -> Feed:
        """Return one document of a feed."""
        name = channel.name
        return Feed(
            id=self.tag(f"feeds/{name}"),
            title=channel.title,
            subtitle=channel.subtitle,
            url=self.address(channel.page),
            address=self.address(archive_path(name, edition.number)),
            author=self.company,
            rights=self.config.rights or f"© {self.site.brand}",
            language=self.language,
            hub="" if edition.number else self.config.hub_url,
            items=tuple(slip.item for slip in edition.items),
            updated_without_items=channel.quiet_since,
            current=self.address(archive_path(name, 0)) if edition.number else "",
            older=self.address(archive_path(name, edition.older)) if edition.older else "",
            newer=self.address(archive_path(name, edition.newer)) if edition.newer else "",
        )

    def slip(self, offered: OfferedEntry) -> Slip:
        """Return what another plugin offers as something to make an entry of."""
        return Slip(
            name=self.tag(offered.name),
            published=offered.published,
            updated=max(offered.published, offered.updated),
            key=key_of(repr(offered)),
            make=lambda: self.entry(offered),
        )

    def entry(self, offered: OfferedEntry) -> FeedEntry:
        """Return what another plugin offers as an entry."""
        return FeedEntry(
            id=self.tag(offered.name),
            title=offered.title,
            url=self.address(offered.page),
            published=offered.published,
            updated=max(offered.published, offered.updated),
            author=Author(
                name=offered.author or self.site.brand,
                url=self.address(offered.author_page) if offered.author_page or not offered.author else "",
            ),
            categories=tuple((tag, tag) for tag in offered.tags),
            summary="",
            content=self.absolute(offered.html, offered.page),
            in_reply_to=offered.in_reply_to,
            replies=None,
            language=self.language,
        )


def tag_uri(domain: str, date: str, name: str) -> str:
    """Return an id that names the same thing for ever.

    Source: RFC 4151.

    Args:
        domain: ASCII; ours on ``date``, which is a year, a month or a day.
        name: Unique within the domain, e.g. ``posts/mg-2026-001-response``.
    """
    return f"tag:{domain},{date}:{quote(name)}"


def archive_path(name: str, number: int) -> str:
    """Return where a document of a feed stands, without the suffix that names its format; 0 is the feed itself."""
    return feed_path(f"{name}/archive/{number}" if number else name, "")
