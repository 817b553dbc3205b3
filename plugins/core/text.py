"""Text at the door: NFC, without markup, folded for searching, cut for showing. Knows no language's rules."""

import re
import unicodedata
from dataclasses import dataclass

from plugins.core.markup import Kind, tokens

INVISIBLE = frozenset("\u00ad\u180e\u200b\u200c\u200d\u2060\ufeff")

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’)\]]*(?=\s|$)|\n")
_BLOCK_NAMES = (
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav"
    " ol p pre section table td th tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_UNREAD = frozenset(("script", "style", "template", "noscript", "iframe", "svg", "head"))


def clean(text: str) -> str:
    """Return NFC text without control characters, with plain line ends."""
    return unicodedata.normalize("NFC", _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def one_line(text: str) -> str:
    """Return clean text with every run of blanks as one space."""
    return " ".join(clean(text).split())


def as_lines(text: str) -> str:
    """Return clean text with every run of blanks in a line as one space, and without empty lines."""
    lines = (" ".join(line.split()) for line in clean(text).split("\n"))
    return "\n".join(line for line in lines if line)


def plain_text(markup: str) -> str:
    """Return what a reader of this HTML would read, paragraphs as lines; text without markup passes through."""
    pieces: list[str] = []
    unread = 0
    for kind, _, said, _ in tokens(markup):
        if kind == Kind.DATA:
            if not unread:
                pieces.append(said)
        elif kind in (Kind.START, Kind.END):
            if said in _UNREAD:
                unread = unread + 1 if kind == Kind.START else max(0, unread - 1)
            elif said in _BLOCKS:
                pieces.append("\n")
        # A CDATA section that survived inside escaped HTML is text to a reader.
        elif kind == Kind.SECTION and said.startswith("CDATA[") and not unread:
            pieces.append(said[6:])
    return as_lines("".join(pieces))


def shortened(text: str, limit: int) -> str:
    """Return at most ``limit`` characters, cut after a sentence, else after a word with ``…``.

    A sentence end in the first third is not worth stopping at.
    """
    if len(text) <= limit:
        return text
    head = text[:limit]
    ends = [match.end() for match in _SENTENCE_END.finditer(head) if match.end() < limit or text[limit].isspace()]
    if ends and ends[-1] > limit // 3:
        return head[: ends[-1]].rstrip()
    head = head[: limit - 1]
    if not text[limit - 1].isspace() and (space := max(head.rfind(" "), head.rfind("\n"))) > limit // 3:
        head = head[:space]
    return head.rstrip() + "…"


@dataclass(frozen=True, kw_only=True, slots=True)
class Folded:
    """A text made equal for searching, and the way back.

    Attributes:
        text: NFKC, case folded, without invisible characters.
        offsets: For each character of ``text`` its place in the original, and one past the end.
    """

    text: str
    offsets: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of ``text`` stands in the original."""
        return self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[start]


def folded(text: str) -> Folded:
    """Return ``text`` folded character by character, so that every place can be found again.

    Args:
        text: NFC. (Decomposed Hangul would not be joined here.)
    """
    pieces: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(text):
        if char in INVISIBLE:
            continue
        piece = unicodedata.normalize("NFKC", char).casefold()
        pieces.append(piece)
        offsets.extend([index] * len(piece))
    return Folded(text="".join(pieces), offsets=(*offsets, len(text)))
