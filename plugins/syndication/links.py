"""Links inside content made absolute: a feed is read far from the page it came from. Changes nothing else."""

import re
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import urljoin

_ATTRIBUTE = re.compile(
    r"""(?P<head>[\s"'/](?P<name>href|src|srcset|poster|cite|data|action)\s*=\s*)"""
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'=<>`]+))""",
    re.IGNORECASE,
)
# A quoted value may hold what looks like an attribute: it is stepped over as a whole.
_TOKEN = re.compile(rf"""{_ATTRIBUTE.pattern}|=\s*(?:"[^"]*"|'[^']*')""", re.IGNORECASE)
_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,]|[^\s,])((?:\s+[^,]*)?(?:,|$))")


def absolute_links(html: str, page_url: str, site_url: str) -> str:
    """Return the HTML with every address in it absolute.

    Args:
        page_url: The absolute address of the page the HTML stands on; relative addresses and ``#…`` start there.
        site_url: The absolute address of the site without a trailing slash; ``/…`` starts there, also where the
            site lives below a folder of its host.
    """
    finder = _TagFinder(html)
    finder.feed(html)
    finder.close()
    out: list[str] = []
    at = 0
    for start, tag in finder.tags:
        out += [html[at:start], _absolute_tag(tag, page_url, site_url)]
        at = start + len(tag)
    return "".join([*out, html[at:]])


def _absolute_tag(tag: str, page_url: str, site_url: str) -> str:
    def replaced(match: re.Match[str]) -> str:
        if match["name"] is None:
            return match.group()
        written = next(v for v in (match["double"], match["single"], match["bare"]) if v is not None)
        value = unescape(written)
        if match["name"].lower() == "srcset":
            absolute = _CANDIDATE.sub(lambda c: _absolute(c[1], page_url, site_url) + c[2], value)
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


class _TagFinder(HTMLParser):
    """Finds where the start tags of an HTML text stand; what is inside scripts and comments is none."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[int, str]] = []
        self._lines = [0, *(match.end() for match in re.finditer("\n", html))]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, column = self.getpos()
        text = self.get_starttag_text()
        if text:
            self.tags.append((self._lines[line - 1] + column, text))
