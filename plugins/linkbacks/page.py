"""An HTML page as a browser reads it: its real links, its comments, and the words of its entry. Pure.

Real means: an element of the document. What stands in comments, scripts, text areas, templates or as escaped text is
no link. A page whose markup would cost a parser more than any reader's page does is read as far as it is harmless.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.core.http import Reply
from plugins.core.text import as_lines
from plugins.linkbacks.charsets import page_text

# What an element calls the page it points at. Source: Webmention, 3.2.2 (href, src, and the like of media).
_ADDRESS_OF = {
    **dict.fromkeys(("a", "area", "link"), "href"),
    **dict.fromkeys(("img", "audio", "video", "source", "track", "embed", "iframe"), "src"),
    "object": "data",
    "blockquote": "cite",
    "q": "cite",
    "del": "cite",
    "ins": "cite",
}
_HTML_TYPES = ("text/html", "application/xhtml+xml", "")
_FOREIGN = frozenset({"svg", "math"})
_UNREAD = frozenset({"script", "style", "template", "noscript", "iframe", "noembed", "noframes", "textarea", "head"})
_BLANKS = " \t\n\f\r"
# Element names behind "<"; those that a parser opens again in every following block are told apart.
_OPENING = re.compile(r"<(?:(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])|[a-z])", re.IGNORECASE)
_MOST_ELEMENTS = 20_000
_MOST_REOPENED = 2_000_000
_MOST_PASSAGES = 50
_LONG_TAG = re.compile(r"<[a-z][^<>]{2000,}", re.IGNORECASE)
_MOST_ATTRIBUTES = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """One element that points somewhere.

    Attributes:
        tag: Lower case, e.g. ``a``, ``link``, ``img``.
        rels: Lower case, in the order written.
        href: As written, entities read; None where the element points nowhere.
        url: Absolute; "" where ``href`` is None or cannot be resolved.
        text: What a reader reads in it, where passages are asked for; else "".
    """

    tag: str
    rels: tuple[str, ...]
    href: str | None
    url: str
    text: str = ""


class Page:
    """A parsed page. Reads nothing but the text it was given."""

    def __init__(self, markup: str, *, url: str) -> None:
        """Parse the page.

        Args:
            url: Where it came from, after redirects; links are resolved against it, or against its ``<base>``.
        """
        self.url = url
        self.markup = harmless(markup)
        self._tree = LexborHTMLParser(self.markup)
        self.base = self._base()

    def links(self) -> tuple[Link, ...]:
        """Return every real link in document order."""
        return tuple(self._link(node) for node in self._elements() if node.tag in _ADDRESS_OF)

    def passages(self, is_wanted: Callable[[str], bool]) -> tuple[tuple[Link, str], ...]:
        """Return the links that a reader can follow to a wanted address, each with the block of text it stands in.

        A block is a paragraph, a list item, a table cell and the like; its lines are lines of the text. At most 50.
        """
        found: list[tuple[Link, str]] = []
        for node in self._elements():
            if len(found) == _MOST_PASSAGES:
                break
            if node.tag in ("a", "area") and "href" in node.attributes and is_wanted((link := self._link(node)).url):
                block = _block_around(node)
                if block is not None:
                    found.append((replace(link, text=_read(node)), _read(block)))
        return tuple(found)

    def comments(self) -> tuple[str, ...]:
        """Return what stands in the page's comments, in document order."""
        root = self._tree.root
        # Also those before and after the page itself.
        document = root.parent if root else None
        return tuple(node.comment_content or "" for node, _ in _walk(document or root) if node.is_comment_node)

    def attributes_of(self, tag: str) -> tuple[dict[str, str], ...]:
        """Return the attributes of every real element of a name, names in lower case, in document order."""
        return tuple(
            {name: value or "" for name, value in node.attributes.items()}
            for node in self._elements()
            if node.tag == tag
        )

    def text_of(self, *selectors: str) -> str:
        """Return what a reader reads in the first element that a CSS selector finds, one line a block; "" for none.

        Args:
            selectors: The next one is asked where there is no such element or nothing to read in it.
        """
        found = (self._tree.css_first(selector) for selector in selectors)
        return next((text for node in found if node and (text := _read(node))), "")

    def addresses_in(self, selector: str) -> frozenset[str]:
        """Return where the links within the first element that a CSS selector finds lead to."""
        within = self._tree.css_first(selector)
        found = within.css("a[href]") if within else ()
        return frozenset(_resolved(self.base, node.attributes.get("href") or "") for node in found)

    def has(self, selector: str) -> bool:
        """Return whether there is such an element."""
        return self._tree.css_first(selector) is not None

    def attribute(self, selector: str, name: str) -> str:
        """Return an attribute of the first element that a CSS selector finds, or ""."""
        node = self._tree.css_first(selector)
        return (node.attributes.get(name) or "") if node else ""

    def _elements(self) -> Iterator[LexborNode]:
        return (node for node, is_foreign in _walk(self._tree.root) if node.is_element_node and not is_foreign)

    def _base(self) -> str:
        href = next((a["href"] for a in self.attributes_of("base") if "href" in a), "")
        return _resolved(self.url, href) or self.url

    def _link(self, node: LexborNode) -> Link:
        attributes = node.attributes
        name = _ADDRESS_OF[str(node.tag)]
        # An attribute without a value is there and empty.
        href = (attributes[name] or "") if name in attributes else None
        return Link(
            tag=str(node.tag),
            rels=tuple((attributes.get("rel") or "").lower().split()),
            href=href,
            url="" if href is None else _resolved(self.base, href),
        )


