"""Strike a sentence through in HTML. Apart from ``corrections``: Beautiful Soup takes a fifth of a second to load.

A build that remembers what was struck does without it.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.dammit import EntitySubstitution
from bs4.element import Comment, NavigableString, Tag
from bs4.formatter import HTMLFormatter

from plugins.cases.corrections import LABEL

# Void tags as HTML writes them, and no letter turned into an entity that was none.
_AS_WRITTEN = HTMLFormatter(entity_substitution=EntitySubstitution.substitute_xml, void_element_close_prefix="")
# A sentence that is already struck may be wrong twice over; strike it once.
_UNSEEN = frozenset({"script", "style", "del"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Piece:
    """A part of one text node that is wrong; ``last`` where the sentence ends in it."""

    start: int
    end: int
    last: bool


def struck(html: str, wrong: str, href: str) -> tuple[str, int]:
    """See ``corrections.strike``."""
    soup = BeautifulSoup(unicodedata.normalize("NFC", html), "html.parser")
    nodes = [node for node in soup.descendants if isinstance(node, NavigableString) and _is_text(node)]
    text, places = _joined(nodes)
    wanted = " ".join(unicodedata.normalize("NFC", wrong).split())
    starts = list(_starts(text, wanted))
    if not starts:
        return html, 0
    pieces: dict[int, list[_Piece]] = {}
    for start in starts:
        _collect(places[start : start + len(wanted)], pieces)
    for index, parts in pieces.items():
        _mark(soup, nodes[index], parts, href)
    return soup.decode(formatter=_AS_WRITTEN), len(starts)


def _is_text(node: NavigableString) -> bool:
    # Asked of every node of a page, so without Beautiful Soup's own search, which takes ten times as long.
    return not isinstance(node, Comment) and _UNSEEN.isdisjoint(parent.name for parent in node.parents)


def _joined(nodes: list[NavigableString]) -> tuple[str, list[tuple[int, int]]]:
    """Return the visible text with single spaces, and for each character its node and offset."""
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    for index, node in enumerate(nodes):
        for offset, character in enumerate(str(node)):
            if character.isspace() and characters and characters[-1] == " ":
                continue
            characters.append(" " if character.isspace() else character)
            places.append((index, offset))
    return "".join(characters), places


def _starts(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + len(wanted))


def _collect(places: list[tuple[int, int]], pieces: dict[int, list[_Piece]]) -> None:
    indexes = sorted({index for index, _ in places})
    for index in indexes:
        offsets = [offset for i, offset in places if i == index]
        piece = _Piece(start=offsets[0], end=offsets[-1] + 1, last=index == indexes[-1])
        pieces.setdefault(index, []).append(piece)


def _mark(soup: BeautifulSoup, node: NavigableString, pieces: list[_Piece], href: str) -> None:
    text = str(node)
    parts: list[Tag | NavigableString] = []
    at = 0
    for piece in pieces:
        parts.append(NavigableString(text[at : piece.start]))
        struck = soup.new_tag("del", attrs={"class": "wrong", "cite": href})
        struck.string = text[piece.start : piece.end]
        parts.append(struck)
        if piece.last:
            link = soup.new_tag("a", attrs={"class": "wrong-link", "href": href})
            link.string = LABEL
            parts += [NavigableString(" "), link]
        at = piece.end
    parts.append(NavigableString(text[at:]))
    node.replace_with(*[part for part in parts if isinstance(part, Tag) or str(part)])
