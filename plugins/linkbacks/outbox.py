"""What is to be told: for every post of ours the complaints it answers, and whom we told of it before. Pure.

Only explicit targets: the citation that a post answers and those it says it speaks of. Never every link of a post.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from plugins.core.urls import ascii_host
from plugins.linkbacks.history import Event, EventKind, Standing, pair_id, standing_of, told_targets
from plugins.linkbacks.model import Linkback, Outcome
from plugins.linkbacks.sources import Built
from plugins.linkbacks.telling import Consent


@dataclass(frozen=True, kw_only=True, slots=True)
class Announcement:
    """One post of ours and whom it names.

    Attributes:
        targets: Public addresses of the complaints it answers or speaks of, none of whose writers refused a link.
        author: Who answers, for a comment by hand.
        is_withdrawn: Whether the post was taken back: then nobody new is told of it.
        built: None where it was not built on this machine and no publication is remembered.
    """

    slug: str
    title: str
    author: str
    page_url: str
    targets: tuple[str, ...]
    is_withdrawn: bool
    built: Built | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Errand:
    """One pair that may have to be told, and how far a run may go with it."""

    linkback: Linkback
    announcement: Announcement
    standing: Standing
    consent: Consent

    @property
    def id(self) -> str:
        """What staff call it."""
        return pair_id(self.linkback)


def errands(announcements: Iterable[Announcement], ledger: Mapping[str, Sequence[Event]]) -> tuple[Errand, ...]:
    """Return every pair that is not at rest, in the order of ``every_pair``."""
    pairs = every_pair(announcements, ledger)
    return tuple(each for each in pairs if not is_at_rest(each.standing, each.linkback, each.announcement))


def every_pair(announcements: Iterable[Announcement], ledger: Mapping[str, Sequence[Event]]) -> tuple[Errand, ...]:
    """Return every pair that is or was to be told, in the order of the posts, current targets before removed ones.

    Args:
        ledger: Events by slug.
    """
    known = known_hosts(event for events in ledger.values() for event in events)
    found = []
    for announcement in announcements:
        events = tuple(ledger.get(announcement.slug, ()))
        current = [Linkback(page_url=announcement.page_url, target_url=target) for target in announcement.targets]
        if announcement.is_withdrawn:
            current = [linkback for linkback in current if standing_of(events, linkback).is_told]
        seen = {pair_id(linkback) for linkback in current}
        removed = [linkback for linkback in told_targets(events) if pair_id(linkback) not in seen]
        for linkback in current + removed:
            standing = standing_of(events, linkback)
            consent = _consent(standing, linkback, known)
            found.append(Errand(linkback=linkback, announcement=announcement, standing=standing, consent=consent))
    return tuple(found)


def is_at_rest(standing: Standing, linkback: Linkback, announcement: Announcement) -> bool:
    """Return whether there is nothing to do and nothing to look at: told once for all, or told of just this answer."""
    if standing.by_hand is not None or standing.is_unknown:
        return True
    if standing.told_by is not None and not standing.told_by.is_repeatable:
        return True
    is_current = linkback.target_url in announcement.targets and not announcement.is_withdrawn
    built = announcement.built.digest if announcement.built else ""
    if standing.told_by is not None and is_current and standing.told == built:
        return True
    last = standing.last.delivery if standing.last else None
    return standing.told_by is None and last is not None and last.outcome in (Outcome.REFUSED, Outcome.NONE)


def known_hosts(events: Iterable[Event]) -> frozenset[str]:
    """Return the hosts of targets that were told before: there we are no strangers."""
    return frozenset(
        host_of_target(event.linkback)
        for event in events
        if event.kind is EventKind.BY_HAND or (event.delivery and event.delivery.outcome is Outcome.DELIVERED)
    )


def host_of_target(linkback: Linkback) -> str:
    """Return the host of a target, as it stands in DNS."""
    return ascii_host(urlsplit(linkback.target_url).hostname or "")


def _consent(standing: Standing, linkback: Linkback, known: frozenset[str]) -> Consent:
    if standing.approved_by:
        return Consent.ALL
    # The addressee is an angry customer: the first word to a host is a person's.
    return Consent.WEBMENTION if host_of_target(linkback) in known else Consent.ASK
