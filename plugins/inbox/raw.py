"""One item of a feed as text, before it means anything, and the entry that is made of it. Pure.

The costly part, addresses and dates, is left to ``entry_of``: of a thousand items one names us.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from plugins.core.korean import SEOUL, start_of
from plugins.core.text import one_line
from plugins.core.urls import host_of
from plugins.inbox.dates import read_date
from plugins.inbox.identity import entry_key, real_link
from plugins.inbox.model import Entry

TITLE_CHARACTERS = 500
TEXT_CHARACTERS = 100_000

_MAIL = re.compile(r"(?:mailto:)?[^\s()<>@]+@[^\s()<>@]+")
_LICENCE = re.compile(r"\bCC[ -]?(?:BY|0)|creative ?commons|크리에이티브 ?커먼즈|저작자 ?표시", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Raw:
    """An item's fields.

    Attributes:
        title, text: As a reader reads them.
        link: Absolute where it could be made so; neither unwrapped nor cleaned.
        place: Of the item alone; the feed's own name is not known here.
    """

    guid: str
    link: str
    title: str
    text: str
    published_raw: str
    author: str = ""
    place: str = ""
    license: str = ""


# A tuple, not a frozen dataclass: one is made for every item of every feed, and a dataclass takes six times as long.
class Sketch(NamedTuple):
    """An item as it stands there, cheap to make: enough to know it again and to see whether it may concern us.

    Attributes:
        markup: Title and texts, unread.
    """

    guid: str
    link: str
    published_raw: str
    markup: str

    @property
    def key(self) -> str:
        """What it is known by, as long as no other item of the document has the same."""
        return self.guid or self.link or f"{self.markup[:200]} {self.published_raw}".strip()


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """What a feed says of itself, and how its items are to be read.

    Attributes:
        zone: Where a date without a zone is meant.
    """

    title: str = ""
    host: str = ""
    license: str = ""
    zone: tzinfo = SEOUL


def sketch_of_raw(raw: Raw) -> Sketch:
    """Return the sketch of an item that is read already."""
    return Sketch(guid=raw.guid, link=raw.link, published_raw=raw.published_raw, markup=f"{raw.title}\x1f{raw.text}")


def entry_of(raw: Raw, channel: Channel, *, now: datetime | None = None) -> Entry:
    """Return the entry that an item makes.

    Args:
        now: A date after it is cut to it; ``published_raw`` stays as it stood there. None leaves dates alone.
    """
    link = real_link(raw.link)
    title = raw.title[:TITLE_CHARACTERS]
    published_on = read_date(raw.published_raw, zone=channel.zone)
    host = host_of(link)
    return Entry(
        key=entry_key(guid=raw.guid, link=link, title=title, published_on=published_on),
        link=link,
        title=title,
        text=raw.text[:TEXT_CHARACTERS],
        author=raw.author,
        published_on=now if now and is_future(published_on, now) else published_on,
        published_raw=raw.published_raw,
        license=raw.license or channel.license,
        # A site's own feed knows its name; a feed that gathers from many sites does not know theirs.
        place=raw.place or (channel.title if channel.host == host else "") or host,
    )


def is_future(published: date | datetime | None, now: datetime) -> bool:
    """Return whether something claims to be written after it was read."""
    return published is not None and start_of(published) > now


def name_of(text: str) -> str:
    """Return an author's name; a mail address is nobody's name.

    RSS 2.0 wants "mail@host (name)" in this place.
    """
    name = one_line(text)
    return _MAIL.sub("", name).strip(" ()<>,") if "@" in name else name


def license_of(words: str, *, is_licence: bool = False) -> str:
    """Return the words if they speak of Creative Commons, else ""; a copyright line is no licence."""
    words = one_line(words)
    return words if words and _LICENCE.search(words) else ""
