"""`invoke draft, posts`: how staff begin a text, and what there is to write."""

import sys
from dataclasses import asdict
from datetime import datetime, time, timedelta

from invoke.context import Context

from plugins.core.errors import suggestion
from plugins.core.korean import SEOUL
from plugins.desk.arguments import UsageError, cut_to_minute, instant
from plugins.desk.commandline import command
from plugins.desk.front import ROOT, sit_down, whose
from plugins.desk.terminal import print_json, print_table, say_next

KINDS = {"답변": "response", "정정": "correction", "진행": "progress", "진행상황": "progress", "이야기": "story"}
AGENDA_STATES = {"overdue": "늦음", "due": "할 일", "draft": "초안", "waiting": "때를 기다림"}
AGENDA_KINDS = {"answer": "첫 답변", "update": "다음 소식", "promise": "약속", "post": "글"}


@command(
    "초안",
    help={
        "kind": "case 사건, response 답변, correction 정정, progress 진행, story 이야기, person 사람",
        "case": "사건 번호 (글이면 꼭)",
        "author": "쓰는 사람 (없으면 사건을 맡은 사람)",
        "replies": "답변: 답하는 인용 출처의 key (c1)",
        "corrects": "정정: 바로잡을 글의 파일 이름",
        "title": "사건: 제목",
        "topic": "사건: 갈래",
        "severity": "사건: 1에서 4",
        "name": "사람: 이름",
        "role": "사람: 맡은 일과 정할 수 있는 일",
        "email": "사람: 메일 주소. @ 앞이 파일 이름이 됩니다",
        "again": "쓰던 초안이 있어도 하나 더 만듭니다",
    },
)
def draft(
    context: Context,
    kind: str,
    case: str = "",
    author: str = "",
    replies: str = "",
    corrects: str = "",
    title: str = "",
    topic: str = "",
    severity: int = 1,
    name: str = "",
    role: str = "",
    email: str = "",
    again: bool = False,
) -> None:
    """글이나 사건, 사람의 뼈대를 물음과 함께 만듭니다. / Begin a file with the questions to answer.

    예: invoke draft response --case MG-2026-001
    """
    from plugins.cases.draft import draft_case, draft_post
    from plugins.cases.newcomer import draft_person
    from plugins.core.model import PostKind

    here = sit_down()
    wanted = KINDS.get(kind, kind)
    if wanted in ("case", "사건"):
        if not title:
            raise UsageError(
                "case", "no title", advice="사건의 제목을 적어 주세요. 예: --title '두 번 빠져나간 구독료'"
            )
        path = draft_case(
            ROOT,
            prefix=here.site.case_prefix,
            title=title,
            owner=owner_of(author, "", flag="--author"),
            now=cut_to_minute(here.now),
            topic=topic,
            severity=severity,
        )
    elif wanted in list(PostKind):
        if not case:
            raise UsageError(kind, "no case", advice="사건 번호를 적어 주세요. 예: --case MG-2026-001")
        path = draft_post(
            ROOT,
            PostKind(wanted),
            case,
            now=here.now,
            author=author,
            replies=replies,
            corrects=corrects,
            again=again,
        )
    elif wanted in ("person", "사람"):
        path = draft_person(ROOT, name=name, role=role, email=email)
        print(f"사람을 적었습니다: {path.relative_to(ROOT)} 맡은 일과 닿는 길을 다듬어 주세요.")
        return
    else:
        hint = suggestion(kind, (*PostKind, "case", "person", *KINDS))
        hint = hint or " case, response, correction, progress, story, person 가운데 하나입니다."
        raise UsageError(kind, "unknown kind", advice=f"없는 종류입니다.{hint}")
    begun = path.relative_to(ROOT).as_posix()
    print(f"초안을 만들었습니다: {begun}")
    if wanted in ("case", "사건"):
        say_next("그 파일의 물음에 답하고 답변을 시작해 주세요", f"invoke draft response --case {path.stem}")
    else:
        say_next("그 파일의 물음에 답하고 점검해 주세요", f"invoke check {begun}")


def _when(at: datetime) -> str:
    # What is due by the end of a day ends with the first instant of the next one; staff read the last minute.
    local = at.astimezone(SEOUL)
    return (local if local.time() != time() else local - timedelta(minutes=1)).strftime("%Y-%m-%d %H:%M")


def owner_of(named: str, by: str, *, flag: str) -> str:
    """Return who answers for a new case: the one named, else who decides.

    Args:
        by: As ``whose`` takes it. Without it, git's name may be nobody's here, and staff never typed it.
        flag: Behind which an owner is named, e.g. ``--owner``.

    Raises:
        DeskError: It is no person of ``content/people/``.
    """
    from plugins.cases.draft import DraftError, check_owner

    owner = named or whose(by)
    try:
        check_owner(ROOT, owner)
    except DraftError as error:
        if named:
            raise
        came = "--by의 이름" if by else "git의 user.name(없으면 로그인 이름)"
        advice = f"담당을 적지 않아 {came}으로 보았는데, {error.advice} `{flag} 이름`을 붙여 주세요."
        raise UsageError(owner or "user.name", "no owner named", advice=advice) from error
    return owner


@command(
    "글목록",
    help={
        "days": "앞으로 며칠 안에 할 일만 (처음 값: 모두)",
        "as-of": "이 시각을 기준으로 (처음 값: 지금)",
        "json": "JSON으로 보여 줍니다",
    },
)
def posts(context: Context, days: int = -1, as_of: str = "", json: bool = False) -> None:
    """쓸 것을 봅니다: 늦은 것, 할 일, 초안, 때를 기다리는 글. / List what is late, due, in draft or waiting.

    예: invoke posts --days 7
    """
    from plugins.cases.agenda import AgendaState, agenda
    from plugins.cases.records import read_records
    from plugins.cases.unfinished import read_desktop

    now = instant(as_of) if as_of else sit_down().now
    items = agenda(read_records(ROOT / "content"), read_desktop(ROOT / "content").drafts, now)
    if days >= 0:
        until = now + timedelta(days=days)
        items = tuple(i for i in items if i.state is not AgendaState.DUE or (i.at is not None and i.at <= until))
    if json:
        print_json([asdict(item) for item in items], sys.stdout)
        return
    rows = [
        (
            AGENDA_STATES[item.state],
            AGENDA_KINDS[item.kind],
            _when(item.at) if item.at else f"남은 것 {item.open_points}가지",
            item.case_id,
            item.what,
            item.who,
            item.path,
        )
        for item in items
    ]
    print_table(("상태", "무엇", "때", "사건", "제목", "누가", "파일"), rows, sys.stdout)
    if not items:
        print("쓸 것이 없습니다.", file=sys.stderr)
