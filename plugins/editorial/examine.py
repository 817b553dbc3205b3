"""The whole judgement of a site's texts, or of one: every check, at the levels the site gives, waivers honoured.

The desk calls ``examine`` with one path while somebody types; the build gate and ``invoke check`` call it with all.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import cast

from plugins.core.korean import quoted, with_object_particle
from plugins.core.memo import FORGETFUL, Memo, key_of
from plugins.core.model import Fault, Person, Waiver
from plugins.core.personal_data import Allowed
from plugins.editorial.checkbook import CASE_CHECKS, POST_CHECKS, TRANSLATED
from plugins.editorial.checklist import checks
from plugins.editorial.content import CaseText, Content
from plugins.editorial.copying import comparisons, pasted, specific
from plugins.editorial.elsewhere import wrong_elsewhere
from plugins.editorial.house import PLAIN, House, as_the_house_says, own_findings
from plugins.editorial.judge import findings_in_file, findings_in_source, patterns_in_force
from plugins.editorial.kept import kept_by_name
from plugins.editorial.known import heard_rules, known_rules
from plugins.editorial.library import BeyondError, Library, OwnShelf
from plugins.editorial.model import Finding, Level
from plugins.editorial.published import FOLDER
from plugins.editorial.sheets import (
    CaseSheet,
    NearSheet,
    People,
    PostSheet,
    Source,
    Spot,
    Told,
    Unread,
    Written,
)
from plugins.editorial.waivers import with_waivers
from plugins.editorial.wording import judge_wording

# Ways of speaking that deny or attack; beside an admission they take it back. A likeness that only the ear hears is
# told as a warning of its own and takes nothing back.
_DENIALS = ("blame-shift", "threat", "ridicule", "legalism", "evidence-free")
_ADMITTED = (Fault.OURS, Fault.PARTIAL)


def examine(
    content: Content,
    allowed: Allowed,
    house: House = PLAIN,
    *,
    only: frozenset[str] | None = None,
    memo: Memo = FORGETFUL,
) -> tuple[Finding, ...]:
    """Return every finding, the gravest first within a file.

    Args:
        only: Paths to judge, beside all the others; None for every text.
        memo: Remembers the judgement of what has not changed.
    """
    people = People(known=content.people)
    sources = {p.source.path: p.source for p in content.posts} | {c.source.path: c.source for c in content.cases}
    sources |= {path: Source(path=path, text=text) for path, text in content.pages.items()}
    library = Library(Told(post=p.post, source=p.source) for p in content.posts)
    asked = {path: source for path, source in sources.items() if only is None or path in only}
    # Of a part only nothing is kept: it would take the place of the whole.
    kept = memo if only is None else FORGETFUL
    # While somebody types nothing is remembered, and a key of everything costs more than the judgement.
    remembers = kept is not FORGETFUL
    said = _says(allowed, house, content.people) if remembers else b""
    ground = kept_by_name(
        kept,
        "editorial.ground",
        {path: source.digest if remembers else b"" for path, source in asked.items()},
        lambda path: tuple(_ground(asked[path].written, allowed, house)),
        common=said,
    )
    found = [finding for findings in ground.values() for finding in findings]
    for path, data in content.files.items():
        if only is None or path in only:
            judge = findings_in_source if path.endswith(".md") else findings_in_file
            found += judge(path, data, patterns_in_force(house.off), allowed)
    found += _gone(content) if only is None else ()
    cases = {c.case.id: c for c in content.cases}
    # A post of no case was refused by the records already.
    # What was taken back has no words left to judge.
    posts = [
        t
        for t in library.told
        if (only is None or t.source.path in only) and t.post.case_id in cases and not t.post.withdrawn
    ]
    told = {t.source.path: t for t in posts}
    likeness = comparisons(library, posts, memo)
    elsewhere = wrong_elsewhere(posts, sources, memo)

    def sheet_of(one: Told, kind: type[PostSheet], shelf: Library) -> PostSheet:
        return kind(
            post=one.post,
            case=cases[one.post.case_id].case,
            written=cast(Written, Unread(one.source)),
            people=people,
            library=shelf,
            still_wrong=elsewhere.get(one.post.slug, ()),
            published=content.published.get(one.post.slug) or content.published.get(one.post.lasting_id),
            as_of=content.as_of,
        )

    def judged(path: str, kind: type[PostSheet], *, alone: bool = True) -> tuple[Finding, ...] | None:
        one = told[path]
        sheet = sheet_of(one, kind, OwnShelf(library, one.post) if alone else library)
        try:
            if one.post.translation_of:
                return tuple(_of_translation(sheet))
            alike = pasted(sheet, likeness.get(one.post.slug))
            return (*_of_post(sheet, list(ground[one.source.path])), *alike, *specific(sheet))
        except BeyondError:
            # It depends on more than its key says: on the hour, or on posts of other cases.
            return None

    beside = {
        case_id: (file.source.digest, *((t.source.path, t.source.digest) for t in library.of_case(case_id)))
        for case_id, file in (cases.items() if remembers else ())
    }

    def key_of_post(one: Told) -> Hashable:
        return (
            one.source.digest,
            beside[one.post.case_id],
            *(t.source.digest for t in library.correcting(one.post.slug)),
            elsewhere.get(one.post.slug),
            content.published.get(one.post.slug) or content.published.get(one.post.lasting_id),
            likeness.get(one.post.slug),
        )

    near: dict[str, tuple[Finding, ...] | None] = dict.fromkeys(told)
    now = key_of(said, content.as_of.isoformat())
    if remembers:
        keys = {path: key_of_post(one) for path, one in told.items()}
        near = kept_by_name(kept, "editorial.post", keys, lambda path: judged(path, NearSheet), common=said)
        # What asks for the hour is true for this hour.
        dated = {path: keys[path] for path, findings in near.items() if findings is None}
        near |= kept_by_name(kept, "editorial.dated", dated, lambda path: judged(path, PostSheet), common=now)
    for path, findings in near.items():
        found += (judged(path, PostSheet, alone=False) or ()) if findings is None else findings
    topics: dict[str, list[CaseText]] = {}
    for file in content.cases:
        topics.setdefault(file.case.topic, []).append(file)
    alike = {topic: tuple(file.case for file in files) for topic, files in topics.items()}

    def of_case(path: str) -> tuple[Finding, ...]:
        case = files[path].case
        sheet = CaseSheet(
            case=case,
            written=cast(Written, Unread(sources[path])),
            people=people,
            posts=tuple(t.post for t in library.of_case(case.id)),
            cases=alike[case.topic],
            as_of=content.as_of,
        )
        return tuple(_of_case(sheet))

    files = {file.path: file for file in content.cases if file.path in asked}
    # A case's name is its file's.
    shelves = {
        topic: key_of(*(part for file in of for part in (file.path, file.source.digest))) if remembers else b""
        for topic, of in topics.items()
    }
    keys_of_cases = {path: (beside.get(file.case.id), shelves[file.case.topic]) for path, file in files.items()}
    for findings in kept_by_name(kept, "editorial.case", keys_of_cases, of_case, common=now).values():
        found += findings
    return _signed(list(as_the_house_says(found, house)), content, people, house, asked)


def _says(allowed: Allowed, house: House, people: Iterable[Person]) -> bytes:
    """Return the key of what every judgement depends on beside the texts."""
    rules = [(rule.id, rule.level.value, rule.pattern.pattern, rule.advice, rule.instead) for rule in house.rules]
    return key_of(*sorted(allowed.values), None, *allowed.domains, None, *sorted(house.off), None, *rules, *people)


def _ground(text: Written, allowed: Allowed, house: House) -> Iterator[Finding]:
    """What every text is judged for, whatever it is: wording, the site's own rules, personal data."""
    source = text.words.source
    yield from judge_wording(source, path=text.path, rules_off=house.off)
    yield from own_findings(text, house)
    yield from findings_in_source(text.path, source.encode(), patterns_in_force(house.off), allowed)


