"""What staff decide about received linkbacks, a shell: each decision is written down at once, with who took it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from plugins.linkbacks.moderation import accepted, site_of
from plugins.linkbacks.received import Heard, Pending, Received, RecordError
from plugins.linkbacks.shelf import Shelf

Thing = TypeVar("Thing", bound=Pending | Received)


class State(StrEnum):
    """Where a received linkback stands."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    HIDDEN = "hidden"
    QUEUED = "queued"


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One received linkback as staff see it; exactly the nouns that exist of it are set."""

    state: State
    pending: Pending | None = None
    record: Received | None = None
    heard: Heard | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Swept:
    """What blocking a site took away."""

    pending: int
    records: int


def items(shelf: Shelf) -> tuple[Item, ...]:
    """Return everything: what waits for a person first, then what stands, what is hidden, what nobody looked at."""
    records = {record.id: record for record in shelf.accepted()}
    waiting = [Item(state=State.PENDING, pending=p, record=records.get(p.id)) for p in shelf.pending()]
    stands = [Item(state=State.ACCEPTED, record=r) for r in records.values() if r.hidden_at is None]
    hidden = [Item(state=State.HIDDEN, record=r) for r in records.values() if r.hidden_at is not None]
    queued = [Item(state=State.QUEUED, heard=heard) for _, heard in shelf.queue()]
    return (*waiting, *stands, *hidden, *queued)


def pending_named(shelf: Shelf, id_: str) -> Pending:
    """Return what waits under an id or its beginning.

    Raises:
        RecordError: Nothing does, or several.
    """
    return _named(shelf.pending(), id_)


def accept(shelf: Shelf, id_: str, *, by: str, at: datetime) -> Received:
    """Let a linkback stand on our page from the next build on.

    Raises:
        RecordError: Nothing waits under the id, or nobody says who decides.
    """
    record = accepted(pending_named(shelf, id_), by=by, at=at)
    # The record first: an accept that is killed in between is completed by the next one.
    shelf.put(record)
    shelf.unrefuse(record.id)
    shelf.drop_pending(record.id)
    return record


def refuse(shelf: Shelf, id_: str, *, by: str, at: datetime) -> Pending | Received:
    """Never show a linkback, or show it no longer; it is not asked about again.

    Raises:
        RecordError: There is none under the id.
    """
    found = _known(shelf, id_)
    shelf.refuse(found.id, who=by, at=at)
    shelf.remove(found.id)
    shelf.drop_pending(found.id)
    return found


def block(shelf: Shelf, site: str, *, by: str, at: datetime) -> Swept:
    """Take nothing from a site any more, and take away what came from it."""
    shelf.list_site("block", site, who=by, at=at)
    sites = shelf.sites()
    pending = [each for each in shelf.pending() if sites.is_blocked(each.source, each.landed or each.source)]
    records = [each for each in shelf.accepted() if sites.is_blocked(each.source)]
    for each in pending:
        shelf.drop_pending(each.id)
    for record in records:
        shelf.remove(record.id)
    return Swept(pending=len(pending), records=len(records))


def site_named(shelf: Shelf, text: str) -> str:
    """Return the site that staff name: an address, a site, or the id of a linkback from there.

    Raises:
        RecordError: It names none.
    """
    if text.startswith("r-"):
        text = _known(shelf, text).source
    site = site_of(text)
    if not site or "." not in site:
        advice = "곳의 주소를 적어 주세요. 예: blog.example 또는 blog.naver.com/이름"
        raise RecordError(text, "no site", advice=advice)
    return site


def _known(shelf: Shelf, id_: str) -> Pending | Received:
    """Return what stands or waits under an id; an edit that waits before the record that stands."""
    known: tuple[Pending | Received, ...] = (*shelf.accepted(), *shelf.pending())
    return _named({each.id: each for each in known}.values(), id_)


def _named(things: Iterable[Thing], id_: str) -> Thing:
    found = [each for each in things if id_ and each.id.startswith(id_)]
    if len(found) == 1:
        return found[0]
    if found:
        advice = f"여럿에 맞습니다: {', '.join(each.id for each in found)}. 번호를 더 적어 주세요."
        raise RecordError(id_, "several", advice=advice)
    raise RecordError(id_, "unknown", advice="그런 번호의 엮인글이 없습니다. `invoke linkbacks`로 볼 수 있습니다.")
