"""Built pages, as a machine reads their heads."""

import json

from selectolax.lexbor import LexborHTMLParser


class Head:
    """What the head of a page says."""

    def __init__(self, content):
        self._page = LexborHTMLParser(content.decode())

    def meta(self, name):
        """The contents of every ``meta`` of that name or property."""
        return [
            node.attributes["content"]
            for node in self._page.css("head meta")
            if name in (node.attributes.get("name"), node.attributes.get("property"))
        ]

    def links(self, relation):
        return [node.attributes for node in self._page.css("head link") if node.attributes.get("rel") == relation]

    def things(self):
        """Every JSON-LD document of the page."""
        return [json.loads(node.text()) for node in self._page.css('script[type="application/ld+json"]')]


def pages_of(site):
    """The head of every page, by path."""
    return {path: Head(content) for path, content in site.items() if path.endswith(".html")}
