"""`invoke show, triage, add`: what staff do with one mention."""

import asyncio
from pathlib import Path
from typing import Any

from invoke.context import Context

from plugins.core.korean import moment
from plugins.desk.arguments import UsageError, cut_to_hour, day_of
from plugins.desk.commandline import command
from plugins.desk.front import ROOT, Desk, sit_down, whose
from plugins.desk.inbox_commands import STATES, edge_config, inbox_store, listening_of
from plugins.desk.terminal import is_agreed


@command("보기", help={"item": "접수함의 번호. 앞부분만 적어도 됩니다"})
def show(context: Context, item: str) -> None:
    """글 하나를 근거와 함께 봅니다. / Show one mention with its evidence."""
    here = sit_down()
    with inbox_store(here) as store:
        found = store.item(item, today=here.today)
    told = found.mention
    facts = [
        ("번호", told.id),
        ("상태", f"{STATES[found.state]} {found.case_id}".strip()),
        ("제목", told.title),
        ("글쓴이", told.author or "모름"),
        ("곳", told.place),
        ("주소", told.url or "공개된 주소 없음"),
        ("쓴 날", moment(told.published_on) if told.published_on else f"모름 {told.published_raw}".strip()),
        ("찾은 때", f"{moment(told.found_at)}, {told.source}"),
        ("이름", ", ".join(dict.fromkeys(match.term for match in told.matches))),
        ("불만 점수", f"{told.score:.2f} ({', '.join(told.evidence)})"),
    ]
    facts += [("결정", f"{moment(d.at)}, {d.who}: {said(d.decision)}") for d in found.history]
    facts += [("같은 글", str(copy_id)) for copy_id in found.copies]
    for name, value in facts:
        print(f"{name}: {value}")
    print(f"\n{told.text}")


def said(decision: Any) -> str:
    """Return a decision in Korean words."""
    from plugins.inbox.model import Attach, Dismiss, Open, Watch

    match decision:
        case Open(case_id=case_id):
            return f"{case_id} 사건을 엶"
        case Attach(case_id=case_id):
            return f"{case_id} 사건에 이음"
        case Watch(until=until):
            return f"{until.isoformat()}까지 지켜봄"
        case Dismiss(reason=reason):
            return f"접어 둠: {reason}"
    raise TypeError(decision)


@command(
    "분류",
    help={
        "item": "접수함의 번호",
        "open": "새 사건을 엽니다",
        "title": "새 사건의 제목 (없으면 글의 제목)",
        "topic": "새 사건의 갈래",
        "severity": "1 불편, 2 손해, 3 여럿의 손해, 4 안전이나 개인정보",
        "owner": "새 사건을 맡을 사람 (없으면 정하는 사람)",
        "attach": "있는 사건에 잇습니다 (사건 번호)",
        "watch": "이날까지 지켜봅니다 (2026-11-30)",
        "dismiss": "접어 둡니다 (까닭)",
        "by": "정하는 사람 (없으면 git의 user.name)",
        "yes": "묻지 않고 씁니다",
    },
)
def triage(
    context: Context,
    item: str,
    open: bool = False,  # noqa: A002  the flag is --open
    title: str = "",
    topic: str = "",
    severity: int = 1,
    owner: str = "",
    attach: str = "",
    watch: str = "",
    dismiss: str = "",
    by: str = "",
    yes: bool = False,
) -> None:
    """글 하나를 분류합니다: --open, --attach, --watch, --dismiss 가운데 하나. / Decide what becomes of a mention."""
    from plugins.inbox.model import Dismiss, Watch
    from plugins.inbox.triage import triage as decide

    if sum(map(bool, (open, attach, watch, dismiss))) != 1:
        advice = "--open, --attach 사건번호, --watch 날짜, --dismiss 까닭 가운데 하나만 적어 주세요."
        raise UsageError(item, "one decision, please", advice=advice)
    here, who = sit_down(), whose(by)
    with inbox_store(here) as store:
        if watch or dismiss:
            decision = Watch(until=day_of(watch)) if watch else Dismiss(reason=dismiss)
            decided = decide(store, item, decision, who, here.now)
        elif attach:
            decided = attached(store, here, item, attach, who, yes=yes)
        else:
            decided = opened(
                store, here, item, who, title=title, topic=topic, severity=severity, owner=owner or who, yes=yes
            )
    last = decided.history[-1]
    print(f"{decided.mention.id}: {said(last.decision)} ({last.who})")


