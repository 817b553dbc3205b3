"""The nouns of linkbacks: a pair of pages, where the target listens, one attempt to tell it, and how that ended."""

from dataclasses import dataclass
from enum import StrEnum


class Protocol(StrEnum):
    """How a page can be told that it is linked, in the order in which we prefer them."""

    WEBMENTION = "webmention"
    PINGBACK = "pingback"
    TRACKBACK = "trackback"

    @property
    def is_repeatable(self) -> bool:
        """Whether telling again updates what was told, instead of telling twice."""
        return self is Protocol.WEBMENTION


class Outcome(StrEnum):
    """How an attempt ended.

    Attributes:
        DELIVERED: The target took it, or says that it has it already.
        NONE: The target advertises no way to be told; a person may leave a comment there.
        REFUSED: The target will not have it, now or later.
        LATER: Nothing was taken; it may be tried again.
        UNKNOWN: It was sent and nobody knows what became of it; never sent again.
        WAITING: Our own page is not there yet, or does not show the link.
    """

    DELIVERED = "delivered"
    NONE = "none"
    REFUSED = "refused"
    LATER = "later"
    UNKNOWN = "unknown"
    WAITING = "waiting"


@dataclass(frozen=True, kw_only=True, slots=True)
class Linkback:
    """One page and one page it links to.

    Attributes:
        page_url: The page with the link.
        target_url: Byte for byte as the link stands in that page.
    """

    page_url: str
    target_url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Endpoint:
    """Where and how a target wants to be told."""

    protocol: Protocol
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """One attempt and how it ended.

    Attributes:
        endpoint: None where none was found or looked for.
        status: HTTP status of the last answer; 0 where there was none.
        fault: Pingback's fault code or TrackBack's error; "" for neither.
        why: One English line for the ledger, without words of the target.
        retry_after_seconds: What the other side asked us to wait; None where it did not.
    """

    outcome: Outcome
    endpoint: Endpoint | None = None
    status: int = 0
    fault: str = ""
    why: str = ""
    retry_after_seconds: float | None = None
