"""Legal notices as checklists with clocks. Not legal advice: a finding says which law it was held against, and when.

Source: 개인정보 보호법 제34조 (2026-09-11 시행)과 시행령 제39조~제40조, 정보통신망법 제48조의3, GDPR Art. 33 and 34.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from plugins.core.korean import SEOUL, day, span, start_of
from plugins.core.model import Case, Clock, LegalBasis, PostKind
from plugins.editorial.sheets import PostSheet, Spot, at_key, at_sentence

_ITEMS_3_TO_5 = {
    "③ 피해를 줄이는 방법": r"피해를?\s*줄이|지금 하실 일|하실 수 있는 (?:일|것)",
    "④ 대응조치와 구제 절차": r"구제\s*절차|피해\s*구제",
    "⑤ 피해 신고 부서와 연락처": (
        r"(?:신고|접수|문의)[^\n]{0,12}(?:받는 곳|부서|창구|담당|곳)[^\n]{0,60}(?:@|\d{2,4}-\d{3,4}|\b1\d{2}\b)"
    ),
}
# What a notice must hold, by the law that asks for it: the item as staff know it, and how a text shows it.
ITEMS: Mapping[LegalBasis, Mapping[str, str]] = MappingProxyType(
    {
        LegalBasis.KR_PIPA_34_1: {
            "① 유출된 항목": r"(?:나간|유출된|유출)\s*(?:개인정보의?\s*)?(?:항목|정보)",
            "② 시점과 경위": r"(?:언제|시점|일시|때)[^\n]{0,20}(?:어떻게|경위|방법)?[^\n]{0,20}\d{1,2}월\s*\d{1,2}일",
            **_ITEMS_3_TO_5,
            "⑥ 손해배상·법정손해배상·분쟁조정의 권리": r"손해배상[^\n]*법정\s*손해배상[^\n]*분쟁\s*조정",
        },
        LegalBasis.KR_PIPA_34_2: {
            "가능성이 있는 항목": (
                r"(?:가능성|수 있는|의심)[^\n]{0,30}(?:항목|정보)|(?:항목|정보)[^\n]{0,30}(?:가능성|의심)"
            ),
            "의심되는 시점과 경위": r"\d{1,2}월\s*\d{1,2}일",
            **_ITEMS_3_TO_5,
            "확정되면 다시 알린다는 말": r"(?:확인|확정|밝혀)[가-힣]*\s*(?:면|대로|즉시)[^\n]{0,40}(?:알리|알려|통지)",
        },
        LegalBasis.EU_GDPR_34: {
            "침해의 성격": r"침해|유출|breach|copied|accessed",
            "연락처(DPO)": r"(?:보호책임자|DPO|data protection officer|담당)[^\n]{0,80}@",
            "예상되는 결과": r"결과|영향|올 수 있|consequence|may receive|risk",
            "취한 조치": r"조치|한 일|끊었|막았|measures|we have",
        },
    }
)
_UNKNOWN_YET = re.compile(r"확인\s*중|파악\s*중|아직\s*모[르릅]")
_TOLD_EACH = re.compile(
    r"(?:메일|이메일|문자|전화|우편|알림톡|앱\s*알림)[^\n.]{0,30}(?:알렸|알려\s?드렸|보냈|통지했|드렸)"
    r"|notified|wrote to|e-?mailed",
    re.IGNORECASE,
)
_LATE_REASON = re.compile(
    r"늦(?:은|었|어)[^\n]{0,60}(?:까닭|때문|이유)|(?:까닭|때문|이유)[^\n]{0,60}늦|긴급|천재지변|확산"
)
_SOFTENED = re.compile(r"노출")
_PRESS = re.compile(r"정정\s?보도|반론\s?보도|추후\s?보도")


def _missing(sheet: PostSheet, basis: LegalBasis, names: tuple[str, ...] = ()) -> list[str]:
    # A later post under the same law adds to the notice that stands; what that one holds need not be said twice.
    texts = [t.source.written.prose for t in sheet.earlier if t.post.legal_basis is basis] + [sheet.written.prose]
    whole = "\n".join(texts)
    wanted = {name: shape for name, shape in ITEMS[basis].items() if not names or name in names}
    return [name for name, shape in wanted.items() if not re.search(shape, whole, re.IGNORECASE)]


def _checklist(sheet: PostSheet, basis: LegalBasis) -> Iterator[Spot]:
    if sheet.post.legal_basis is basis and (missing := _missing(sheet, basis)):
        passed = span(sheet.post.published_at - sheet.case.known_at)
        yield at_key(sheet, "legal_basis", f"빠진 항목: {', '.join(missing)}. 안 때부터 {passed} 지났습니다.")


def breach_notice(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot that lists what a notice of a breach lacks."""
    yield from _checklist(sheet, LegalBasis.KR_PIPA_34_1)


