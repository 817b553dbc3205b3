"""Addresses inside content made absolute: a feed is read far from the page it came from. Changes nothing else."""

import re
from html import escape, unescape
from urllib.parse import urljoin

_NAMES = "href|src|srcset|imagesrcset|poster|cite|data|action|formaction|longdesc|background|ping"
_ATTRIBUTE = re.compile(
    rf"""(?P<head>[\s"'/](?P<name>{_NAMES})\s*=\s*)"""
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'=<>`]+))""",
    re.IGNORECASE,
)
# A quoted value may hold what looks like an attribute: it is stepped over as a whole.
_TOKEN = re.compile(rf"""{_ATTRIBUTE.pattern}|=\s*(?:"[^"]*"|'[^']*')""", re.IGNORECASE)
_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,]|[^\s,])((?:\s+[^,]*)?(?:,|$))")
# What stands in comments, scripts and the like is no tag. An HTML parser in Python finds the same at 20 times the cost.
_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)|<(?P<raw>script|style|textarea|title|xmp)\b.*?(?:</(?P=raw)\s*>|\Z)"""
    # Most tags have no attribute at all and are passed over by the engine.
    r"""|(?P<tag><[a-z][^\s/>"']*[\s/](?:[^"'>]+|"[^"]*"|'[^']*')*>)""",
    re.IGNORECASE | re.DOTALL,
)


def absolute_links(html: str, page_url: str, site_url: str) -> str:
    """Return the HTML with every address in it absolute.

    Args:
        page_url: The absolute address of the page the HTML stands on; relative addresses and ``#…`` start there.
        site_url: The absolute address of the site without a trailing slash; ``/…`` starts there, also where the
            site lives below a folder of its host.
    """

    def replaced(match: re.Match[str]) -> str:
        tag = match["tag"]
        return _absolute_tag(tag, page_url, site_url) if tag and "=" in tag else match.group()

    return _TAG.sub(replaced, html)


def _absolute_tag(tag: str, page_url: str, site_url: str) -> str:
    def replaced(match: re.Match[str]) -> str:
        if match["name"] is None:
            return match.group()
        written = next(v for v in (match["double"], match["single"], match["bare"]) if v is not None)
        value = unescape(written)
        if match["name"].lower() in {"srcset", "imagesrcset"}:
            absolute = _CANDIDATE.sub(lambda c: _absolute(c[1], page_url, site_url) + c[2], value)
        elif match["name"].lower() == "ping":
            absolute = " ".join(_absolute(address, page_url, site_url) for address in value.split())
        else:
            absolute = _absolute(value.strip(), page_url, site_url)
        return match.group() if absolute == value else f'{match["head"]}"{escape(absolute, quote=True)}"'

    return _TOKEN.sub(replaced, tag)


def _absolute(address: str, page_url: str, site_url: str) -> str:
    if address.startswith("/") and not address.startswith("//"):
        return site_url + address
    try:
        return urljoin(page_url, address)
    except ValueError:
        # Not an address in any reading, e.g. http://[: left as its author wrote it.
        return address
