"""`invoke draft` and the writing half of `invoke triage`: begin a file, never over another one."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import yaml

from plugins.cases.casefile import SEVERITIES, SEVERITY_ADVICE
from plugins.cases.cited import block_of
from plugins.cases.consistency import Records
from plugins.cases.frontmatter import read_page
from plugins.cases.records import survey
from plugins.cases.skeletons import CaseSeed, PostSeed, case_file, citation_item, post_file
from plugins.core.errors import DeskError, choices, suggestion
from plugins.core.korean import SEOUL, start_of
from plugins.core.model import KIND_FOLDERS, Case, Citation, Post, PostKind
from plugins.core.promises import promise_records
from plugins.core.timeline import timeline
from plugins.edge.files import create_new, write_atomic


class DraftError(DeskError):
    """A file cannot be begun."""

    what = "draft"


def draft_case(
    root: Path,
    *,
    prefix: str,
    title: str,
    owner: str,
    now: datetime,
    topic: str = "",
    severity: int = 1,
    citation: Citation | None = None,
) -> Path:
    """Write a new case file under the next number of the year, and return its path.

    Args:
        root: The project's folder.
        owner: Name or slug of a person of ``content/people/``.
        citation: The complaint that opened it; None where we disclose it ourselves.

    Raises:
        DraftError: The owner is unknown, or there is no such severity.
    """
    check_severity(severity)
    records, _ = survey(root / "content")
    person = _person(records, owner)
    opened_at = start_of(citation.published_on) if citation and citation.published_on else None if citation else now
    seed = CaseSeed(
        title=title,
        topic=topic or "기타",
        severity=severity,
        owner=person,
        opened_at=min(opened_at, now) if opened_at else None,
        known_at=now,
        citations=(citation,) if citation else (),
    )
    year = now.astimezone(SEOUL).year
    path = root / "content" / "cases" / f"{_next_number(root, prefix, year)}.md"
    create_new(path, case_file(seed))
    return path


def attach_citation(root: Path, case_id: str, citation: Citation, *, on: date) -> Path:
    """Add a complaint to a case file, leaving every other line as it stands, and return the path.

    Raises:
        DraftError: The case is unknown, already cites the address, or its list cannot be extended by us.
    """
    path = case_path(root, case_id)
    text = path.read_text(encoding="utf-8")
    item = citation_item(replace(citation, attached_on=on))
    if citation.url and _quoted_url(citation.url, text):
        raise DraftError(
            case_id, "already cites it", advice="이 사건이 벌써 인용한 글입니다. 사건 파일을 확인해 주세요."
        )
    write_atomic(path, _with_citation(path, text, item))
    return path


def draft_post(
    root: Path,
    kind: PostKind,
    case_id: str,
    *,
    now: datetime,
    author: str = "",
    replies: str = "",
    corrects: str = "",
    again: bool = False,
) -> Path:
    """Write the skeleton of a post of a case as a draft, and return its path.

    Args:
        author: Name or slug; "" takes the case's owner.
        replies: Key of the citation to answer; "" takes the first that no post answers yet.
        corrects: Slug to correct; "" takes the case's latest other post.
        again: Also where one like it is begun already.

    Raises:
        DraftError: The case, author, citation or post is unknown, or one like it is begun already.
    """
    path = case_path(root, case_id)
    if not again and (begun := _begun(root, kind, path.stem, replies=replies, corrects=corrects)):
        advice = "쓰던 초안이 있습니다. 그 파일을 이어 쓰거나, 하나 더 쓰려면 --again을 붙여 주세요."
        raise DraftError(begun.relative_to(root).as_posix(), "begun already", advice=advice)
    records, problems = survey(root / "content")
    case = next((file.case for file in records.cases if file.case.id == path.stem), None)
    if case is None:
        told = next((p.korean for p in problems if p.path.endswith(path.name)), "status: draft인 사건입니다.")
        raise DraftError(path.stem, "unreadable case", advice=f"사건 파일을 먼저 고쳐 주세요. {told}")
    posts = [file.post for file in records.posts if file.post.case_id == case.id]
    line = timeline(case, posts, now)
    promises = promise_records(case.promises, line.posts, now)
    if kind is PostKind.CORRECTION and not corrects:
        others = [post.slug for post in line.posts if post.kind is not PostKind.CORRECTION]
        if not others:
            raise DraftError(
                case.id, "nothing to correct", advice="이 사건에는 아직 올린 글이 없어서 정정할 것이 없습니다."
            )
        corrects = others[-1]
    by_slug = {file.post.slug: file.post for file in records.posts}
    if corrects and corrects not in by_slug:
        hint = suggestion(corrects, by_slug)
        raise DraftError(corrects, "unknown post", advice=f"그런 글이 없습니다.{hint}")
    seed = PostSeed(
        kind=kind,
        case_id=case.id,
        stage=line.stage,
        severity=case.severity,
        author=_person(records, author or case.owner),
        now=_dated(now, by_slug.get(corrects)),
        answers=_answered(case, {p.in_reply_to for p in posts}, replies) if kind is PostKind.RESPONSE else None,
        corrects=corrects,
        open_promises=tuple(record.promise for record in promises if record.state.is_owed),
    )
    target = _free_name(root / "content" / KIND_FOLDERS[kind], case.id.lower(), kind)
    create_new(target, post_file(seed))
    return target


def _begun(root: Path, kind: PostKind, case_id: str, *, replies: str, corrects: str) -> Path | None:
    """Return a draft of this kind and case that may be the one that is asked for."""
    for path in sorted((root / "content" / KIND_FOLDERS[kind]).glob("*.md")):
        page = read_page(path.name, path.read_text(encoding="utf-8"), [])
        if page is None or page.fields.text("status").lower() != "draft" or page.fields.text("case") != case_id:
            continue
        answered, corrected = page.fields.text("in_reply_to"), page.fields.texts("corrects")
        if (not replies or answered in ("", replies)) and (not corrects or not corrected or corrects in corrected):
            return path
    return None


def case_path(root: Path, case_id: str) -> Path:
    """Return the file of a case.

    Raises:
        DraftError: There is none; those that are there are named.
    """
    folder = root / "content" / "cases"
    path = folder / f"{case_id.upper()}.md"
    if not path.is_file():
        hint = choices(case_id.upper(), (p.stem for p in folder.glob("*.md")))
        raise DraftError(case_id, "unknown case", advice=f"그런 사건이 없습니다.{hint}")
    return path


def check_owner(root: Path, owner: str) -> None:
    """Refuse an owner nobody knows, before anything else is asked.

    Raises:
        DraftError: The owner is no person of ``content/people/``.
    """
    records, _ = survey(root / "content")
    _person(records, owner)


def check_severity(severity: int) -> None:
    """Refuse a severity that no case can have, before anything else is asked.

    Raises:
        DraftError: It is none of ``SEVERITIES``.
    """
    if severity not in SEVERITIES:
        raise DraftError(f"severity {severity}", "no such severity", advice=SEVERITY_ADVICE)


def next_citation_key(root: Path, case_id: str) -> str:
    """Return the key that the next citation of a case gets: ``c1`` for the first."""
    text = case_path(root, case_id).read_text(encoding="utf-8")
    taken = {line.split("key:", 1)[1].strip() for line in text.splitlines() if "key:" in line}
    return next(key for n in range(1, len(taken) + 2) if (key := f"c{n}") not in taken)


def _person(records: Records, reference: str) -> str:
    person = records.person(reference)
    if person is None:
        names = [file.person.name for file in records.people]
        hint = suggestion(reference, names) or f" 있는 사람: {', '.join(names) or '없음'}."
        raise DraftError(reference, "unknown person", advice=f"content/people/에 없는 사람입니다.{hint}")
    return person.name


def _answered(case: Case, answered: set[str], wanted: str) -> Citation | None:
    if wanted:
        found = next((c for c in case.citations if c.key == wanted), None)
        if found is None:
            keys = ", ".join(c.key for c in case.citations) or "없음"
            raise DraftError(wanted, "unknown citation", advice=f"{case.id}에 없는 인용 출처입니다. 있는 것: {keys}.")
        return found
    standing = [c for c in case.citations if not c.withdrawn]
    waiting = [c for c in standing if c.key not in answered] or standing or case.citations
    return next(iter(waiting), None)


def _next_number(root: Path, prefix: str, year: int) -> str:
    taken = [int(p.stem[-3:]) for p in (root / "content" / "cases").glob(f"{prefix}-{year}-[0-9][0-9][0-9].md")]
    return f"{prefix}-{year}-{max(taken, default=0) + 1:03d}"


def _dated(now: datetime, corrected: Post | None) -> datetime:
    """Return when a post is begun, to the minute; to the second where that would not be after what it corrects."""
    minute = now.replace(second=0, microsecond=0)
    return now.replace(microsecond=0) if corrected and corrected.published_at >= minute else minute


def _free_name(folder: Path, case: str, kind: PostKind) -> Path:
    numbered = kind in (PostKind.CORRECTION, PostKind.PROGRESS)
    number = 1
    while True:
        suffix = f"-{number}" if numbered or number > 1 else ""
        path = folder / f"{case}-{kind}{suffix}.md"
        if not path.exists():
            return path
        number += 1


def _with_citation(path: Path, text: str, item: str) -> str:
    """Return the case file with one more citation, put behind the last one."""
    lines = text.splitlines(keepends=True)
    closing = next(n for n, line in enumerate(lines) if n and line.rstrip() in ("---", "..."))
    header = yaml.compose("".join(["\n", *lines[1:closing]]), Loader=yaml.SafeLoader)
    node = next((v for k, v in header.value if k.value == "citations"), None) if header else None
    if node is None:
        lines.insert(closing, f"citations:\n{item}")
    elif isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        _, behind = block_of(node.value[-1], lines)
        # The file's own indentation may differ from ours.
        dash = " " * node.start_mark.column
        lines.insert(behind, "".join(dash + line[2:] + "\n" for line in item.splitlines()))
    else:
        advice = f"{path.name}의 citations를 `- key: c1`로 시작하는 목록으로 바꾼 뒤 다시 해 주세요."
        raise DraftError(path.stem, "citations is not a block list", advice=advice)
    return "".join(lines)


def _quoted_url(url: str, text: str) -> bool:
    return any(line.strip().startswith("url:") and url in line.replace("'", " ").split() for line in text.splitlines())
