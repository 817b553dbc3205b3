"""`invoke show, add, note`: one mention as it is, and what staff put beside it."""

import asyncio
import sys
from pathlib import Path
from typing import Any

from invoke.context import Context

from plugins.core.korean import moment
from plugins.desk.commandline import command
from plugins.desk.front import ROOT, sit_down, whose
from plugins.desk.given import text_of
from plugins.desk.inbox_commands import RETURNED, STATES, edge_config, inbox_store, listening_of, plain
from plugins.desk.overhearing import listening_in, overhear
from plugins.desk.terminal import print_json
from plugins.desk.triage_commands import said


@command(
    "보기",
    optional=["html"],
    help={
        "item": "접수함의 번호. 앞부분만 적어도 됩니다",
        "html": "표시한 글을 이 파일에 씁니다. 파일을 적지 않으면 .desk/ 아래에 씁니다",
        "json": "JSON으로 보여 줍니다",
    },
)
def show(context: Context, item: str, html: Any = None, json: bool = False) -> None:
    """글 하나를 근거, 결정, 메모와 함께 봅니다. / Show one mention with its evidence, decisions and notes.

    예: invoke show m-3fa29c01
    예: invoke show m-3fa29c01 --html
    """
    from plugins.desk.promises import our_promises
    from plugins.desk.showing import around, as_page, said_around, said_reasons, said_score, with_marks
    from plugins.edge.private import write_private
    from plugins.inbox.notes import notes_of

    here = sit_down()
    with inbox_store(here) as store:
        found = store.item(item, today=here.today)
        notes = notes_of(store, [found.mention.id]).get(found.mention.id, ())
        beside = around(found, store, listening_of(here), our_promises())
    if json:
        more = {"urgent": beside.urgent, "curve": beside.curve, "likely_case": beside.case}
        named = [promise.name for promise in beside.promises]
        print_json(plain(found, notes) | more | {"promises": named}, sys.stdout)
        return
    told = found.mention
    facts = [
        ("번호", told.id),
        ("상태", f"{STATES[found.state]} {found.case_id} {RETURNED if found.came_back else ''}".strip()),
        ("제목", told.title),
        ("글쓴이", told.author or "모름"),
        ("곳", told.place),
        ("주소", told.url or "공개된 주소 없음"),
        ("쓴 날", moment(told.published_on) if told.published_on else f"모름 {told.published_raw}".strip()),
        ("찾은 때", f"{moment(told.found_at)}, {told.source}"),
        ("이름", ", ".join(dict.fromkeys(match.term for match in told.matches))),
        ("불만 점수", said_score(told)),
    ]
    facts += said_reasons(told.reasons) if told.reasons else []
    facts += said_around(found, beside)
    facts += [("결정", f"{moment(d.at)}, {d.who}: {said(d.decision)}") for d in found.history]
    facts += [("메모", f"{moment(n.at)}, {n.who}: {n.text}") for n in notes]
    facts += [("같은 글", str(copy_id)) for copy_id in found.copies]
    if html:
        path = ROOT / ".desk" / f"{told.id}.html" if html is True else Path(str(html)).absolute()
        write_private(path, as_page(told, facts, beside.others), root=ROOT)
        print(f"글을 썼습니다. 공개하지 마세요: {path}")
        return
    for name, value in facts:
        print(f"{name}: {value}")
    print(f"\n{with_marks(told, beside.others)}")


@command(
    "메모",
    help={"item": "접수함의 번호", "text": "메모. 따옴표로 감쌉니다", "by": "적는 사람 (없으면 git의 user.name)"},
)
def note(context: Context, item: str, text: str, by: str = "") -> None:
    """글에 우리끼리 볼 메모를 답니다. 누리집에는 나오지 않습니다. / Put a private note on a mention.

    예: invoke note m-3fa29c01 "배송팀에 송장 번호를 물어봄"
    """
    from plugins.inbox.notes import add_note

    here, who = sit_down(), whose(by)
    with inbox_store(here) as store:
        found = add_note(store, item, text, who=who, now=here.now)
    print(f"{found.mention.id}: 메모를 달았습니다 ({who})")


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
    """손으로 찾은 글을 접수함에 넣습니다: 주소나 --text 파일. / Put a complaint found by hand into the inbox.

    예: invoke add https://bori.blog.example/entry/88
    예: invoke add --text 전화.txt --place 전화 --published 2026-11-21
    """
    from plugins.edge.http import open_fetch
    from plugins.inbox.add import add_by_hand

    here = sit_down()
    linking: list[str] = []
    words = text_of(Path(text)) if text else ""

    async def added(store: Any) -> Any:
        async with open_fetch(edge_config(here)) as fetch:
            return await add_by_hand(
                store=store,
                fetch=listening_in(fetch, here, linking),
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
    told = found.item.mention
    print(f"{'넣었습니다' if found.is_new else '이미 있는 글입니다'}: {told.id} {told.title}")
    if found.is_new and told.copy_of:
        print(f"먼저 있던 글과 같아 그 아래로 접었습니다: {told.copy_of}")
    for address in linking:
        overhear(here, "by-hand")(address)
        print("저희 주소가 있는 글입니다. 링크가 있는지 `invoke linkbacks --pull`이 확인합니다.")
