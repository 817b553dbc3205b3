"""``sitemap.xml`` and ``robots.txt`` as bytes. Pure; the same pages give the same bytes.

Source: sitemaps.org protocol 0.9; RFC 9309 (robots.txt).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from plugins.core.korean import iso

PATH = "sitemap.xml"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Source: sitemaps.org, "Sitemap file location": no more in one file.
MOST_URLS = 50_000

# Address, and when the page last said something else; None where no fact tells.
Located = tuple[str, datetime | None]


def sitemap_files(pages: Iterable[Located], base: str, most: int = MOST_URLS) -> dict[str, bytes]:
    """Return the sitemap, by path; more than ``most`` pages make parts and an index of them.

    Args:
        pages: Absolute, escaped addresses.
        base: Address of the site, before the parts' paths.
    """
    located = sorted(pages)
    parts = [located[first : first + most] for first in range(0, len(located), most)] or [[]]
    if len(parts) == 1:
        return {PATH: _document("urlset", "url", parts[0])}
    files = {f"sitemap-{number}.xml": _document("urlset", "url", part) for number, part in enumerate(parts, start=1)}
    listed = [(f"{base}/{path}", _newest(part)) for path, part in zip(files, parts, strict=True)]
    return {PATH: _document("sitemapindex", "sitemap", listed), **files}


def robots_file(base: str) -> bytes:
    """Return the rules for robots: everything may be read, and where the sitemap is."""
    return f"User-agent: *\nDisallow:\n\nSitemap: {base}/{PATH}\n".encode()


def _document(root: str, item: str, located: Sequence[Located]) -> bytes:
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f'<{root} xmlns="{_NAMESPACE}">']
    for url, moved in located:
        when = f"<lastmod>{iso(moved)}</lastmod>" if moved else ""
        lines.append(f"<{item}><loc>{escape(url)}</loc>{when}</{item}>")
    return "\n".join((*lines, f"</{root}>\n")).encode()


def _newest(located: Sequence[Located]) -> datetime | None:
    return max((moved for _url, moved in located if moved), default=None)
