"""`invoke draft, check`: what staff do with text."""

from invoke.context import Context

from plugins.core.errors import ContentError, suggestion
from plugins.core.model import PostKind
from plugins.core.settings import read_settings
from plugins.desk.arguments import UsageError, cut_to_hour
from plugins.desk.commandline import command
from plugins.desk.front import ROOT, sit_down, whose

KINDS = {"답변": "response", "정정": "correction", "진행": "progress", "진행상황": "progress", "이야기": "story"}


@command(
    "초안",
    help={
        "kind": "case 사건, response 답변, correction 정정, progress 진행, story 이야기",
        "case": "사건 번호 (case가 아니면 꼭)",
        "author": "쓰는 사람 (없으면 사건을 맡은 사람)",
        "replies": "답변: 답하는 인용 출처의 key (c1)",
        "corrects": "정정: 바로잡을 글의 파일 이름",
        "title": "사건: 제목",
        "topic": "사건: 갈래",
        "severity": "사건: 1에서 4",
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
) -> None:
    """글이나 사건의 뼈대를 물음과 함께 만듭니다. / Begin a file with the questions to answer."""
    from plugins.cases.draft import draft_case, draft_post

    here = sit_down()
    wanted = KINDS.get(kind, kind)
    # Cut to the hour like the build's instant: a post dated a minute from now would be left out until the next hour.
    now = cut_to_hour(here.now)
    if wanted in ("case", "사건"):
        if not title:
            raise UsageError(
                "case", "no title", advice="사건의 제목을 적어 주세요. 예: --title '두 번 빠져나간 구독료'"
            )
        path = draft_case(
            ROOT,
            prefix=here.site.case_prefix,
            title=title,
            owner=author or whose(""),
            now=now,
            topic=topic,
            severity=severity,
        )
    elif wanted in list(PostKind):
        if not case:
            raise UsageError(kind, "no case", advice="사건 번호를 적어 주세요. 예: --case MG-2026-001")
        path = draft_post(ROOT, PostKind(wanted), case, now=now, author=author, replies=replies, corrects=corrects)
    else:
        hint = suggestion(kind, (*PostKind, "case", *KINDS))
        hint = hint or " case, response, correction, progress, story 가운데 하나입니다."
        raise UsageError(kind, "unknown kind", advice=f"없는 종류입니다.{hint}")
    print(f"초안을 만들었습니다: {path.relative_to(ROOT)}")


@command("점검")
def check(context: Context) -> None:
    """발행을 막을 것과 눈여겨볼 것을 찾습니다. / Find what the build would refuse, and what to look at."""
    from plugins.cases.records import survey
    from plugins.editorial.check import check_sources
    from plugins.editorial.config import EditorialConfig
    from plugins.editorial.judge import allowed_of
    from plugins.editorial.model import refuse

    here = sit_down()
    config = read_settings(EditorialConfig, "EDITORIAL", here.settings)
    records, problems = survey(ROOT / "content")
    allowed = allowed_of(
        (file.person for file in records.people),
        (*config.own_domains, *here.site.own_domains),
        (here.site.contact_email,),
    )
    findings = check_sources(ROOT / "content", allowed, config.rules_off)
    for finding in findings:
        print(finding.korean)
    if problems:
        raise ContentError(problems)
    refuse(findings)
    print(f"점검했습니다: 사건 {len(records.cases)}건, 글 {len(records.posts)}편, 눈여겨볼 것 {len(findings)}곳")
