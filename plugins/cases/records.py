"""Read everything under ``content/`` that cases are made of, check it whole, and say all that is wrong at once."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from plugins.cases.casefile import read_case, read_person
from plugins.cases.consistency import Records, inconsistencies
from plugins.cases.postfile import read_post
from plugins.core.errors import ContentError, Problem
from plugins.core.memo import FORGETFUL, Memo, key_of
from plugins.core.model import KIND_FOLDERS

T = TypeVar("T")
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
    problems: list[Problem] = []
    unread: set[str] = set()
    drafts: set[str] = set()
    people = tuple(_read(content, "people", read_person, problems, unread=unread, drafts=drafts, memo=memo))
    cases = tuple(_read(content, "cases", read_case, problems, unread=unread, drafts=drafts, memo=memo))

    def as_told(path: str, text: str) -> str:
        return _DRAFT.sub("status: published", text, count=1) if path in as_if_published else text

    posts = tuple(
        post
        for folder in KIND_FOLDERS.values()
        for post in _read(
            content, folder, read_post, problems, unread=unread, drafts=drafts, memo=memo, as_told=as_told
        )
    )
    records = Records(
        people=people,
        cases=cases,
        posts=tuple(post for post in posts if post.is_placed),
        unplaced=tuple(post for post in posts if not post.is_placed),
        unread=frozenset(unread),
        drafts=frozenset(path for path in drafts if path.startswith("content/cases/")),
    )
    # Not a part of the records: what is published is the same whatever is being written.
    begun = frozenset(Path(path).stem for path in drafts - records.drafts)
    return records, (*problems, *inconsistencies(records, memo, drafts=begun))


def _read(
    content: Path,
    folder: str,
    read: Callable[[str, str, list[Problem]], T | None],
    problems: list[Problem],
    *,
    unread: set[str],
    drafts: set[str],
    memo: Memo,
    as_told: Callable[[str, str], str] = lambda _path, text: text,
) -> Iterator[T]:
    named: list[tuple[str, str]] = []
    for path in sorted((content / folder).glob("*.md")):
        name = f"content/{folder}/{path.name}"
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            advice = "UTF-8 글로 읽을 수 없습니다. 편집기에서 UTF-8로 다시 저장해 주세요."
            problems.append(Problem(path=name, line=0, field="", advice=advice))
            unread.add(name)
            continue
        named.append((name, as_told(name, text)))

    def taken_apart(index: int) -> tuple[T | None, list[Problem]]:
        wrong: list[Problem] = []
        return read(*named[index], wrong), wrong

    read_before = memo.recall_all("cases.file", [key_of(*pair) for pair in named], taken_apart)
    for (name, _), (found, wrong) in zip(named, read_before, strict=True):
        problems.extend(wrong)
        if found is not None:
            yield found
        else:
            (unread if wrong else drafts).add(name)
