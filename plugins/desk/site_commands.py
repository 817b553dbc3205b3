"""`invoke build, serve, site, publish`: what staff do with the site as a whole."""

import sys
from datetime import datetime
from typing import Any

from invoke.context import Context

from plugins.core.errors import DeskError
from plugins.core.korean import iso
from plugins.desk.arguments import instant, port_of
from plugins.desk.commandline import command
from plugins.desk.front import PART, ROOT, right_now, sit_down
from plugins.desk.present import instant_of
from plugins.desk.terminal import say_next

# Files that publish names one by one.
LISTED = 20


def present() -> datetime:
    """Return the instant that is shown where nobody names one."""
    return instant_of(ROOT / "content", sit_down().now)


def say_built(report: Any) -> None:
    """Print what a build made."""
    print(
        f"빌드: 쪽 {report.pages}개, 피드 {report.feeds}개, 바뀐 파일 {len(report.changed)}개, "
        f"없앤 파일 {len(report.removed)}개 (기준 {iso(report.as_of)})"
    )


def say_refreshed(when: datetime) -> None:
    """Build ``output/`` too, where somebody may be looking at it, and say so; a refusal does not undo a publication."""
    from plugins.publication.build import build as built

    try:
        built(ROOT, settings_file="pelicanconf.py", as_of=when, output=ROOT / "output")
    except DeskError as error:
        print(f"output/은 그대로입니다. `invoke build`로 새로 지어 주세요. {error.korean}", file=sys.stderr)
        return
    print("output/도 같은 때로 새로 지었습니다.")


@command(
    "만들기",
    help={
        "as-of": "이 시각을 기준으로 (처음 값: 지금, 시 단위나 그 뒤에 쓴 글의 때)",
        "output": "만들 폴더",
        "verify": "처음부터도 지어서 한 바이트까지 같은지 견줌",
    },
)
def build(context: Context, as_of: str = "", output: str = "output", verify: bool = False) -> None:
    """누리집을 짓고, 점검을 통과한 것만 바꿔 넣습니다. / Build the site and swap in what passed the gate.

    예: invoke build --as-of 2026-11-22T09:00+09:00
    """
    from plugins.publication.build import build as built
    from plugins.publication.build import verify as verified

    when = instant(as_of) if as_of else present()
    say_built(built(ROOT, settings_file="pelicanconf.py", as_of=when, output=ROOT / output))
    if verify:
        files = verified(ROOT, settings_file="pelicanconf.py", as_of=when)
        print(f"견줌: 빠르게 지은 것과 처음부터 지은 것의 파일 {files}개가 한 바이트까지 같습니다.")
    say_next("보낼 것을 봐 주세요", "invoke publish --dry")


@command("미리보기", help={"port": "포트", "as-of": "이 시각에 멈춰 보여 줍니다 (처음 값: 지금을 따라갑니다)"})
def serve(context: Context, port: str = "8000", as_of: str = "") -> None:
    """초안까지 보여 주고 고치는 대로 다시 짓습니다. 점검은 거치지 않습니다. / Preview with drafts.

    예: invoke serve --port 8123
    """
    from plugins.publication.serve import preview

    # Told before a port is taken: a slip in the settings, or in what was typed.
    sit_down()
    when = instant(as_of) if as_of else None
    preview(
        ROOT,
        port=port_of(port),
        as_of=lambda: when or instant_of(ROOT / "content", right_now()),
        clock=None if when else right_now,
        say=lambda line: print(line, flush=True),
    )


