"""The whole judgement of a site's texts, or of one: every check, at the levels the site gives, waivers honoured.

The desk calls ``examine`` with one path while somebody types; the build gate and ``invoke check`` call it with all.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from plugins.core.model import Case, Fault, Person, Post, Waiver
from plugins.core.personal_data import Allowed, load_patterns
from plugins.editorial.checkbook import CASE_CHECKS, POST_CHECKS
from plugins.editorial.checklist import checks
from plugins.editorial.copying import archives, pasted, specific
from plugins.editorial.house import PLAIN, House, as_the_house_says, own_findings
from plugins.editorial.judge import LEVELS, findings_in_file, findings_in_source, patterns_in_force
from plugins.editorial.model import Finding, Level
from plugins.editorial.published import FOLDER, Published
from plugins.editorial.rulebook import rulebook
from plugins.editorial.sheets import CaseSheet, People, PostSheet, Source, Spot, Told, Written, in_order
from plugins.editorial.waivers import with_waivers
from plugins.editorial.wording import judge_wording

# Ways of speaking that deny or attack; beside an admission they take it back.
_DENIALS = ("blame-shift", "threat", "ridicule", "legalism", "evidence-free")
_ADMITTED = (Fault.OURS, Fault.PARTIAL)


@dataclass(frozen=True, kw_only=True, slots=True)
class PostText:
    """A post as the records read it, and its source."""

    path: str
    text: str
    post: Post


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseText:
    """A case as the records read it, and its source."""

    path: str
    text: str
    case: Case


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """Everything under ``content/`` that people wrote.

    Attributes:
        pages: Text by path of every other Markdown file: people and pages.
        files: Bytes by path of everything else, drafts too: judged for personal data alone.
        published: By slug: what readers know of a post.
    """

    posts: tuple[PostText, ...]
    cases: tuple[CaseText, ...]
    people: tuple[Person, ...]
    pages: Mapping[str, str]
    files: Mapping[str, bytes]
    published: Mapping[str, Published]
    as_of: datetime


@cache
def known_rules() -> Mapping[str, Level]:
    """Return the level of every rule there is: checks, wording, personal data."""
    wording = {rule.id: rule.level for language in ("ko", "en") for rule in rulebook(language).rules}
    data = {pattern.id: LEVELS[pattern.level] for pattern in load_patterns()}
    return {**{check.id: check.level for check in checks().values()}, **wording, **data}


def examine(
    content: Content, allowed: Allowed, house: House = PLAIN, *, only: frozenset[str] | None = None
) -> tuple[Finding, ...]:
    """Return every finding, the gravest first within a file.

    Args:
        only: Paths to judge, beside all the others; None for every text.
    """
    people = People(known=content.people)
    sources = {p.path: Source(path=p.path, text=p.text) for p in content.posts}
    sources |= {c.path: Source(path=c.path, text=c.text) for c in content.cases}
    sources |= {path: Source(path=path, text=text) for path, text in content.pages.items()}
    told = in_order(Told(post=p.post, source=sources[p.path]) for p in content.posts)
    asked = [source for path, source in sources.items() if only is None or path in only]
    found = [finding for source in asked for finding in _ground(source.written, allowed, house)]
    for path, data in content.files.items():
        if only is None or path in only:
            judge = findings_in_source if path.endswith(".md") else findings_in_file
            found += judge(path, data, patterns_in_force(house.off), allowed)
    found += _gone(content) if only is None else ()
    posts = [t for t in told if only is None or t.source.path in only]
    ready = archives(told, leave_out=posts[0].post.slug if len(posts) == 1 else "")
    cases = {c.case.id: c.case for c in content.cases}
    pages = tuple(sources[path] for path in (*(c.path for c in content.cases), *content.pages))
    for one in posts:
        # A post of no case was refused by the records already.
        if one.post.case_id in cases:
            sheet = PostSheet(
                post=one.post,
                case=cases[one.post.case_id],
                written=one.source.written,
                people=people,
                others=tuple(t for t in told if t is not one),
                pages=pages,
                published=content.published.get(one.post.slug),
                as_of=content.as_of,
            )
            found += _of_post(sheet, [f for f in found if f.path == one.source.path])
            found += (*pasted(sheet, ready), *specific(sheet))
    for file in content.cases:
        if only is None or file.path in only:
            sheet_of_case = CaseSheet(
                case=file.case,
                written=sources[file.path].written,
                people=people,
                posts=tuple(t.post for t in told if t.post.case_id == file.case.id),
                cases=tuple(cases.values()),
                as_of=content.as_of,
            )
            found += _of_case(sheet_of_case)
    return _signed(list(as_the_house_says(found, house)), content, people, house, {s.path: s for s in asked})


def _ground(text: Written, allowed: Allowed, house: House) -> Iterator[Finding]:
    """What every text is judged for, whatever it is: wording, the site's own rules, personal data."""
    source = text.words.source
    yield from judge_wording(source, path=text.path, rules_off=house.off)
    yield from own_findings(text, house)
    yield from findings_in_source(text.path, source.encode(), patterns_in_force(house.off), allowed)


