"""`invoke check`: the judgement of a good editor at the keyboard, the same that the build holds to."""

import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.context import Context

from plugins.core.errors import DeskError, Problem
from plugins.core.settings import read_settings
from plugins.desk.arguments import UsageError
from plugins.desk.commandline import command
from plugins.desk.front import ROOT, Desk, sit_down
from plugins.desk.given import absent
from plugins.desk.terminal import print_json

if TYPE_CHECKING:
    from plugins.editorial.model import Finding

_LOOK_EVERY_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What a check found, and the texts it was found in.

    Attributes:
        drafts: How many of the named texts are drafts, and do not go out whatever was found.
    """

    findings: "tuple[Finding, ...]"
    sources: dict[str, str]
    posts: int
    drafts: int


@command(
    "점검",
    help={
        "path": "글 하나나 폴더만 (content/responses/…). 초안도 끝까지 봅니다",
        "watch": "고칠 때마다 다시 봅니다",
        "json": "JSON으로 보여 줍니다",
        "sarif": "SARIF로 보여 줍니다 (코드 호스팅이 읽는 꼴)",
    },
)
def check(
    context: Context,
    path: str = "",
    watch: bool = False,
    json: bool = False,
    sarif: bool = False,
) -> None:
    """글이 발행될 수 있는지 봅니다: 어디가, 왜, 어떻게 고칠지. / Judge the texts as the build will.

    예: invoke check content/responses/mg-2026-001-response.md
    """
    if watch:
        _watch(path)
        return
    checked = examined(sit_down(), path)
    if json or sarif:
        from plugins.editorial.report import as_json, as_sarif

        print_json((as_sarif if sarif else as_json)(checked.findings), sys.stdout)
    else:
        _say(checked, path)
    if any(finding.stops for finding in checked.findings):
        sys.exit(DeskError.exitcode)


def examined(here: Desk, path: str = "") -> Checked:
    """Return what an editor finds in the sources, at the instant of the command.

    Args:
        path: A file or folder under ``content/``; "" for everything. A draft that is named is read as if published.
    """
    from plugins.cases.records import survey
    from plugins.cases.unfinished import draft_paths
    from plugins.editorial.check import house_of, lay_out, our_own
    from plugins.editorial.config import EditorialConfig
    from plugins.editorial.examine import examine

    only = _below(path) if path else None
    records, problems = survey(ROOT / "content", as_if_published=only or frozenset())
    config = read_settings(EditorialConfig, "EDITORIAL", here.settings)
    house = house_of(ROOT)
    people = tuple(file.person for file in records.people)
    allowed = our_own(people, (*config.own_domains, *here.site.own_domains), (here.site.contact_email,), house)
    content = lay_out(ROOT, records.posts, records.cases, people, here.site.as_of or here.now)
    # What keeps a post from being published may stand in the file of its case.
    named = [file.post.case_id for file in (*records.posts, *records.unplaced) if only and file.path in only]
    told_of = only and only | {f"content/cases/{case_id}.md" for case_id in named}
    findings = (*_refused(problems, told_of), *examine(content, allowed, house, only=only))
    sources = {p.path: p.text for p in content.posts} | {c.path: c.text for c in content.cases} | dict(content.pages)
    drafts = len(only.intersection(draft_paths(ROOT / "content"))) if only else 0
    return Checked(findings=findings, sources=sources, posts=len(content.posts), drafts=drafts)


def keep_published(as_of: datetime) -> tuple[str, ...]:
    """Keep what readers can now see of every post, so that no later edit is silent; return the records that changed."""
    from plugins.cases.records import read_records
    from plugins.editorial import check as shell

    records = read_records(ROOT / "content")
    people = tuple(file.person for file in records.people)
    return shell.keep_published(ROOT, shell.lay_out(ROOT, records.posts, records.cases, people, as_of))


def _say(checked: Checked, path: str) -> None:
    from plugins.editorial.model import Level
    from plugins.editorial.report import korean_report, verdict

    # Of one text everything is told; of a whole site what is for information only would bury the rest.
    told = [f for f in checked.findings if path or f.waived_by or f.level is not Level.INFO]
    print(korean_report(told, checked.sources))
    print(f"점검했습니다: 글 {checked.posts}편. {verdict(checked.findings, drafts=checked.drafts)}")


def _refused(problems: Iterable[Problem], only: frozenset[str] | None) -> "tuple[Finding, ...]":
    """What the records cannot read, told like a finding: staff mend it the same way."""
    from plugins.editorial.model import Finding, Level

    return tuple(
        Finding(
            rule="RECORDS",
            level=Level.ERROR,
            path=problem.path,
            line=problem.line,
            column=0,
            where=problem.field or "글 전체",
            excerpt="",
            advice=f"{problem.field}: {problem.advice}" if problem.field else problem.advice,
        )
        for problem in problems
        if only is None or problem.path in only
    )


def _below(path: str) -> frozenset[str]:
    """Return the files meant by a path, relative to the project."""
    place = next((p for p in (Path(path).resolve(), (ROOT / path).resolve()) if p.exists()), None)
    if place is None:
        raise absent(path, ROOT / "content")
    if not place.is_relative_to(ROOT / "content"):
        advice = "content/ 아래의 글이나 폴더를 적어 주세요. 예: content/responses"
        raise UsageError(path, "not below content/", advice=advice)
    files = [place] if place.is_file() else [p for p in sorted(place.rglob("*")) if p.is_file()]
    return frozenset(p.relative_to(ROOT).as_posix() for p in files)


def _watch(path: str) -> None:
    """Check again whenever a source has changed, until Ctrl-C."""
    last: dict[Path, int] = {}
    try:
        while True:
            now = _stamps()
            if now != last:
                last = now
                try:
                    _say(examined(sit_down(), path), path)
                except DeskError as error:
                    print(error.korean, file=sys.stderr)
                print("지켜보고 있습니다 (멈추려면 Ctrl-C)", flush=True)
            time.sleep(_LOOK_EVERY_SECONDS)
    except KeyboardInterrupt:
        print()


def _stamps() -> dict[Path, int]:
    files = [p for p in (ROOT / "content").rglob("*") if p.is_file()] + [ROOT / "editorial.toml", ROOT / "site.toml"]
    return {file: file.stat().st_mtime_ns for file in files if file.exists()}