@command("누리집", help={"port": "포트"})
def site(context: Context, port: str = "8000") -> None:
    """모으고, 짓고, 점검해서 보여 줍니다 (make site). / Collect, build, check and show the site.

    예: invoke site --port 8123
    """
    from plugins.desk.inbox_commands import collected, inbox_ledger, say_collected
    from plugins.publication.build import build as built
    from plugins.publication.serve import serve_folder

    here = sit_down()
    with serve_folder(ROOT / "output", port_of(port)) as server:
        with inbox_ledger(here) as store:
            # The demo's feeds are files: reading them again costs nothing and shows what was collected.
            report = collected(here, store, force=here.site.as_of is not None)
            say_collected(report, store, here)
        when = here.site.as_of or present()
        say_built(built(ROOT, settings_file="pelicanconf.py", as_of=when, output=ROOT / "output"))
        print(f"주소: {server.address} (멈추려면 Ctrl-C)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


@command(
    "발행",
    help={
        "as-of": "이 시각을 기준으로 (처음 값: 지금, 시 단위나 그 뒤에 쓴 글의 때)",
        "target": "폴더, rsync 대상(host:길), git 가지(git:origin#gh-pages). 처음 값: site.toml의 deploy_target",
        "dry": "보내지 않고, 보낼 것만 보여 줍니다",
    },
)
def publish(context: Context, as_of: str = "", target: str = "", dry: bool = False) -> None:
    """엄격하게 짓고 정해 둔 곳으로 보냅니다. 정하지 않았으면 보낼 것만 보여 줍니다. / Build strictly and deploy.

    예: invoke publish --target git:origin#gh-pages --dry
    """
    from dataclasses import replace

    from plugins.desk.check_commands import keep_published
    from plugins.desk.notices import tell_hub, tell_search_engines
    from plugins.publication.checkout import NO_CHECKOUT
    from plugins.publication.publish import SETTINGS_FILE, run_command
    from plugins.publication.publish import publish as published
    from plugins.publication.settings import publish_settings, settings_of

    settings = publish_settings(settings_of(ROOT / SETTINGS_FILE))
    settings = replace(settings, target=target) if target else settings
    when = instant(as_of) if as_of else present()

    def remember(_built: Any) -> tuple[str, ...]:
        # The folder, not only what changed now: what a publication that was killed wrote there is committed too.
        return ("records/published", "records/received", *keep_published(when))

    report = published(ROOT, settings=settings, as_of=when, run=run_command, remember=remember, is_dry=dry)
    say_built(report.build)
    marked = (("+", report.swap.new), ("~", report.swap.changed), ("-", report.swap.removed))
    lines = [f"{mark} {path}" for mark, paths in marked for path in paths]
    for line in lines[:LISTED]:
        print(line)
    if len(lines) > LISTED:
        print(f"  … 그 밖에 {len(lines) - LISTED}개")
    counts = report.swap.counts
    if report.target:
        print(f"{report.target}에 발행했습니다: {counts}")
    elif dry:
        print(f"보내지 않았습니다(--dry). 보낸다면 {counts}")
    else:
        print(f"보내지 않았습니다. 보낸다면 {counts}")
        print("어디로 보낼지 site.toml의 deploy_target에 적거나 `invoke publish --target 폴더`처럼 붙여 주세요.")
    if report.target and report.committed is None:
        print(NO_CHECKOUT)
    elif report.committed:
        print("발행 기록(records/)을 git에 커밋했습니다. `git push`로 함께 올려 주세요.")
    if report.target:
        here, sent = sit_down(), (*report.swap.new, *report.swap.changed)
        if unfed := tell_hub(here, sent):
            print(f"허브에 알리지 못한 피드 {len(unfed)}개: {unfed[0]} 누리집은 발행되었습니다.", file=sys.stderr)
        if unfound := tell_search_engines(here, (*sent, *report.swap.removed)):
            print(f"검색 엔진에 알리지 못했습니다: {unfound[0]} 누리집은 발행되었습니다.", file=sys.stderr)
        if (ROOT / "output").is_dir():
            # Whoever has `make site` open sees what readers see now.
            say_refreshed(when)
        say_next("원글에 답이 있다고 알려 주세요", "invoke send")
        if unfed or unfound:
            sys.exit(PART)
