"""`invoke collect, inbox`: what was heard, and what waits."""

import asyncio
import hashlib
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from invoke.context import Context

from plugins.core.korean import iso
from plugins.core.settings import read_settings
from plugins.desk.commandline import command
from plugins.desk.filters import (
    ALL,
    STATE_WORDS,
    brand_words,
    first_instant,
    last_instant,
    refuse_backwards,
    source_named,
    state_named,
)
from plugins.desk.front import PART, ROOT, Desk, sit_down
from plugins.desk.overhearing import names_us, overhear
from plugins.desk.progress import shown_progress
from plugins.desk.terminal import print_json, print_table

STATES = {state: words[0] for state, words in STATE_WORDS.items() if state != ALL}
RETURNED = "지켜보다 돌아옴"


def inbox_store(here: Desk) -> Any:
    """Return the open inbox that the settings name."""
    from plugins.inbox.store import open_store

    return open_store(_database(here), root=ROOT)


def inbox_ledger(here: Desk) -> Any:
    """Return the same, as far as collecting needs it: opened in a tenth of the time."""
    from plugins.inbox.ledger import open_ledger

    return open_ledger(_database(here), root=ROOT)


def _database(here: Desk) -> str:
    from plugins.inbox.config import PREFIX, InboxConfig, check_config

    return check_config(read_settings(InboxConfig, PREFIX, here.settings)).database


def listening_of(here: Desk) -> Any:
    """Return the sources and brands of ``sources.toml``."""
    from plugins.inbox.config import PREFIX, InboxConfig
    from plugins.inbox.remembered import listening_to

    path = ROOT / read_settings(InboxConfig, PREFIX, here.settings).sources
    return listening_to(path, ROOT / ".desk" / "sources.json", root=ROOT)


def edge_config(here: Desk) -> Any:
    """Return how the product may go out."""
    from plugins.edge.http import PREFIX, EdgeConfig

    return read_settings(EdgeConfig, PREFIX, here.settings)


def collected(here: Desk, store: Any, *, force: bool) -> Any:
    """Collect what is due and show how far it is; only one at a time in a project."""
    from plugins.edge.alone import alone

    advice = "다른 수집이 돌고 있습니다. 끝난 뒤에 다시 해 주세요."
    listening = listening_of(here)
    with (
        alone(ROOT / ".desk" / "collect.lock", which="collect", advice=advice),
        shown_progress(listening.sources, sys.stdout) as report,
    ):
        return asyncio.run(heard(here, store, listening, report, force=force))


def project_name() -> str:
    """Return what tells this project on this machine from every other one that shares its store."""
    return hashlib.sha256(f"{os.uname().nodename} {ROOT}".encode()).hexdigest()


async def heard(here: Desk, store: Any, listening: Any, report: Any, *, force: bool) -> Any:
    """Collect what is due, with the cited addresses of the case files as already answered."""
    from plugins.cases.cited import cited_urls
    from plugins.edge.dropped import read_dropped
    from plugins.edge.http import open_fetch
    from plugins.inbox.collect import collect as hear
    from plugins.inbox.config import PREFIX, InboxConfig

    config = read_settings(InboxConfig, PREFIX, here.settings)
    async with open_fetch(edge_config(here)) as fetch:
        return await hear(
            listening=listening,
            store=store,
            fetch=fetch,
            report=report,
            # We are alone in this project, so what stands under its name was left by a run that was killed.
            owner=project_name(),
            read_file=lambda path: (ROOT / path).read_bytes(),
            read_folder=lambda folder: read_dropped(ROOT / folder),
            spacing_seconds=config.host_spacing_seconds,
            at_once=config.at_once,
            now=here.now,
            cited=cited_urls(ROOT / "content"),
            environ=os.environ,
            force=force,
            names_us=names_us(here),
            overhear=overhear(here, "feed"),
        )


def say_collected(report: Any, store: Any, here: Desk) -> None:
    """Print what each troubled source said, and the count; without a source, what to do about it."""
    if not report.sources:
        print(
            "수집처가 아직 없습니다. sources.toml에 [[source]]를 적어 주세요(적는 법: docs/staff.md의 '수집처 적기')."
            " 글 하나만이면 `invoke add 주소`로 넣습니다."
        )
    for source in report.sources:
        if source.error:
            print(f"{source.name}: {source.error}", file=sys.stderr)
        elif source.moved_to:
            print(f"{source.name}: 주소가 바뀌었습니다. sources.toml을 고쳐 주세요: {source.moved_to}")
    everything, waiting = store.tally(here.today)
    print(
        f"수집: 수집처 {len(report.sources)}곳, 항목 {report.entries}개, 새 언급 {len(report.new)}건, "
        f"고친 언급 {len(report.revised)}건 (모두 {everything}건, 기다림 {waiting}건)"
    )


def plain(item: Any, notes: Any) -> dict[str, Any]:
    """Return a mention as plain data for a script: what ``show`` says, and the kind of each decision."""
    history = [{"kind": type(d.decision).__name__.lower(), **asdict(d)} for d in item.history]
    return asdict(item) | {
        "history": history,
        "case_id": item.case_id,
        "came_back": item.came_back,
        "notes": [asdict(note) for note in notes],
    }


