"""The feeds as a page shows them: what belongs to the whole site, and the page where all of them stand.

A page about one case or tag knows its own feed (``view.feed_url``, ``tag.feed_url``); what is here does not change when
a post is added, so that no page has to be written anew for another one's feed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from plugins.core.feeds import feed_path
from plugins.syndication import atom, jsonfeed, opml, rss
from plugins.syndication.channels import ALL, PlannedFeed
from plugins.syndication.config import PLACE
from plugins.syndication.markup import wire
from plugins.syndication.press import Press

SUBSCRIBE = "subscribe/"
# Feeds of one group on the page of all feeds; the OPML list has every one.
MOST_LISTED = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedLink:
    """A feed and where it stands in each format, relative to the site.

    Attributes:
        page: Path of the human page of the same posts; every page below it announces the feed.
    """

    title: str
    page: str
    atom: str
    rss: str
    json: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteFeeds:
    """What every page may announce: the feed of everything, and those of a part of the site."""

    all: FeedLink
    sections: tuple[FeedLink, ...]
    page: str = SUBSCRIBE
    opml: str = opml.PATH


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A feed on the page of all feeds.

    Attributes:
        address: Absolute, in ASCII: what a person copies.
        application: Opens the reader that is installed on the device.
        readers: Name of a reader on the web, and the address that subscribes there.
    """

    name: str
    subtitle: str
    link: FeedLink
    address: str
    application: str
    readers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Offers:
    """The feeds of one group; ``are_more`` where the page would become too long for all."""

    offers: tuple[Offer, ...]
    are_more: bool


def link_of(feed: PlannedFeed) -> FeedLink:
    """Return where a feed stands."""
    name = feed.channel.name
    return FeedLink(
        title=feed.channel.title,
        page=feed.channel.page,
        atom=feed_path(name, atom.SUFFIX),
        rss=feed_path(name, rss.SUFFIX),
        json=feed_path(name, jsonfeed.SUFFIX),
    )


def announced(feeds: Iterable[PlannedFeed]) -> SiteFeeds:
    """Return what every page may announce.

    Args:
        feeds: Those of the site, the feed of everything among them.
    """
    links = {feed.channel.name: link_of(feed) for feed in feeds}
    return SiteFeeds(all=links.pop(ALL), sections=tuple(links.values()))


def offers(press: Press, feeds: Iterable[PlannedFeed], group: str) -> Offers:
    """Return the feeds of one group as the page of all feeds shows them, in their order."""
    found = [feed for feed in feeds if feed.group == group]
    return Offers(offers=tuple(_offer(press, feed) for feed in found[:MOST_LISTED]), are_more=len(found) > MOST_LISTED)


def list_of_feeds(press: Press, feeds: Sequence[PlannedFeed]) -> bytes:
    """Return all feeds as one list that a reader takes in at once."""

    def outlines(group: str) -> Iterable[opml.Outline]:
        for feed in feeds:
            if feed.group == group:
                name, page = feed.channel.name, feed.channel.page
                address = press.address(feed_path(name, ""))
                yield opml.Outline(title=feed.channel.title, address=address, page=press.address(page))

    groups = (("", outlines("site")), ("사건", outlines("cases")), ("태그", outlines("tags")))
    return opml.opml(press.site.name, press.site.brand, groups)


def _offer(press: Press, feed: PlannedFeed) -> Offer:
    link = link_of(feed)
    address = wire(press.address(link.atom))
    named = (reader.rpartition(" ") for reader in press.config.readers)
    return Offer(
        name=feed.channel.title.removesuffix(f" – {press.site.name}"),
        subtitle=feed.channel.subtitle,
        link=link,
        address=address,
        # Readers take it for the address with the scheme they reach it by; feed:https://… is no address in HTML.
        application=f"feed:{address.partition(':')[2]}",
        readers=tuple((name, to.replace(PLACE, quote(address, safe=""))) for name, _, to in named),
    )
