"""A comment for the page that advertises no way to be told: short, honest, with the link, and nothing to sell. Pure."""

from datetime import datetime

from plugins.linkbacks.history import Event, EventKind
from plugins.linkbacks.model import Linkback
from plugins.linkbacks.outbox import Announcement


def comment_for(announcement: Announcement, *, brand: str) -> str:
    """Return the comment to post under the complaint."""
    return (
        f"{brand} {announcement.author}입니다. 올려 주신 글을 읽고 답을 적었습니다.\n"
        f"{announcement.title}\n{announcement.page_url}\n"
        "틀린 곳이 있으면 그 쪽에서 알려 주세요. 고치고, 고쳤다고 적겠습니다."
    )


def by_hand(linkback: Linkback, *, who: str, at: datetime) -> Event:
    """Return the event of a person who told a target."""
    return Event(at=at, kind=EventKind.BY_HAND, linkback=linkback, by=who)


def approved(linkback: Linkback, *, who: str, at: datetime) -> Event:
    """Return the event of a person who lets a target be told."""
    return Event(at=at, kind=EventKind.APPROVED, linkback=linkback, by=who)
