"""`invoke forget, sources-import, sources-export`: what the inbox keeps, and what it listens to."""

import shlex
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from invoke.context import Context

from plugins.core.settings import read_settings
from plugins.desk.arguments import UsageError
from plugins.desk.commandline import command
from plugins.desk.front import ROOT, Desk, sit_down
from plugins.desk.given import bytes_of
from plugins.desk.inbox_commands import STATES, inbox_store, listening_of
from plugins.desk.terminal import print_json

# More lines than a person reads at once; --json gives them all.
MOST_LINES = 40


@command(
    "지우기",
    positional=[],
    help={
        "item": "지울 글의 번호나 주소. 없으면 보관 기간(INBOX_KEEP_DAYS)이 지난 글",
        "url": "지울 글의 주소",
        "author": "지울 글의 글쓴이 (--place와 함께)",
        "place": "지울 글이 있는 곳 (--author와 함께)",
        "copies": "같은 글로 묶인 다른 글도 지웁니다",
        "yes": "정말 지웁니다. 없으면 무엇이 지워질지만 보여 줍니다",
        "json": "JSON으로 보여 줍니다",
    },
)
def forget(
    context: Context,
    item: str = "",
    url: str = "",
    author: str = "",
    place: str = "",
    copies: bool = False,
    yes: bool = False,
    json: bool = False,
) -> None:
    """접수함에서 글을 지우고, 아직 남아 있는 공개된 곳을 알려 줍니다. / Erase mentions for good.

    예: invoke forget                                   보관 기간이 지난 글을 보여 줍니다
    예: invoke forget m-3fa29c01 --yes                  이 글을 지웁니다
    예: invoke forget --author 보리차한잔 --place bori.blog.example
    """
    from plugins.core.urls import is_web_address
    from plugins.inbox.forget import Request, matching

    here = sit_down()
    if item and is_web_address(item):
        item, url = "", item
    if [bool(item), bool(url), bool(author or place)].count(True) > 1:
        raise UsageError("forget", "several requests", advice="번호, 주소, 글쓴이 가운데 하나로만 골라 주세요.")
    with inbox_store(here) as store:
        if not (item or url or author or place):
            retention(here, store, yes=yes, json=json)
            return
        asked = Request(mention=item, url=url, author=author, place=place)
        on_request(here, store, asked, matching(store, asked), copies=copies, yes=yes, json=json)


def retention(here: Desk, store: Any, *, yes: bool, json: bool) -> None:
    """Blank what is past keeping, or say what would be."""
    from plugins.inbox.config import PREFIX, InboxConfig, check_config
    from plugins.inbox.forget import blank, past_keeping

    days = check_config(read_settings(InboxConfig, PREFIX, here.settings)).keep_days
    items = past_keeping(store, now=here.now, keep=timedelta(days=days))
    if yes:
        blank(store, [item.mention.id for item in items], now=here.now)
    if json:
        print_json({"erased": yes, "keep_days": days, "mentions": [listed(item) for item in items]}, sys.stdout)
        return
    print_listed(items)
    what = "제목, 본문, 글쓴이, 주소, 메모"
    if yes:
        print(f"보관 기간 {days}일이 지난 글 {len(items)}건에서 {what}를 지웠습니다.")
    elif items:
        print(f"보관 기간 {days}일이 지난 글 {len(items)}건에서 {what}를 지우게 됩니다. 지우려면 --yes를 붙이세요.")
    else:
        print(f"보관 기간 {days}일이 지난 글이 없습니다.")


