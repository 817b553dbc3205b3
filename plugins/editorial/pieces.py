"""The pieces of text in a file: everything a reader, a feed reader or a search engine can read out of it.

A number written across inline markup is one piece, two table cells are two. Judges nothing.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote
from xml.parsers import expat

HTML_SUFFIXES = frozenset((".html", ".htm", ".xhtml"))
XML_SUFFIXES = frozenset((".xml", ".atom", ".rss", ".svg", ".opml", ".xsl"))
JSON_SUFFIXES = frozenset((".json", ".webmanifest", ".geojson", ".map"))
TEXT_SUFFIXES = frozenset(
    (".txt", ".csv", ".tsv", ".css", ".js", ".mjs", ".md", ".vtt", ".ics", ".vcf", ".toml", ".yaml")
)
READABLE = HTML_SUFFIXES | XML_SUFFIXES | JSON_SUFFIXES | TEXT_SUFFIXES

_INLINE = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i img ins kbd label mark output q rb rp rt ruby s samp small"
    " span strong sub sup time tt u var wbr".split()
)
# Coordinates, digests and names of styles: no words of anyone's, and full of digits.
_WORDLESS = frozenset(
    "class style d points transform viewbox width height x y x1 x2 y1 y2 cx cy r rx ry integrity nonce".split()
)
# A number of this many digits may be someone's; a shorter one is a figure.
_LONG_NUMBER = 10**9


class UnreadableError(ValueError):
    """A text file that is not what its name says."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A run of text.

    Attributes:
        where: Which part of the file, in Korean.
        marks: Pairs of an offset into the text and the line of the file that it came from, ascending.
    """

    text: str
    where: str
    marks: tuple[tuple[int, int], ...]

    def line_at(self, offset: int) -> int:
        """Return the line of the file a character came from; 0 where unknown."""
        index = bisect_right(self.marks, offset, key=lambda mark: mark[0]) - 1
        return self.marks[index][1] if index >= 0 else 0


def pieces_of(suffix: str, text: str) -> Iterator[Piece]:
    """Yield every piece of a file.

    Args:
        suffix: Of the file's name, lower case; an unknown one is read as plain text.

    Raises:
        UnreadableError: The text is not XML or JSON though its name says so.
    """
    if suffix in HTML_SUFFIXES:
        return html_pieces(text)
    if suffix in XML_SUFFIXES:
        return xml_pieces(text)
    if suffix in JSON_SUFFIXES:
        return json_pieces(text)
    return iter((plain_piece(text, "본문"),))


def plain_piece(text: str, where: str, line: int = 1) -> Piece:
    """Return the text as one piece that begins on a line."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return Piece(text=text, where=where, marks=tuple((start, line + i) for i, start in enumerate(starts)))


def decoded(address: str) -> str:
    """Return an address without percent-encoding, however often it was encoded."""
    for _ in range(3):
        plain = unquote(address)
        if plain == address:
            break
        address = plain
    return address


def html_pieces(markup: str, line: int = 1) -> Iterator[Piece]:
    """Yield visible text by blocks, attributes, comments and scripts of HTML that begins on a line."""
    reader = _HtmlReader(line)
    reader.feed(markup)
    reader.close()
    reader.run.end()
    yield from reader.pieces


def json_pieces(text: str, line: int = 0) -> Iterator[Piece]:
    """Yield every name, string and long number of a JSON text.

    Raises:
        UnreadableError: It is not JSON.
    """
    try:
        value = json.loads(text)
    except ValueError as error:
        raise UnreadableError("not JSON") from error
    yield from _json_pieces(value, "", line)


