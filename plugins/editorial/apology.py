"""The elements of an answer and their order: responsibility, repair, regret, explanation, and what is kept apart.

Source of the six elements: Lewicki, Polin & Lount 2016; of the order in a crisis: Coombs, SCCT.
"""

import re
from collections.abc import Iterator

from plugins.core.model import PostKind, Stance
from plugins.editorial.checklist import section_names
from plugins.editorial.sheets import PostSheet, Section, Spot, at_key, at_section, at_sentence, says_none

# The subject of a failure that is ours. A brand's or a team's name with a subject's particle counts too.
_SUBJECT = re.compile(
    r"(?<![가-힣])(?:저희|제|우리|저|회사|대표|담당자?|임원)(?:들)?(?:가|이|는|은|도|에서)(?![가-힣])"
    r"|[가-힣]{2,}(?:팀|부서|본부|센터)(?:이|은|가|는|도|에서)(?![가-힣])"
    r"|\b(?:we|i|our\s+\w+\s+team)\b",
    re.IGNORECASE,
)
_ENGLISH_PAST = re.compile(r"\b(?:\w+ed|did|was|were|had|sent|kept|left|made|took|told|lost|let|gave|knew)\b", re.I)
_REGRET = re.compile(
    r"죄송|미안|사과드|사과합니다|사과의\s*말|잘못했습니다|(?:저희|제|우리)\s*잘못|부끄럽|\b(?:sorry|apologi[sz]e)\b",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{1,2}:\d{2}|\d{1,2}시|\d{1,2}월\s*\d{1,2}일|\d{4}년|\b\d{1,2}\s+[A-Z][a-z]+\b")
# Something one can count on: an amount, a day, or something done for the reader.
_REPAIR = re.compile(
    r"\d|(?:돌려|갚|바꿔|고쳐|보내|채워|물어)\s?(?:드|주)|무료|전액|\b(?:refund|replace|repair|return)", re.IGNORECASE
)
_CONDITION = re.compile(
    r"(?:글|게시물|후기|리뷰|영상|댓글)[^.]{0,20}(?:내려|내리|지워|지우|삭제|비공개)[^.]{0,12}(?:면|조건|대신|후에|뒤에|경우)"
    r"|(?:삭제|비공개)[^.]{0,12}조건(?![은이]\s*(?:없|아니))"
)
_EVIDENCE = re.compile(r"근거|기록|대조|확인했|확인한|자료|사진|영상|로그|내역|측정|시험|\blog|\brecord", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"1372|\b118\b|\b112\b|소비자원|소비자상담|분쟁조정|위원회|신고센터|신고시스템|법원|경찰|금융감독원|고용노동부|식품의약품안전처"
    r"|ombudsman|regulator|court|mediation",
    re.IGNORECASE,
)
_MOST_REGRETS = 4
_LEAST_TIMES = 2
_GRAVE = 3


def admits(sheet: PostSheet) -> bool:
    """Return whether the post says that we were wrong, in part at least."""
    return sheet.post.kind is PostKind.RESPONSE and sheet.post.stance in (Stance.ACCEPT, Stance.PARTIAL)


def responsibility(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where nobody of ours is the subject of what went wrong."""
    if not admits(sheet):
        return
    section = sheet.written.section("ours")
    if section is None:
        yield Spot(line=sheet.written.body_line, said="'저희가 잘못한 것' 절이 없습니다.")
    elif not any(_SUBJECT.search(s.text) and _is_past(s.text) for s in section.sentences):
        yield at_section(section)


def repair(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where nothing is given back and nothing promised."""
    if not admits(sheet):
        return
    section = sheet.written.section("remedy")
    if section is None:
        yield Spot(line=sheet.written.body_line, said="'되돌려 드리는 것' 절이 없습니다.")
    elif not _REPAIR.search(section.text) and not sheet.post.promises:
        yield at_section(section)


def regret(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where no word of regret stands, or so many that they cover the rest."""
    if not admits(sheet):
        return
    found = [s for s in sheet.written.words.sentences if s.where != "소제목" and _REGRET.search(s.text)]
    if not found:
        yield Spot(line=sheet.written.body_line)
    elif len(found) > _MOST_REGRETS:
        yield at_sentence(sheet, found[_MOST_REGRETS], f"{len(found)}번 나옵니다.")


def explanation(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where the explanation has no times, or comes before what it explains."""
    if not admits(sheet):
        return
    heard, situation, ours, misunderstood = (
        sheet.written.section(name) for name in ("heard", "situation", "ours", "misunderstood")
    )
    if situation and len(_TIME.findall(situation.text)) < _LEAST_TIMES:
        yield at_section(situation, "'무슨 일이 있었나'에 시각이 두 개 이상 있어야 합니다.")
    if situation and heard and situation.line < heard.line:
        yield at_section(situation, "'무엇을 겪으셨나'보다 앞에 있습니다.")
    if misunderstood and ours and misunderstood.line < ours.line and not says_none(misunderstood):
        yield at_section(misunderstood, "'저희가 잘못한 것'보다 앞에 있습니다.")


def no_recurrence(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where no promise with a person and a date keeps it from happening again."""
    if admits(sheet) and not sheet.post.promises:
        yield at_key(sheet, "promises")


def sections(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where a response mixes what should be kept apart."""
    if sheet.post.kind is not PostKind.RESPONSE:
        return
    wanted = ("heard", "situation", "unknown", "did")
    missing = [f"'{section_names()[name][0]}'" for name in wanted if not _filled(sheet.written.section(name))]
    if missing:
        yield Spot(line=sheet.written.body_line, said=f"없는 절: {', '.join(missing)}.")


def evidence(sheet: PostSheet) -> Iterator[Spot]:
    """Yield every 'not so' without its evidence."""
    section = sheet.written.section("misunderstood")
    if section is None or says_none(section) or sheet.post.evidence:
        return
    items: dict[int, list[int]] = {}
    for index, sentence in enumerate(section.sentences):
        items.setdefault(sheet.written.position(sentence)[0], []).append(index)
    for indexes in items.values():
        if not any(_EVIDENCE.search(section.sentences[i].text) for i in indexes):
            yield at_sentence(sheet, section.sentences[indexes[0]])


def outside(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where we disagree and show no way that leads past us."""
    if sheet.post.kind is not PostKind.RESPONSE or sheet.post.stance not in (Stance.DISAGREE, Stance.PARTIAL):
        return
    section = sheet.written.section("rights")
    if section is None:
        yield Spot(line=sheet.written.body_line, said="'다른 길' 절이 없습니다.")
    elif not _OUTSIDE.search(section.text):
        yield at_section(section)


def protect_first(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where a grave case's first word, or its answer, does not begin with what to do now."""
    if sheet.case.severity < _GRAVE or (sheet.earlier and sheet.post.kind is not PostKind.RESPONSE):
        return
    titled = [s for s in sheet.written.sections if s.title]
    do_now = sheet.written.section("do_now")
    if do_now is None:
        yield Spot(line=sheet.written.body_line, said="'지금 하실 일' 절이 없습니다.")
    elif do_now not in titled[:2]:
        yield at_section(do_now)


def unconditional(sheet: PostSheet) -> Iterator[Spot]:
    """Yield every sentence that buys silence."""
    for sentence in sheet.written.words.sentences:
        if _CONDITION.search(sentence.text):
            yield at_sentence(sheet, sentence)


def _filled(section: Section | None) -> bool:
    return section is not None and bool(section.sentences)


def _is_past(text: str) -> bool:
    """Whether a verb stands in the past: a syllable that ends in ㅆ, other than 있 and 겠."""
    if _ENGLISH_PAST.search(text):
        return True
    return any((ord(c) - ord("가")) % 28 == 20 and c not in "있겠" for c in text if "가" <= c <= "힣")