def possible_breach(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot that lists what a notice of a possible breach lacks."""
    yield from _checklist(sheet, LegalBasis.KR_PIPA_34_2)


def gdpr_notice(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot that lists what a communication under Article 34 lacks."""
    yield from _checklist(sheet, LegalBasis.EU_GDPR_34)


def in_time(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where people were told after 72 hours, or never, and no reason is given."""
    if sheet.post.legal_basis not in (LegalBasis.KR_PIPA_34_1, LegalBasis.KR_PIPA_34_2):
        return
    clocks = [clock for clock in sheet.case.clocks if "통지" in clock.name]
    if not clocks:
        yield at_key(sheet, "legal_basis", f"{_since(sheet.case.known_at, sheet.as_of)} 통지 시계가 없습니다.")
        return
    late = [c for c in clocks if _is_late(c, sheet.as_of)]
    if late and not _LATE_REASON.search(sheet.written.prose):
        names = ", ".join(f"{c.name} {span((c.done_at or sheet.as_of) - c.started_at)}" for c in late)
        yield at_key(sheet, "legal_basis", f"{names}.")


def known_parts_now(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where a notice waits for what is not known yet."""
    if sheet.post.legal_basis is not LegalBasis.KR_PIPA_34_1 or sheet.post.next_update_by:
        return
    for sentence in sheet.written.words.sentences:
        if re.search(r"항목|시점|언제", sentence.text) and _UNKNOWN_YET.search(sentence.text):
            yield at_sentence(sheet, sentence)
            return


def told_each(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where the post stands for the individual notice, which it cannot replace."""
    if sheet.post.legal_basis in (LegalBasis.KR_PIPA_34_1, LegalBasis.KR_PIPA_34_2):
        yield from _not_told_each(sheet)


def users_told(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where the users of a service were not told one by one of an incident."""
    if sheet.post.legal_basis is LegalBasis.KR_NETWORK_48_3_4:
        yield from _not_told_each(sheet)


def _not_told_each(sheet: PostSheet) -> Iterator[Spot]:
    if not _TOLD_EACH.search(sheet.written.prose):
        yield at_key(sheet, "legal_basis")


def statutory_word(sheet: PostSheet) -> Iterator[Spot]:
    """Yield the first sentence of a data case that says exposed where the law says leaked."""
    if sheet.case.topic != "personal-data" or "유출" in sheet.written.prose:
        return
    for sentence in sheet.written.words.sentences:
        if _SOFTENED.search(sentence.text):
            yield at_sentence(sheet, sentence)
            return


def authority_clock(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where the supervisory authority's clock is not kept."""
    if sheet.post.legal_basis is LegalBasis.EU_GDPR_34 and not any("GDPR" in c.name for c in sheet.case.clocks):
        yield at_key(sheet, "legal_basis", _since(sheet.case.known_at, sheet.as_of))


def press_claim(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where a claim against a newspaper does not say which it is."""
    if sheet.post.legal_basis is LegalBasis.PRESS_ARBITRATION and not _PRESS.search(sheet.written.prose):
        yield at_key(sheet, "legal_basis")


def known_first(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where we knew before anyone complained and the answer does not say since when."""
    case = sheet.case
    if sheet.post.kind is not PostKind.RESPONSE or case.known_at >= _first_complaint(case):
        return
    known = case.known_at.astimezone(SEOUL)
    if not re.search(rf"(?<!\d){known.month}월\s*{known.day}일", sheet.written.prose):
        yield Spot(line=sheet.written.body_line, said=f"처음 안 날은 {day(known)}입니다.")


def _first_complaint(case: Case) -> datetime:
    days = [start_of(c.published_on) for c in case.citations if c.published_on]
    return min(days, default=case.known_at)


def _is_late(clock: Clock, as_of: datetime) -> bool:
    return (clock.done_at or as_of) > clock.due_at


def _since(known_at: datetime, as_of: datetime) -> str:
    return f"안 때부터 {span(as_of - known_at)} 지났습니다."
