"""`invoke sources`: how the sources fare, and what one address gives."""

import asyncio
import sys
from datetime import datetime
from typing import Any

from invoke.context import Context

from plugins.core.korean import SEOUL
from plugins.core.settings import read_settings
from plugins.desk.commandline import command
from plugins.desk.front import Desk, sit_down
from plugins.desk.inbox_commands import edge_config, inbox_ledger, listening_of
from plugins.desk.terminal import print_json, print_table


@command(
    "수집처",
    help={"check": "이 주소를 한 번 읽어 무엇이 오는지 보여 줍니다. 저장하지 않습니다", "json": "JSON으로 보여 줍니다"},
)
def sources(context: Context, check: str = "", json: bool = False) -> None:
    """수집처가 잘 읽히는지 봅니다. / Show how every source fares, or what one address gives.

    예: invoke sources --check https://blog.example/
    """
    here = sit_down()
    if check:
        _say_checked(asyncio.run(_checked(here, check)))
        return
    rows = _rows(here)
    if json:
        print_json(rows, sys.stdout)
        return
    heads = ("수집처", "상태", "마지막 성공", "글", "잇단 실패", "다음 차례", "알림")
    print_table(heads, [tuple(str(value) for value in row.values()) for row in rows], sys.stdout)


def _rows(here: Desk) -> list[dict[str, Any]]:
    from plugins.inbox.health import health_of
    from plugins.inbox.polls import states_of

    with inbox_ledger(here) as store:
        states = states_of(store)
    found = [health_of(source, states.get(source.key), now=here.now) for source in listening_of(here).sources]
    return [
        {
            "key": health.key,
            "state": health.state,
            "succeeded_at": _moment(health.succeeded_at),
            "entries": health.entries,
            "failures": health.failures,
            "due_at": _moment(health.due_at) or ("지금" if health.is_due else "-"),
            "told": " ".join(health.told),
        }
        for health in found
    ]


async def _checked(here: Desk, url: str) -> Any:
    from plugins.edge.http import open_fetch
    from plugins.inbox.config import PREFIX, InboxConfig, check_config
    from plugins.inbox.health import checked

    check_config(read_settings(InboxConfig, PREFIX, here.settings))
    async with open_fetch(edge_config(here)) as fetch:
        return await checked(url, fetch, now=here.now)


def _say_checked(found: Any) -> None:
    for line in found.lines:
        print(line)
    if found.titles:
        print_table(("쓴 날", "제목", "주소"), found.titles, sys.stdout)
    if not found.is_feed:
        sys.exit(2)


def _moment(at: datetime | None) -> str:
    return at.astimezone(SEOUL).strftime("%Y-%m-%d %H:%M") if at else ""
