"""`invoke build, serve, site, publish, init`: what staff do with the site as a whole."""

import sys
from typing import Any

from invoke.context import Context

from plugins.core.korean import iso
from plugins.desk.arguments import cut_to_hour, instant, port_of
from plugins.desk.check_commands import keep_published
from plugins.desk.commandline import command
from plugins.desk.front import PART, ROOT, sit_down
from plugins.desk.inbox_commands import collected, inbox_ledger, say_collected
from plugins.desk.terminal import answer_to

# Files that publish names one by one.
LISTED = 20


def say_built(report: Any) -> None:
    """Print what a build made."""
    print(
        f"빌드: 쪽 {report.pages}개, 피드 {report.feeds}개, 바뀐 파일 {len(report.changed)}개, "
        f"없앤 파일 {len(report.removed)}개 (기준 {iso(report.as_of)})"
    )


@command(
    "만들기",
    help={
        "as-of": "이 시각을 기준으로 (처음 값: 지금, 시 단위)",
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

    when = instant(as_of) if as_of else cut_to_hour(sit_down().now)
    say_built(built(ROOT, settings_file="pelicanconf.py", as_of=when, output=ROOT / output))
    if verify:
        files = verified(ROOT, settings_file="pelicanconf.py", as_of=when)
        print(f"견줌: 빠르게 지은 것과 처음부터 지은 것의 파일 {files}개가 한 바이트까지 같습니다.")


@command("미리보기", help={"port": "포트", "as-of": "이 시각을 기준으로 (처음 값: 지금, 시 단위)"})
def serve(context: Context, port: str = "8000", as_of: str = "") -> None:
    """초안까지 보여 주고 고치는 대로 다시 짓습니다. 점검은 거치지 않습니다. / Preview with drafts.

    예: invoke serve --port 8123
    """
    from plugins.publication.serve import preview

    when = instant(as_of) if as_of else cut_to_hour(sit_down().now)
    preview(ROOT, port=port_of(port), as_of=when, say=lambda line: print(line, flush=True))


@command("누리집", help={"port": "포트"})
def site(context: Context, port: str = "8000") -> None:
    """모으고, 짓고, 점검해서 보여 줍니다 (make site). / Collect, build, check and show the site.

    예: invoke site --port 8123
    """
    from plugins.publication.build import build as built
    from plugins.publication.serve import serve_folder

    here = sit_down()
    with serve_folder(ROOT / "output", port_of(port)) as server:
        with inbox_ledger(here) as store:
            # The demo's feeds are files: reading them again costs nothing and shows what was collected.
            report = collected(here, store, force=here.site.as_of is not None)
            say_collected(report, store, here)
        when = here.site.as_of or cut_to_hour(here.now)
        say_built(built(ROOT, settings_file="pelicanconf.py", as_of=when, output=ROOT / "output"))
        print(f"주소: {server.address} (멈추려면 Ctrl-C)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


@command(
    "발행",
    help={
        "as-of": "이 시각을 기준으로 (처음 값: 지금, 시 단위)",
        "target": "폴더, rsync 대상(host:길), git 가지(git:origin#gh-pages). 처음 값: DEPLOY_TARGET",
    },
)
def publish(context: Context, as_of: str = "", target: str = "") -> None:
    """엄격하게 짓고 DEPLOY_TARGET으로 보냅니다. 없으면 보낼 것만 보여 줍니다. / Build strictly and deploy.

    예: invoke publish --target git:origin#gh-pages
    """
    from dataclasses import replace

    from plugins.desk.notices import tell_hub, tell_search_engines
    from plugins.publication.checkout import NO_CHECKOUT
    from plugins.publication.publish import SETTINGS_FILE, run_command
    from plugins.publication.publish import publish as published
    from plugins.publication.settings import publish_settings, settings_of

    settings = publish_settings(settings_of(ROOT / SETTINGS_FILE))
    settings = replace(settings, target=target) if target else settings
    when = instant(as_of) if as_of else cut_to_hour(sit_down().now)

    def remember(_built: Any) -> tuple[str, ...]:
        # The folder, not only what changed now: what a publication that was killed wrote there is committed too.
        return ("records/published", "records/received", *keep_published(when))

    report = published(ROOT, settings=settings, as_of=when, run=run_command, remember=remember)
    say_built(report.build)
    marked = (("+", report.swap.new), ("~", report.swap.changed), ("-", report.swap.removed))
    lines = [f"{mark} {path}" for mark, paths in marked for path in paths]
    for line in lines[:LISTED]:
        print(line)
    if len(lines) > LISTED:
        print(f"  … 그 밖에 {len(lines) - LISTED}개")
    where = f"{report.target}로 발행했습니다" if report.target else "보내지 않았습니다(DEPLOY_TARGET이 비어 있음)"
    new, changed, removed = (len(paths) for paths in (report.swap.new, report.swap.changed, report.swap.removed))
    print(f"{where}: 새 파일 {new}개, 바뀐 파일 {changed}개, 없앤 파일 {removed}개")
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
        if unfed or unfound:
            sys.exit(PART)


@command(
    "시작",
    help={
        "name": "누리집의 이름",
        "brand": "손님이 부르는 회사 이름",
        "domain": "누리집의 주소",
        "prefix": "사건 번호의 머리글자",
        "person": "처음 답할 사람",
        "role": "그 사람이 맡은 일",
        "email": "그 사람의 메일",
        "contact": "불만을 받을 메일이나 양식 주소",
    },
)
def init(
    context: Context,
    name: str = "",
    brand: str = "",
    domain: str = "",
    prefix: str = "",
    person: str = "",
    role: str = "",
    email: str = "",
    contact: str = "",
) -> None:
    """우리 회사의 누리집을 시작합니다. 시연 자료는 examples/로 옮깁니다. / Begin a company's own site.

    예: invoke init --name "모과나루 답변" --prefix MG  (적지 않은 것은 묻습니다)
    """
    from plugins.publication.begin import QUESTIONS, begin, read_answers, refuse_second_beginning

    refuse_second_beginning(ROOT)
    given = {
        "name": name,
        "brand": brand,
        "domain": domain,
        "prefix": prefix,
        "person": person,
        "role": role,
        "email": email,
        "contact": contact,
    }
    for question in QUESTIONS:
        if not given[question.field]:
            given[question.field] = answer_to(f"{question.text} (예: {question.example}): ")
    for path in begin(ROOT, read_answers(given)):
        print(path)
    print("시작했습니다. `invoke build`로 짓고 `invoke serve`로 보세요. 시연 자료는 examples/mogwanaru/에 있습니다.")
