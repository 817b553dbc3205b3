"""The writing half of `invoke undo`: take a citation out of a case file again, where that harms nothing public.

What git has seen stays: it is public, and a person changes it. What a person has touched stays: it is their work.
"""

import hashlib
from enum import StrEnum
from pathlib import Path

from plugins.cases.cited import block_of, citation_items, key_of
from plugins.cases.records import survey
from plugins.core.model import KIND_FOLDERS
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


def digest_of(path: Path) -> str:
    """Return a digest of a file as it stands."""
    with told(path):
        return hashlib.sha256(path.read_bytes()).hexdigest()


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
    lines = (node.start_mark.line + 1 for node in citation_items(text) if key_of(node) == key)
    return next(lines, 0)


def _without(text: str, key: str) -> str:
    """Return a case file, as we wrote it, without one citation."""
    lines = text.splitlines(keepends=True)
    items = citation_items(text)
    place = next(n for n, node in enumerate(items) if key_of(node) == key)
    start, end = block_of(items[place], lines)
    if len(items) == 1:
        start -= 1
    return "".join(lines[:start] + lines[end:])
