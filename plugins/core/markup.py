"""The tokens of HTML: tags, texts and comments, in order, with their lines.

Nearly all HTML that we look at was written by a template: every attribute stands in double quotes and every comment
ends as it should. Such a text is read by one regular expression; a text with a single token that is written otherwise
is read as a whole by the standard library's parser. Both say the same (``tests/core/test_markup.py``).
"""

import re
from collections.abc import Sequence
from enum import IntEnum
from html import unescape
from html.parser import HTMLParser


class Kind(IntEnum):
    """What a token is."""

    START = 0
    END = 1
    DATA = 2
    COMMENT = 3
    DECLARATION = 4
    INSTRUCTION = 5
    # A marked section, e.g. ``CDATA[…``.
    SECTION = 6


# Kind, line from 1, name of the tag in lower case or text, attributes as the parser of the standard library gives them.
Token = tuple[Kind, int, str, Sequence[tuple[str, str | None]]]

_TOKEN = re.compile(
    r"""<(?:
        (?P<start>[A-Za-z][A-Za-z0-9]*)(?P<attributes>(?:\s+[A-Za-z][-\w:.]*(?:="[^"]*")?)*+)\s*+(?P<void>/?)>
        | /(?P<end>[A-Za-z][A-Za-z0-9]*)\s*>
        | !--(?!-?>)(?P<comment>[^-]*+(?:-[^-]++)*+)-->
        | !(?P<declaration>[Dd][Oo][Cc][Tt][Yy][Pp][Ee]\ [^>\[\]"'<]*)>
    )""",
    re.VERBOSE | re.ASCII,
)
_ATTRIBUTE = re.compile(r'([A-Za-z][-\w:.]*)(?:(=)"([^"]*)")?', re.ASCII)
# Where a reference ends without ";" parsers of different years disagree.
_LOOSE_REFERENCE = re.compile(r"&(?!#?\w+;)")
# Their text is no markup; how it ends is simple as long as nothing in it looks like a tag or a comment.
_RAW = frozenset(("script", "style"))
_TEXT_ALONE = frozenset("title textarea xmp iframe noembed noframes noscript plaintext".split())
_NONE: Sequence[tuple[str, str | None]] = ()


def tokens(markup: str) -> Sequence[Token]:
    """Return the tokens of a text, whatever it holds; an empty tag (``<br/>``) begins and ends."""
    found = _written_plainly(markup)
    return _read_by_parser(markup) if found is None else found


def _written_plainly(markup: str) -> list[Token] | None:
    """Return the tokens of a text in which every token is written plainly, None for any other."""
    found: list[Token] = []
    put, find, count, match = found.append, markup.find, markup.count, _TOKEN.match
    start_tag, end_tag, data, comment, declaration = Kind.START, Kind.END, Kind.DATA, Kind.COMMENT, Kind.DECLARATION
    at, line, size = 0, 1, len(markup)
    while at < size:
        begin = find("<", at)
        if begin < 0:
            begin = size
        if begin > at:
            text = markup[at:begin]
            put((data, line, unescape(text) if "&" in text else text, _NONE))
            line += text.count("\n")
            if begin == size:
                break
        token = match(markup, begin)
        if token is None:
            return None
        at = token.end()
        name, written, void, end, said, declared = token.groups()
        if name is not None:
            name = name.lower()
            attributes = _attributes(written) if written else _NONE
            if attributes is None:
                return None
            put((start_tag, line, name, attributes))
            line += count("\n", begin, at)
            if void:
                if name in _RAW or name in _TEXT_ALONE:
                    return None
                put((end_tag, line - count("\n", begin, at), name, _NONE))
            elif name in _RAW:
                end_at = find("<", at)
                while end_at >= 0 and not markup.startswith(("</", "<!"), end_at):
                    end_at = find("<", end_at + 1)
                if end_at < 0 or not markup.startswith(f"</{name}>", end_at):
                    return None
                if end_at > at:
                    put((data, line, markup[at:end_at], _NONE))
                    line += count("\n", at, end_at)
                    at = end_at
            elif name in _TEXT_ALONE:
                end_at = find("<", at)
                if end_at < 0 or not markup.startswith(f"</{name}>", end_at) or "&" in markup[at:end_at]:
                    return None
        elif end is not None:
            put((end_tag, line, end.lower(), _NONE))
            line += count("\n", begin, at)
        elif said is not None:
            put((comment, line, said, _NONE))
            line += count("\n", begin, at)
        else:
            put((declaration, line, declared, _NONE))
            line += count("\n", begin, at)
    return found


def _attributes(written: str) -> list[tuple[str, str | None]] | None:
    if "&" not in written:
        return [(name.lower(), value if equals else None) for name, equals, value in _ATTRIBUTE.findall(written)]
    if _LOOSE_REFERENCE.search(written):
        return None
    return [(name.lower(), unescape(value) if equals else None) for name, equals, value in _ATTRIBUTE.findall(written)]


def _read_by_parser(markup: str) -> list[Token]:
    parser = _Parser()
    parser.feed(markup)
    parser.close()
    return parser.found


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Token] = []

    def _put(self, kind: Kind, said: str, attributes: Sequence[tuple[str, str | None]] = _NONE) -> None:
        self.found.append((kind, self.getpos()[0], said, attributes))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._put(Kind.START, tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._put(Kind.END, tag)

    def handle_data(self, data: str) -> None:
        self._put(Kind.DATA, data)

    def handle_comment(self, data: str) -> None:
        self._put(Kind.COMMENT, data)

    def handle_decl(self, decl: str) -> None:
        self._put(Kind.DECLARATION, decl)

    def handle_pi(self, data: str) -> None:
        self._put(Kind.INSTRUCTION, data)

    def unknown_decl(self, data: str) -> None:
        self._put(Kind.SECTION, data)
