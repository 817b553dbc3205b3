"""The first words of a case file and of each kind of post, with the questions an answer must answer.

A question stands in the text as ``<!-- 물음: … -->``; a post that still holds one is not published.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from plugins.cases.values import told
from plugins.core.korean import SEOUL
from plugins.core.model import (
    Citation,
    ComplainantView,
    Consent,
    CorrectionClass,
    CorrectionLevel,
    Fault,
    FoundBy,
    Origin,
    PostKind,
    Promise,
    RebuttalPlace,
    Stage,
    Stance,
    StoryConsent,
    StoryOutcome,
)
from plugins.core.timeline import next_stages

QUESTION = "<!-- 물음:"

# The longest silence the domain allows a case of this severity, in days.
_SILENCE_DAYS = {1: 14, 2: 14, 3: 7, 4: 7}
_UPDATE_HOUR = 17
# How a time is written; no time that could be taken for the answer.
_SHAPE = "적는 꼴: 2026-01-31T09:00:00+09:00"


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseSeed:
    """What is known of a case when its file is begun.

    Attributes:
        opened_at: None where nobody knows yet when the complaint was written: a person finds out.
    """

    title: str
    topic: str
    severity: int
    owner: str
    opened_at: datetime | None
    known_at: datetime
    citations: tuple[Citation, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PostSeed:
    """What is known of a post when its file is begun.

    Attributes:
        answers: The citation it answers; None where it answers none.
        corrects: Slug of the post to correct; "" for other kinds.
        open_promises: Promises of the case that no post has settled.
    """

    kind: PostKind
    case_id: str
    stage: Stage
    severity: int
    author: str
    now: datetime
    answers: Citation | None
    corrects: str
    open_promises: tuple[Promise, ...]


def case_file(seed: CaseSeed) -> str:
    """Return the text of a new case file."""
    citations = "".join(["citations:\n", *(citation_item(c) for c in seed.citations)]) if seed.citations else ""
    origin = "complaint" if seed.citations else "self-disclosed"
    return f"""---
title: {quoted(seed.title)}
topic: {quoted(seed.topic)}
severity: {seed.severity}   # 1 불편 · 2 손해 · 3 여러 사람의 손해 · 4 안전·개인정보
fault: unclear   # {told(Fault)}
origin: {origin}   # {told(Origin)}
owner: {quoted(seed.owner)}
opened_at: {_began(seed)}
known_at: {_time(seed.known_at)}   # 우리가 처음 안 때
known_how: {quoted("피드에서 읽음" if seed.citations else "")}
{citations}# 약속은 여기서 걸고, 지켰는지는 글의 promise_updates가 말합니다.
# promises:
#   - id: P1
#     what: 무엇을
#     who: {seed.owner}
#     due: {(seed.known_at.astimezone(SEOUL) + timedelta(days=7)).date().isoformat()}
#     made_in: 약속한 글의 파일 이름
---

