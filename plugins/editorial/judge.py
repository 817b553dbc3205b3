"""Judges one file: which personal data stand in it, and where. Reads no disk and repeats no datum."""

import codecs
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from html import unescape
from itertools import accumulate
from pathlib import PurePosixPath
from urllib.parse import unquote

from plugins.core import personal_data
from plugins.core.memo import digest_of
from plugins.core.model import Person
from plugins.core.personal_data import Allowed, Datum, Pattern, load_patterns, mask, scan
from plugins.editorial.checklist import checks
from plugins.editorial.images import SUFFIXES, traces
from plugins.editorial.model import UNREADABLE, Finding, Level
from plugins.editorial.pieces import (
    READABLE,
    Piece,
    UnreadableError,
    Wanted,
    decoded,
    everything,
    pieces_of,
    plain_piece,
)

LEVELS = {
    personal_data.Level.BLOCK: Level.BLOCK,
    personal_data.Level.REVIEW: Level.REVIEW,
    personal_data.Level.HINT: Level.INFO,
}
# Characters up to which a text is kept as it is: the short ones stand on many pages, and few of them are different.
_SHORT = 40
# The rule that a picture with metadata breaks.
PICTURE = "PII-IMG-EXIF"
# Between two pieces: ends a line for patterns that look no further, and is no blank for those that step over blanks.
_APART = "\n\ue000\n"
# What Markdown, HTML and addresses put between or in the place of the characters of a number.
_MARKUP = re.compile(
    r"(?P<gone>[*`\\]|<!--.*?-->|</?(?:b|strong|em|i|u|s|del|ins|mark|small|span|sub|sup|wbr)\b[^>\n]*>)"
    r"|(?P<entity>&\#?\w{2,8};)|(?P<percent>(?:%[0-9A-Fa-f]{2})+)"
)


def allowed_of(people: Iterable[Person], domains: Iterable[str], values: Iterable[str] = ()) -> Allowed:
    """Return what is ours to show: our people's mail and phone, our domains, and further values of the site."""
    own = [value for person in people for value in (person.email, person.phone)]
    return Allowed(values=frozenset(v for v in (*own, *values) if v), domains=tuple(domains))


def patterns_in_force(rules_off: Iterable[str]) -> tuple[Pattern, ...]:
    """Return every pattern but the review and hint ones that the site does without."""
    off = frozenset(rules_off)
    return tuple(p for p in load_patterns() if p.level is personal_data.Level.BLOCK or p.id not in off)


def findings_in_file(
    path: str, content: bytes, patterns: tuple[Pattern, ...], allowed: Allowed, clean: set[str | bytes] | None = None
) -> tuple[Finding, ...]:
    """Return what stands in a finished file and in its name, by line.

    Args:
        path: Relative to the output folder.
        content: A file that is neither named nor written like text is passed over, but for its name.
        clean: Texts in which the same patterns found nothing, long ones by their digest; grows. Of a site's pieces four
            in five stand on another page too.
    """
    if clean is None:
        return _findings(path, content, patterns, allowed, everything)
    new: set[str | bytes] = set()

    def is_new(text: str) -> bool:
        known_by = text if len(text) <= _SHORT else digest_of(text.encode("utf-8", "surrogatepass"))
        if known_by in clean or known_by in new:
            return False
        new.add(known_by)
        return True

    if _findings(path, content, patterns, allowed, is_new):
        # Each place is told, also where the same stands there twice.
        return _findings(path, content, patterns, allowed, everything)
    clean |= new
    return ()


def _findings(
    path: str, content: bytes, patterns: tuple[Pattern, ...], allowed: Allowed, is_wanted: Wanted
) -> tuple[Finding, ...]:
    shown = mask(path, patterns, allowed)
    pieces = [plain_piece(decoded(path), "파일 이름", 0)]
    unreadable = []
    suffix = PurePosixPath(path).suffix.lower()
    told = [_traced(shown, trace) for trace in traces(content)] if suffix in SUFFIXES else []
    try:
        text = None if suffix in SUFFIXES else _text(suffix, content)
        if text is not None:
            pieces.extend(pieces_of(suffix, text, is_wanted))
    except UnreadableError:
        unreadable = [_unreadable(shown)]
    return _by_place([*unreadable, *told, *_in_pieces(shown, pieces, patterns, allowed)])


