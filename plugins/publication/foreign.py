"""Whose site a folder holds already: two companies that publish into one place would show each other's pages. Pure."""

import re
from collections.abc import Mapping

from plugins.core.errors import BuildError
from plugins.publication.manifest import digest

# The file in which every site of ours says its own address, in the words that robots read.
# Source: https://www.sitemaps.org/protocol.html, Specifying the Sitemap location in your robots.txt file
SIGN = "robots.txt"
_SITEMAP = re.compile(rb"^sitemap:\s*(\S+)/sitemap[^/\s]*\.xml\s*$", re.MULTILINE | re.IGNORECASE)


def refuse_foreign(target: str, present: Mapping[str, bytes], ours: Mapping[str, str], url: str) -> None:
    """Do nothing where a target is empty, holds what we sent there, or does not say whose it is.

    Args:
        present: What it holds.
        ours: What we sent earlier, digests by path: a site that has moved still finds its own pages there.
        url: Where our site stands.

    Raises:
        BuildError: It holds the site of somebody else. Nothing is sent.
    """
    sign = present.get(SIGN, b"")
    said = _SITEMAP.search(sign)
    if said is None or said[1].decode("utf-8", "replace") == url or digest(sign) in ours.get(SIGN, "").split():
        return
    advice = (
        f"다른 누리집({said[1].decode('utf-8', 'replace')})의 쪽이 있는 곳이라 발행하지 않았습니다. "
        "그 쪽들을 치우거나 다른 곳을 적어 주세요."
    )
    raise BuildError(target, "holds another site", advice=advice)
