"""Our own page as the public sees it: whether it is there, shows the link, and what it says. Pure.

Nothing is announced that is not live: any doubt is "waiting".
"""

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum

from plugins.core.http import Reply
from plugins.core.urls import page_identity
from plugins.linkbacks.history import ABSENT, GONE
from plugins.linkbacks.page import Page, page_of
from plugins.linkbacks.saying import WITHIN_BYTES, Saying, digest_of, saying_of, shows

# So much of our page is read; the link must stand in its first 150 KiB.
READ_BYTES = 1024 * 1024


class Presence(StrEnum):
    """What a look at our own page showed.

    Attributes:
        LIVE: It is there and shows the link.
        ABSENT: It is there and does not show the link.
        GONE: It was withdrawn: 410, or a page that says so itself where the host cannot.
        WAITING: It cannot be said yet.
    """

    LIVE = "live"
    ABSENT = "absent"
    GONE = "gone"
    WAITING = "waiting"


@dataclass(frozen=True, kw_only=True, slots=True)
class Showing:
    """What our page shows of one link.

    Attributes:
        digest: Of what a reader would call the answer, or what stands for it; "" while waiting.
        saying: None where the page is not live.
        why: English, for the ledger.
    """

    presence: Presence
    digest: str = ""
    saying: Saying | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """What was built of our page, for comparing with what is public; "" where it is not known.

    Attributes:
        digest: What a reader would call the answer; see ``saying.digest_of``.
        sha256: Of the whole file.
    """

    digest: str = ""
    sha256: str = ""


def showing_of(reply: Reply, target: str, *, blog_name: str = "", built: Built | None = None) -> Showing:
    """Return what our page shows of a target.

    Args:
        blog_name: Stands in where the page names no site.
        built: Must be what is public; None for a page that is not ours to compare.
    """
    if reply.redirects:
        return _waiting("our page leads elsewhere")
    if reply.status == 410:
        return Showing(presence=Presence.GONE, digest=GONE, why="our page was withdrawn")
    if reply.status != 200:
        return _waiting(f"our page answers {reply.status}")
    page = page_of(reply)
    if page is None:
        return _waiting("our page is no HTML")
    if page.attribute('meta[http-equiv="status" i]', "content").strip().startswith("410"):
        return Showing(presence=Presence.GONE, digest=GONE, why="our page says that it was withdrawn")
    digest = digest_of(page)
    # A host may add its own to a page (counters, minifying); the words must be those that were built.
    if built and digest != built.digest and hashlib.sha256(reply.body).hexdigest() != built.sha256:
        return _waiting("our page is not what was built")
    first = page_of(replace(reply, body=reply.body[:WITHIN_BYTES]))
    assert first is not None
    if not shows(first, target):
        return Showing(presence=Presence.ABSENT, digest=ABSENT, why=_missing(page, target))
    saying = saying_of(page)
    saying = saying if saying.blog_name else replace(saying, blog_name=blog_name or page.text_of("title"))
    return Showing(presence=Presence.LIVE, digest=digest, saying=saying, why="live")


def _waiting(why: str) -> Showing:
    return Showing(presence=Presence.WAITING, why=why)


def _missing(page: Page, target: str) -> str:
    if shows(page, target):
        return "the link stands after the first 150 KiB"
    wanted = page_identity(target)
    near = next((link.href for link in page.links() if link.href and page_identity(link.href) == wanted), "")
    return f"the link is spelt otherwise there: {near}" if near else "the link is not there"
