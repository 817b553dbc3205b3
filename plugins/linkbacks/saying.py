"""What our page says of itself to a page it links: title, excerpt and site; and whether that has changed. Pure.

Read from the public page, as every receiver reads it, so that what is said is what stands there.
"""

import hashlib
from dataclasses import dataclass

from plugins.core.text import one_line, shortened
from plugins.linkbacks.page import Page

# The link must stand in the first part of the page: some receivers read no more. Source: WordPress, 150 KiB.
WITHIN_BYTES = 150 * 1024
EXCERPT_CHARACTERS = 250
_ENTRY = (".h-entry .e-content", ".h-entry", "article", "main", "body")


@dataclass(frozen=True, kw_only=True, slots=True)
class Saying:
    """What a TrackBack says besides the address."""

    title: str
    excerpt: str
    blog_name: str


def saying_of(page: Page) -> Saying:
    """Return the title, the first 250 characters and the site's name, as the page gives them."""
    title = page.text_of(".h-entry .p-name", "title", "h1") or page.url
    words = page.text_of(".h-entry .p-summary", *_ENTRY)
    blog = page.attribute('meta[property="og:site_name"]', "content")
    return Saying(
        title=one_line(title),
        excerpt=shortened(one_line(words), EXCERPT_CHARACTERS),
        blog_name=one_line(blog),
    )


def digest_of(page: Page) -> str:
    """Return a digest of what a reader would call the answer: title, summary, words and the links within them.

    Not of the theme around it, the state of its case, or of who linked to it.
    """
    pieces = [page.text_of(".h-entry .p-name"), page.text_of(".h-entry .p-summary"), page.text_of(*_ENTRY)]
    where = next((selector for selector in _ENTRY if page.has(selector)), "body")
    pieces += sorted(page.addresses_in(where))
    return hashlib.sha256("\0".join(pieces).encode()).hexdigest()[:32]


def shows(page: Page, target: str) -> bool:
    """Return whether a real link of the page leads to a target, byte for byte as it is spelt.

    Args:
        page: Of the first 150 KiB only.
    """
    return any(link.href is not None and link.href.strip() == target for link in page.links())
