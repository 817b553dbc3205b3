"""Read everything under ``content/`` that cases are made of, check it whole, and say all that is wrong at once."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar
from zlib import crc32

from plugins.cases.casefile import CaseFile, PersonFile, read_case, read_person
from plugins.cases.consistency import Records, inconsistencies
from plugins.cases.postfile import PostFile, read_post
from plugins.core.errors import ContentError, Problem
from plugins.core.memo import FORGETFUL, Memo, digest_of, key_of
from plugins.core.model import KIND_FOLDERS

T = TypeVar("T", PersonFile, CaseFile, PostFile)
# How many files are remembered together: one that changed is written down again with all of its block, and each block
# names its classes once more.
BLOCK = 64
_DRAFT = re.compile(r"^status:[ \t]*[\"']?draft\b.*$", re.MULTILINE | re.IGNORECASE)


def read_records(content: Path, memo: Memo = FORGETFUL) -> Records:
    """Return the people, cases and published posts of a content folder; drafts are left out.

    Args:
        content: The folder; problems name files as ``content/…`` whatever it is called.
        memo: Remembers what stands in files of the same bytes.

    Raises:
        ContentError: Anything in it is wrong; every problem is in the error.
    """
    records, problems = survey(content, memo=memo)
    if problems:
        raise ContentError(problems)
    return records


def survey(
    content: Path, *, as_if_published: frozenset[str] = frozenset(), memo: Memo = FORGETFUL
) -> tuple[Records, tuple[Problem, ...]]:
    """Return what could be read, and everything that is wrong.

    Args:
        as_if_published: Paths of drafts that are read as if they were none: somebody asks how far they are.
    """
    shelf = _Shelf(content=content, memo=memo, as_if_published=as_if_published)
    people = tuple(shelf.read("people", read_person))
    cases = tuple(shelf.read("cases", read_case))
    posts = tuple(post for folder in KIND_FOLDERS.values() for post in shelf.read(folder, read_post))
    records = Records(
        people=people,
        cases=cases,
        posts=tuple(post for post in posts if post.is_placed),
        unplaced=tuple(post for post in posts if not post.is_placed),
        unread=frozenset(shelf.unread),
        drafts=frozenset(path for path in shelf.drafts if path.startswith("content/cases/")),
        digest=key_of(*shelf.facts),
    )
    # Not a part of the records: what is published is the same whatever is being written.
    begun = frozenset(Path(path).stem for path in shelf.drafts - records.drafts)
    return records, (*shelf.problems, *inconsistencies(records, memo, drafts=begun))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Taken(Generic[T]):
    """A file taken apart.

    Attributes:
        file: None where it is a draft or cannot be read.
        facts: Digest of what its header says; b"" where there is none.
        is_text: Whether it is one.
    """

    digest: bytes
    file: T | None
    problems: tuple[Problem, ...]
    facts: bytes
    is_text: bool = True


class _Shelf:
    """Reads a content folder, file by file, and gathers what there is to tell of it.

    Attributes:
        unread: Paths of files that cannot be read.
        drafts: Paths of drafts.
        facts: Digests of what each header says, with the path before it.
    """

    def __init__(self, *, content: Path, memo: Memo, as_if_published: frozenset[str]) -> None:
        self._content, self._memo, self._as_if_published = content, memo, as_if_published
        self.problems: list[Problem] = []
        self.unread: set[str] = set()
        self.drafts: set[str] = set()
        self.facts: list[bytes] = []

    def read(self, folder: str, read: Callable[[str, str, list[Problem]], T | None]) -> Iterator[T]:
        """Yield what stands in the files of a folder, in the order of their names; what is no text is told first."""
        digests: dict[str, bytes] = {}
        for name in _names(self._content / folder):
            path = f"content/{folder}/{name}"
            try:
                # Whoever reads a draft as if it were none does so while it is written.
                is_other = path in self._as_if_published
                digests[path] = b"" if is_other else self._memo.digest(f"{self._content}/{folder}/{name}")
            except OSError:
                self._no_text(path)
        found = self._taken_apart(folder, digests, read)
        for path in digests:
            if not found[path].is_text:
                self._no_text(path)
        for path in digests:
            taken = found[path]
            if not taken.is_text:
                continue
            self.problems.extend(taken.problems)
            if taken.file is not None:
                self.facts += (path.encode(), taken.facts)
                yield taken.file
            else:
                (self.unread if taken.problems else self.drafts).add(path)

    def _taken_apart(
        self, folder: str, digests: Mapping[str, bytes], read: Callable[[str, str, list[Problem]], T | None]
    ) -> dict[str, _Taken[T]]:
        blocks: dict[int, list[str]] = {}
        # By the name alone: a new file moves no other one to another block, until there are twice as many.
        count = 1 << (len(digests) // BLOCK).bit_length()
        for path in digests:
            blocks.setdefault(crc32(path.encode()) % count, []).append(path)
        kept = {number: self._memo.last(f"cases.{folder}/{number}") or {} for number in blocks}
        before: dict[str, _Taken[T]] = {path: taken for block in kept.values() for path, taken in block.items()}
        new = [path for path, digest in digests.items() if path not in before or before[path].digest != digest]

        def taken_apart(index: int) -> _Taken[T]:
            return self._taken(new[index], digests[new[index]], read)

        found = before | dict(zip(new, self._memo.shared(len(new), taken_apart), strict=True))
        for number, paths in blocks.items():
            # A draft that is read as if it were none is that for this once.
            block = {path: found[path] for path in paths if digests[path]}
            if block.keys() != kept[number].keys() or not block.keys().isdisjoint(new):
                self._memo.keep(f"cases.{folder}/{number}", block)
        return found

    def _taken(self, path: str, digest: bytes, read: Callable[[str, str, list[Problem]], T | None]) -> _Taken[T]:
        try:
            raw = (self._content / path.removeprefix("content/")).read_bytes()
            # Of what is read here, not of what stood there a moment ago. Line ends as in any text.
            digest, text = digest and digest_of(raw), raw.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        except (OSError, UnicodeDecodeError):
            return _Taken(digest=digest, file=None, problems=(), facts=b"", is_text=False)
        if path in self._as_if_published:
            text = _DRAFT.sub("status: published", text, count=1)
        problems: list[Problem] = []
        file = read(path, text, problems)
        facts = key_of(_header_of(file)) if file else b""
        return _Taken(digest=digest, file=file, problems=tuple(problems), facts=facts)

    def _no_text(self, path: str) -> None:
        advice = "UTF-8 글로 읽을 수 없습니다. 편집기에서 UTF-8로 다시 저장해 주세요."
        self.problems.append(Problem(path=path, line=0, field="", advice=advice))
        self.unread.add(path)


def files_below(content: str, folder: str) -> list[str]:
    """Return every file below a folder of the content, relative to the content, in order.

    A folder that is a link is not looked into.
    """
    found: list[str] = []
    with suppress(OSError), os.scandir(f"{content}/{folder}") as entries:
        for entry in entries:
            name = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                found += files_below(content, name)
            elif entry.is_file():
                found.append(name)
    return sorted(found, key=lambda name: name.split("/"))


def _names(folder: Path) -> list[str]:
    with suppress(OSError):
        return sorted(name for name in os.listdir(folder) if name.endswith(".md"))
    return []


def _header_of(file: PersonFile | CaseFile | PostFile) -> object:
    if isinstance(file, PostFile):
        return file.post
    return file.case if isinstance(file, CaseFile) else file.person
