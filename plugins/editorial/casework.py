"""What a case file shows: overdue words and promises, clocks of the law, earlier cases alike, what was quoted."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from plugins.core.korean import day, moment, span
from plugins.core.model import Citation, Consent, Fault, Stage, Stance
from plugins.core.promises import PromiseState, promise_records
from plugins.core.timeline import timeline
from plugins.editorial.sheets import CaseSheet, Spot, at_key

_ALIKE_WITHIN = timedelta(days=365)
_MANY_PEOPLE = 1000
_UNDECIDED_WITHIN = timedelta(days=7)
# While a case of safety or personal data is being looked into, harm may be spreading. Source: schema.toml,
# next_update_by.
_SPREADING_WITHIN = timedelta(hours=24)
_GRAVEST = 4
# What an answer says of the complaint, and what the case file may not say of the fault beside it.
_CONTRADICTED = {
    Stance.ACCEPT: {Fault.MISUNDERSTANDING, Fault.THIRD_PARTY, Fault.DISAGREEMENT, Fault.UNCLEAR},
    Stance.PARTIAL: {Fault.MISUNDERSTANDING, Fault.THIRD_PARTY, Fault.UNCLEAR},
    Stance.DISAGREE: {Fault.OURS, Fault.PARTIAL},
    Stance.UNDETERMINED: set[Fault](),
}
# Places that only members read.
_MEMBERS_ONLY = ("cafe.naver.com", "cafe.daum.net", "band.us")


def overdue(sheet: CaseSheet) -> Iterator[Spot]:
    """Yield the next word and every promise that is late at the instant of the check."""
    line = timeline(sheet.case, sheet.posts, sheet.as_of)
    if line.next_update_by and line.overdue(sheet.as_of):
        late = span(sheet.as_of - line.next_update_by)
        yield Spot(line=1, said=f"다음 소식({moment(line.next_update_by)})이 {late} 늦었습니다.")
    for record in promise_records(sheet.case.promises, line.posts, sheet.as_of):
        if record.state is PromiseState.OVERDUE:
            yield at_key(sheet, "promises", f"약속 {record.promise.id}({day(record.due)}까지, {record.promise.who}).")


def undecided(sheet: CaseSheet) -> Iterator[Spot]:
    """Yield a spot where a post left open whether the complaint is right, and a week has passed without another word.

    Source: schema.toml, stance: undetermined has to change within seven days.
    """
    line = timeline(sheet.case, sheet.posts, sheet.as_of)
    last = line.posts[-1] if line.posts else None
    if last is None or line.stage.is_final:
        return
    # A progress post takes no stance of its own: what the last response said still stands.
    stance = next((post.stance for post in reversed(line.posts) if post.stance), None)
    quiet = sheet.as_of - last.published_at
    if stance is Stance.UNDETERMINED and quiet > _UNDECIDED_WITHIN:
        yield Spot(line=1, said=f"마지막 글 {last.slug}부터 {span(quiet)} 지났습니다.")


def silence(sheet: CaseSheet) -> Iterator[Spot]:
    """Yield a spot where the gravest kind of case is still being looked into and a day has passed without a word."""
    line = timeline(sheet.case, sheet.posts, sheet.as_of)
    if sheet.case.severity < _GRAVEST or line.stage not in (Stage.RECEIVED, Stage.INVESTIGATING, Stage.REOPENED):
        return
    since = max((post.published_at for post in line.posts), default=sheet.case.known_at)
    quiet = sheet.as_of - since
    if quiet > _SPREADING_WITHIN:
        yield Spot(line=1, said=f"마지막 소식 뒤로 {span(quiet)} 지났습니다.")


def contradicted(sheet: CaseSheet) -> Iterator[Spot]:
    """Yield a spot where the last answer admits or denies what the case file says otherwise of the fault.

    After a correction of the answer the case may say what was found out since; that nobody knows is not found out.
    """
    posts = timeline(sheet.case, sheet.posts, sheet.as_of).posts
    answers = [post for post in posts if post.stance and not post.withdrawn]
    corrected = {slug for post in posts if post.correction for slug in post.correction.corrects}
    if not answers:
        return
    stance, fault = answers[-1].stance, sheet.case.fault
    is_mended = answers[-1].slug in corrected and fault is not Fault.UNCLEAR
    if stance and fault in _CONTRADICTED[stance] and not is_mended:
        said = f"{answers[-1].slug}의 stance는 {stance}인데 사건 파일의 fault는 {fault}입니다."
        yield at_key(sheet, "fault", said)


def clocks(sheet: CaseSheet) -> Iterator[Spot]:
    """Yield every clock that ran out before it was stopped."""
    for clock in sheet.case.clocks:
        if clock.done_at is None and sheet.as_of > clock.due_at:
            said = f"{clock.name}: 시작한 지 {span(sheet.as_of - clock.started_at)} 지났습니다."
            yield at_key(sheet, "clocks", said)


def report_clock(sheet: CaseSheet) -> Iterator[Spot]:
    """Yield a spot where a large leak has no clock for the report to the authority."""
    affected = sheet.case.affected
    if sheet.case.topic != "personal-data" or affected is None or affected.count < _MANY_PEOPLE:
        return
    if not any("유출" in c.name and "신고" in c.name for c in sheet.case.clocks):
        yield at_key(sheet, "affected", _passed(sheet))


def incident_clock(sheet: CaseSheet) -> Iterator[Spot]:
    """Yield a spot where an incident has no clock for its report."""
    if sheet.case.topic in ("security", "outage") and not any("신고" in c.name for c in sheet.case.clocks):
        yield at_key(sheet, "topic", _passed(sheet))


def history(sheet: CaseSheet) -> Iterator[Spot]:
    """Yield a spot where an earlier case alike, of the last twelve months, is not told."""
    case = sheet.case
    alike = [
        other.id
        for other in sheet.cases
        if other.id != case.id
        and other.topic == case.topic
        and timedelta() <= case.opened_at - other.opened_at <= _ALIKE_WITHIN
        and other.id not in case.related
    ]
    if alike and sheet.posts:
        yield at_key(sheet, "topic", f"{', '.join(alike)}.")


def unquotable(sheet: CaseSheet) -> Iterator[Spot]:
    """Yield every citation that shows words its writer, or its licence, does not let us show."""
    for citation in sheet.case.citations:
        if citation.excerpt and (_forbids_changes(citation) or citation.consent is Consent.REFUSED):
            yield at_key(sheet, "citations", f"{citation.key}.")


def members_only(sheet: CaseSheet) -> Iterator[Spot]:
    """Yield every citation whose address leads into a place for members."""
    for citation in sheet.case.citations:
        host = urlsplit(citation.url or "").hostname or ""
        if host.removeprefix("m.") in _MEMBERS_ONLY and citation.consent is not Consent.GRANTED:
            yield at_key(sheet, "citations", f"{citation.key}.")


def _forbids_changes(citation: Citation) -> bool:
    licence = citation.license.lower().replace("_", "-")
    return "-nd" in licence or "변경금지" in licence.replace(" ", "")


def _passed(sheet: CaseSheet) -> str:
    known_at = sheet.case.known_at
    return f"안 때({moment(known_at)})부터 {span(sheet.as_of - known_at)} 지났습니다."
