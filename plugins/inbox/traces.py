"""Where in public something still stands after it was erased from the inbox: files, pages and git's history.

Finds, and changes nothing: what is public, a person takes down. Never logs what it looks for.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from plugins.core.text import one_line
from plugins.core.urls import page_identity
from plugins.edge.history import commits_touching
from plugins.inbox.model import Mention

# What git has of ours, and what the world sees. The inbox itself is no public place; `examples/` is a demo's, and what
# stands in code and tests was never anybody's.
KEPT = ("content", "records")
FOLDERS = (*KEPT, "output")
MOST_BYTES = 20_000_000
# Shorter pieces stand everywhere by chance.
SHORTEST_NAME, SHORTEST_TITLE, SHORTEST_SENTENCE = 2, 6, 12
# Each costs a walk through all of git's history.
MOST_SENTENCES = 3

_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\)\]}]+")
_SENTENCE = re.compile(r"[^.!?…。\n]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Needle:
    """One thing to look for.

    Attributes:
        what: 주소, 글쓴이, 제목 or 옮긴 글: what staff are told; never the thing itself.
    """

    what: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A file that still shows something.

    Attributes:
        path: Relative to the project where it lies in it.
        line: Of the first thing found, 1-based.
        whats: What was found.
    """

    path: str
    line: int
    whats: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """A commit that brought or took away something; whoever has the repository can still read it there."""

    commit: str
    on: date
    subject: str
    paths: tuple[str, ...]
    whats: tuple[str, ...]


def needles_of(mention: Mention | None, *, url: str = "", author: str = "") -> tuple[Needle, ...]:
    """Return what to look for: of a mention, and of what was asked for where the inbox has none."""
    found: list[Needle] = []
    for address in dict.fromkeys((mention.url or "" if mention else "", url)):
        if address:
            found.append(Needle(what="주소", text=address))
    for name in dict.fromkeys((one_line(mention.author) if mention else "", one_line(author))):
        if len(name) >= SHORTEST_NAME:
            found.append(Needle(what="글쓴이", text=name))
    if mention:
        title = one_line(mention.title)
        if len(title) >= SHORTEST_TITLE:
            found.append(Needle(what="제목", text=title))
        sentences = (one_line(sentence) for sentence in _SENTENCE.findall(mention.text))
        found += [Needle(what="옮긴 글", text=text) for text in sentences if len(text) >= SHORTEST_SENTENCE]
    return tuple(dict.fromkeys(found))


def public_places(root: Path, needles: Sequence[Needle], *, published: Sequence[Path] = ()) -> tuple[Place, ...]:
    """Return the public files of a project that show one of the needles, sorted by path within each folder.

    Args:
        published: The folders of this machine that the site was sent to.
    """
    folders = [*(root / folder for folder in FOLDERS), *published]
    return tuple(place for folder in folders for place in _in_folder(root, folder, needles))


def past_places(root: Path, needles: Sequence[Needle]) -> tuple[Past, ...]:
    """Return the commits, on any branch, that added or took away one of the needles, newest first."""
    sentences = [needle for needle in needles if needle.what == "옮긴 글"]
    longest = sorted(sentences, key=lambda needle: -len(needle.text))[:MOST_SENTENCES]
    found: dict[str, Past] = {}
    for needle in (*(needle for needle in needles if needle.what != "옮긴 글"), *longest):
        for commit in commits_touching(root, needle.text, under=KEPT):
            before = found.get(commit.id)
            found[commit.id] = Past(
                commit=commit.id,
                on=commit.on,
                subject=commit.subject,
                paths=tuple(dict.fromkeys((*(before.paths if before else ()), *commit.paths))),
                whats=tuple(dict.fromkeys((*(before.whats if before else ()), needle.what))),
            )
    return tuple(sorted(found.values(), key=lambda past: (past.on, past.commit), reverse=True))


def _in_folder(root: Path, folder: Path, needles: Sequence[Needle]) -> Iterator[Place]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
        try:
            if path.stat().st_size > MOST_BYTES:
                continue
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            # Pictures and the like hold no text to find.
            continue
        if path.suffix in (".html", ".xml"):
            text = html.unescape(text)
        if hits := tuple(_hits(text, needles)):
            whats = tuple(dict.fromkeys(what for _, what in sorted(hits)))
            shown = path.relative_to(root) if path.is_relative_to(root) else path
            yield Place(path=shown.as_posix(), line=min(line for line, _ in hits), whats=whats)


def _hits(text: str, needles: Iterable[Needle]) -> Iterator[tuple[int, str]]:
    # A sentence may be broken over lines, so blanks are folded; line numbers are counted in what stands there.
    flat, lines = _flat(text)
    pages: dict[str, int] | None = None
    for needle in needles:
        if needle.what == "주소":
            if pages is None:
                pages = {page_identity(m[0].rstrip(".,;")): m.start() for m in reversed([*_ADDRESS.finditer(flat)])}
            at = pages.get(page_identity(needle.text), -1)
        else:
            at = flat.find(needle.text)
        if at >= 0:
            yield lines(at), needle.what


def _flat(text: str) -> tuple[str, Callable[[int], int]]:
    pieces = [(match.start(), match[0]) for match in re.finditer(r"\S+", text)]
    flat = " ".join(piece for _, piece in pieces)

    def line_at(at: int) -> int:
        behind = 0
        for start, piece in pieces:
            behind += len(piece) + 1
            if behind > at:
                return text.count("\n", 0, start) + 1
        return 1

    return flat, line_at