def xml_pieces(text: str) -> Iterator[Piece]:
    """Yield the text, attributes and comments of an XML document; HTML inside it is read as HTML.

    Raises:
        UnreadableError: It is not XML.
    """
    pieces: list[Piece] = []
    run = _Run(pieces)
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) not in _INLINE:
            run.end()
        for key, value in attributes.items():
            if _local(key) not in _WORDLESS:
                pieces.append(plain_piece(decoded(value), f"속성 {key}", parser.CurrentLineNumber))

    def end(name: str) -> None:
        if _local(name) not in _INLINE:
            run.end()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda data: run.add(data, parser.CurrentLineNumber)
    parser.CommentHandler = lambda data: pieces.append(plain_piece(data, "주석", parser.CurrentLineNumber))
    parser.ProcessingInstructionHandler = lambda name, data: pieces.append(
        plain_piece(data, f"처리 지시 {name}", parser.CurrentLineNumber)
    )
    try:
        parser.Parse(text, True)  # noqa: FBT003 - expat takes no names
    except expat.ExpatError as error:
        raise UnreadableError("not XML") from error
    run.end()
    for piece in pieces:
        yield from _unpacked(piece)


def _json_pieces(value: object, path: str, line: int) -> Iterator[Piece]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield plain_piece(key, f"이름 {path or '.'}", line)
            yield from _json_pieces(item, f"{path}.{key}", line)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _json_pieces(item, f"{path}[{index}]", line)
    elif isinstance(value, str):
        yield from _unpacked(Piece(text=decoded(value), where=path or "본문", marks=((0, line),)))
    elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= _LONG_NUMBER:
        yield plain_piece(str(value), path or "본문", line)


def _unpacked(piece: Piece) -> Iterator[Piece]:
    """Yield the piece, or where it is HTML packed into XML or JSON, the pieces of that."""
    if re.search(r"<[!/A-Za-z]|&[#\w]+;", piece.text):
        yield from html_pieces(piece.text, piece.line_at(0))
    else:
        yield piece


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


class _Run:
    """Gathers text until a block ends, blanks as one space, with the line of each part."""

    def __init__(self, pieces: list[Piece]) -> None:
        self._pieces = pieces
        self._text = ""
        self._marks: list[tuple[int, int]] = []

    def add(self, data: str, line: int) -> None:
        for index, part in enumerate(data.split("\n")):
            text = re.sub(r"[ \t\r\f]+", " ", f" {part}" if index else part)
            if self._text.endswith(" "):
                text = text.removeprefix(" ")
            if text:
                self._marks.append((len(self._text), line + index))
                self._text += text

    def end(self) -> None:
        if self._text.strip():
            self._pieces.append(Piece(text=self._text, where="본문", marks=tuple(self._marks)))
        self._text, self._marks = "", []


class _HtmlReader(HTMLParser):
    def __init__(self, line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.run = _Run(self.pieces)
        self._above = line - 1
        self._script = ""

    @property
    def _line(self) -> int:
        # A text whose lines are unknown begins on line 0, and stays there.
        return self.getpos()[0] + self._above if self._above >= 0 else 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.run.add(" ", self._line)
        elif tag not in _INLINE:
            self.run.end()
        if tag == "script":
            self._script = (dict(attrs).get("type") or "javascript").lower()
        for name, value in attrs:
            if value and name not in _WORDLESS:
                self.pieces.append(plain_piece(decoded(value), f"속성 {name}", self._line))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.run.end()
        if tag == "script":
            self._script = ""

    def handle_data(self, data: str) -> None:
        if self._script.endswith("json"):
            self.pieces.extend(json_pieces(data, self._line))
        elif self._script:
            self.pieces.append(plain_piece(data, "스크립트", self._line))
        else:
            self.run.add(data, self._line)

    def handle_comment(self, data: str) -> None:
        self.pieces.append(plain_piece(data, "주석", self._line))

    def handle_decl(self, decl: str) -> None:
        self.pieces.append(plain_piece(decl, "선언", self._line))

    def unknown_decl(self, data: str) -> None:
        self.run.add(data.removeprefix("CDATA["), self._line)

    def handle_pi(self, data: str) -> None:
        self.pieces.append(plain_piece(data, "처리 지시", self._line))
