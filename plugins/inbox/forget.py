"""``invoke forget``: erase what we need not or must not keep, for good, and never hear it again.

On request a mention goes whole. By the calendar its words, names and addresses go, and that something was heard and
how it was decided stays, because we count in public how often we decided what. Of both, a digest stays behind.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, ColumnElement, Connection, and_, delete, func, literal, or_, select, update

from plugins.core.errors import DeskError
from plugins.core.urls import is_web_address, page_identity, redacted
from plugins.inbox.identity import identity_digest, real_link
from plugins.inbox.lessons import unlearn
from plugins.inbox.model import InboxItem, InboxState, MentionId
from plugins.inbox.store import InboxStore
from plugins.inbox.tables import DECISIONS, MENTIONS, METADATA, batches, rows_in
from plugins.inbox.tombstones import Ground, bury, erased_among

_BLANK = {"title": "", "text": "", "author": "", "place": "", "url": None, "published_raw": "", "license": ""}


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What somebody asks to be erased: one of the three.

    Attributes:
        mention: An id, or the beginning of one.
        author: As the mention shows it, together with ``place``; blanks and letter case make no difference.
    """

    mention: str = ""
    url: str = ""
    author: str = ""
    place: str = ""


def matching(store: InboxStore, request: Request) -> tuple[InboxItem, ...]:
    """Return the mentions that a request means, oldest first; none where the inbox has none.

    Raises:
        StoreError: No mention has this id, or several.
        DeskError: The request names nothing, or only half of it.
    """
    if request.mention:
        return (store.item(request.mention),)
    if request.url:
        digest = digest_of_page(request.url)
        condition = MENTIONS.c.identity_digest == digest
    elif request.author.strip() and request.place.strip():
        condition = and_(
            _folded(MENTIONS.c.author) == "".join(request.author.split()).lower(),
            _folded(MENTIONS.c.place) == "".join(request.place.split()).lower(),
        )
    else:
        advice = "번호, --url 주소, 또는 --author 글쓴이와 --place 곳을 함께 적어 주세요."
        raise DeskError("forget", "nothing named", advice=advice)
    with store.snapshot() as connection:
        found = connection.execute(select(MENTIONS.c.id).where(condition).order_by(MENTIONS.c.found_at)).scalars()
        ids = tuple(found)
    return tuple(store.item(id_) for id_ in ids)


def digest_of_page(url: str) -> str:
    """Return the digest under which the inbox keeps a page.

    Raises:
        DeskError: This is no web address.
    """
    link = real_link(url)
    if not link or not is_web_address(link):
        advice = "http나 https로 시작하는 주소를 적어 주세요."
        raise DeskError(redacted(url), "not a web address", advice=advice)
    return identity_digest(f"page {page_identity(link)}")


def is_erased(store: InboxStore, identity: str) -> bool:
    """Return whether what has this identity was erased, so that it is not to be taken in again."""
    digest = identity_digest(identity)
    with store.snapshot() as connection:
        return bool(erased_among(connection, [digest]))


def erase(store: InboxStore, items: Sequence[InboxItem], *, url: str = "", now: datetime) -> None:
    """Erase mentions whole: words, revisions, sightings, decisions and notes, in one transaction.

    The oldest of the copies of an erased one takes its place, so that they still wait as one.

    Args:
        url: A page that must not be heard again even where the inbox has no mention of it.
    """
    digests = [identity_digest(item.mention.identity) for item in items]
    with store.transaction() as connection:
        bury(connection, [*digests, *([digest_of_page(url)] if url else [])], ground=Ground.REQUEST, now=now)
        for item in items:
            unlearn(connection, item.mention.id)
            _promote_copies(connection, item.mention.id)
            _delete(connection, [item.mention.id])
    store.database.settle()


def past_keeping(store: InboxStore, *, now: datetime, keep: timedelta) -> tuple[InboxItem, ...]:
    """Return the mentions whose words we need not keep any longer, oldest first.

    These are the dismissed ones so long after the decision, and those nobody took up so long after they were found.
    What belongs to a case stays, because we answer for the citation; what is watched stays as long after its day.
    """
    before = now - keep
    last = select(func.max(DECISIONS.c.at)).where(DECISIONS.c.mention == MENTIONS.c.id).scalar_subquery()
    is_dismissed = and_(MENTIONS.c.state == InboxState.DISMISSED.value, last < before)
    is_left = and_(MENTIONS.c.state == InboxState.WAITING.value, func.coalesce(last, MENTIONS.c.found_at) < before)
    is_over = and_(MENTIONS.c.state == InboxState.WATCHED.value, MENTIONS.c.watch_until < before.date())
    is_kept = MENTIONS.c.title + MENTIONS.c.text + MENTIONS.c.author != ""
    query = select(MENTIONS.c.id).where(or_(is_dismissed, is_left, is_over), is_kept).order_by(MENTIONS.c.found_at)
    with store.snapshot() as connection:
        ids = tuple(connection.execute(query).scalars())
    return tuple(store.item(id_) for id_ in ids)


def blank(store: InboxStore, mentions: Iterable[MentionId], *, now: datetime) -> None:
    """Take the words, names and addresses out of mentions; that they were heard and decided on stays."""
    ids = tuple(mentions)
    with store.transaction() as connection:
        digests = [row["identity_digest"] for row in rows_in(connection, MENTIONS, MENTIONS.c.id, ids)]
        bury(connection, digests, ground=Ground.RETENTION, now=now)
        _delete_beside(connection, ids, keep=DECISIONS.name)
        for part in batches(ids):
            here = MENTIONS.c.id.in_(part)
            # An identity holds the address in clear; its digest goes on being unique.
            gone = {"identity": literal("erased ").concat(MENTIONS.c.identity_digest), "evidence": [], "matches": []}
            # What a score was made of quotes the text.
            gone |= {"reasons": None, "lesson": None}
            connection.execute(update(MENTIONS).where(here).values(**_BLANK, **gone))
            # The reason for a decision is in the staff's own words and may name somebody.
            connection.execute(update(DECISIONS).where(DECISIONS.c.mention.in_(part)).values(reason=""))
    store.database.settle()


def _promote_copies(connection: Connection, first: MentionId) -> None:
    here = MENTIONS.c.copy_of == first
    query = select(MENTIONS.c.id).where(here).order_by(MENTIONS.c.found_at, MENTIONS.c.id)
    heir = connection.execute(query).scalars().first()
    if heir is None:
        return
    connection.execute(update(MENTIONS).where(here, MENTIONS.c.id != heir).values(copy_of=heir))
    connection.execute(update(MENTIONS).where(MENTIONS.c.id == heir).values(copy_of=None))


def _delete(connection: Connection, ids: Sequence[MentionId]) -> None:
    _delete_beside(connection, ids, keep="")
    for part in batches(tuple(ids)):
        connection.execute(delete(MENTIONS).where(MENTIONS.c.id.in_(part)))


def _delete_beside(connection: Connection, ids: Sequence[MentionId], *, keep: str) -> None:
    # Found by what they refer to, so that a table added later is not forgotten here.
    for table in METADATA.sorted_tables:
        if table.name in (MENTIONS.name, keep):
            continue
        for column in table.columns:
            if any(key.column is MENTIONS.c.id for key in column.foreign_keys):
                for part in batches(tuple(ids)):
                    connection.execute(delete(table).where(column.in_(part)))


def _folded(column: Column[str]) -> ColumnElement[str]:
    return func.lower(func.replace(column, " ", ""))