def _gone(content: Content) -> Iterator[Finding]:
    """What was published and is no more: a post is corrected or withdrawn, never simply taken away."""
    there = {p.post.slug for p in content.posts}
    for slug in sorted(content.published.keys() - there):
        yield _finding("COR-3", Spot(line=0, said=f"발행한 글 '{slug}'가 없습니다."), f"{FOLDER}/{slug}.json")


def _of_post(sheet: PostSheet, wording: list[Finding]) -> Iterator[Finding]:
    for rule, functions in POST_CHECKS.items():
        for function in functions:
            for spot in function(sheet):
                yield _finding(rule, spot, sheet.written.path)
    if sheet.case.fault in _ADMITTED:
        for finding in wording:
            if finding.category in _DENIALS:
                spot = Spot(line=finding.line, column=finding.column, excerpt=finding.excerpt)
                yield _finding("SCCT-2", spot, finding.path)


def _of_case(sheet: CaseSheet) -> Iterator[Finding]:
    for rule, function in CASE_CHECKS.items():
        for spot in function(sheet):
            yield _finding(rule, spot, sheet.written.path)


def _finding(rule: str, spot: Spot, path: str) -> Finding:
    check = checks()[rule]
    return Finding(
        rule=rule,
        level=check.level,
        path=path,
        line=spot.line,
        column=spot.column,
        where="본문" if spot.column else "글 전체",
        excerpt=spot.excerpt,
        advice=check.told(spot.said),
        instead=check.instead,
    )


def _signed(
    found: list[Finding], content: Content, people: People, house: House, asked: Mapping[str, Source]
) -> tuple[Finding, ...]:
    """The findings by file and line, those that a second person answers for as told only."""
    waivers: dict[str, tuple[str, tuple[Waiver, ...]]] = {
        p.path: (p.post.author, p.post.waivers) for p in content.posts
    }
    waivers |= {c.path: (c.case.owner, c.case.waivers) for c in content.cases}
    known = {**known_rules(), **{rule.id: rule.level for rule in house.rules}}
    # A file without a finding may still hold a waiver that nobody may sign.
    by_path: dict[str, list[Finding]] = {path: [] for path in asked}
    for finding in found:
        by_path.setdefault(finding.path, []).append(finding)
    result: list[Finding] = []
    for path, findings in by_path.items():
        author, signed = waivers.get(path, ("", ()))
        signed = (*signed, *house.signed.get(path, ()))
        line = asked[path].written.line_of("waivers") if signed and path in asked else 1
        judged = with_waivers(findings, signed, author=author, people=people, known=known, path=path, line=line)
        result += sorted(judged, key=lambda f: (f.line, f.column, f.rule))
    return tuple(result)


def stopping(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that keep their file from being published."""
    return tuple(finding for finding in findings if finding.stops)
