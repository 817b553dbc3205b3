"""`invoke linkbacks`: who speaks of our answers, and what of it stands on our pages."""

import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from invoke.context import Context

from plugins.core.settings import read_settings
from plugins.desk.arguments import UsageError
from plugins.desk.commandline import command
from plugins.desk.front import PART, ROOT, Desk, sit_down, whose
from plugins.desk.inbox_commands import edge_config
from plugins.desk.received_showing import FATE_WORDS, agree, named, show, state_named
from plugins.desk.terminal import print_json

# A page is not read whole where a link may stand at its beginning; nobody's blog post is longer.
SOURCE_LIMIT_BYTES = 1024 * 1024
SOURCE_SECONDS = 15.0
WAIT_SECONDS = 10.0
LISTED = 20


@command(
    "받은엮인글",
    help={
        "state": "기다림 pending(처음 값), 올림 accepted, 내림 hidden, 확인 전 queued, 모두 all",
        "accept": "이 번호의 글을 우리 글 아래에 올립니다. 쉼표로 여럿",
        "refuse": "이 번호의 글을 받지 않습니다. 올린 것은 내립니다. 쉼표로 여럿",
        "never": "--refuse와 함께: 그 곳의 글은 앞으로 받지 않습니다",
        "always": "--accept와 함께: 그 곳의 글은 앞으로 묻지 않고 올립니다",
        "allow": "이 곳(주소나 번호)의 글은 묻지 않고 올립니다",
        "block": "이 곳(주소나 번호)의 글은 받지 않습니다. 올린 것도 내립니다",
        "unlist": "이 곳을 허용 목록과 차단 목록에서 뺍니다",
        "pull": "목록을 받고, 들은 것을 확인하고, 한 달이 지난 것을 다시 봅니다",
        "force": "--pull과 함께: 때가 되지 않은 것도 합니다",
        "recheck": "올린 것을 지금 모두 다시 봅니다",
        "by": "정하는 사람 (없으면 git의 user.name)",
        "yes": "묻지 않고 올립니다",
        "json": "JSON으로 보여 줍니다",
    },
)
def linkbacks(
    context: Context,
    state: str = "pending",
    accept: str = "",
    refuse: str = "",
    never: bool = False,
    always: bool = False,
    allow: str = "",
    block: str = "",
    unlist: str = "",
    pull: bool = False,
    force: bool = False,
    recheck: bool = False,
    by: str = "",
    yes: bool = False,
    json: bool = False,
) -> None:
    """우리 글을 링크한 글을 보고, 올리거나 받지 않습니다. / List, accept and refuse pages that link to ours.

    예: invoke linkbacks --pull
    예: invoke linkbacks --accept r-3fa29c01
    예: invoke linkbacks --refuse r-3fa29c01 --never
    """
    from plugins.linkbacks.deciding import items
    from plugins.linkbacks.shelf import Shelf

    asked = [bool(accept), bool(refuse), bool(allow), bool(block), bool(unlist), pull or recheck]
    if asked.count(True) > 1:
        raise UsageError("linkbacks", "one thing at a time", advice="한 번에 하나만 적어 주세요.")
    if (never and not refuse) or (always and not accept) or (force and not pull):
        advice = "--never는 --refuse와, --always는 --accept와, --force는 --pull과 함께 적습니다."
        raise UsageError("linkbacks", "half a request", advice=advice)
    wanted, here, shelf = state_named(state), sit_down(), Shelf(ROOT)
    if pull or recheck:
        say_pulled(here, shelf, force=force, recheck=recheck, json=json)
    elif accept or refuse or allow or block or unlist:
        decide(
            here,
            shelf,
            whose(by),
            accept=named(accept),
            refuse=named(refuse),
            never=never,
            always=always,
            allow=allow,
            block=block,
            unlist=unlist,
            yes=yes,
        )
    else:
        show(items(shelf), wanted, json=json)


