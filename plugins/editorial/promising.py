"""Time and promises in a post: the next word, what is promised by whom and when, and that dates do not move in silence.

An overdue promise never stops a publication: the site must be able to say that it is late. See ``casework``.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

from plugins.core.korean import SEOUL, day, particle, span, start_of
from plugins.core.model import ComplainantView, LegalBasis, PostKind, Promise, Stage
from plugins.editorial.sheets import PostSheet, Section, Spot, at_key, at_section

# The longest silence allowed, in days, by severity. Source: schema.toml, next_update_by.
SILENCE_DAYS = {1: 14, 2: 14, 3: 7, 4: 7}
# While a case is still being looked into, harm may be spreading: a safety or personal-data case is told of every day.
SPREADING_HOURS = 24
_GRAVEST = 4
# A promise further away than this needs a day in between on which we look.
FAR_DAYS = 100


def next_word(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where the next word is too far away."""
    post = sheet.post
    if post.next_update_by is None:
        return
    limit = SILENCE_DAYS[sheet.case.severity]
    # By the calendar: half past three to five o'clock of the last day is no broken word.
    days = (post.next_update_by.astimezone(SEOUL).date() - post.published_at.astimezone(SEOUL).date()).days
    if days > limit:
        yield at_key(sheet, "next_update_by", f"{days}일 뒤입니다. {limit}일까지입니다.")


def next_day(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where the gravest kind of case is being looked into and the next word is more than a day away.

    Source: schema.toml, next_update_by: 24 hours while harm spreads.
    """
    post = sheet.post
    if sheet.case.severity < _GRAVEST or post.stage is not Stage.INVESTIGATING or post.next_update_by is None:
        return
    away = post.next_update_by - post.published_at
    if away > timedelta(hours=SPREADING_HOURS):
        yield at_key(sheet, "next_update_by", f"{span(away)} 뒤입니다.")


def promise_table(sheet: PostSheet) -> Iterator[Spot]:
    """Yield every promise that the text tells without a date or with another one, or not at all."""
    section = sheet.written.section("promises")
    if section is None or sheet.post.kind is not PostKind.RESPONSE:
        return
    declared = {promise.id: promise for promise in sheet.case.promises}
    for key in sheet.post.promises:
        if key in declared and not _told(sheet, section, declared[key]):
            promise = declared[key]
            yield at_section(section, f"{key}: 사건 파일에는 {promise.who}, {day(promise.due)}까지입니다.")


def _told(sheet: PostSheet, section: Section, promise: Promise) -> bool:
    """Whether one line of the section has the promise's person and the day it is due."""
    lines: dict[int, str] = {}
    for sentence in section.sentences:
        line = sheet.written.position(sentence)[0]
        lines[line] = f"{lines.get(line, '')} {sentence.text}"
    due, person = promise.due, sheet.people.find(promise.who)
    dated = re.compile(rf"(?<!\d)0?{due.month}(?:월\s*|[./-])0?{due.day}(?!\d)")
    names = (promise.who, person.name) if person else (promise.who,)
    # Where the table has no column of ids, the person and the day together are the promise.
    return any(
        dated.search(text) and any(name in text for name in names)
        for text in lines.values()
        if promise.id in text or not any(promise.id in other for other in lines.values())
    )


def promised_past(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where a promise, or its new date, lies before the post that gives it."""
    published = sheet.post.published_at
    due = {p.id: p.due for p in sheet.case.promises}
    late = [k for k in sheet.post.promises if k in due and start_of(due[k]) + timedelta(days=1) <= published]
    if late:
        yield at_key(sheet, "promises", f"{', '.join(late)}.")


def far_promise(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where a promise is so far away that nobody would look before it is broken."""
    start = sheet.post.published_at.astimezone(SEOUL).date()
    for promise in sheet.case.promises:
        if promise.id in sheet.post.promises and not promise.recurring and (promise.due - start).days > FAR_DAYS:
            far = f"{promise.id}{particle(promise.id, '은')} {FAR_DAYS}일보다 멉니다."
            said = f"{far} 그 사이에 확인할 날을 약속으로 하나 더 걸어 주세요."
            yield at_key(sheet, "promises", said)


def moved_in_silence(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where the case file's first date is no longer the one that was published."""
    now = {p.id: p.due for p in sheet.case.promises}
    for key, due in sheet.published.promises.items() if sheet.published else ():
        if key not in now:
            yield at_key(sheet, "promises", f"발행한 약속 {key}({day(due)}까지)가 사건 파일에서 사라졌습니다.")
        elif now[key] != due:
            first = f"{key}{particle(key, '은')} {day(due)}까지라고 발행했는데"
            yield at_key(sheet, "promises", f"{first} {day(now[key])}로 바뀌었습니다.")


def asked(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where a case is closed without asking who complained."""
    post = sheet.post
    if post.kind is PostKind.STORY and post.complainant_view in (None, ComplainantView.NOT_ASKED):
        yield at_key(sheet, "complainant_view")


def no_embargo(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where a legal notice is held back."""
    if sheet.post.legal_basis not in (None, LegalBasis.NONE) and sheet.post.embargo_until:
        yield at_key(sheet, "embargo_until")
