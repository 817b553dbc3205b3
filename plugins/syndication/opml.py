"""All feeds of the site as one list that a feed reader takes in at once.

Source: OPML 2.0, "subscription lists": every outline is of type ``rss``, whatever the format of its feed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from plugins.syndication.atom import SUFFIX
from plugins.syndication.markup import HEAD, element, finished, wire, written

PATH = "feeds/feeds.opml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """A feed of the list; ``address`` is the feed's own without the suffix that names the format."""

    title: str
    address: str
    page: str


def opml(title: str, owner: str, groups: Iterable[tuple[str, Iterable[Outline]]]) -> bytes:
    """Return the list.

    Args:
        groups: A heading and its feeds; "" for feeds that stand under none. A group without feeds is left out.
    """
    lines = []
    for heading, outlines in groups:
        feeds = [_outline(outline) for outline in outlines]
        if feeds:
            lines.append(
                element("outline", attributes={"text": heading}, inner="\n".join(feeds))
                if heading
                else "\n".join(feeds)
            )
    head = element("head", inner=element("title", title) + element("ownerName", owner))
    body = "\n".join(lines)
    return finished(f"{HEAD}<opml{written({'version': '2.0'})}>\n{head}\n<body>\n{body}\n</body>\n</opml>\n")


def _outline(outline: Outline) -> str:
    return element(
        "outline",
        attributes={
            "type": "rss",
            "text": outline.title,
            "title": outline.title,
            "xmlUrl": wire(f"{outline.address}{SUFFIX}"),
            "htmlUrl": wire(outline.page),
        },
    )
