"""The sentences of a Markdown source, as a reader would read them, each with the way back to its line and column.

What others wrote (quotation lines, quotation marks, ``q``, ``cite``, code) is left out: nobody is asked to mend
another's words. Judges nothing.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

# Stands where a quotation, code or an address stood: a word to the sentence, and no word of any rule.
UNSEEN = "\ufffc"

_HIDDEN = re.compile(
    r"<!--.*?-->"
    r"|^(?P<fence>[ ]{0,3}(?:`{3,}|~{3,}))[^\n]*\n.*?(?:^(?P=fence)[^\n]*$|\Z)"
    # What is never closed hides nothing.
    r"|<(?P<tag>blockquote|q|cite|code|pre|script|style|del|kbd|samp)\b[^>]*>.*?</(?P=tag)\s*>",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_FRONT = re.compile(r"\A---[ \t]*\n(?P<body>.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_MARKER = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+|#{1,6}[ \t]+)*")
_STARTS_BLOCK = re.compile(
    r"[ \t]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]|\||</?(?:p|div|li|ul|ol|table|t[rdh]|h\d)\b)"
)
_RULER = re.compile(r"[ \t]*(?:[-=*_][ \t]*){3,}$|[ \t|:-]+$")
_DEFINITION = re.compile(r"[ ]{0,3}\[[^\]]+\]:\s")
_CELL = re.compile(r"(?:\\.|[^|\\])+")
_INLINE = re.compile(
    r"\\(?P<escaped>[\\`*_{}\[\]()#+.!|<>~-])"
    r"|(?P<code>`+).+?(?P=code)"
    r"|!?\[(?P<text>(?:[^\[\]]|\[[^\]]*\])*)\](?:\([^()\s]*(?:\([^()]*\)[^()]*)*(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)|\[[^\]]*\])?"
    r"|<(?P<auto>https?://[^>]+|[^\s@<>]+@[^>]+)>"
    r"|(?P<markup>\*+|(?<![0-9A-Za-z가-힣])_+|_+(?![0-9A-Za-z가-힣])|</?[A-Za-z][^>]*>|[\u00ad\u200b-\u200d\u2060\ufeff])"
    r"|(?P<entity>&\#?\w{2,32};)"
    r"|(?P<quote>“[^”\n]*”|「[^」\n]*」|『[^』\n]*』|(?<![\w])\"[^\"\n]*\""
    # Single quotation marks also lift out a word; only with what follows a quotation are they one.
    r"|‘[^’\n]*’(?=(?:이?라|고|는\s))|(?<!\w)'[^'\n]*'(?=(?:이?라|고\s|는\s)))"
)
_END = re.compile(r"[.!?。！？…]+[\"'”’)\]]*(?=\s|$)")
_YAML_TEXT = re.compile(r"(?P<key>[a-z_]+):[ \t]*(?P<value>.*)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One sentence.

    Attributes:
        text: NFC, without markup.
        where: In Korean: 제목, 요약, 소제목, 표, 본문.
        marks: Pairs of a place in ``text`` and its place in the source, ascending; between two marks both run alike.
    """

    text: str
    where: str
    marks: tuple[tuple[int, int], ...]

    def offset(self, index: int) -> int:
        """Return where a character of the sentence stands in the source."""
        here, there = self.marks[bisect_right(self.marks, index, key=lambda mark: mark[0]) - 1]
        return there + index - here


@dataclass(frozen=True, kw_only=True, slots=True)
class Manuscript:
    """A source and its sentences, in order."""

    source: str
    sentences: tuple[Sentence, ...]
    line_starts: tuple[int, ...]

    @property
    def text(self) -> str:
        """Everything that is ours, a sentence a line."""
        return "\n".join(sentence.text for sentence in self.sentences)

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1, of a place in the source."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1


def manuscript(source: str) -> Manuscript:
    """Return a source (front matter and all, or bare Markdown) with its sentences; NFC from here on."""
    text = unicodedata.normalize("NFC", source.replace("\r\n", "\n"))
    shown = _HIDDEN.sub(_blanked, text)
    sentences = tuple(
        sentence for where, lines in _blocks(shown) for sentence in _sentences(where, *_visible(shown, lines))
    )
    starts = (0, *(match.end() for match in re.finditer("\n", text)))
    return Manuscript(source=text, sentences=sentences, line_starts=starts)