{QUESTION} 처음 온 사람이 한 문단으로 알 수 있게, 누가 무엇을 겪었고 언제 무슨 일이 있었는지 적어 주세요. -->
"""


def _began(seed: CaseSeed) -> str:
    if seed.opened_at is None:
        return f"  # 물음: 불만 글은 언제 올라왔나요? 글에 날짜가 없습니다. 원문에서 확인해 적어 주세요. {_SHAPE}"
    return f"{_time(seed.opened_at)}   # {'불만 글이 올라온 때' if seed.citations else '우리가 처음 안 때'}"


def citation_item(citation: Citation) -> str:
    """Return one item of a case file's ``citations:`` list."""
    lines = [
        f"  - key: {citation.key}",
        f"    url: {quoted(citation.url) if citation.url else ''}",
        f"    title: {quoted(citation.title)}",
        f"    author: {quoted(citation.author)}",
        f"    place: {quoted(citation.place)}",
    ]
    if citation.published_on:
        lines.append(f"    published_on: {_time(citation.published_on)}")
    if citation.excerpt:
        lines.append(f"    excerpt: {quoted(citation.excerpt)}")
    if citation.facts:
        lines.append("    facts:")
        lines += [f"      - {quoted(fact)}" for fact in citation.facts]
    if citation.license:
        lines.append(f"    license: {quoted(citation.license)}")
    if citation.consent is not Consent.NONE:
        lines.append(f"    consent: {citation.consent}")
    if citation.attached_on:
        lines.append(f"    attached_on: {citation.attached_on.isoformat()}")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def post_file(seed: PostSeed) -> str:
    """Return the text of a new post of any kind, as a draft."""
    head = [
        "---",
        "title: ''   # 일의 이름을 부릅니다. '안내문', '공지'만으로는 안 됩니다",
        f"date: {_time(seed.now)}   # 올리는 때. 다 쓴 뒤에 고칩니다",
        f"case: {seed.case_id}",
        *_stage_lines(seed),
        f"author: {quoted(seed.author)}",
        *_approval_lines(seed),
        "gist:   # 세 줄까지. 첫 줄은 고객이 겪은 일, 마지막 줄은 다음 소식이나 결과",
        "  - ''",
        *_kind_lines(seed),
        "status: draft   # 다 쓰면 이 줄을 지웁니다",
        "---",
        "",
    ]
    return "\n".join(head) + "\n" + "\n".join(_sections(seed)) + "\n"


def _stage_lines(seed: PostSeed) -> list[str]:
    wished = {
        PostKind.RESPONSE: Stage.ANSWERED,
        PostKind.CORRECTION: seed.stage,
        PostKind.PROGRESS: Stage.ACTING,
        PostKind.STORY: Stage.RESOLVED,
    }[seed.kind]
    ways = next_stages(seed.stage)
    stage = wished if wished in ways or wished is seed.stage else seed.stage
    said = f"지금은 {told([seed.stage])}. 갈 수 있는 곳: {told(ways) or '없음'}"
    lines = [f"stage: {stage}   # 이 글 뒤의 단계. {said}"]
    if not stage.is_final:
        day = seed.now.astimezone(SEOUL) + timedelta(days=_SILENCE_DAYS[seed.severity])
        due = day.replace(hour=_UPDATE_HOUR, minute=0, second=0, microsecond=0)
        lines.append(f"next_update_by: {_time(due)}   # 다음 소식. 달라진 것이 없어도 이때 씁니다")
    return lines


def _approval_lines(seed: PostSeed) -> list[str]:
    if seed.kind is not PostKind.CORRECTION and seed.severity < 2:
        return []
    return ["approved_by: ['']   # 쓴 사람이 아닌, 확인한 사람. 새 사람은 `invoke draft person`으로 만듭니다"]


def _kind_lines(seed: PostSeed) -> list[str]:
    if seed.kind is PostKind.RESPONSE:
        lines = [f"stance: ''   # {told(Stance)}"]
        if seed.answers:
            lines.append(f"in_reply_to: {seed.answers.key}   # {seed.answers.title}")
        return [*lines, f"rebuttal: open   # {told(RebuttalPlace)}"]
    if seed.kind is PostKind.CORRECTION:
        return [
            f"corrects: [{seed.corrects}]",
            "wrong: ''   # 틀린 글. 그 글의 화면에 보이는 글자 그대로",
            "right: ''",
            f"correction_class: fact   # {told(CorrectionClass)}",
            f"correction_level: material   # {told(CorrectionLevel)}",
            f"found_by: staff   # {told(FoundBy)}",
            f"reported_at:   # 물음: 틀린 것을 언제 아셨나요? {_SHAPE}",
        ]
    updates = [
        line
        for promise in seed.open_promises
        for line in (
            f"#  - id: {promise.id}   # {promise.what} ({promise.due}{'부터' if promise.recurring else '까지'})",
            *((f"#    occurrence: 약속한 날   # {promise.recurring}",) if promise.recurring else ()),
            f"#    kept: {'지킨 때. 시각까지 약속했으면 시각도' if promise.recurring else '지킨 날'}",
        )
    ]
    asked = ["# promise_updates:   # 지켰으면 kept, 날짜를 옮기면 moved와 why, 거두면 withdrawn과 why", *updates]
    if seed.kind is PostKind.PROGRESS:
        return [f"as_of: {_time(seed.now)}   # 글 안의 수가 맞는 때", *(asked if updates else [])]
    return [
        f"outcome: resolved   # {told(StoryOutcome)}",
        f"complainant_view: not-asked   # {told(ComplainantView)}",
        f"consent: anonymous   # {told(StoryConsent)}",
        *(asked if updates else []),
    ]