def page_of(reply: Reply) -> Page | None:
    """Return the page in a reply, or None where it is no HTML."""
    media_type = reply.header("Content-Type").partition(";")[0].strip().lower()
    if media_type not in _HTML_TYPES:
        return None
    return Page(page_text(reply.body, declared=reply.charset), url=reply.url)


def harmless(markup: str) -> str:
    """Return a page, cut where its markup begins to cost what no reader's page costs.

    The parser's work grows with the square of the depth (200,000 open ``<div>`` take minutes), and one block can open
    thousands of ``<font>`` again. Closing tags are not believed: they may stand in comments. 100,000 attributes of one
    element take minutes too.
    """
    for long in _LONG_TAG.finditer(markup):
        if len(long[0].split()) > _MOST_ATTRIBUTES:
            markup = markup[: long.start()]
            break
    reopened = 0
    for elements, found in enumerate(_OPENING.finditer(markup), 1):
        reopened += found[1] is not None
        if elements > _MOST_ELEMENTS or elements * reopened > _MOST_REOPENED:
            return markup[: found.start()]
    return markup


def _walk(root: LexborNode | None) -> Iterator[tuple[LexborNode, bool]]:
    """Yield every node in document order, and whether it stands in a drawing or formula."""
    # By hand and not by recursion: a hostile page nests deeper than Python's stack.
    waiting = [(root, False)] if root else []
    while waiting:
        node, is_foreign = waiting.pop()
        yield node, is_foreign
        if node.next is not None:
            waiting.append((node.next, is_foreign))
        if node.first_child is not None:
            waiting.append((node.first_child, is_foreign or node.tag in _FOREIGN))


def _resolved(base: str, href: str) -> str:
    # Source: WHATWG URL, 4.4: blanks around an address and line breaks in it do not count; other blanks are escaped.
    address = href.strip(_BLANKS + "\0").translate({ord(c): None for c in "\t\n\r"}).replace(" ", "%20")
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav"
    " ol p pre section table tr ul".split()
)


def _block_around(node: LexborNode) -> LexborNode | None:
    """The nearest block that holds a node; None where no reader sees the node."""
    block, above = None, node.parent
    while above is not None:
        if above.tag in _UNREAD:
            return None
        if block is None and (above.tag in _BLOCKS or above.tag == "body"):
            block = above
        above = above.parent
    return block


def _read(node: LexborNode) -> str:
    pieces: list[str] = []
    # By hand and not by recursion: a hostile page nests deeper than Python's stack.
    waiting: list[LexborNode | str] = [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            pieces.append(item)
        elif item.is_text_node:
            pieces.append(" ".join(f"·{item.text_content or ''}·".split())[1:-1])
        elif item.is_element_node and item.tag not in _UNREAD:
            if item.tag == "del":
                # A sentence that is struck is another sentence to a reader.
                pieces.append("~~")
                waiting.append("~~")
            edge = "\n" if item.tag in _BLOCKS else ""
            pieces.append(edge)
            waiting.append(edge)
            children = []
            child = item.first_child
            while child is not None:
                children.append(child)
                child = child.next
            waiting.extend(reversed(children))
    return as_lines("".join(pieces))