def _blanked(match: re.Match[str]) -> str:
    """Return as many characters, so that every other place stays where it is."""
    blank = re.sub(r"[^\n]", " ", match.group())
    inline = match["tag"] and "\n" not in match.group()
    return f"{UNSEEN}{blank[1:]}" if inline else blank


def _blocks(text: str) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield each paragraph, item, heading and cell as the pieces of the source it is made of."""
    front = _FRONT.match(text)
    if front:
        yield from _front_matter(front["body"], front.start("body"))
    at = front.end() if front else 0
    block: list[tuple[int, int]] = []
    where = "본문"
    quoting = False
    for line in text[at:].splitlines(keepends=True):
        start, bare = at, line.rstrip("\n")
        at += len(line)
        if not bare.strip() or _RULER.match(bare) or _DEFINITION.match(bare):
            if block:
                yield where, block
            block, where, quoting = [], "본문", False
            continue
        if bare.lstrip().startswith(">"):
            # Until a blank line, what follows is still the quotation (CommonMark: lazy continuation).
            quoting = True
        if quoting or (not block and bare.startswith(("    ", "\t")) and not _STARTS_BLOCK.match(bare)):
            continue
        if _STARTS_BLOCK.match(bare) and block:
            yield where, block
            block, where = [], "본문"
        if bare.lstrip().startswith("|"):
            for cell in _CELL.finditer(bare):
                yield "표", [(start + cell.start(), start + cell.end())]
            continue
        marker = _MARKER.match(bare)
        skip = marker.end() if marker else 0
        block.append((start + skip, start + len(bare)))
        if bare.lstrip().startswith("#"):
            yield "소제목", block
            block = []
    if block:
        yield where, block


def _front_matter(body: str, at: int) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield what the front matter says to readers: the title and the gist."""
    key = ""
    for line in body.splitlines(keepends=True):
        bare, start = line.rstrip("\n"), at
        at += len(line)
        if match := _YAML_TEXT.match(bare):
            key = match["key"]
            begin = match.start("value")
        else:
            begin = len(bare) - len(bare.lstrip(" -"))
        if key in ("title", "gist", "summary") and bare[begin:].strip(" |>"):
            value = bare[begin:]
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                begin, bare = begin + 1, bare[:-1]
            yield "제목" if key == "title" else "요약", [(start + begin, start + len(bare))]


def _visible(text: str, lines: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """Return a block as it reads, and the marks that lead back."""
    out: list[str] = []
    marks: list[tuple[int, int]] = []
    length = 0

    def add(piece: str, source: int) -> None:
        nonlocal length
        if piece:
            marks.append((length, source))
            out.append(piece)
            length += len(piece)

    def read(start: int, end: int) -> None:
        at = start
        for match in _INLINE.finditer(text, start, end):
            add(text[at : match.start()], at)
            at = match.end()
            if match["escaped"]:
                add(match["escaped"], match.start("escaped"))
            elif match["text"] is not None:
                read(match.start("text"), match.end("text"))
            elif match["entity"]:
                add(unescape(match["entity"]), match.start())
            elif not match["markup"]:
                add(UNSEEN, match.start())
        add(text[at:end], at)

    for number, (start, end) in enumerate(lines):
        if number:
            add(" ", start - 1)
        read(start, end)
    return "".join(out), marks


def _sentences(where: str, text: str, marks: list[tuple[int, int]]) -> Iterator[Sentence]:
    places = [mark[0] for mark in marks]
    start = 0
    for end in (*(match.end() for match in _END.finditer(text)), len(text)):
        piece = text[start:end]
        lead = start + len(piece) - len(piece.lstrip())
        piece = piece.strip()
        if piece.strip(UNSEEN + " "):
            first = bisect_right(places, lead) - 1
            last = bisect_right(places, lead + len(piece) - 1)
            here = marks[first]
            yield Sentence(
                text=piece,
                where=where,
                marks=(
                    (0, here[1] + lead - here[0]),
                    *((index - lead, source) for index, source in marks[first + 1 : last]),
                ),
            )
        start = end
