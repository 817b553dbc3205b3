"""`invoke send`: the pages that complained learn that they were answered."""

import sys
from collections.abc import Sequence
from typing import Any

from invoke.context import Context

from plugins.core.errors import DeskError, suggestion
from plugins.core.settings import read_settings
from plugins.desk.arguments import UsageError
from plugins.desk.commandline import command
from plugins.desk.front import PART, ROOT, Desk, sit_down, whose
from plugins.desk.inbox_commands import edge_config
from plugins.desk.terminal import is_agreed, print_json

LATER = 75


@command(
    "알리기",
    help={
        "approve": "처음 알리는 곳과 웹멘션이 아닌 것을 보내게 합니다. 뒤에 번호를 적으면 묻지 않고 그것만",
        "by-hand": "댓글로 직접 알린 것을 적습니다: 번호",
        "by": "알린 사람이나 허락한 사람 (없으면 git의 user.name)",
        "from": "이 글 하나에서만: 이미 공개된 우리 쪽의 주소 (--to와 함께)",
        "to": "이 글 하나에만: 그 쪽에 적힌 그대로의 주소",
        "dry-run": "보내지 않고 무엇을 어디로 보낼지 보여 줍니다 (LINKBACK_ENABLED가 꺼져 있으면 늘 이렇습니다)",
        "json": "JSON으로 보여 줍니다",
    },
    optional=["approve"],
)
def send(
    context: Context,
    approve: str = "",
    by_hand: str = "",
    by: str = "",
    from_: str = "",
    to: str = "",
    dry_run: bool = False,
    json: bool = False,
) -> None:
    """답을 올린 뒤 원글에 알립니다: 웹멘션, 핑백, 트랙백, 아니면 댓글로. / Tell the pages that complained.

    예: invoke send --approve 1a2b3c4d
    """
    here = sit_down()
    if bool(from_) != bool(to):
        raise UsageError("--from, --to", "one without the other", advice="--from과 --to는 함께 적어 주세요.")
    if from_:
        _send_one(from_, to, here, is_dry=dry_run, is_json=json)
    elif by_hand:
        _record_by_hand(by_hand, whose(by), here)
    else:
        _send_all(here, approve=approve, by=whose(by), is_dry=dry_run, is_json=json)


def office_of(here: Desk) -> Any:
    """Return what sending works with, from the site's settings.

    Raises:
        SettingError: One cannot be used.
    """
    import os
    from dataclasses import replace
    from datetime import UTC, timedelta
    from pathlib import Path
    from time import monotonic

    from plugins.linkbacks.config import PREFIX, LinkbackConfig, check_config
    from plugins.linkbacks.ledger import Ledger
    from plugins.linkbacks.office import FOLDER, Office

    config = check_config(read_settings(LinkbackConfig, PREFIX, here.settings))
    begun = monotonic()
    edge = edge_config(here)
    folder = os.environ.get("LINKBACK_LEDGER") or ROOT / config.ledger
    return Office(
        ledger=Ledger(Path(folder), site_url=here.site.url),
        desk=ROOT / FOLDER,
        edge=replace(edge, timeout_seconds=config.timeout_seconds),
        config=config,
        # From the one look at the clock on; a run may last for hours.
        clock=lambda: here.now.astimezone(UTC) + timedelta(seconds=monotonic() - begun),
        blog_name=here.site.name,
    )


def _send_one(source: str, target: str, here: Desk, *, is_dry: bool, is_json: bool) -> None:
    from plugins.edge.alone import BusyError
    from plugins.linkbacks.office import send_pair
    from plugins.linkbacks.send import EXIT_CODES, checked_pair, plain_of
    from plugins.linkbacks.telling import Consent
    from plugins.linkbacks.words import sentence_of

    consent = Consent.LOOK if is_dry else Consent.ALL
    try:
        telling = send_pair(checked_pair(source, target), office_of(here), consent=consent)
    except BusyError as error:
        print(error.korean, file=sys.stderr)
        sys.exit(LATER)
    if is_json:
        print_json(plain_of(telling), sys.stdout)
    else:
        print(sentence_of(telling))
    if code := 0 if telling.needs_approval else EXIT_CODES[telling.delivery.outcome]:
        sys.exit(code)


