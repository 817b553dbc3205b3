"""`invoke collect, inbox`: what was heard, and what waits."""

import asyncio
import os
import sys
from dataclasses import asdict
from typing import Any

from invoke.context import Context

from plugins.core.settings import read_settings
from plugins.desk.arguments import UsageError, instant
from plugins.desk.commandline import command
from plugins.desk.front import PART, ROOT, Desk, sit_down
from plugins.desk.terminal import print_json, print_table

STATES = {"waiting": "기다림", "watched": "지켜봄", "linked": "이어짐", "dismissed": "접어 둠"}


def inbox_store(here: Desk) -> Any:
    """Return the open inbox that the settings name."""
    from plugins.inbox.config import PREFIX, InboxConfig, check_config
    from plugins.inbox.store import open_store

    return open_store(check_config(read_settings(InboxConfig, PREFIX, here.settings)).database, root=ROOT)


def listening_of(here: Desk) -> Any:
    """Return the sources and brands of ``sources.toml``."""
    from plugins.inbox.config import PREFIX, InboxConfig, read_sources

    return read_sources(ROOT / read_settings(InboxConfig, PREFIX, here.settings).sources)


def edge_config(here: Desk) -> Any:
    """Return how the product may go out."""
    from plugins.edge.http import PREFIX, EdgeConfig

    return read_settings(EdgeConfig, PREFIX, here.settings)


async def collected(here: Desk, store: Any, *, force: bool) -> Any:
    """Collect what is due, with the cited addresses of the case files as already answered."""
    from plugins.cases.records import cited_urls, survey
    from plugins.edge.http import open_fetch
    from plugins.inbox.collect import collect as hear

    records, _ = survey(ROOT / "content")
    async with open_fetch(edge_config(here)) as fetch:
        return await hear(
            listening=listening_of(here),
            store=store,
            fetch=fetch,
            read_file=lambda path: (ROOT / path).read_bytes(),
            now=here.now,
            cited=cited_urls(records),
            environ=os.environ,
            force=force,
        )


def say_collected(report: Any, store: Any, here: Desk) -> None:
    """Print what each troubled source said, and the count."""
    from plugins.inbox.model import InboxFilter

    for source in report.sources:
        if source.error:
            print(f"{source.name}: {source.error}", file=sys.stderr)
        elif source.moved_to:
            print(f"{source.name}: 주소가 바뀌었습니다. sources.toml을 고쳐 주세요: {source.moved_to}")
    everything = store.items(InboxFilter(today=here.today, states=(), copies=True))
    waiting = store.items(InboxFilter(today=here.today))
    print(
        f"수집: 수집처 {len(report.sources)}곳, 항목 {report.entries}개, 새 언급 {len(report.new)}건, "
        f"고친 언급 {len(report.revised)}건 (모두 {len(everything)}건, 기다림 {len(waiting)}건)"
    )


@command("수집", help={"force": "때가 되지 않은 수집처도 읽습니다"})
def collect(context: Context, force: bool = False) -> None:
    """수집처를 읽어 우리 이름이 나오는 글을 접수함에 넣습니다. / Collect what is due into the inbox."""
    here = sit_down()
    with inbox_store(here) as store:
        report = asyncio.run(collected(here, store, force=force))
        say_collected(report, store, here)
    if report.failed:
        sys.exit(PART)


@command(
    "접수함",
    help={
        "state": "waiting 기다림(처음 값), watched, linked, dismissed, all",
        "source": "수집처의 key",
        "brand": "이 이름이 나오는 글만",
        "since": "이날 뒤에 찾은 글만 (2026-11-01)",
        "text": "제목이나 본문에 이 말이 있는 글만",
        "json": "JSON으로 보여 줍니다",
    },
)
def inbox(
    context: Context,
    state: str = "waiting",
    source: str = "",
    brand: str = "",
    since: str = "",
    text: str = "",
    json: bool = False,
) -> None:
    """접수함을 봅니다. 심한 것, 오래된 것이 먼저입니다. / List the inbox, worst and oldest first."""
    from plugins.inbox.model import InboxFilter, InboxState

    if state not in (*STATES, "all"):
        raise UsageError(state, "unknown state", advice=f"없는 상태입니다. 있는 것: {', '.join(STATES)}, all.")
    here = sit_down()
    wanted = InboxFilter(
        today=here.today,
        states=() if state == "all" else (InboxState(state),),
        source=source,
        text=text,
        found_since=instant(since) if since else None,
    )
    with inbox_store(here) as store:
        items = [i for i in store.items(wanted) if not brand or brand in {m.term for m in i.mention.matches}]
    if json:
        print_json([asdict(item) | {"case_id": item.case_id} for item in items], sys.stdout)
        return
    rows = [
        (
            i.mention.id,
            f"{i.mention.score:.2f}",
            STATES[i.state],
            i.mention.published_on.isoformat()[:10] if i.mention.published_on else "날짜 모름",
            i.mention.place,
            i.mention.title,
            i.case_id,
        )
        for i in items
    ]
    print_table(("번호", "불만", "상태", "쓴 날", "곳", "제목", "사건"), rows, sys.stdout)
    if not items:
        print("기다리는 글이 없습니다." if state == "waiting" else "그런 글이 없습니다.", file=sys.stderr)
