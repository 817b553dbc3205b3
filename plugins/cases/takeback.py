"""The writing half of `invoke undo`: take a citation out of a case file again, where that harms nothing public.

What git has seen stays: it is public, and a person changes it. What a person has touched stays: it is their work.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

from plugins.cases.records import survey
from plugins.core.model import KIND_FOLDERS
from plugins.core.text import one_line
from plugins.core.urls import page_identity
from plugins.edge.files import told, write_atomic


class Fate(StrEnum):
    """What became of the case file.

    Attributes:
        REMOVED: It was an untouched skeleton and is gone.
        RESTORED: The citation is out again; everything else stands as it did.
        TOUCHED: It stays, because somebody has written in it, or a post of the case has been begun.
        COMMITTED: It stays, because git has it.
        MISSING: There is no such file, or it does not cite the page (any more).
    """

    REMOVED = "removed"
    RESTORED = "restored"
    TOUCHED = "touched"
    COMMITTED = "committed"
    MISSING = "missing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cited:
    """Where a case file cites a page.

    Attributes:
        path: Of the case file, relative to the project.
        line: 1-based, where the citation begins.
        is_first: Whether the case was opened by it.
    """

    case_id: str
    key: str
    path: str
    line: int
    is_first: bool


def digest_of(path: Path) -> str:
    """Return a digest of a file as it stands."""
    with told(path):
        return hashlib.sha256(path.read_bytes()).hexdigest()


def citing(root: Path, *, url: str | None, title: str, author: str, excerpt: str) -> tuple[Cited, ...]:
    """Return where the case files cite a page already: by its address, or by its words where it has none.

    Args:
        title, author, excerpt: As they would stand in the citation.
    """
    found = []
    for path in sorted((root / "content" / "cases").glob("*.md")):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        for number, node in enumerate(_items(text)):
            facts = {key.value: _plain(value) for key, value in node.value if isinstance(value, yaml.ScalarNode)}
            theirs = facts.get("url", "")
            if url and theirs:
                is_same = page_identity(url) == page_identity(theirs)
            else:
                words = (facts.get("title", ""), facts.get("author", ""), facts.get("excerpt", ""))
                is_same = not theirs and [one_line(w) for w in words] == [one_line(w) for w in (title, author, excerpt)]
            if is_same:
                place = path.relative_to(root).as_posix()
                line = node.start_mark.line + 1
                key = facts.get("key", "")
                found.append(Cited(case_id=path.stem, key=key, path=place, line=line, is_first=number == 0))
    return tuple(found)


def take_back(
    root: Path, *, case_id: str, key: str, written: str, opened: bool, staged: str | None
) -> tuple[Fate, int]:
    """Undo what a decision wrote into a case file, and return what became of it and where the citation still stands.

    Args:
        written: Digest of the file as the decision left it.
        opened: Whether the decision began the file.
        staged: The file as git has it; None where git does not know it.

    Returns:
        The fate, and the line of the citation in a file that stays; 0 elsewhere.

    Raises:
        FileError: The file cannot be changed.
    """
    path = root / "content" / "cases" / f"{case_id}.md"
    if not path.is_file():
        return Fate.MISSING, 0
    with told(path):
        text = path.read_text(encoding="utf-8", errors="replace")
    line = _line_of(text, key)
    if not line:
        return Fate.MISSING, 0
    if staged is not None and (opened or _line_of(staged, key)):
        return Fate.COMMITTED, line
    if not written or digest_of(path) != written or (opened and _has_posts(root, case_id)):
        return Fate.TOUCHED, line
    if opened:
        with told(path):
            path.unlink()
        return Fate.REMOVED, 0
    write_atomic(path, _without(text, key))
    return Fate.RESTORED, 0


def _has_posts(root: Path, case_id: str) -> bool:
    records, _ = survey(root / "content")
    if any(file.post.case_id == case_id for file in records.posts):
        return True
    # Drafts and unreadable posts are not in the records; by the name that `invoke draft` gives they are ours too.
    folders = (root / "content" / folder for folder in KIND_FOLDERS.values())
    return any(True for folder in folders for _ in folder.glob(f"{case_id.lower()}-*.md"))


def _line_of(text: str, key: str) -> int:
    lines = (node.start_mark.line + 1 for node in _items(text) if _key_of(node) == key)
    return next(lines, 0)


def _without(text: str, key: str) -> str:
    """Return a case file, as we wrote it, without one citation."""
    lines = text.splitlines(keepends=True)
    items = _items(text)
    place = next(n for n, node in enumerate(items) if _key_of(node) == key)
    start = items[place].start_mark.line
    end = start + 1
    indent = len(lines[start]) - len(lines[start].lstrip())
    # A block of ours: its lines stand deeper than its dash, and it holds no blank line.
    while len(lines[end]) - len(lines[end].lstrip(" ")) > indent:
        end += 1
    if len(items) == 1:
        start -= 1
    return "".join(lines[:start] + lines[end:])


def _items(text: str) -> list[yaml.MappingNode]:
    lines = text.splitlines(keepends=True)
    closing = next((n for n, line in enumerate(lines) if n and line.rstrip() in ("---", "...")), 0)
    try:
        # A line takes the place of the opening dashes, so that marks count lines of the file.
        header = yaml.compose("".join(["\n", *lines[1:closing]]), Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return []
    if not isinstance(header, yaml.MappingNode):
        return []
    for name, value in header.value:
        if name.value == "citations" and isinstance(value, yaml.SequenceNode):
            return [node for node in value.value if isinstance(node, yaml.MappingNode)]
    return []


def _key_of(node: yaml.MappingNode) -> str:
    return next((_plain(value) for name, value in node.value if name.value == "key"), "")


def _plain(node: yaml.Node) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""
