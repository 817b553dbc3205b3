"""``python -m plugins.linkbacks.send SOURCE TARGET``: tell one target that one page links to it. For tools.

Needs no site: the ledger's folder comes from ``LINKBACK_LEDGER``, inner hosts that may be reached from ``EDGE_ALLOW``.
Exit codes: 0 done (told, told before, or there is no way to tell), 1 bug, 2 refused or wrong use, 75 later.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from plugins.core.errors import DeskError
from plugins.core.site import NAME, Site, read_site
from plugins.core.urls import is_web_address, page_identity
from plugins.edge.alone import BusyError
from plugins.edge.http import EdgeConfig
from plugins.linkbacks.config import LinkbackConfig
from plugins.linkbacks.history import pair_id
from plugins.linkbacks.ledger import Ledger
from plugins.linkbacks.model import Linkback, Outcome
from plugins.linkbacks.office import FOLDER, Office, send_pair
from plugins.linkbacks.telling import Consent, Telling
from plugins.linkbacks.words import sentence_of

ROOT = Path(__file__).resolve().parents[2]
LATER = 75
EXIT_CODES = {
    Outcome.DELIVERED: 0,
    # There is nothing left that a machine could do, now or later.
    Outcome.NONE: 0,
    Outcome.REFUSED: 2,
    Outcome.UNKNOWN: 2,
    Outcome.LATER: LATER,
    Outcome.WAITING: LATER,
}


class WrongUseError(DeskError):
    """Two addresses that cannot be a linkback."""

    what = "linkback"


def checked_pair(source: str, target: str) -> Linkback:
    """Return the pair that two addresses name.

    Raises:
        WrongUseError: One is no address, or both are one page. Source: Webmention, 3.2.1.
    """
    for url in (source, target):
        if not is_web_address(url):
            advice = "http나 https로 시작하고 비밀번호와 빈칸이 없는 주소를 적어 주세요."
            raise WrongUseError(url, "not a web address", advice=advice)
    if page_identity(source) == page_identity(target):
        raise WrongUseError(target, "same as the source", advice="알릴 글과 알림을 받을 글이 같은 쪽입니다.")
    return Linkback(page_url=source, target_url=target)


def plain_of(telling: Telling) -> dict[str, Any]:
    """Return a telling as plain data for ``--json``."""
    delivery, endpoint = telling.delivery, telling.delivery.endpoint
    return {
        "id": pair_id(telling.linkback),
        "outcome": delivery.outcome.value,
        "sent": telling.was_sent,
        "source": telling.linkback.page_url,
        "target": telling.linkback.target_url,
        "protocol": endpoint.protocol.value if endpoint else None,
        "endpoint": endpoint.url if endpoint else None,
        "status": delivery.status or None,
        "fault": delivery.fault or None,
        "why": delivery.why,
        "retry_after_seconds": delivery.retry_after_seconds,
        "needs_approval": telling.needs_approval,
        "payload": telling.payload or None,
    }


def office_of(environment: Mapping[str, str], root: Path) -> Office:
    """Return the office for one pair, from the environment alone.

    Raises:
        SettingError: ``site.toml`` is there and cannot be read.
    """
    site: Site | None = read_site(root / NAME) if (root / NAME).is_file() else None
    config = LinkbackConfig()
    folder = Path(environment.get("LINKBACK_LEDGER") or root / config.ledger)
    return Office(
        ledger=Ledger(folder, site_url=site.url if site else ""),
        desk=root / FOLDER,
        edge=EdgeConfig(
            allow=tuple(environment.get("EDGE_ALLOW", "").split()),
            timeout_seconds=config.timeout_seconds,
            user_agent=f"Sinmungo/0.1 (+{site.url})" if site else EdgeConfig().user_agent,
        ),
        config=config,
        clock=lambda: datetime.now(UTC),
        blog_name=site.name if site else "",
    )


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        print(f"명령을 읽을 수 없습니다: {message}", file=sys.stderr)
        raise SystemExit(2)


def main(
    arguments: Sequence[str] | None = None, environment: Mapping[str, str] | None = None, root: Path = ROOT
) -> int:
    """Tell one target and return the exit code."""
    parser = _Parser(prog="python -m plugins.linkbacks.send", description="한 글이 다른 글을 잇는다고 알립니다.")
    parser.add_argument("source", help="알릴 글: 이미 공개된 우리 쪽")
    parser.add_argument("target", help="알림을 받을 글: 그 쪽에 적힌 그대로")
    parser.add_argument("--json", action="store_true", help="결과를 JSON 한 줄로")
    parser.add_argument("--dry-run", action="store_true", help="보내지 않고 무엇을 보낼지만")
    options = parser.parse_args(arguments)
    try:
        linkback = checked_pair(options.source, options.target)
        office = office_of(os.environ if environment is None else environment, root)
        telling = send_pair(linkback, office, consent=Consent.LOOK if options.dry_run else Consent.ALL)
    except KeyboardInterrupt:
        # What was begun is in the ledger; the next run knows.
        return 130
    except BusyError as error:
        return _refused(error, LATER, "later", is_json=options.json)
    except DeskError as error:
        return _refused(error, error.exitcode, "refused", is_json=options.json)
    print(json.dumps(plain_of(telling), ensure_ascii=False) if options.json else sentence_of(telling))
    return 0 if telling.needs_approval else EXIT_CODES[telling.delivery.outcome]


def _refused(error: DeskError, code: int, outcome: str, *, is_json: bool) -> int:
    if is_json:
        print(json.dumps({"outcome": outcome, "sent": False, "why": str(error)}, ensure_ascii=False))
    print(error.korean, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