def decide(
    here: Desk,
    shelf: Any,
    who: str,
    *,
    accept: Sequence[str],
    refuse: Sequence[str],
    never: bool,
    always: bool,
    allow: str,
    block: str,
    unlist: str,
    yes: bool,
) -> None:
    """Take the decisions that staff typed, one after the other, and say what became of each."""
    from plugins.linkbacks import deciding

    for id_ in accept:
        agree(deciding.pending_named(shelf, id_), yes=yes)
        with shelf.alone(wait_seconds=WAIT_SECONDS):
            record = deciding.accept(shelf, id_, by=who, at=here.now)
            if always:
                allowed(shelf, here, deciding.site_named(shelf, record.source), who)
        print(f"{record.id}: 올렸습니다 ({who}). 다음 빌드부터 나옵니다: {record.page}")
    for id_ in refuse:
        with shelf.alone(wait_seconds=WAIT_SECONDS):
            found = deciding.refuse(shelf, id_, by=who, at=here.now)
            print(f"{found.id}: 받지 않습니다 ({who}).")
            if never:
                blocked(shelf, here, deciding.site_named(shelf, found.source), who)
    with shelf.alone(wait_seconds=WAIT_SECONDS):
        if allow:
            allowed(shelf, here, deciding.site_named(shelf, allow), who)
        if block:
            blocked(shelf, here, deciding.site_named(shelf, block), who)
        if unlist:
            site = deciding.site_named(shelf, unlist)
            was = shelf.unlist_site(site)
            print(f"{site}: 목록에서 뺐습니다." if was else f"{site}: 어느 목록에도 없습니다.")


def allowed(shelf: Any, here: Desk, site: str, who: str) -> None:
    """Put a site on the list of allowed ones."""
    shelf.list_site("allow", site, who=who, at=here.now)
    print(f"{site}: 앞으로 묻지 않고 올립니다 ({who}).")


def blocked(shelf: Any, here: Desk, site: str, who: str) -> None:
    """Put a site on the list of blocked ones, and take away what came from it."""
    from plugins.linkbacks.deciding import block

    swept = block(shelf, site, by=who, at=here.now)
    print(
        f"{site}: 앞으로 받지 않습니다 ({who}). 올린 것 {swept.records}건과 기다리던 것 {swept.pending}건을 치웠습니다."
    )


def say_pulled(here: Desk, shelf: Any, *, force: bool, recheck: bool, json: bool) -> None:
    """Do what is due and say what came of it."""
    from plugins.desk.overhearing import our_pages_now
    from plugins.edge.http import open_fetch
    from plugins.linkbacks.pull import pull

    async def pulled() -> Any:
        config = replace(edge_config(here), body_limit_bytes=SOURCE_LIMIT_BYTES, timeout_seconds=SOURCE_SECONDS)
        async with open_fetch(config) as fetch, open_fetch(edge_config(here)) as fetch_list:
            return await pull(
                shelf=shelf,
                ours=our_pages_now(here),
                fetch=fetch,
                fetch_list=fetch_list,
                now=here.now,
                account=account_of(here),
                force=force,
                recheck=recheck,
            )

    with shelf.alone():
        report = asyncio.run(pulled())
    if json:
        print_json(asdict(report), sys.stdout)
    else:
        fates = ", ".join(f"{FATE_WORDS[fate]} {count}건" for fate, count in sorted(report.fates.items()))
        listed = f"목록 {report.listed}건, " if report.listed is not None else ""
        print(f"엮인글: {listed}글 {report.looked}개를 봄" + (f" ({fates})" if fates else ""))
        for source, why in report.gone[:LISTED]:
            print(f"  {source}: {why}")
        if len(report.gone) > LISTED:
            print(f"  … 그 밖에 {len(report.gone) - LISTED}건")
        print(f"기다림 {report.waiting}건, 확인 전 {report.queued}건")
    if report.error:
        print(report.error, file=sys.stderr)
        sys.exit(PART)


def account_of(here: Desk) -> Any:
    """Return where a service lists our Webmentions, or None; domain and token come from the environment."""
    from plugins.linkbacks.config import PREFIX, LinkbackConfig, check_config
    from plugins.linkbacks.jf2 import Account

    config = check_config(read_settings(LinkbackConfig, PREFIX, here.settings))
    domain = os.environ.get(config.jf2_domain_env, "")
    if not config.jf2_url or not domain:
        return None
    return Account(url=config.jf2_url, domain=domain, token=os.environ.get(config.jf2_token_env, ""))
