"""The check's way to the disk, a shell: reads the sources and what was published, and keeps what is published now."""

import os
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from plugins.core.errors import DeskError, SettingError
from plugins.core.memo import FORGETFUL, Memo, digest_of
from plugins.core.model import Case, Person, Post
from plugins.core.personal_data import Allowed
from plugins.edge.files import write_if_changed
from plugins.editorial.content import CaseText, Content, PostText
from plugins.editorial.gate import files_below, paths_below
from plugins.editorial.house import NAME, PLAIN, House, read_house
from plugins.editorial.judge import allowed_of, findings_in_file, findings_in_source, patterns_in_force
from plugins.editorial.known import known_rules
from plugins.editorial.model import Finding
from plugins.editorial.published import FOLDER, Published, as_json, by_slug, read_record, record_of
from plugins.editorial.sheets import Source, written

_DRAFT = re.compile(r"^status:\s*[\"']?draft\b", re.MULTILINE | re.IGNORECASE)


class ChangedError(DeskError):
    """A source that was written while it was judged."""

    what = "source"


class PostSource(Protocol):
    """A post and the file it stands in, as the records hand it over."""

    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def post(self) -> Post: ...  # noqa: D102


class CaseSource(Protocol):
    """A case and the file it stands in."""

    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def case(self) -> Case: ...  # noqa: D102


def lay_out(
    root: Path,
    posts: Iterable[PostSource],
    cases: Iterable[CaseSource],
    people: Iterable[Person],
    as_of: datetime,
    *,
    memo: Memo = FORGETFUL,
) -> Content:
    """Return everything under ``content/`` for the check.

    Args:
        posts: As the records read them; a Markdown file that is in no record is a page, or a draft.
        memo: Knows the digests of files that look as they did: those are read only where somebody looks into them.
    """
    top = os.fspath(root)

    def source(path: str) -> Source:
        digest = memo.digest(f"{top}/{path}")
        return Source(path=path, text=lambda: _text_of(top, path, digest), digest=digest)

    post_texts = tuple(PostText(source=source(p.path), post=p.post) for p in posts)
    case_texts = tuple(CaseText(source=source(c.path), case=c.case) for c in cases)
    known = {p.source.path for p in post_texts} | {c.source.path for c in case_texts}
    pages: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for below in paths_below(root / "content"):
        name = f"content/{below}"
        if name in known:
            continue
        path = root / name
        content = path.read_bytes()
        try:
            page = content.decode("utf-8-sig") if path.suffix.lower() == ".md" else None
        except UnicodeDecodeError:
            # Judged as a file, which says that nobody could read it.
            page = None
        # A draft is judged for personal data alone: it is in git, but its words are not finished.
        if page is None or _DRAFT.search(page.split("\n---", 1)[0]):
            files[name] = content
        else:
            pages[name] = page
    return Content(
        posts=post_texts,
        cases=case_texts,
        people=tuple(people),
        pages=pages,
        files=files,
        published=published_records(root),
        as_of=as_of,
    )


def _text_of(top: str, path: str, digest: bytes) -> str:
    with open(f"{top}/{path}", "rb") as file:
        content = file.read()
    # Judged would be another text than the one that the records read, and kept under its name.
    if digest_of(content) != digest:
        raise ChangedError(path, "changed meanwhile", advice="점검하는 동안 파일이 바뀌었습니다. 다시 해 주세요.")
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def house_of(root: Path, memo: Memo = FORGETFUL) -> House:
    """Return what the site's ``editorial.toml`` changes; a site without one changes nothing.

    Args:
        memo: Remembers which rules there are.

    Raises:
        SettingError: It is there and cannot be used.
    """
    path = root / NAME
    if not path.exists():
        return PLAIN
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(NAME, "unreadable", advice="UTF-8 글로 읽을 수 없습니다.") from error
    return read_house(text, memo.recall("editorial.known", b"", lambda: dict(known_rules())))


def our_own(people: Iterable[Person], domains: Iterable[str], values: Iterable[str], house: House) -> Allowed:
    """Return what is ours to show, the numbers of ``editorial.toml`` included."""
    return allowed_of(people, domains, (*values, *house.own_numbers))


def published_records(root: Path) -> dict[str, Published]:
    """Return what readers know of each post, by slug.

    Raises:
        RecordError: A record cannot be read.
    """
    files = sorted((root / FOLDER).glob("*.json"))
    return dict(by_slug(read_record(f"{FOLDER}/{f.name}", f.read_text(encoding="utf-8")) for f in files))


def keep_published(root: Path, content: Content) -> tuple[str, ...]:
    """Write the record of every post that readers can now see, and return the paths that changed.

    Call it once the publication has reached its target.
    """
    cases = {c.case.id: c.case for c in content.cases}
    changed = []
    seen = [file for file in content.posts if file.post.published_at <= content.as_of]
    for file in seen:
        source = written(file.path, file.text)
        others = (other.post for other in seen)
        record = record_of(file.post, cases[file.post.case_id], source.words, source.body, others)
        name = f"{FOLDER}/{file.post.slug}.json"
        if write_if_changed(root / name, as_json(record)):
            changed.append(name)
    return tuple(changed)


def check_sources(content_root: Path, allowed: Allowed, rules_off: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """Return the personal data below a content folder, drafts and all, by file, line and column.

    Args:
        content_root: A folder, or one file.
    """
    patterns = patterns_in_force(rules_off)
    files = (content_root,) if content_root.is_file() else tuple(files_below(content_root))
    findings: list[Finding] = []
    for path in files:
        shown = path.relative_to(content_root.parent).as_posix()
        judge = findings_in_source if path.suffix.lower() == ".md" else findings_in_file
        findings.extend(judge(shown, path.read_bytes(), patterns, allowed))
    return tuple(findings)