def opened(store: Any, here: Desk, item: str, who: str, *, title: str, yes: bool, **facts: Any) -> Any:
    """Open a case with the mention as its first citation."""
    from plugins.cases.draft import draft_case
    from plugins.inbox.model import Open
    from plugins.inbox.triage import check as may_decide
    from plugins.inbox.triage import propose
    from plugins.inbox.triage import triage as decide

    may_decide(store, item, Open(case_id="new", citation_key="c1"), who, here.now)
    disclosure = propose(store, item, citation_key="c1")
    agree(disclosure, yes=yes)
    path = draft_case(
        ROOT,
        prefix=here.site.case_prefix,
        title=title or disclosure.citation.title,
        now=cut_to_hour(here.now),
        citation=disclosure.citation,
        **facts,
    )
    print(f"사건 파일을 썼습니다: {path.relative_to(ROOT)}")
    return decide(store, item, Open(case_id=path.stem, citation_key="c1"), who, here.now)


def attached(store: Any, here: Desk, item: str, case: str, who: str, *, yes: bool) -> Any:
    """Attach the mention to a case."""
    from plugins.cases.draft import attach_citation, next_citation_key
    from plugins.inbox.model import Attach
    from plugins.inbox.triage import check as may_decide
    from plugins.inbox.triage import propose
    from plugins.inbox.triage import triage as decide

    key, today = next_citation_key(ROOT, case), here.today
    may_decide(store, item, Attach(case_id=case.upper(), citation_key=key), who, here.now)
    disclosure = propose(store, item, citation_key=key, attached_on=today)
    agree(disclosure, yes=yes)
    path = attach_citation(ROOT, case, disclosure.citation, on=today)
    print(f"사건 파일에 적었습니다: {path.relative_to(ROOT)}")
    return decide(store, item, Attach(case_id=path.stem, citation_key=key), who, here.now)


def agree(disclosure: Any, *, yes: bool) -> None:
    """Show what would become public and go on only with a yes."""
    shown = disclosure.citation
    print("아래 내용이 사건 파일에 적혀 공개됩니다.")
    for name, value in (
        ("주소", shown.url or "없음"),
        ("제목", shown.title),
        ("글쓴이", shown.author or "없음"),
        ("곳", shown.place),
        ("쓴 날", moment(shown.published_on) if shown.published_on else "모름"),
        ("옮긴 글", shown.excerpt or "없음"),
        ("수와 낱말", ", ".join(shown.facts) or "없음"),
    ):
        print(f"  {name}: {value}")
    for note in disclosure.notes:
        print(f"  ! {note}")
    if not yes and not is_agreed("이대로 적을까요?"):
        raise UsageError("triage", "not agreed", advice="적지 않았습니다.")


@command(
    "추가",
    positional=[],
    help={
        "url": "글의 주소",
        "text": "글을 옮겨 담은 파일 (첫 줄이 제목)",
        "place": "글이 있는 곳",
        "author": "글쓴이로 보이는 이름",
        "published": "쓴 날",
    },
)
def add(
    context: Context, url: str = "", text: str = "", place: str = "", author: str = "", published: str = ""
) -> None:
    """손으로 찾은 글을 접수함에 넣습니다: 주소나 --text 파일. / Put a complaint found by hand into the inbox."""
    from plugins.edge.http import open_fetch
    from plugins.inbox.add import add_by_hand

    here = sit_down()
    words = text_of(Path(text)) if text else ""

    async def added(store: Any) -> Any:
        async with open_fetch(edge_config(here)) as fetch:
            return await add_by_hand(
                store=store,
                fetch=fetch,
                listening=listening_of(here),
                now=here.now,
                url=url,
                text=words,
                place=place,
                author=author,
                published=published,
            )

    with inbox_store(here) as store:
        found = asyncio.run(added(store))
    print(
        f"{'넣었습니다' if found.is_new else '이미 있는 글입니다'}: {found.item.mention.id} {found.item.mention.title}"
    )


def text_of(path: Path) -> str:
    """Return the text of a file that staff named."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(str(path), "unreadable", advice="UTF-8 글 파일로 읽을 수 없습니다.") from error
