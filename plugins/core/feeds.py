"""What one plugin has to tell and another one writes: a feed as facts, without a format.

A plugin that wants to be followed appends an ``OfferedFeed`` to the list under the context key ``extra_feeds`` while
Pelican's generators put their context together; ``plugins.syndication`` writes it as Atom, RSS and JSON Feed, lists it
on the page of all feeds and announces it on ``page``. Where that plugin is not loaded the list is nobody's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

EXTRA_FEEDS = "extra_feeds"


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferedEntry:
    """One fact that a subscriber is told.

    Attributes:
        name: Lasting and unique on the site, e.g. ``changed/MG-2026-001/P1``: from it the entry's id is made. A new
            name is news; the same name with a later ``updated`` is the same news, read again.
        page: Path of the page that says it, relative to the site; may end in ``#…``.
        html: What it says in full; rendered by a template. Addresses may begin with ``/`` or be relative to ``page``.
        author: A person's name; "" for the company.
        author_page: Path of that person's page; "" where there is none.
        tags: Words that a reader may sort by.
        in_reply_to: Address of the complaint it answers; "" where it answers none.
    """

    name: str
    title: str
    page: str
    published: datetime
    updated: datetime
    html: str
    author: str = ""
    author_page: str = ""
    tags: tuple[str, ...] = ()
    in_reply_to: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferedFeed:
    """A feed of such facts, in any order.

    Attributes:
        name: Lasting, of small letters, digits and ``-``: stands in its id and its address (``feeds/<name>.atom.xml``).
            A feed named like one of ``plugins.syndication``'s own, e.g. ``promises``, is written in its place.
        title: What it is of, without the site's name.
        page: Path of the page that says the same to a person; ends with ``/``.
        sources: Paths of the files it was made from, relative to the project.
        quiet_since: What the feed says while it has no entry; never the clock.
    """

    name: str
    title: str
    subtitle: str
    page: str
    entries: Sequence[OfferedEntry]
    sources: tuple[str, ...]
    quiet_since: datetime


def feed_path(name: str, suffix: str = ".atom.xml") -> str:
    """Return where a feed stands, relative to the site.

    Args:
        suffix: ``.atom.xml``, ``.rss.xml`` or ``.json``.
    """
    return f"feeds/{name}{suffix}"