def _send_all(here: Desk, *, approve: Any, by: str, is_dry: bool, is_json: bool) -> None:
    from plugins.desk.announcing import announcements
    from plugins.linkbacks.outbox import errands
    from plugins.linkbacks.rounds import send_round
    from plugins.linkbacks.telling import Consent

    office = office_of(here)
    told = announcements(ROOT, here.site, here.now)
    if approve:
        waiting = errands(told, office.ledger.everything())
        _approve(approve, [errand for errand in waiting if errand.consent is not Consent.ALL], by, office)
    found = errands(told, office.ledger.everything())
    is_dry = is_dry or not office.config.enabled
    tellings = send_round(found, office, is_dry=is_dry)
    if is_json:
        from plugins.linkbacks.send import plain_of

        print_json([plain_of(telling) for telling in tellings], sys.stdout)
    else:
        _say_round(found, tellings, here, is_dry=is_dry, is_enabled=office.config.enabled)
    if not is_dry:
        _commit(office, len([telling for telling in tellings if telling.was_sent]))
    _end(tellings)


def _say_round(found: Sequence[Any], tellings: Sequence[Any], here: Desk, *, is_dry: bool, is_enabled: bool) -> None:
    from plugins.linkbacks.byhand import comment_for
    from plugins.linkbacks.model import Outcome
    from plugins.linkbacks.words import plan_of, sentence_of

    for errand, telling in zip(found, tellings, strict=True):
        plan = plan_of(telling, was_told=errand.standing.is_told) if telling.needs_approval else sentence_of(telling)
        print(f"{errand.id}  {plan}")
        if telling.delivery.outcome is Outcome.NONE and not errand.standing.is_told:
            comment = comment_for(errand.announcement, brand=here.site.brand)
            print("".join(f"    | {line}\n" for line in comment.split("\n")), end="")
    if not found:
        print("알릴 것이 없습니다.")
    elif is_dry and not is_enabled:
        print("보내지 않았습니다(LINKBACK_ENABLED가 꺼져 있음).")
    elif is_dry:
        print("보내지 않았습니다(--dry-run).")


def _end(tellings: Sequence[Any]) -> None:
    from plugins.linkbacks.model import Outcome

    outcomes = {telling.delivery.outcome for telling in tellings if not telling.needs_approval}
    if outcomes & {Outcome.REFUSED, Outcome.UNKNOWN}:
        sys.exit(PART)
    if outcomes & {Outcome.LATER, Outcome.WAITING}:
        sys.exit(LATER)


def _approve(wanted: Any, waiting: Sequence[Any], by: str, office: Any) -> None:
    from plugins.linkbacks.byhand import approved

    if wanted is not True:
        chosen = [_errand(each.strip(), waiting) for each in str(wanted).split(",") if each.strip()]
    else:
        chosen = [
            errand
            for errand in waiting
            if is_agreed(
                f"{errand.id} {errand.linkback.page_url} → {errand.linkback.target_url} 알릴까요?",
                option="--approve 번호",
            )
        ]
    for errand in chosen:
        office.ledger.add(approved(errand.linkback, who=_named(by), at=office.clock()))


def _record_by_hand(wanted: str, by: str, here: Desk) -> None:
    from plugins.desk.announcing import announcements
    from plugins.linkbacks.byhand import by_hand
    from plugins.linkbacks.outbox import every_pair

    office = office_of(here)
    errand = _errand(wanted, every_pair(announcements(ROOT, here.site, here.now), office.ledger.everything()))
    office.ledger.add(by_hand(errand.linkback, who=_named(by), at=office.clock()))
    print(f"{errand.linkback.target_url}: {by} 님이 직접 알린 것으로 적었습니다.")
    _commit(office, 0)


def _errand(wanted: str, among: Sequence[Any]) -> Any:
    found = [errand for errand in among if errand.id == wanted]
    if not found:
        hint = suggestion(wanted, [errand.id for errand in among])
        raise UsageError(wanted, "no such pair", advice=f"그런 번호가 없습니다.{hint} `invoke send`로 볼 수 있습니다.")
    return found[0]


def _named(by: str) -> str:
    if not by:
        raise UsageError("--by", "nobody", advice="누가 하는지 알 수 없습니다. --by로 이름을 적어 주세요.")
    return by


def _commit(office: Any, sent: int) -> None:
    from plugins.publication.checkout import commit_written, is_checkout

    folder = office.ledger.folder.resolve()
    if not folder.is_relative_to(ROOT) or not is_checkout(ROOT):
        return
    paths = [path.relative_to(ROOT).as_posix() for path in sorted(folder.glob("*.jsonl")) if path.stat().st_size]
    try:
        if paths and commit_written(ROOT, paths, f"엮인글 기록: 알린 곳 {sent}곳"):
            print("엮인글 기록(records/linkbacks)을 git에 커밋했습니다. `git push`로 함께 올려 주세요.")
    except DeskError as error:
        # The ledger is on the disk; the next run commits it.
        print(error.korean, file=sys.stderr)
