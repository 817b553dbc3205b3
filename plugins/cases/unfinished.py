"""Drafts: what is being written, and what each still lacks. For the preview and `invoke posts`, never for readers.

A draft whose facts hold joins the records as the post it will be; one whose facts do not is shown by itself, since a
``Post`` with invented facts would be no post.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plugins.cases.consistency import Records
from plugins.cases.frontmatter import read_page
from plugins.cases.postfile import PostFile
from plugins.cases.records import survey
from plugins.cases.skeletons import QUESTION
from plugins.core.errors import Problem
from plugins.core.memo import FORGETFUL, Memo
from plugins.core.model import KIND_FOLDERS, PostKind

# Words may be missing and a page can be made all the same; every other key is a fact that the page is made of.
_WORDS = frozenset({"본문", "title", "gist"})
_QUESTION = re.compile(rf"{re.escape(QUESTION)}\s*(.*?)\s*-->", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A post that says ``status: draft``.

    Attributes:
        path: Relative to the project.
        title: "" where none is written yet.
        case_id: As it is written; there may be no such case.
        body: Markdown.
        missing: What would be refused if it were published now, open questions aside.
        questions: Those of the skeleton that are not answered yet, in order.
        file: The post it will be; None while its facts do not hold.
    """

    path: str
    kind: PostKind
    slug: str
    title: str
    case_id: str
    body: str
    missing: tuple[Problem, ...]
    questions: tuple[str, ...]
    file: PostFile | None

    @property
    def url(self) -> str:
        """Where its page will stand."""
        return f"{KIND_FOLDERS[self.kind]}/{self.slug}/"

    @property
    def open_points(self) -> int:
        """How many things are still missing."""
        return len(self.missing) + len(self.questions)


@dataclass(frozen=True, kw_only=True, slots=True)
class Desktop:
    """What lies on the desk of who writes: all drafts, and the records as they would be with them.

    Attributes:
        drafts: By kind and file name.
        records: The published records and every draft whose facts hold.
    """

    drafts: tuple[Draft, ...]
    records: Records


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sheet:
    """A draft as it lies in the folder, before anything is asked of it."""

    kind: PostKind
    title: str
    case_id: str
    body: str


def draft_paths(content: Path, *, besides: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return every post that says it is a draft, relative to the project.

    Args:
        besides: Those that are known to be none.
    """
    return tuple(path for path, _ in _sheets(content, besides))


def read_desktop(content: Path, memo: Memo = FORGETFUL) -> Desktop:
    """Return all drafts with what each still lacks.

    What is wrong with the published records is not told here; ``records.read_records`` refuses it.
    """
    sheets = dict(_sheets(content))
    _, before = survey(content, memo=memo)
    joining = frozenset(sheets)
    missing: dict[str, tuple[Problem, ...]] = {}
    while True:
        records, found = survey(content, as_if_published=joining, memo=memo)
        told = _by_draft(tuple(p for p in found if p not in before), joining, records)
        lacking = {path for path, problems in told.items() if any(p.field not in _WORDS for p in problems)}
        for path in joining:
            # A draft that is set aside keeps what was said when it was.
            missing[path] = tuple(told.get(path, ()))
        if not lacking:
            break
        # What builds on a draft that does not hold does not hold either: once more without it.
        joining -= lacking
    files = {file.path: file for file in records.posts}
    drafts = tuple(_draft(path, sheet, missing[path], files.get(path)) for path, sheet in sheets.items())
    return Desktop(drafts=drafts, records=records)


def _draft(path: str, sheet: _Sheet, missing: tuple[Problem, ...], file: PostFile | None) -> Draft:
    questions = tuple(" ".join(match[1].split()) for match in _QUESTION.finditer(sheet.body))
    return Draft(
        path=path,
        kind=sheet.kind,
        slug=Path(path).stem,
        title=sheet.title,
        case_id=sheet.case_id,
        body=sheet.body,
        # The open questions are told one by one.
        missing=tuple(p for p in missing if not (questions and p.field == "본문" and p.path == path and _asks(p))),
        questions=questions,
        file=file,
    )


def _asks(problem: Problem) -> bool:
    return "물음" in problem.advice


def _by_draft(new: tuple[Problem, ...], joining: frozenset[str], records: Records) -> dict[str, list[Problem]]:
    """Return what is new by the draft that brings it; what another file says, by every draft of the same case."""
    case_of = {file.path: str(file.post.case_id) for file in records.posts}
    case_of |= {file.path: str(file.case.id) for file in records.cases}
    told: dict[str, list[Problem]] = {}
    for problem in new:
        if problem.path in joining:
            bringing = [problem.path]
        else:
            bringing = [path for path in joining if case_of.get(path) == case_of.get(problem.path)]
        # Nobody's fault is everybody's: better a draft by itself than a page made of what does not hold.
        for path in bringing or joining:
            told.setdefault(path, []).append(problem)
    return told


def _sheets(content: Path, besides: frozenset[str] = frozenset()) -> Iterator[tuple[str, _Sheet]]:
    for kind, folder in KIND_FOLDERS.items():
        for path in sorted((content / folder).glob("*.md")):
            name = f"content/{folder}/{path.name}"
            if name in besides:
                continue
            try:
                text = path.read_text(encoding="utf-8")
                # Reading a header costs a hundred times this look.
                page = read_page(name, text, []) if "draft" in text.lower() else None
            except (OSError, UnicodeDecodeError):
                continue
            if page is None or page.fields.text("status").lower() != "draft":
                continue
            title, case_id = page.fields.text("title"), page.fields.text("case")
            yield name, _Sheet(kind=kind, title=title, case_id=case_id, body=page.body)
