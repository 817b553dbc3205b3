"""The whole way of one pair: look at our page, at the ledger, at the target, and tell it, once.

The network, the ledger and the clock come in as arguments; what was sent is written down before and after.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from enum import StrEnum

from plugins.core.errors import FetchError, Trouble
from plugins.core.http import Fetch, Reply, Request
from plugins.linkbacks.endpoints import endpoint_of
from plugins.linkbacks.history import Event, EventKind, Standing, endpoint_in
from plugins.linkbacks.manners import Clock
from plugins.linkbacks.model import Delivery, Endpoint, Linkback, Outcome
from plugins.linkbacks.page import page_of
from plugins.linkbacks.retries import settled
from plugins.linkbacks.saying import Saying, shows
from plugins.linkbacks.sources import READ_BYTES, Built, Presence, Showing, showing_of
from plugins.linkbacks.wire import delivery_of, outcome_of_status, request_for, retry_after

_NO_LINK_THERE = frozenset({400, 404, 410, 422})
_FINAL = frozenset({Outcome.REFUSED, Outcome.NONE})
# A browser's wish: some servers give everything else a page without links.
_ACCEPT = (("Accept", "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"),)


class Consent(StrEnum):
    """How far one run may go.

    Attributes:
        LOOK: Find out what would be sent; send nothing and write nothing down.
        ASK: Find out, and write down what needs no person: that there is no way to tell, or that it is refused.
        WEBMENTION: Send Webmentions; anything else waits for a person.
        ALL: Send, by whatever protocol the target has.
    """

    LOOK = "look"
    ASK = "ask"
    WEBMENTION = "webmention"
    ALL = "all"


@dataclass(frozen=True, kw_only=True, slots=True)
class Means:
    """What telling needs of the world.

    Attributes:
        look_at_ours: The way to our own pages: our host needs no manners of ours.
        turn: Waits until a host may be told again by Pingback or TrackBack.
        note: Remembers that a host was told by Webmention, so that the next Pingback there waits.
        record: Writes an event down, on the disk, before it returns.
        blog_name: Of a TrackBack, where our page names no site.
    """

    fetch: Fetch
    look_at_ours: Fetch
    turn: Callable[[str], AbstractAsyncContextManager[None]]
    note: Callable[[str], None]
    record: Callable[[Event], None]
    clock: Clock
    blog_name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """What became of one pair.

    Attributes:
        was_sent: Whether this run sent anything.
        needs_approval: Whether it would be sent, were a person to let it.
        payload: What was or would be sent, as it goes over the wire; "" where nothing would.
        showing: What our page showed; None where nobody looked.
    """

    linkback: Linkback
    delivery: Delivery
    was_sent: bool = False
    needs_approval: bool = False
    payload: str = ""
    showing: Showing | None = None


async def tell(
    linkback: Linkback,
    standing: Standing,
    means: Means,
    *,
    consent: Consent,
    again: bool = False,
    built: Built | None = None,
) -> Telling:
    """Tell a target that our page links to it, unless it knows or may know; or say why not.

    Args:
        standing: What the ledger says; the caller keeps other runs away until this returns.
        again: Try again what was refused or had no endpoint: a person asks for just this pair.
        built: What must be public before anything is said of it; None: whatever is public.

    Raises:
        FileError: What is about to be sent cannot be written down; then nothing is sent.
    """
    try:
        reply = await means.look_at_ours(Request(url=linkback.page_url, headers=_ACCEPT, prefix_bytes=READ_BYTES))
    except FetchError as error:
        outcome = Outcome.REFUSED if error.trouble is Trouble.BARRED else Outcome.WAITING
        return Telling(linkback=linkback, delivery=Delivery(outcome=outcome, why=f"our page: {error.why}"))
    showing = showing_of(reply, linkback.target_url, blog_name=means.blog_name, built=built)
    if standing.is_unknown:
        return await _looked_for(linkback, standing, showing, means, consent)
    if told := _already(standing, showing, again=again):
        return Telling(linkback=linkback, delivery=told, showing=showing)
    return await _discovered_and_told(linkback, standing, showing, means, consent)


def _already(standing: Standing, showing: Showing, *, again: bool) -> Delivery | None:
    """What can be said without asking the target; None where it must be asked."""
    if showing.presence is Presence.WAITING:
        return Delivery(outcome=Outcome.WAITING, why=showing.why)
    if standing.by_hand is not None:
        return Delivery(outcome=Outcome.DELIVERED, why="told by hand")
    last = standing.last
    final = last.delivery if last and last.delivery and last.delivery.outcome in _FINAL and not again else None
    if standing.told_by is not None:
        if not standing.told_by.is_repeatable or standing.told == showing.digest:
            return Delivery(outcome=Outcome.DELIVERED, endpoint=endpoint_in(last), why="told before")
        return final if last and last.digest == showing.digest else None
    if showing.presence is not Presence.LIVE:
        # Nobody was told of it, so nobody must be told that it is gone.
        return Delivery(outcome=Outcome.WAITING, why=showing.why)
    return final


async def _looked_for(
    linkback: Linkback, standing: Standing, showing: Showing, means: Means, consent: Consent
) -> Telling:
    """A send that nobody knows the end of is never repeated; but it may have left its trace on the target."""
    why = "sent before, and nobody knows what became of it"
    unknown = Delivery(outcome=Outcome.UNKNOWN, endpoint=endpoint_in(standing.intent or standing.last), why=why)
    try:
        reply = await means.fetch(Request(url=linkback.target_url, headers=_ACCEPT, prefix_bytes=READ_BYTES))
    except FetchError:
        return Telling(linkback=linkback, delivery=unknown, showing=showing)
    page = page_of(reply)
    if page is None or not shows(page, linkback.page_url):
        return Telling(linkback=linkback, delivery=unknown, showing=showing)
    seen = replace(unknown, outcome=Outcome.DELIVERED, status=reply.status, why="seen on the target")
    if consent is not Consent.LOOK:
        means.record(_event(linkback, seen, showing, means))
    return Telling(linkback=linkback, delivery=seen, showing=showing)


async def _discovered_and_told(
    linkback: Linkback, standing: Standing, showing: Showing, means: Means, consent: Consent
) -> Telling:
    endpoint = None
    try:
        reply = await means.fetch(Request(url=linkback.target_url, headers=_ACCEPT, prefix_bytes=READ_BYTES))
    except FetchError as error:
        delivery = _failed(error, None)
    else:
        delivery, endpoint = _found(reply, linkback, standing, means)
    if endpoint is None:
        if consent is Consent.LOOK:
            return Telling(linkback=linkback, delivery=delivery, showing=showing)
        return _ended(linkback, delivery, standing, showing, means, was_sent=False)
    is_free = consent is Consent.ALL or (consent is Consent.WEBMENTION and endpoint.protocol.is_repeatable)
    saying = showing.saying or Saying(title="", excerpt="", blog_name=means.blog_name)
    request = request_for(linkback, endpoint, saying)
    if not is_free:
        payload = request.body.decode()
        return Telling(linkback=linkback, delivery=delivery, needs_approval=True, payload=payload, showing=showing)
    if endpoint.protocol.is_repeatable:
        delivery = _confirmed(await _sent(request, endpoint, means), showing)
        means.note(endpoint.url)
        return _ended(linkback, delivery, standing, showing, means, was_sent=True)
    async with means.turn(endpoint.url):
        intent = Delivery(outcome=Outcome.UNKNOWN, endpoint=endpoint)
        means.record(replace(_event(linkback, intent, showing, means), kind=EventKind.INTENT))
        delivery = await _sent(request, endpoint, means)
        return _ended(linkback, delivery, standing, showing, means, was_sent=True)


def _found(reply: Reply, linkback: Linkback, standing: Standing, means: Means) -> tuple[Delivery, Endpoint | None]:
    """What the target's page says, and where it wants to be told; None where nothing is to be sent."""
    outcome = outcome_of_status(reply.status)
    if outcome is not Outcome.DELIVERED:
        wait = retry_after(reply, now=means.clock()) if outcome is Outcome.LATER else None
        why = f"the target answers {reply.status}"
        return Delivery(outcome=outcome, status=reply.status, why=why, retry_after_seconds=wait), None
    endpoint = endpoint_of(reply, target=linkback.target_url)
    if endpoint is None:
        return Delivery(outcome=Outcome.NONE, status=reply.status, why="the target advertises nothing"), None
    if standing.told_by is not None and not endpoint.protocol.is_repeatable:
        # It knows already; another protocol would tell it a second time.
        return Delivery(outcome=Outcome.NONE, why="the target takes no updates any more"), None
    return Delivery(outcome=Outcome.WAITING, endpoint=endpoint, why="not sent yet"), endpoint