def _gone(content: Content) -> Iterator[Finding]:
    """What was published and is no more: a post is corrected or withdrawn, never simply taken away."""
    # A file that was renamed says so by its id.
    there = {name for p in content.posts for name in (p.post.slug, p.post.lasting_id)}
    for slug in sorted(content.published.keys() - there):
        yield _finding(
            "COR-3",
            Spot(
                line=0,
                said=f"발행한 글 {quoted(slug, '이')} 없습니다."
                f" 파일 이름을 바꿨다면 그 글에 id: {with_object_particle(slug)} 적어 주세요.",
            ),
            f"{FOLDER}/{slug}.json",
        )


def _of_post(sheet: PostSheet, wording: list[Finding]) -> Iterator[Finding]:
    for rule, functions in POST_CHECKS.items():
        for function in functions:
            for spot in function(sheet):
                yield _finding(rule, spot, sheet.written.path)
    if sheet.case.fault in _ADMITTED:
        for finding in wording:
            if finding.category in _DENIALS and finding.rule not in heard_rules():
                spot = Spot(line=finding.line, column=finding.column, excerpt=finding.excerpt)
                yield _finding("SCCT-2", spot, finding.path)


def _of_translation(sheet: PostSheet) -> Iterator[Finding]:
    for rule in sorted(TRANSLATED):
        for function in POST_CHECKS[rule]:
            for spot in function(sheet):
                yield _finding(rule, spot, sheet.written.path)


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
    known: Mapping[str, Level] = {}
    # A file without a finding may still hold a waiver that nobody may sign.
    by_path: dict[str, list[Finding]] = {path: [] for path in asked}
    for finding in found:
        by_path.setdefault(finding.path, []).append(finding)
    result: list[Finding] = []
    for path, findings in by_path.items():
        author, signed = waivers.get(path, ("", ()))
        signed = (*signed, *house.signed.get(path, ()))
        if not signed:
            result += sorted(findings, key=lambda f: (f.line, f.column, f.rule))
            continue
        # Which rules there are takes reading all of them.
        known = known or {**known_rules(), **{rule.id: rule.level for rule in house.rules}}
        line = asked[path].written.line_of("waivers") if path in asked else 1
        judged = with_waivers(findings, signed, author=author, people=people, known=known, path=path, line=line)
        result += sorted(judged, key=lambda f: (f.line, f.column, f.rule))
    return tuple(result)


def stopping(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that keep their file from being published."""
    return tuple(finding for finding in findings if finding.stops)
