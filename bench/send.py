"""How fast linkbacks are sent: 200 answers to 200 complaining hosts on loopback, beside a sender that goes one by one.

    python -m bench.send --json bench-send.json

Every host is an address of its own (127.1.x.y) and answers after a wait, as hosts do. Measured: seconds for the whole
round with ledger and locks, pairs a second, the memory of the sending process, and the ratio to the same round with one
host at a time. A second round over the same ledger shows what it costs to find that nothing is to be done.
"""

import argparse
import asyncio
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from plugins.edge.http import EdgeConfig
from plugins.linkbacks.config import LinkbackConfig
from plugins.linkbacks.ledger import Ledger
from plugins.linkbacks.model import Linkback, Outcome
from plugins.linkbacks.office import Office
from plugins.linkbacks.outbox import Announcement, Errand, errands
from plugins.linkbacks.rounds import send_round
from plugins.linkbacks.telling import Consent

TARGETS = 200
WAIT_SECONDS = 0.05
OURS = "127.0.0.1"


def _host(number: int) -> str:
    return f"127.1.{number // 250}.{number % 250 + 1}"


def _serve(port: int, wait: float, ready: "multiprocessing.synchronize.Event") -> None:
    async def answer(request: web.Request) -> web.Response:
        await asyncio.sleep(wait)
        if request.method == "POST":
            return web.Response(status=202)
        if request.path.startswith("/answers/"):
            number = int(request.path.split("/")[2])
            link = f'<a class="u-in-reply-to" href="http://{_host(number)}:{port}/post">글</a>'
            words = f'<h1 class="p-name">답 {number}</h1>{link}<div class="e-content">말</div>'
            body = f'<div class="h-entry">{words}</div>'
            return web.Response(text=body, content_type="text/html")
        return web.Response(text='<link rel="webmention" href="/end">' + "<p>글</p>" * 300, content_type="text/html")

    async def run() -> None:
        runner = web.ServerRunner(web.Server(answer))
        await runner.setup()
        await web.TCPSite(runner, "0.0.0.0", port, backlog=512).start()
        ready.set()
        await asyncio.Event().wait()

    asyncio.run(run())


def _office(folder: Path, port: int, hosts_at_once: int) -> Office:
    return Office(
        ledger=Ledger(folder / "ledger", site_url=f"http://{OURS}:{port}"),
        desk=folder / "desk",
        edge=EdgeConfig(allow=(f"{OURS}:{port}", *(f"{_host(n)}:{port}" for n in range(TARGETS)))),
        config=LinkbackConfig(enabled=True, hosts_at_once=hosts_at_once),
        clock=lambda: datetime.now(UTC),
    )


def _announcements(port: int) -> tuple[Announcement, ...]:
    return tuple(
        Announcement(
            slug=f"answer-{n}",
            title=f"답 {n}",
            author="윤하람",
            page_url=f"http://{OURS}:{port}/answers/{n}/answer-{n}/",
            targets=(f"http://{_host(n)}:{port}/post",),
            is_withdrawn=False,
            built=None,
        )
        for n in range(TARGETS)
    )


def _round(office: Office, announcements: tuple[Announcement, ...]) -> tuple[float, int]:
    found = tuple(_approved(errand) for errand in errands(announcements, office.ledger.everything()))
    begun = time.perf_counter()
    tellings = send_round(found, office, is_dry=False)
    took = time.perf_counter() - begun
    failed = [t for t in tellings if t.delivery.outcome is not Outcome.DELIVERED]
    if failed:
        raise SystemExit(f"{len(failed)} not delivered, e.g. {failed[0].delivery}")
    return took, sum(t.was_sent for t in tellings)


def _approved(errand: Errand) -> Errand:
    return Errand(
        linkback=Linkback(page_url=errand.linkback.page_url, target_url=errand.linkback.target_url),
        announcement=errand.announcement,
        standing=errand.standing,
        consent=Consent.ALL,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how fast linkbacks are sent.")
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--port", type=int, default=18765)
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    server = context.Process(target=_serve, args=(options.port, WAIT_SECONDS, ready), daemon=True)
    server.start()
    ready.wait(30)
    announcements = _announcements(options.port)
    with tempfile.TemporaryDirectory() as folder:
        idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        four = _office(Path(folder, "four"), options.port, 4)
        took, sent = _round(four, announcements)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        again, sent_again = _round(four, announcements)
        alone, _ = _round(_office(Path(folder, "one"), options.port, 1), announcements)
    server.terminate()
    figures = {
        "targets": TARGETS,
        "wait_seconds_per_request": WAIT_SECONDS,
        "sent": sent,
        "seconds": round(took, 2),
        "pairs_per_second": round(TARGETS / took, 1),
        "sequential_seconds": round(alone, 2),
        "ratio_to_sequential": round(alone / took, 2),
        "second_round_seconds": round(again, 2),
        "second_round_sent": sent_again,
        "peak_mib": round(peak / 1024, 1),
        "grown_mib": round((peak - idle) / 1024, 1),
    }
    json.dump(figures, sys.stdout, indent=1)
    print()
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
