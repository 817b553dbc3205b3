"""Lists of feeds as other readers keep them (OPML 2.0): in and out of ``sources.toml``. Pure; opens nothing.

Source: OPML 2.0, "subscription lists". Entities of a document's own are not defined and nothing is fetched for it.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from plugins.core.errors import DeskError
from plugins.core.text import one_line, shortened
from plugins.core.urls import host_of, is_web_address, page_identity, redacted
from plugins.inbox.model import BY_HAND, Listening, Source

MOST_BYTES = 5_000_000
MOST_OUTLINES = 10_000
NAME_CHARACTERS = 80
KEY_CHARACTERS = 40

_NO_KEY = re.compile(r"[^a-z0-9]+")
_DOCTYPE_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


class OpmlError(DeskError):
    """A list of feeds that cannot be read or used."""

    what = "opml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """One feed of a list. ``name`` is "" where the list gives none."""

    name: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Import:
    """What an import makes of ``sources.toml``.

    Attributes:
        text: The whole file from then on; every earlier line stands in it as it was.
        added: The new sources, in the order of the list.
        known: Names of feeds that we listen to already, or that stand twice in the list.
        unusable: Names of outlines without a usable address.
    """

    text: str
    added: tuple[Source, ...]
    known: tuple[str, ...]
    unusable: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Export:
    """A list of feeds for other readers.

    Attributes:
        left_out: Names of sources that no other reader could read: local files, and feeds behind a secret.
        with_query: Names of those whose address carries parameters, which may be secrets.
    """

    content: bytes
    count: int
    left_out: tuple[str, ...]
    with_query: tuple[str, ...]


def read_opml(content: bytes, *, name: str) -> tuple[Outline, ...]:
    """Return the feeds of a list in its order, whatever folders they lie in.

    Args:
        name: Of the file, for errors.

    Raises:
        OpmlError: It is no OPML, is too large, or defines entities.
    """
    if len(content) > MOST_BYTES:
        raise OpmlError(name, "too large", advice=f"너무 큰 파일입니다. {MOST_BYTES // 1_000_000}MB까지 읽습니다.")
    if _DOCTYPE_ENTITY.search(content):
        raise OpmlError(name, "defines entities", advice="스스로 글자를 정의하는 XML(ENTITY)은 읽지 않습니다.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f" {line}번째 줄을 보아 주세요." if line else ""
        raise OpmlError(name, "not well-formed XML", advice=f"OPML로 읽을 수 없습니다.{where}") from error
    if not isinstance(root.tag, str) or root.tag.rpartition("}")[2].lower() != "opml":
        raise OpmlError(name, "not OPML", advice="OPML이 아닙니다. 피드 읽는 프로그램에서 OPML로 내보내 주세요.")
    found: list[Outline] = []
    for element in root.iter("{*}outline"):
        facts = {key.lower(): value for key, value in element.attrib.items()}
        # A folder has no address; a link to a page without a feed (type="link") has one that we could not read.
        if "xmlurl" in facts:
            words = one_line(facts.get("text") or facts.get("title") or "")
            found.append(Outline(name=shortened(words, NAME_CHARACTERS), url=facts["xmlurl"].strip()))
    if not found:
        raise OpmlError(name, "no feeds in it", advice="피드가 하나도 없는 목록입니다.")
    if len(found) > MOST_OUTLINES:
        raise OpmlError(name, "too many feeds", advice=f"피드가 {len(found)}개입니다. {MOST_OUTLINES}개까지 읽습니다.")
    return tuple(found)


def with_sources(text: str, outlines: Iterable[Outline], listening: Listening) -> Import:
    """Return ``sources.toml`` with a ``[[source]]`` for each feed of a list that it does not have yet.

    Args:
        text: The file as it is.
        listening: What it says.

    Raises:
        OpmlError: The file keeps its sources in a form to which nothing can be appended.
    """
    pages = {page_identity(source.url) for source in listening.sources if source.url}
    keys = {source.key for source in listening.sources}
    added: list[Source] = []
    known: list[str] = []
    unusable: list[str] = []
    for outline in outlines:
        name = outline.name or host_of(outline.url) or redacted(outline.url)
        if not is_web_address(outline.url):
            unusable.append(name)
        elif page_identity(outline.url) in pages:
            known.append(name)
        else:
            key = _free_key(outline, keys)
            keys.add(key)
            pages.add(page_identity(outline.url))
            added.append(Source(key=key, name=name, url=outline.url))
    joined = text + ("" if text.endswith("\n") or not text else "\n") + "".join(_block(source) for source in added)
    _check(text, joined, added)
    return Import(text=joined, added=tuple(added), known=tuple(known), unusable=tuple(unusable))


def to_opml(sources: Sequence[Source], *, title: str, now: datetime) -> Export:
    """Return the sources as a list for other readers."""
    readable = [source for source in sources if source.url and not source.headers]
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    etree.SubElement(head, "dateCreated").text = format_datetime(now)
    body = etree.SubElement(root, "body")
    for source in readable:
        etree.SubElement(body, "outline", text=source.name, title=source.name, type="rss", xmlUrl=source.url)
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return Export(
        content=content,
        count=len(readable),
        left_out=tuple(source.name for source in sources if source not in readable),
        with_query=tuple(source.name for source in readable if "?" in source.url),
    )


def _free_key(outline: Outline, taken: set[str]) -> str:
    # A Korean name leaves no letters that a key may have; the host says more than a number would.
    for words in (outline.name, host_of(outline.url), "feed"):
        stem = _NO_KEY.sub("-", words.lower()).strip("-")[: KEY_CHARACTERS - 6].strip("-")
        if len(stem) > 1 and stem != BY_HAND:
            break
    number = 1
    while (key := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return key


def _block(source: Source) -> str:
    # What JSON writes of a text is a basic string of TOML too, but for DEL.
    key, name, url = (
        json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        for value in (source.key, source.name, source.url)
    )
    return f"\n[[source]]\nkey = {key}\nname = {name}\nurl = {url}\n"


def _check(before: str, after: str, added: Sequence[Source]) -> None:
    try:
        old, new = tomllib.loads(before), tomllib.loads(after)
    except tomllib.TOMLDecodeError as error:
        advice = "sources.toml의 source를 [[source]] 꼴로 바꾼 뒤 다시 해 주세요."
        raise OpmlError("sources.toml", f"nothing can be appended: {error}", advice=advice) from error
    wanted = [{"key": source.key, "name": source.name, "url": source.url} for source in added]
    if new != old | ({"source": [*old.get("source", []), *wanted]} if wanted else {}):
        advice = "sources.toml에 덧붙이지 못했습니다. 손으로 적어 주세요."
        raise OpmlError("sources.toml", "appending changed something else", advice=advice)
