"""Corrections: what was wrong and what is right, why, how late; the same wrong words elsewhere; and silent edits."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta

from plugins.core.korean import moment
from plugins.core.model import Correction, CorrectionClass, CorrectionLevel
from plugins.core.text import one_line
from plugins.editorial.published import SLIPS, changed_sentences, record_of
from plugins.editorial.sheets import PostSheet, Source, Spot, Written, at_key, at_section

LATE = timedelta(days=3)
_LEAST_REASON = 15
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
# A text that speaks of the mistake as one repeats it to be understood.
_OWNS_UP = re.compile(r"정정|바로잡|틀렸|틀린|잘못 적|correct", re.IGNORECASE)


def both_said(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where right and wrong are one but for blanks and stops, or one is missing."""
    correction = sheet.post.correction
    if correction is None:
        return
    wrong, right = (re.sub(r"[\W_]+", "", text) for text in (correction.wrong, correction.right))
    if not wrong or not right or wrong == right:
        yield at_key(sheet, "right" if wrong else "wrong")


def lateness(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where a late correction does not say why."""
    correction = sheet.post.correction
    if correction is None:
        return
    if correction.reported_at is None:
        yield at_key(sheet, "reported_at", "알게 된 때가 없습니다.")
    elif sheet.post.published_at - correction.reported_at > LATE and not correction.why_late:
        yield at_key(sheet, "reported_at")


def reason(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where why it was wrong is a heading without words."""
    if sheet.post.correction is None:
        return
    section = sheet.written.section("why_wrong")
    if section is None:
        yield Spot(line=sheet.written.body_line, said="'왜 틀렸나' 절이 없습니다.")
    elif len(section.text) < _LEAST_REASON:
        yield at_section(section)


def called_clarification(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where other figures are called a clarification."""
    correction = sheet.post.correction
    if correction is None or correction.correction_class is not CorrectionClass.CLARIFICATION:
        return
    if _NUMBER.findall(correction.wrong) != _NUMBER.findall(correction.right):
        yield at_key(sheet, "correction_class")


def misled(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where a serious correction leaves alone whoever acted on what was wrong."""
    correction = sheet.post.correction
    if correction is None or correction.level is not CorrectionLevel.SERIOUS:
        return
    section = sheet.written.section("who_misled")
    if section is None or not section.sentences:
        yield at_key(sheet, "correction_level")


def elsewhere(sheet: PostSheet) -> Iterator[Spot]:
    """Yield one spot that lists every other text in which the wrong words still stand as if they were true."""
    correction = sheet.post.correction
    if correction is None or not correction.wrong:
        return
    if sheet.still_wrong:
        found = ", ".join(f"{path}:{line}" for path, line in sheet.still_wrong)
        yield at_key(sheet, "wrong", f"있는 곳: {found}.")


def silent_edit(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where readers would not learn that what they read has changed."""
    before = sheet.published
    if before is None:
        return
    others = (told.post for told in sheet.library.correcting(sheet.post.slug))
    now = record_of(sheet.post, sheet.case, sheet.written.words, sheet.written.body, others)
    # A correction that readers have not seen yet tells them of the change.
    if now.text == before.text or set(now.corrected_by) - set(before.corrected_by):
        return
    if now.modified is None or (before.modified and now.modified <= before.modified):
        yield at_key(sheet, "date", "발행한 뒤 글이 바뀌었는데 modified가 새롭지 않습니다.")
    elif now.figures != before.figures:
        yield at_key(sheet, "modified", "수나 날짜, 부정하는 말이 바뀌었습니다. 오타가 아니라 정정입니다.")
    elif (changed := changed_sentences(before, now)) > SLIPS:
        yield at_key(sheet, "modified", f"문장 {changed}개가 바뀌었습니다. 오타가 아니라 정정입니다.")


def stale_translation(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where the original said something else after this translation of it."""
    of_case = sheet.library.of_case(sheet.case.id)
    original = next((told.post for told in of_case if told.post.slug == sheet.post.translation_of), None)
    if original is None:
        return
    corrected = (told.post.published_at for told in sheet.library.correcting(original.slug))
    changed = max((original.modified_at or original.published_at, *corrected))
    if changed > (sheet.post.modified_at or sheet.post.published_at):
        yield at_key(sheet, "modified" if sheet.post.modified_at else "date", f"원문이 바뀐 때: {moment(changed)}.")


def lines_still_wrong(corrections: Mapping[str, Correction], source: Source) -> dict[str, int]:
    """Return the line on which a text still says what was wrong as if it were true, by the name of the correction."""
    text = source.written
    whole, found = "\0".join(sentence.text for sentence in text.words.sentences), {}
    for name, correction in corrections.items():
        line = _line_of(one_line(correction.wrong), text, whole)
        if line and not _knows_better(correction, text.prose):
            found[name] = line
    return found


def telling_word(wrong: str) -> str:
    """Return the word that a text must hold to hold a sentence.

    Taking a text apart costs a hundred times this look; emphasis and line ends stand between words, not in them.
    """
    return max(one_line(wrong).split(), key=len, default="")


def _line_of(wanted: str, text: Written, whole: str) -> int:
    """The line on which the wrong words stand in another text, 0 where they do not.

    Args:
        whole: All sentences. Most texts say nothing of it, and that is seen in one look.
    """
    for sentence in text.words.sentences if wanted in whole else ():
        at = sentence.text.find(wanted)
        # 120명 is not said by 3,120명
        if at >= 0 and not (wanted[0].isdigit() and re.search(r"[\d,.]$", sentence.text[:at])):
            return text.position(sentence, at)[0]
    return 0


def _knows_better(correction: Correction, prose: str) -> bool:
    new = set(_NUMBER.findall(correction.right)) - set(_NUMBER.findall(correction.wrong))
    said = set(_NUMBER.findall(prose))
    return bool(new & said) or one_line(correction.right) in prose or bool(_OWNS_UP.search(prose))
