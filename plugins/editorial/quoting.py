"""Other people's words, and the room they have to contradict us."""

import re
from collections.abc import Iterator

from plugins.core.model import PostKind, RebuttalPlace
from plugins.editorial.sheets import PostSheet, Spot, at_key

MOST_CHARACTERS = 300
_MOST_OF_THE_BODY = 0.25
_TITLE_WORDS = re.compile(
    r"(?:긴급|공식|중요|관련|대고객|고객님?께?|드리는|올리는|대한|대하여|이번|일부|서비스|당사|저희|모과나루|주요|재|추가|및|사항|말씀"
    r"|안내\s?말씀|안내문?|공지(?:사항)?|사과문?|사과의|입장문?|답변|해명문?|드립니다|알립니다|알려드립니다|notice|announcement|statement"
    r"|apology|update|official|important|an?|the|our|[\s\W\d_])+",
    re.IGNORECASE,
)
_LONG_SENTENCE = 90
_AVERAGE_SENTENCE = 60
_MANY_LONG = 0.1
_ENOUGH_TO_JUDGE = 5


def _quotations(sheet: PostSheet) -> Iterator[tuple[int, str, str]]:
    """Yield each block of quoted lines: its line, its text, and the last words before it."""
    quoted: list[str] = []
    before, start = "", 0
    for number, line in enumerate((*sheet.written.body.split("\n"), ""), start=sheet.written.body_line):
        if line.lstrip().startswith(">"):
            start = start if quoted else number
            quoted.append(line.lstrip(" >"))
            continue
        if quoted:
            yield start, " ".join(quoted), before
            quoted = []
        before = line.strip() or before


def unsourced(sheet: PostSheet) -> Iterator[Spot]:
    """Yield every quotation of which nobody knows whose it is."""
    if sheet.post.in_reply_to or sheet.post.mentions:
        return
    for line, text, before in _quotations(sheet):
        if not before or before.startswith("#"):
            yield Spot(line=line, column=1, excerpt=text)


def too_much(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where a post is made of what others wrote."""
    found = list(_quotations(sheet))
    length = sum(len(text) for _, text, _ in found)
    if length > MOST_CHARACTERS or length > _MOST_OF_THE_BODY * len(sheet.written.body):
        line, text, _ = found[0]
        yield Spot(line=line, column=1, excerpt=text, said=f"모두 {length}자입니다.")


def right_of_reply(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where the post says otherwise of rebuttals than the case file shows."""
    post = sheet.post
    if post.kind not in (PostKind.RESPONSE, PostKind.STORY):
        return
    sent = [r for r in sheet.case.rebuttals if r.at <= post.published_at]
    if post.rebuttal is RebuttalPlace.POSTED and not sheet.case.rebuttals:
        yield at_key(sheet, "rebuttal", "posted라고 적었는데 사건 파일에 반론이 없습니다.")
    elif post.rebuttal is RebuttalPlace.DECLINED:
        yield at_key(sheet, "rebuttal", "반론 자리를 닫았습니다(declined).")
    elif sent and post.kind is PostKind.STORY and post.rebuttal is not RebuttalPlace.POSTED:
        yield at_key(sheet, "rebuttal", f"반론 {len(sent)}통이 왔습니다.")


def title(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where the title names nothing that happened."""
    if _TITLE_WORDS.fullmatch(sheet.post.title):
        yield at_key(sheet, "title", f"'{sheet.post.title}'.")


def long_sentences(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where the sentences of a response are long."""
    if sheet.post.kind is not PostKind.RESPONSE:
        return
    lengths = [len(s.text) for s in sheet.written.words.sentences if s.where == "본문"]
    if len(lengths) < _ENOUGH_TO_JUDGE:
        return
    average, long = sum(lengths) / len(lengths), sum(n > _LONG_SENTENCE for n in lengths)
    if average > _AVERAGE_SENTENCE or long > _MANY_LONG * len(lengths):
        said = f"평균 {average:.0f}자, {_LONG_SENTENCE}자를 넘는 문장 {long}개입니다."
        yield Spot(line=sheet.written.body_line, said=said)
