"""A case file and a person file under ``content/``: their front matter as nouns.

Source: the record list of the domain's ``schema.toml``; the architecture where it differs.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins.cases.frontmatter import Fields, read_page, read_published, unread_in
from plugins.cases.signatures import read_waivers
from plugins.cases.skeletons import QUESTION
from plugins.cases.tags import NAME_CHARACTERS, read_tags, slug_of
from plugins.cases.withdrawal import CITED_WORDS, read_withdrawal
from plugins.core.errors import Problem
from plugins.core.korean import particle, quoted
from plugins.core.model import (
    Affected,
    AffectedCount,
    Affiliation,
    Case,
    CaseId,
    Citation,
    Clock,
    Consent,
    Event,
    Fault,
    Origin,
    Person,
    Promise,
    Rebuttal,
    Stage,
)
from plugins.core.recurrence import EXAMPLES, read_rhythm

CASE_ID = re.compile(r"[A-Z]{2,8}-\d{4}-\d{3}")
EXCERPT_CHARACTERS = 300
SEVERITIES = range(1, 5)
SEVERITY_ADVICE = "1(불편)·2(손해)·3(여러 사람의 손해)·4(안전·개인정보) 가운데 하나여야 합니다."


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseFile:
    """A case and where each of its words stands.

    Attributes:
        event_lines: In the order of ``case.events``.
        question_line: Where the skeleton's question still stands; 0 once it is answered.
        unread: The keys of the header that something is wrong with: what follows from them is not known.
        named: What its ``citations`` and ``promises`` are called, also those that cannot be read further; a list that
            cannot be read at all is left out.
    """

    path: str
    case: Case
    lines: Mapping[str, int]
    event_lines: tuple[int, ...]
    question_line: int
    unread: frozenset[str]
    named: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonFile:
    """A person and the file they stand in."""

    path: str
    person: Person


def read_person(path: str, text: str, problems: list[Problem]) -> PersonFile | None:
    """Return the person in a file, or None where it cannot be read.

    Args:
        path: Relative to the project; the file name is the person's slug.
        problems: Filled with what is wrong.
    """
    page = read_page(path, text, problems)
    if page is None:
        return None
    fields = page.fields
    affiliation = fields.choice("affiliation", Affiliation, required=True)
    person = Person(
        slug=_stem(path),
        name=fields.text("name", required=True),
        role=fields.text("role", required=True),
        affiliation=affiliation or Affiliation.INHOUSE,
        org_name=fields.text("org_name"),
        email=fields.text("email"),
        phone=fields.text("phone"),
        reach=fields.text("reach", required=True),
    )
    if person.affiliation is not Affiliation.INHOUSE and not person.org_name:
        fields.fault("org_name", "사내 사람이 아니면 소속 회사 이름을 적어야 합니다.")
    fields.refuse_unknown()
    return PersonFile(path=path, person=person)


def read_case(path: str, text: str, problems: list[Problem]) -> CaseFile | None:
    """Return the case in a file, or None where it cannot be read or is a draft.

    Args:
        path: Relative to the project; the file name is the case's id.
        problems: Filled with what is wrong.
    """
    page = read_published(path, text, problems, instead="사건의 단계는 글의 stage와 events가 말합니다.")
    if page is None:
        return None
    fields = page.fields
    if not CASE_ID.fullmatch(_stem(path)):
        fields.fault("파일 이름", "사건 번호 꼴(예: MG-2026-001.md)이어야 합니다.", line=1)
    severity = fields.number("severity", required=True)
    if severity is not None and severity not in SEVERITIES:
        fields.fault("severity", SEVERITY_ADVICE)
    # Where nobody knows it yet the skeleton asks; that it is answered is asked for before anything is published.
    is_undated = not fields.has("opened_at")
    opened_at = fields.moment("opened_at")
    known_at = fields.moment("known_at", required=True)
    events, event_lines = _events(fields)
    affected = fields.mapping("affected")
    case = Case(
        id=CaseId(_stem(path)),
        title=fields.text("title", required=True),
        origin=fields.choice("origin", Origin, required=True) or Origin.COMPLAINT,
        topic=_topic(fields),
        severity=severity or 1,
        fault=fields.choice("fault", Fault) or Fault.UNCLEAR,
        owner=fields.text("owner", required=True),
        # A stand-in keeps the other checks going; the missing time is already a problem.
        opened_at=opened_at or known_at or datetime.fromisoformat("1970-01-01T00:00:00+00:00"),
        known_at=known_at or opened_at or datetime.fromisoformat("1970-01-01T00:00:00+00:00"),
        known_how=fields.text("known_how"),
        citations=tuple(_citation(item) for item in fields.mappings("citations", named_by="key")),
        affected=_affected(affected) if affected else None,
        affected_history=tuple(
            count for i in fields.mappings("affected_history", named_by="count") if (count := _count(i))
        ),
        promises=tuple(p for i in fields.mappings("promises", named_by="id") if (p := _promise(i))),
        clocks=tuple(c for i in fields.mappings("clocks", named_by="name") if (c := _clock(i))),
        events=events,
        rebuttals=tuple(r for i in fields.mappings("rebuttals", named_by="by") if (r := _rebuttal(i))),
        merged_into=fields.text("merged_into"),
        withdrawn_reason=fields.text("withdrawn_reason"),
        related=fields.texts("related"),
        complaint_consent=fields.text("complaint_consent"),
        tags=read_tags(fields),
        waivers=read_waivers(fields),
        withdrawn=read_withdrawal(fields),
        is_undated=is_undated,
    )
    named = _named(fields, problems)
    for what, keys in (("citations", [c.key for c in case.citations]), ("promises", [p.id for p in case.promises])):
        for key in sorted({k for k in keys if keys.count(k) > 1}):
            fields.fault(what, f"{quoted(key, '이')} 두 번 있습니다. 하나의 이름을 바꿔 주세요.")
    if fields.has("stage"):
        fields.fault("stage", "사건의 단계는 손으로 적지 않습니다. 글의 stage나 events에 적어 주세요.")
    fields.refuse_unknown()
    return CaseFile(
        path=path,
        case=case,
        lines=fields.lines(),
        event_lines=event_lines,
        question_line=page.line_of(QUESTION),
        unread=unread_in(path, problems),
        named=named,
    )


def _named(fields: Fields, problems: Sequence[Problem]) -> dict[str, tuple[str, ...]]:
    wrong = {problem.field for problem in problems}
    names = {"citations": "key", "promises": "id"}
    return {
        key: tuple(item.text(by) for item in fields.mappings(key, named_by=by))
        for key, by in names.items()
        if key not in wrong
    }


def _topic(fields: Fields) -> str:
    topic = fields.text("topic", required=True)
    if topic and not slug_of(topic):
        fields.fault("topic", f"'{topic}'에는 글자가 없습니다. 주제를 낱말로 적어 주세요. 예: refund, 결제 오류")
    if len(topic) > NAME_CHARACTERS:
        fields.fault("topic", f"{len(topic)}자입니다. {NAME_CHARACTERS}자까지만 적어 주세요.")
    return topic


def _citation(item: Fields) -> Citation:
    url = item.text("url")
    if url and not url.startswith(("https://", "http://")):
        item.fault("url", "http:// 또는 https://로 시작하는 주소여야 합니다. 공개 주소가 없으면 비워 두세요.")
    consent = item.choice("consent", Consent) or Consent.NONE
    if url and consent is Consent.REFUSED:
        item.fault("url", "글쓴이가 링크를 거절했습니다. 주소를 지워 주세요.")
    excerpt = item.text("excerpt")
    if len(excerpt) > EXCERPT_CHARACTERS:
        item.fault("excerpt", f"{len(excerpt)}자입니다. {EXCERPT_CHARACTERS}자까지만 옮길 수 있습니다.")
    withdrawn = read_withdrawal(item)
    if withdrawn and any(item.has(key) for key in CITED_WORDS):
        words = ", ".join(CITED_WORDS)
        item.fault("withdrawn", f"거둔 인용 출처에는 글쓴이의 말과 주소를 두지 않습니다({words}). 지워 주세요.")
    citation = Citation(
        key=item.text("key", required=True),
        url=url or None,
        title=item.text("title", required=withdrawn is None),
        author=item.text("author"),
        place=item.text("place"),
        published_on=item.day_or_moment("published_on"),
        excerpt=excerpt,
        facts=item.texts("facts"),
        license=item.text("license"),
        consent=consent,
        attached_on=item.day("attached_on"),
        archive_url=item.text("archive_url"),
        removed_on=item.day("removed_on"),
        removed_by=item.text("removed_by"),
        withdrawn=withdrawn,
    )
    item.refuse_unknown()
    return citation


def _events(fields: Fields) -> tuple[tuple[Event, ...], tuple[int, ...]]:
    found, lines = [], []
    for item in fields.mappings("events", named_by="at"):
        at, stage = item.moment("at", required=True), item.choice("stage", Stage, required=True)
        why, who = item.text("why", required=True), item.text("who", required=True)
        item.refuse_unknown()
        if at and stage:
            found.append(Event(at=at, stage=stage, why=why, who=who))
            lines.append(item.line)
    return tuple(found), tuple(lines)


def _promise(item: Fields) -> Promise | None:
    identity, due = item.text("id", required=True), item.day("due", required=True)
    what, who = item.text("what", required=True), item.text("who", required=True)
    recurring, made_in = item.text("recurring"), item.text("made_in").removesuffix(".md")
    item.refuse_unknown()
    if due is None:
        return None
    rhythm = read_rhythm(recurring) if recurring else None
    if recurring and rhythm is None:
        item.fault("recurring", f"{quoted(recurring, '은')} 되풀이로 읽을 수 없습니다. 쓸 수 있는 꼴: {EXAMPLES}.")
    if rhythm and not rhythm.falls_on(due):
        advice = f"{due}{particle(str(due), '은')} '{recurring}'의 날이 아닙니다. 처음으로 지킬 날을 적어 주세요."
        item.fault("due", advice)
    return Promise(id=identity, what=what, who=who, due=due, recurring=recurring, made_in=made_in)


def _affected(item: Fields) -> Affected | None:
    who, count = item.text("who", required=True), item.number("count", required=True)
    as_of, how = item.moment("as_of", required=True), item.text("how_counted", required=True)
    reached = item.number("reached")
    item.refuse_unknown()
    if count is None or as_of is None:
        return None
    if reached is not None and reached > count:
        item.fault("reached", "닿은 사람이 겪은 사람보다 많습니다. 수를 확인해 주세요.")
    return Affected(who=who, count=count, as_of=as_of, how_counted=how, reached=reached)


def _count(item: Fields) -> AffectedCount | None:
    count, as_of = item.number("count", required=True), item.moment("as_of", required=True)
    corrected_by = item.text("corrected_by")
    item.refuse_unknown()
    if count is None or as_of is None:
        return None
    return AffectedCount(count=count, as_of=as_of, corrected_by=corrected_by)


def _clock(item: Fields) -> Clock | None:
    name = item.text("name", required=True)
    started, due = item.moment("started_at", required=True), item.moment("due_at", required=True)
    done = item.moment("done_at")
    item.refuse_unknown()
    if started is None or due is None:
        return None
    return Clock(name=name, started_at=started, due_at=due, done_at=done)


def _rebuttal(item: Fields) -> Rebuttal | None:
    at, by, text = item.moment("at", required=True), item.text("by", required=True), item.words("text")
    consent_at, answer = item.moment("consent_at"), item.text("company_answer")
    if not text:
        item.fault("text", "반론의 글이 비어 있습니다. 보내신 글을 고치지 말고 옮겨 주세요.")
    item.refuse_unknown()
    if at is None:
        return None
    return Rebuttal(at=at, by=by, text=text, consent_at=consent_at, company_answer=answer)


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".md")
