"""The pieces of text in a file: everything a reader, a feed reader or a search engine can read out of it.

A number written across inline markup is one piece, two table cells are two. Judges nothing. Most pieces of a site stand
on many of its pages (the menu, a post in each of its feeds): whoever has seen them is not given them again.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import unquote
from xml.parsers import expat

from plugins.core.markup import Kind, tokens

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
_NAMES = {Kind.COMMENT: "주석", Kind.DECLARATION: "선언", Kind.INSTRUCTION: "처리 지시"}
# A number of this many digits may be someone's; a shorter one is a figure.
_LONG_NUMBER = 10**9
_BLANKS = re.compile(r"[ \t\r\f\n]+")
_PACKED = re.compile(r"<[!/A-Za-z]|&[#\w]+;")


# Where a value of JSON stands: the path of what holds it, and its name or number there; put into words when needed.
_Path: TypeAlias = "tuple[_Path, str | int] | None"


class UnreadableError(ValueError):
    """A text file that is not what its name says."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A run of text, as a reader reads it.

    Attributes:
        where: Which part of the file, in Korean.
        written: What it was put together from, each with the line of the file where it begins; 0 where unknown.
        keeps_lines: Whether the text keeps its lines; else every blank is one space.
    """

    text: str
    where: str
    written: tuple[tuple[int, str], ...]
    keeps_lines: bool = False

    def line_at(self, offset: int) -> int:
        """Return the line of the file a character came from; 0 where unknown."""
        found, length, is_blank = 0, 0, False
        for line, said in self.written:
            for below, part in enumerate(said.split("\n")):
                text = f"\n{part}" if below else part
                if not self.keeps_lines:
                    text = _BLANKS.sub(" ", text)
                    text = text[1:] if is_blank and text.startswith(" ") else text
                    is_blank = text.endswith(" ") if text else is_blank
                if text and length + (self.keeps_lines and below > 0) <= offset:
                    found = line + below
                length += len(text)
        return found


# Whether a text is to be given, told once for each place where it stands.
Wanted = Callable[[str], bool]


def everything(_text: str) -> bool:
    """Want every piece."""
    return True


def pieces_of(suffix: str, text: str, is_wanted: Wanted = everything) -> list[Piece]:
    """Return the pieces of a file.

    Args:
        suffix: Of the file's name, lower case; an unknown one is read as plain text.
        is_wanted: Asked of every piece, and of every text of a feed or of data that is HTML before it is taken apart.

    Raises:
        UnreadableError: The text is not XML or JSON though its name says so.
    """
    found = _Pieces(is_wanted)
    if suffix in HTML_SUFFIXES:
        found.html(text, 1)
    elif suffix in XML_SUFFIXES:
        found.xml(text)
    elif suffix in JSON_SUFFIXES:
        found.json(text, 0)
    else:
        found.put(text, "본문", 1)
    return found.pieces


def plain_piece(text: str, where: str, line: int = 1) -> Piece:
    """Return the text as one piece that begins on a line."""
    return Piece(text=text, where=where, written=((line, text),), keeps_lines=True)


def decoded(address: str) -> str:
    """Return an address without percent-encoding, however often it was encoded."""
    for _ in range(3):
        if "%" not in address:
            break
        plain = unquote(address)
        if plain == address:
            break
        address = plain
    return address


class _Pieces:
    """Gathers the pieces of one file."""

    def __init__(self, is_wanted: Wanted) -> None:
        self.pieces: list[Piece] = []
        self._is_wanted = is_wanted
        # Text since the last block ended, with the line where each part begins.
        self.run: list[tuple[int, str]] = []

    def put(self, text: str, where: str, line: int) -> None:
        """Take a text by itself, as it stands."""
        if self._is_wanted(text):
            self.pieces.append(plain_piece(text, where, line))

    def html(self, markup: str, line: int) -> None:
        """Take visible text by blocks, attributes, comments and scripts of HTML that begins on a line."""
        script, wanted = "", self._is_wanted
        # A text whose lines are unknown begins on line 0, and stays there.
        above, scale = (line - 1, 1) if line else (0, 0)
        for kind, below, said, attributes in tokens(markup):
            at = below * scale + above
            if kind == Kind.DATA:
                if not script:
                    self.run.append((at, said))
                elif script.endswith("json"):
                    self.json(said, at)
                else:
                    self.put(said, "스크립트", at)
            elif kind == Kind.START:
                if said == "br":
                    self.run.append((at, " "))
                elif said not in _INLINE:
                    self.end()
                if said == "script":
                    script = (dict(attributes).get("type") or "javascript").lower()
                for name, value in attributes:
                    if value and name not in _WORDLESS:
                        text = decoded(value) if "%" in value else value
                        if wanted(text):
                            self.pieces.append(plain_piece(text, f"속성 {name}", at))
            elif kind == Kind.END:
                if said not in _INLINE:
                    self.end()
                if said == "script":
                    script = ""
            elif kind == Kind.SECTION:
                self.run.append((at, said.removeprefix("CDATA[")))
            else:
                self.put(said, _NAMES[kind], at)
        self.end()

    def json(self, text: str, line: int) -> None:
        """Take every name, string and long number of a JSON text.

        Raises:
            UnreadableError: It is not JSON.
        """
        try:
            value = json.loads(text)
        except ValueError as error:
            raise UnreadableError("not JSON") from error
        self._json(value, None, line)

    def _json(self, value: object, path: _Path, line: int) -> None:
        if isinstance(value, str):
            self._unpacked(decoded(value), path, line)
        elif isinstance(value, dict):
            for key, item in value.items():
                if self._is_wanted(key):
                    self.pieces.append(plain_piece(key, f"이름 {_said_path(path) or '.'}", line))
                self._json(item, (path, key), line)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                self._json(item, (path, index), line)
        elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= _LONG_NUMBER:
            self.put(str(value), _said_path(path) or "본문", line)

    def xml(self, text: str) -> None:
        """Take the text, attributes and comments of an XML document; HTML inside it is read as HTML.

        Raises:
            UnreadableError: It is not XML.
        """
        found = _Pieces(everything)
        parser = expat.ParserCreate()
        # A text comes as a whole, when the next thing has been read: it began so many lines above that.
        parser.buffer_text = True

        def start(name: str, attributes: dict[str, str]) -> None:
            if _local(name) not in _INLINE:
                found.end()
            for key, value in attributes.items():
                if _local(key) not in _WORDLESS:
                    found.put(decoded(value), f"속성 {key}", parser.CurrentLineNumber)

        def end(name: str) -> None:
            if _local(name) not in _INLINE:
                found.end()

        def said(data: str) -> None:
            found.run.append((parser.CurrentLineNumber - data.count("\n"), data))

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = said
        parser.CommentHandler = lambda data: found.put(data, "주석", parser.CurrentLineNumber)
        parser.ProcessingInstructionHandler = lambda name, data: found.put(
            data, f"처리 지시 {name}", parser.CurrentLineNumber
        )
        try:
            parser.Parse(text, True)  # noqa: FBT003 - expat takes no names
        except expat.ExpatError as error:
            raise UnreadableError("not XML") from error
        found.end()
        for piece in found.pieces:
            if _PACKED.search(piece.text):
                if self._is_wanted(f"\0{piece.text}"):
                    self.html(piece.text, piece.line_at(0))
            elif self._is_wanted(piece.text):
                self.pieces.append(piece)

    def _unpacked(self, text: str, path: _Path, line: int) -> None:
        """Take a text of JSON, or where it is HTML, the pieces of that."""
        if _PACKED.search(text):
            if self._is_wanted(f"\0{text}"):
                self.html(text, line)
        elif self._is_wanted(text):
            # What ends a line in it ends none of the file.
            written = ((line, text.replace("\n", " ")),)
            self.pieces.append(Piece(text=text, where=_said_path(path) or "본문", written=written, keeps_lines=True))

    def end(self) -> None:
        """End a block: what stands behind it is another piece."""
        if not self.run:
            return
        run, self.run = self.run, []
        text = run[0][1] if len(run) == 1 else "".join([said for _, said in run])
        if (text := _BLANKS.sub(" ", text)).strip() and self._is_wanted(text):
            self.pieces.append(Piece(text=text, where="본문", written=tuple(run)))


def _said_path(path: _Path) -> str:
    steps: list[str] = []
    while path is not None:
        path, step = path
        steps.append(f"[{step}]" if isinstance(step, int) else f".{step}")
    return "".join(reversed(steps))


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
