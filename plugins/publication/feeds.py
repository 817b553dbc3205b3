"""Which files of a rendering are feeds, whether a reader can read them, and which addresses they name. Pure.

Knows the formats, not who wrote them.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree

_ATOM = "{http://www.w3.org/2005/Atom}"
_XML_SUFFIXES = (".atom.xml", ".rss.xml")
_JSON_VERSION = "https://jsonfeed.org/version/"
_FOLDER = "feeds/"


class UnreadableFeedError(ValueError):
    """A feed that no reader can read; the message is Korean."""


def feed_paths(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the paths that are feeds, in order."""
    return tuple(sorted(path for path in paths if path.endswith(_XML_SUFFIXES) or _is_json(path)))


def list_paths(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the paths that are lists of feeds, in order."""
    return tuple(sorted(path for path in paths if path.endswith(".opml")))


def addresses_in(path: str, content: bytes) -> tuple[str, ...]:
    """Return every address that a feed or list of feeds names outside of its texts, in its order.

    Raises:
        UnreadableFeedError: It is not what its name says.
    """
    return tuple(_of_json(content) if _is_json(path) else _of_xml(content))


def _is_json(path: str) -> bool:
    return path.startswith(_FOLDER) and path.endswith(".json")


def _of_json(content: bytes) -> Iterator[str]:
    try:
        feed: Any = json.loads(content)
    except ValueError as error:
        raise UnreadableFeedError(f"피드를 JSON으로 읽을 수 없습니다({error}).") from error
    if not isinstance(feed, dict) or not str(feed.get("version", "")).startswith(_JSON_VERSION):
        raise UnreadableFeedError("JSON Feed가 아닙니다.")
    yield from (str(feed[key]) for key in ("home_page_url", "feed_url") if key in feed)
    yield from (str(item["url"]) for item in feed.get("items", ()) if "url" in item)


def _of_xml(content: bytes) -> Iterator[str]:
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise UnreadableFeedError(f"피드를 XML로 읽을 수 없습니다({error}).") from error
    if root.tag not in {f"{_ATOM}feed", "rss", "opml"}:
        raise UnreadableFeedError(f"피드가 Atom도 RSS도 아닙니다({root.tag}).")
    for found in root.iter():
        if found.tag == f"{_ATOM}link":
            yield found.get("href", "")
        elif found.tag == "link":
            yield (found.text or "").strip()
        elif found.tag == "outline":
            yield from (found.attrib[key] for key in ("xmlUrl", "htmlUrl") if key in found.attrib)