def on_request(here: Desk, store: Any, asked: Any, items: Any, *, copies: bool, yes: bool, json: bool) -> None:
    """Erase what somebody asked for, or say what would be, and say where it still stands."""
    from plugins.inbox.forget import erase
    from plugins.inbox.traces import needles_of, past_places, public_places
    from plugins.publication.publish import is_remote
    from plugins.publication.sent import folders_sent_to
    from plugins.publication.settings import DeployConfig

    others = tuple(copy for item in items for copy in item.copies if copy not in {i.mention.id for i in items})
    if copies:
        items = (*items, *(store.item(copy) for copy in others))
        others = ()
    needles = tuple(
        dict.fromkeys(
            needle
            for mention in ([item.mention for item in items] or [None])
            for needle in needles_of(mention, url=asked.url, author=asked.author)
        )
    )
    # Looked for before it is erased: afterwards nobody knows what to look for.
    target = read_settings(DeployConfig, "DEPLOY", here.settings).target
    wanted = [(ROOT / Path(target).expanduser()).resolve()] if target and not is_remote(target) else []
    published = tuple(dict.fromkeys((*wanted, *folders_sent_to(ROOT))))
    places, past = public_places(ROOT, needles, published=published), past_places(ROOT, needles)
    if yes:
        erase(store, items, url=asked.url, now=here.now)
    if json:
        found = {"mentions": [listed(item) for item in items], "copies_left": others}
        shown = {"public": [asdict(place) for place in places], "commits": [asdict(commit) for commit in past]}
        print_json({"erased": yes, **found, **shown}, sys.stdout)
        return
    print_listed(items)
    if not items:
        print("접수함에는 그런 글이 없습니다.")
    if others:
        print(f"같은 글로 묶인 글이 남습니다: {', '.join(others)} (함께 지우려면 --copies)")
    print_kept(places, past)
    if places or past:
        standing = [folder for folder in published if any((ROOT / p.path).is_relative_to(folder) for p in places)]
        print_what_to_do(items, places, past, target, [folder for folder in standing if folder not in wanted])
    if yes:
        never = " 다음 수집 때 다시 들어오지 않습니다." if items or asked.url else ""
        print(f"{len(items)}건을 접수함에서 지웠습니다.{never} 받쳐 둔 것(백업)에는 남아 있을 수 있습니다.")
    else:
        print("아직 아무것도 지우지 않았습니다. 지우려면 같은 명령에 --yes를 붙이세요.")


def listed(item: Any) -> dict[str, Any]:
    """Return what names a mention, without its words."""
    told = item.mention
    return {"id": told.id, "state": item.state, "case_id": item.case_id, "place": told.place, "found_at": told.found_at}


def print_listed(items: Iterable[Any]) -> None:
    """Print a line for each mention that goes."""
    for item in items:
        told = item.mention
        case = f", {item.case_id}" if item.case_id else ""
        print(f"{told.id}  {STATES[item.state]}{case}  {told.place}  {told.title}")


def print_kept(places: Any, past: Any) -> None:
    """Print where what is erased still stands in public."""
    if not places and not past:
        print("공개된 파일과 git 기록에는 없습니다.")
        return
    ours = [place for place in places if place.path.startswith(("content/", "records/"))]
    output = [place for place in places if place.path.startswith("output/")]
    published = [place for place in places if place not in ours and place not in output]
    for place in ours[:MOST_LINES]:
        print(f"남아 있음: {place.path}:{place.line} ({', '.join(place.whats)})")
    # What was made of ours goes with it: where it stands is enough.
    for where, made in (("output/", output), ("발행한 곳", published)):
        if made:
            print(f"남아 있음: {where}의 파일 {len(made)}개. 예: {made[0].path}:{made[0].line}")
    for commit in past[:MOST_LINES]:
        print(f"git 기록: {commit.commit} {commit.on.isoformat()} {commit.subject} ({', '.join(commit.whats)})")
    more = max(0, len(ours) - MOST_LINES) + max(0, len(past) - MOST_LINES)
    if more:
        print(f"… {more}곳 더 있습니다. 모두 보려면 --json을 붙이세요.")