async def _sent(request: Request, endpoint: Endpoint, means: Means) -> Delivery:
    try:
        reply = await means.fetch(request)
    except FetchError as error:
        return _failed(error, endpoint)
    return delivery_of(reply, endpoint, now=means.clock())


def _confirmed(delivery: Delivery, showing: Showing) -> Delivery:
    # Who looks at once finds no link and says so: that is what it was to learn. WordPress's plugin answers 400.
    is_end = showing.presence in (Presence.GONE, Presence.ABSENT)
    if is_end and delivery.outcome is Outcome.REFUSED and delivery.status in _NO_LINK_THERE:
        return replace(delivery, outcome=Outcome.DELIVERED, why=f"{delivery.why}: it sees that the link is gone")
    return delivery


def _failed(error: FetchError, endpoint: Endpoint | None) -> Delivery:
    if error.trouble is Trouble.BARRED:
        outcome = Outcome.REFUSED
    elif endpoint is None or endpoint.protocol.is_repeatable or error.trouble is Trouble.UNREACHED:
        outcome = Outcome.LATER
    else:
        # It may have arrived.
        outcome = Outcome.UNKNOWN
    return Delivery(outcome=outcome, endpoint=endpoint, why=error.why)


def _ended(
    linkback: Linkback, delivery: Delivery, standing: Standing, showing: Showing, means: Means, *, was_sent: bool
) -> Telling:
    delivery = replace(delivery, outcome=settled(delivery, standing))
    last = standing.last.delivery if standing.last else None
    # The same finding is not written down every day.
    is_news = was_sent or last is None or (last.outcome, last.status) != (delivery.outcome, delivery.status)
    if is_news or delivery.outcome is Outcome.LATER:
        means.record(_event(linkback, delivery, showing, means))
    return Telling(linkback=linkback, delivery=delivery, was_sent=was_sent, showing=showing)


def _event(linkback: Linkback, delivery: Delivery, showing: Showing, means: Means) -> Event:
    kind = EventKind.OUTCOME
    return Event(at=means.clock(), kind=kind, linkback=linkback, delivery=delivery, digest=showing.digest)
