"""Which of our pages an address means, however it is spelt. For comparing only. Pure."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from plugins.core.urls import host_of, is_web_address, page_identity


@dataclass(frozen=True, kw_only=True, slots=True)
class OurPages:
    """The pages that a linkback may be to: posts and cases.

    Attributes:
        site_url: The site's public address without a trailing slash.
        by_identity: Path of each page (``responses/mg-2026-001-response/``) by the one text for all its spellings.
    """

    site_url: str
    by_identity: Mapping[str, str] = field(repr=False)

    def page_of(self, address: str) -> str:
        """Return the path of the page that an address means, or "".

        http and https, ``www.``, a closing slash or ``index.html``, escapes, decomposed Hangul, a fragment and
        tracking parameters make no difference; any other parameter does.
        """
        return self.by_identity.get(identity(address), "")

    def is_ours(self, address: str) -> bool:
        """Return whether an address is one of this site, whatever page it names."""
        mine, its = page_identity(self.site_url), page_identity(address)
        return its == mine or its.startswith(f"{mine}/")


def our_pages(site_url: str, paths: Iterable[str]) -> OurPages:
    """Return the pages at these paths, e.g. ``cases/MG-2026-001/``."""
    site_url = site_url.rstrip("/")
    return OurPages(site_url=site_url, by_identity={identity(f"{site_url}/{path}"): path for path in paths})


def identity(address: str) -> str:
    """Return one text for all spellings of a page of ours; "" for what is no web address."""
    address = address.strip()
    try:
        # A fragment is what a reader scrolls to, also where it begins with an exclamation mark.
        parts = urlsplit(address)._replace(fragment="")
        if not is_web_address(urlunsplit(parts).replace(" ", "%20")):
            return ""
        path = unicodedata.normalize("NFC", unquote(parts.path, errors="surrogateescape"))
        path = path.removesuffix("index.html")
        return page_identity(urlunsplit(parts._replace(path=quote(path, errors="surrogateescape"))))
    except ValueError:
        return ""


def shown_host(address: str) -> str:
    """Return the host of an address as a reader knows it, without ``www.`` and ``m.``."""
    return host_of(address).removeprefix("www.").removeprefix("m.")
