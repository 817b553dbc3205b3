"""Who decides what stands on our pages: the lists of sites, and what becomes of a linkback after a look. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from plugins.core.personal_data import Level, load_patterns, scan
from plugins.core.urls import ascii_host, is_web_address
from plugins.linkbacks.ours import OurPages
from plugins.linkbacks.received import Heard, Hidden, Pending, Received, RecordError, kept_facts, received_id
from plugins.linkbacks.verifying import Look, Seen, Verdict

LONGEST_ADDRESS = 2048
# Looks that come to nothing because the other side was not there, and how long to wait after each.
PAUSES = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24), timedelta(hours=72))
MOST_NOT_FOUND = 3
RECHECK_AFTER = timedelta(days=30)
# A page that was missing or out of reach is looked at again sooner.
RECHECK_AGAIN_AFTER = timedelta(days=1)
BY_LIST = "허용 목록"
NEVER = "받지 않기로 한 글이나 곳입니다."

# Hosts that many people write on: there the site is the first part of the path.
_SHARED = frozenset(
    "blog.naver.com post.naver.com cafe.naver.com brunch.co.kr velog.io medium.com x.com twitter.com threads.net"
    " instagram.com facebook.com youtube.com github.com cafe.daum.net blog.daum.net reddit.com".split()
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sites:
    """The sites whose linkbacks need no decision any more. A site is a host, or a host and the first part of a path."""

    allowed: frozenset[str] = frozenset()
    blocked: frozenset[str] = frozenset()

    def is_blocked(self, *addresses: str) -> bool:
        """Return whether one of these addresses lies on a blocked site, or below its host."""
        return any(_stands_in(address, self.blocked) for address in addresses)

    def is_allowed(self, *addresses: str) -> bool:
        """Return whether all of these addresses lie on allowed sites. A block wins."""
        return not self.is_blocked(*addresses) and all(_stands_in(address, self.allowed) for address in addresses)


def site_of(address: str) -> str:
    """Return the site that an address, or a site as staff write it, belongs to; "" for none.

    On hosts that many people share, and where people have a folder of their own (``/@name``, ``/~name``), that folder
    is part of the site: one bad blog is no reason to block a whole platform.
    """
    address = address.strip()
    address = address if "://" in address else f"https://{address}"
    if not is_web_address(address):
        return ""
    parts = urlsplit(address)
    host = re.sub(r"^(?:www|m)\.", "", ascii_host(parts.hostname or ""))
    first = unquote(parts.path).strip("/").partition("/")[0].lower()
    return f"{host}/{first}" if first and (host in _SHARED or first[0] in "@~") else host


def refusal_of(heard: Heard, ours: OurPages, sites: Sites, refused: Iterable[str]) -> str:
    """Return why what was heard is not even looked at, a Korean sentence; "" where it is."""
    if not is_web_address(heard.source) or len(heard.source) > LONGEST_ADDRESS:
        return "source는 http나 https로 시작하는 주소여야 합니다."
    if ours.is_ours(heard.source):
        return "저희 누리집의 글은 엮인글로 받지 않습니다."
    page = ours.page_of(heard.target)
    if heard.target and not page:
        return "target이 엮인글을 받는 저희 글이 아닙니다."
    if sites.is_blocked(heard.source) or (page and received_id(heard.source, page) in refused):
        return NEVER
    if any(datum.level is Level.BLOCK for datum in scan(f"{heard.source}\n{unquote(heard.source)}", load_patterns())):
        return "주소에 개인정보로 보이는 값이 있어 받지 않습니다."
    return ""


class Fate(StrEnum):
    """What becomes of one linkback after a look."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    SAME = "same"
    HIDDEN = "hidden"
    DROPPED = "dropped"
    LATER = "later"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What is to be written down.

    Attributes:
        record: The accepted record as it is from now on; None where it is left as it is.
        pending: What waits for a person from now on; None where nothing does.
    """

    id: str
    fate: Fate
    record: Received | None = None
    pending: Pending | None = None
    why: str = ""


def after_link(
    heard: Heard,
    seen: Seen,
    verdict: Verdict,
    *,
    sites: Sites,
    refused: Iterable[str],
    known: Received | None,
    now: datetime,
) -> Step:
    """Return what a link that was seen leads to.

    Args:
        refused: Ids that a person refused.
        known: The record, where a person let it stand before.
    """
    id_ = received_id(heard.source, seen.page)
    if id_ in refused or sites.is_blocked(heard.source, verdict.url):
        return Step(id=id_, fate=Fate.DROPPED, why=NEVER)
    stands = known if known and known.hidden_at is None else None
    if stands and stands.facts == seen.facts:
        return Step(id=id_, fate=Fate.SAME)
    if sites.is_allowed(heard.source, verdict.url):
        record = Received(
            id=id_,
            source=heard.source,
            page=seen.page,
            facts=seen.facts,
            accepted_at=this_hour(now),
            accepted_by=BY_LIST,
        )
        return Step(id=id_, fate=Fate.ACCEPTED, record=record)
    pending = Pending(
        id=id_,
        source=heard.source,
        page=seen.page,
        facts=seen.facts,
        way=heard.way,
        verified_at=now,
        landed=verdict.url if site_of(verdict.url) != site_of(heard.source) else "",
        is_edit=stands is not None,
    )
    # Somebody could change their words after they were accepted: what the page no longer says goes at once, what it
    # says instead waits for a person.
    record_now = replace(stands, facts=kept_facts(stands.facts, seen.facts)) if stands else None
    return Step(id=id_, fate=Fate.PENDING, record=record_now, pending=pending)


def after_no_link(id_: str, verdict: Verdict, known: Received | None, missing: int, now: datetime) -> Step:
    """Return what a look without a link leads to.

    Args:
        missing: How many looks in a row the page was not found (404), this one included.
    """
    why = {Look.GONE: Hidden.GONE, Look.NO_LINK: Hidden.NO_LINK, Look.NO_PAGE: Hidden.NO_LINK}.get(verdict.look)
    if verdict.look is Look.NOT_FOUND:
        why = Hidden.NOT_FOUND if not known or missing >= MOST_NOT_FOUND else None
    if why is None:
        return Step(id=id_, fate=Fate.LATER, why=verdict.why)
    if known is None or known.hidden_at is not None:
        return Step(id=id_, fate=Fate.DROPPED, why=verdict.why)
    return Step(id=id_, fate=Fate.HIDDEN, record=known.hidden(why, now), why=verdict.why)


def heard_later(heard: Heard, why: str, now: datetime) -> Heard | None:
    """Return it with the time of the next look; None where there were looks enough."""
    if heard.tries >= len(PAUSES):
        return None
    return replace(heard, tries=heard.tries + 1, not_before=now + PAUSES[heard.tries], error=why)


def accepted(pending: Pending, *, by: str, at: datetime) -> Received:
    """Return what a person let stand on our page.

    Raises:
        RecordError: Nobody says who decides.
    """
    if not by.strip():
        raise RecordError(pending.id, "nobody decides", advice="정하는 사람을 --by로 적어 주세요.")
    return Received(
        id=pending.id,
        source=pending.source,
        page=pending.page,
        facts=pending.facts,
        accepted_at=this_hour(at),
        accepted_by=by.strip(),
    )


def this_hour(at: datetime) -> datetime:
    """Return the hour a moment is in: a build holds for its hour, and shows what was accepted a minute ago."""
    return at.replace(minute=0, second=0, microsecond=0)


def _stands_in(address: str, sites: frozenset[str]) -> bool:
    site = site_of(address)
    host = site.partition("/")[0]
    labels = host.split(".")
    # A site's subdomains belong to it; the bare host of a shared platform names all of it.
    parents = {".".join(labels[at:]) for at in range(len(labels) - 1)}
    return bool(site) and (site in sites or bool(parents & sites))