# Heading, then the question whose answer belongs under it. Source: the sections of the domain's schema.toml.
_QUESTIONS: dict[PostKind, Sequence[tuple[str, str]]] = {
    PostKind.RESPONSE: (
        ("무엇을 겪으셨나", "그분이 겪은 일을 그분의 낱말로, 불만 글에 나온 사실과 함께."),
        ("무슨 일이 있었나", "시각이 있는 일을 차례로. 우리가 언제 알았는지도."),
        ("저희가 잘못한 것", "누가 무엇을 하지 않았는지 주어를 넣어 지난 일로. 변명은 쓰지 않습니다."),
        ("사실과 다르게 알려진 것", "항목마다 근거 하나. 없으면 '없습니다'."),
        ("아직 모르는 것", "모르는 것은 모른다고. 없으면 '없습니다'."),
        ("이미 한 일", "언제 무엇을 했는지, 수와 함께."),
        ("약속", "무엇을·누가·언제까지. 사건 파일의 promises에 적고 promises: [P1]로 부릅니다."),
        ("되돌려 드리는 것", "금액·기준·날짜. 글을 지우는 조건을 붙이지 않습니다."),
        ("다른 길", "이 답과 생각이 다르면 갈 수 있는 곳."),
    ),
    PostKind.CORRECTION: (
        ("왜 틀렸나", "사람 탓이 아니라 어떤 절차가 틀리게 했는지."),
        ("이 글을 보고 움직이신 분께", "틀린 글을 믿고 한 일을 되돌릴 방법. 없으면 이 절을 지웁니다."),
    ),
    PostKind.PROGRESS: (
        ("달라진 것", "지난 소식 뒤에 달라진 것. 없으면 '없습니다'."),
        ("이미 한 일", "언제 무엇을 했는지, 약속은 지켰는지."),
        ("아직 모르는 것", "그대로 모르는 것. 없으면 '없습니다'."),
    ),
    PostKind.STORY: (
        ("이 일로 바뀐 것", "확인할 수 있는 변화 하나 이상, 날짜와 함께."),
        ("아직 남은 것", "남은 것. 없으면 '없습니다'."),
        ("고맙습니다", "누구에게 무엇이 고마운지. 이름은 동의하신 분만."),
    ),
}


def _sections(seed: PostSeed) -> list[str]:
    lines = []
    if seed.answers and seed.answers.facts:
        asked = "가운데 두 가지 이상을" if len(seed.answers.facts) > 1 else "하나를"
        lines += [f"{QUESTION} 이 글의 사실 {asked} 답에 담았나요? {', '.join(seed.answers.facts)} -->", ""]
    if seed.kind is PostKind.STORY:
        lines += [f"{QUESTION} 처음부터 끝까지, 사람에게 일어난 일로 적어 주세요. -->", ""]
    for heading, question in _QUESTIONS[seed.kind]:
        lines += [f"## {heading}", "", f"{QUESTION} {question} -->", ""]
    return lines


def quoted(text: str) -> str:
    """Return a text as a YAML single-quoted scalar, safe whatever it holds."""
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


def _time(value: date | datetime) -> str:
    if isinstance(value, datetime):
        return value.astimezone(SEOUL).isoformat(timespec="seconds")
    return value.isoformat()