def findings_in_source(
    path: str, content: bytes, patterns: tuple[Pattern, ...], allowed: Allowed
) -> tuple[Finding, ...]:
    """Return what stands in a Markdown source, front matter and all, with line and column."""
    shown = mask(path, patterns, allowed)
    findings = _in_pieces(shown, [plain_piece(decoded(path), "파일 이름", 0)], patterns, allowed)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return (*findings, _unreadable(shown))
    lines = plain_piece(text, "원고")
    told: set[tuple[str, int]] = set()
    for written, offsets in ((text, range(len(text))), _without_markup(text)):
        places = [(datum, offsets[datum.start]) for datum in scan(written, patterns, allowed)]
        new = [(datum, start) for datum, start in places if (datum.pattern, lines.line_at(start)) not in told]
        for datum, start in new:
            column = start - text.rfind("\n", 0, start)
            same, line = _same(written[datum.start : datum.end]), lines.line_at(start)
            findings.append(_finding(shown, datum, "원고", patterns, line=line, column=column, same=same))
            told.add((datum.pattern, lines.line_at(start)))
    return _by_place(findings)


def _by_place(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda f: (f.line, f.column, f.rule)))


def _text(suffix: str, content: bytes) -> str | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if suffix in READABLE or content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise UnreadableError("not UTF-8") from error
        return None
    return None if "\0" in text and suffix not in READABLE else text


def _without_markup(text: str) -> tuple[str, list[int]]:
    """Return the source as it will read, and for each of its characters the place it came from."""
    out: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in _MARKUP.finditer(text):
        out.append(text[at : match.start()])
        offsets.extend(range(at, match.start()))
        piece = ""
        if match["entity"]:
            piece = unescape(match.group())
        elif match["percent"]:
            piece = unquote(match.group())
        out.append(piece)
        offsets.extend([match.start()] * len(piece))
        at = match.end()
    out.append(text[at:])
    offsets.extend(range(at, len(text)))
    return "".join(out), offsets


def _in_pieces(shown: str, pieces: Sequence[Piece], patterns: tuple[Pattern, ...], allowed: Allowed) -> list[Finding]:
    # One scan of all pieces costs a fifth of a scan each (5,700 pieces in the 40 files of the demo).
    starts = [0, *accumulate(len(piece.text) + len(_APART) for piece in pieces)]
    findings = []
    text = _APART.join(piece.text for piece in pieces)
    for datum in scan(text, patterns, allowed):
        index = bisect_right(starts, datum.start) - 1
        piece = pieces[index]
        line = piece.line_at(datum.start - starts[index])
        same = _same(text[datum.start : datum.end])
        findings.append(_finding(shown, datum, piece.where, patterns, line=line, column=0, same=same))
    return findings


def _same(datum: str) -> str:
    """Return the same for a datum however it is written; 16 bits, so that nobody can search for what it was."""
    squashed = "".join(char for char in unicodedata.normalize("NFKC", datum).lower() if char.isalnum())
    return blake2b(squashed.encode(), digest_size=2).hexdigest()


def _finding(
    shown: str, datum: Datum, where: str, patterns: tuple[Pattern, ...], *, line: int, column: int, same: str
) -> Finding:
    pattern = next(p for p in patterns if p.id == datum.pattern)
    level = LEVELS[datum.level]
    what = {
        Level.BLOCK: f"공개하면 안 되는 정보({datum.label})가 있습니다. 원고에서",
        Level.REVIEW: f"남의 것이면 공개할 수 없는 정보({datum.label})가 있습니다. 확인해 주세요. 우리 것이 아니면",
        Level.INFO: f"공개해도 되는지 살펴볼 정보({datum.label})가 있습니다. 우리 것이 아니면",
    }[level]
    return Finding(
        rule=datum.pattern,
        level=level,
        path=shown,
        line=line,
        column=column,
        # A JSON key or an attribute's name may be the datum itself.
        where=mask(where, patterns),
        excerpt=f"[{datum.label} 가림]",
        advice=f"{what} {pattern.mask}",
        same=same,
    )


def _traced(shown: str, trace: str) -> Finding:
    check = checks()[PICTURE]
    return Finding(
        rule=PICTURE,
        level=check.level,
        path=shown,
        line=0,
        column=0,
        where="사진",
        excerpt=f"[{trace} 가림]",
        advice=check.told(f"남은 것: {trace}."),
    )


def _unreadable(shown: str) -> Finding:
    return Finding(
        rule=UNREADABLE,
        level=Level.BLOCK,
        path=shown,
        line=0,
        column=0,
        where="파일",
        excerpt="",
        advice="읽을 수 없어 개인정보를 확인하지 못했습니다. UTF-8로 바르게 저장된 파일인지 확인해 주세요.",
    )