@command("수집", help={"force": "때가 되지 않은 수집처도 읽습니다"})
def collect(context: Context, force: bool = False) -> None:
    """수집처를 읽어 우리 이름이 나오는 글을 접수함에 넣습니다. / Collect what is due into the inbox.

    예: invoke collect --force
    """
    here = sit_down()
    with inbox_ledger(here) as store:
        report = collected(here, store, force=force)
        say_collected(report, store, here)
    if report.failed:
        sys.exit(PART)


@command(
    "접수함",
    help={
        "state": "기다림 waiting(처음 값), 지켜봄 watched, 이어짐 linked, 접어둠 dismissed, 모두 all",
        "source": "수집처의 key나 이름",
        "brand": "이 브랜드가 나오는 글만. 브랜드의 어느 이름이든 됩니다",
        "since": "이날부터 찾은 글만 (2026-11-01)",
        "until": "이날까지 찾은 글만 (2026-11-30)",
        "text": "제목, 본문, 글쓴이나 곳에 이 말이 있는 글만",
        "sample": "점수와 상관없이 고르게 뽑은 글을 이만큼만. 가르칠 때는 절반을 여기서 고릅니다",
        "alert": "평소보다 시끄러우면 3으로 끝납니다. 알림 스크립트에서 씁니다",
        "json": "JSON으로 보여 줍니다",
    },
)
def inbox(
    context: Context,
    state: str = "waiting",
    source: str = "",
    brand: str = "",
    since: str = "",
    until: str = "",
    text: str = "",
    sample: int = 0,
    alert: bool = False,
    json: bool = False,
) -> None:
    """접수함을 봅니다. 돌아온 것, 서두를 것, 심한 것, 오래된 것이 먼저입니다. / List the inbox, worst and oldest first.

    예: invoke inbox --state 지켜봄 --brand 모과나루 --since 2026-11-01
    """
    from plugins.desk.promises import our_promises
    from plugins.desk.showing import arounds, hasty_first
    from plugins.inbox.learn import sampled, spikes_now
    from plugins.inbox.model import BY_HAND, InboxFilter, InboxState
    from plugins.inbox.notes import notes_of
    from plugins.inbox.polls import states_of

    state = state_named(state)
    found_since, found_before = first_instant(since), last_instant(until)
    refuse_backwards(found_since, found_before, until)
    here = sit_down()
    listening = listening_of(here)
    names = [(*each.names, *each.aliases, *each.products) for each in listening.brands]
    words = brand_words(brand, names) if brand else frozenset()
    wanted = InboxFilter(
        today=here.today,
        states=() if state == "all" else (InboxState(state),),
        text=text,
        found_since=found_since,
        found_before=found_before,
    )
    with inbox_store(here) as store:
        if source:
            seen = (*states_of(store), BY_HAND)
            wanted = replace(wanted, source=source_named(source, {s.key: s.name for s in listening.sources}, seen))
        items = [i for i in store.items(wanted) if not brand or words & {m.term for m in i.mention.matches}]
        if sample:
            items = list(sampled(items, count=sample))
        besides = arounds(items, store, listening, our_promises())
        # What was drawn at random is not put back in an order.
        pairs = tuple(zip(items, besides, strict=True)) if sample else hasty_first(items, besides)
        notes = notes_of(store, [item.mention.id for item in items])
        loud = spikes_now(store, listening.brands, now=here.now)
    if json:
        told = [plain(i, notes.get(i.mention.id, ())) | {"urgent": beside.urgent} for i, beside in pairs]
        print_json({"spikes": [asdict(spike) for spike in loud], "items": told}, sys.stdout)
    else:
        show_inbox(pairs, loud, state)
    if alert and loud:
        sys.exit(PART)


def show_inbox(pairs: Sequence[tuple[Any, Any]], loud: Sequence[Any], state: str) -> None:
    """Print what is loud now on top, and then the mentions, each with what speaks for haste."""
    from plugins.desk.showing import HASTE

    for spike in loud:
        told = f"{spike.brand} {spike.hours}시간에 {spike.count}건 (평소 {spike.usual:.1f}건) {spike.drawing}"
        print(f"시끄럽습니다: {told}")
    rows = [
        (
            i.mention.id,
            f"{i.mention.score:.2f}",
            RETURNED if i.came_back else STATES[i.state],
            iso(i.mention.published_on)[:10] if i.mention.published_on else "날짜 모름",
            i.mention.place,
            i.mention.title,
            i.case_id,
            ", ".join(HASTE[signal] for signal in beside.urgent),
        )
        for i, beside in pairs
    ]
    print_table(("번호", "불만 점수", "상태", "쓴 날", "곳", "제목", "사건", "서두를 까닭"), rows, sys.stdout)
    if not pairs:
        print("기다리는 글이 없습니다." if state == "waiting" else "그런 글이 없습니다.", file=sys.stderr)