def print_what_to_do(items: Iterable[Any], places: Any, past: Any, target: str, others: Iterable[Path]) -> None:
    """Print how what still stands in public is taken down, in the order in which staff do it.

    Args:
        target: Where `invoke publish` sends the site.
        others: The folders it was sent to besides, and that still show something.
    """
    cited = [name for item in items if (name := cited_as(item))]
    for name in cited:
        print(f"인용 출처로 실려 있습니다. 이렇게 거둬 주세요: invoke withdraw {name} --why 까닭 --asked-by 글쓴이")
    if any(place.path.startswith("content/") for place in places):
        rest = "그 밖에 content/에 남은 말은" if cited else "content/에 남은 말은"
        print(f"{rest} 사건 파일의 줄이나 # 뒤의 메모면 직접 지우고, 저희 글이면 `invoke withdraw`로 거둬 주세요.")
    if places:
        where = f"발행한 곳({target})" if target else "발행한 곳"
        print(f"그런 다음 `git commit`하고 `invoke publish`로 보내 주세요. output/과 {where}에서도 빠집니다.")
        for folder in others:
            again = f"invoke publish --target {shlex.quote(str(folder))}"
            print(f"{folder}에도 남아 있습니다. 그 폴더를 지우거나 다시 보내 주세요: {again}")
    if past:
        print("git의 옛 판은 이 명령이 지우지 않습니다. 저장소를 공개했다면 docs/linkbacks.md의 '거두기'를 봐 주세요.")


def cited_as(item: Any) -> str:
    """Return what `withdraw` calls the citation that a mention became, "" where it became none that still stands."""
    from plugins.cases.cited import citing, is_withdrawn

    case, told = item.case_id, item.mention
    decided = (getattr(made.decision, "citation_key", "") for made in reversed(item.history))
    # Git attached it: only the file knows the key.
    found = citing(ROOT, url=told.url, title="", author="", excerpt="") if case and told.url else ()
    keys = (*decided, *(cited.key for cited in found if cited.case_id == case))
    return next((f"{case}:{key}" for key in keys if case and key and not is_withdrawn(ROOT, case, key)), "")


@command("수집처들이기", help={"file": "다른 프로그램에서 내보낸 OPML 파일", "json": "JSON으로 보여 줍니다"})
def sources_import(context: Context, file: str, json: bool = False) -> None:
    """OPML의 피드를 sources.toml 끝에 덧붙입니다. 이미 듣는 주소는 건너뜁니다. / Add the feeds of an OPML file.

    예: invoke sources-import 구독.opml
    """
    from plugins.edge.files import told, write_atomic
    from plugins.inbox.opml import read_opml, with_sources

    here = sit_down()
    path = sources_path(here)
    listening = listening_of(here)
    done = with_sources(path.read_text(encoding="utf-8"), read_opml(bytes_of(Path(file)), name=file), listening)
    if done.added:
        with told(path):
            write_atomic(path, done.text)
    if json:
        print_json({"added": [s.key for s in done.added], "known": done.known, "unusable": done.unusable}, sys.stdout)
        return
    for source in done.added:
        print(f"+ {source.key}  {source.name}")
    for name in done.unusable:
        print(f"! {name}: 쓸 수 있는 주소가 없어 건너뜁니다.")
    print(
        f"수집처 {len(done.added)}곳을 {path.name}에 덧붙였습니다 "
        f"(이미 있음 {len(done.known)}곳, 쓸 수 없음 {len(done.unusable)}곳)."
    )


@command("수집처내보내기", help={"file": "쓸 파일 이름", "force": "있는 파일을 바꿔 씁니다"})
def sources_export(context: Context, file: str, force: bool = False) -> None:
    """수집처를 다른 프로그램이 읽는 OPML 파일로 내보냅니다. / Write the sources as an OPML file.

    예: invoke sources-export 구독.opml
    """
    from plugins.edge.files import create_new, write_atomic
    from plugins.inbox.opml import to_opml

    here = sit_down()
    done = to_opml(listening_of(here).sources, title=f"{here.site.brand} 수집처", now=here.now)
    (write_atomic if force else create_new)(Path(file), done.content)
    print(f"수집처 {done.count}곳을 {file}에 적었습니다.")
    if done.left_out:
        print(f"남의 프로그램이 읽을 수 없어 뺀 곳: {', '.join(done.left_out)}")
    if done.with_query:
        print(f"주소에 비밀 값이 있을 수 있으니 나누기 전에 살펴보세요: {', '.join(done.with_query)}")


def sources_path(here: Desk) -> Path:
    """Return where the sources are written down."""
    from plugins.inbox.config import PREFIX, InboxConfig

    return ROOT / read_settings(InboxConfig, PREFIX, here.settings).sources
