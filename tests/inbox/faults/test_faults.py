import asyncio
import time
from datetime import timedelta

import pytest
from aiohttp import web

from plugins.edge.http import open_fetch
from plugins.inbox.collect import collect
from plugins.inbox.polls import events_of, states_of
from plugins.inbox.store import open_store
from tests.edge.server import serving
from tests.inbox.builders import EVERYTHING, NOW, a_source, an_inbox, listening_to
from tests.inbox.faults.modes import BYTES, MODES

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
# After 13 hours a source that failed once is due again; the stale server is believed for a day.
LATER = timedelta(hours=13)
# Tells the source that must not suffer from its neighbour apart: another page, so another mention.
NEIGHBOUR = BYTES.replace(b"b.example", b"n.example").replace("환불".encode(), "배송".encode())


def polled(mode, store):
    """Poll the mode's feed and a good neighbour as often as it has outcomes; return the reports of both."""

    async def run():
        count = 0

        async def fault(request):
            nonlocal count
            count += 1
            serve = mode.serve
            if callable(serve):
                return await serve(request, count - 1)
            if isinstance(serve, bytes):
                return web.Response(body=serve)
            return web.Response(status=serve.status, body=serve.body, headers=serve.headers)

        settings = {"timeout_seconds": 1.0, "body_limit_bytes": 2_000_000} | mode.settings
        pages = {"/fault": fault, "/neighbour": NEIGHBOUR, "/good": BYTES}
        reports = []
        async with serving(pages) as served, open_fetch(served.edge(**settings)) as fetch:
            sources = [
                a_source(key="fault", url=f"{served.base}/fault"),
                a_source(key="neighbour", url=f"{served.base}/neighbour"),
            ]
            for n, outcome in enumerate(mode.outcomes):
                # Asked again at once where the question is whether it waits.
                step = timedelta(minutes=70) if outcome == "not-due" else LATER
                reports.append(
                    await collect(
                        listening=listening_to(*sources),
                        store=store,
                        fetch=fetch,
                        read_file=lambda _: b"",
                        now=NOW + n * step,
                        cited={},
                    )
                )
        return reports

    return asyncio.run(run())


@pytest.mark.parametrize("mode", MODES, ids=[mode.id for mode in MODES])
def test_a_fault_loses_doubles_garbles_and_hangs_nothing(mode, tmp_path):
    with an_inbox(tmp_path) as store:
        began = time.monotonic()

        reports = polled(mode, store)

        took = time.monotonic() - began
        items = [i.mention for i in store.items(EVERYTHING)]
        mine = sorted((m.title, str(m.published_on)) for m in items if m.source == "fault")
        state = states_of(store)["fault"]
        kinds = {event.kind for event in events_of(store, "fault")}
    assert mine == sorted((title, str(when)) for title, when in mode.entries)
    assert tuple(report.sources[0].outcome.value for report in reports) == mode.outcomes
    assert mode.error in state.error
    assert mode.note in state.note
    assert mode.event in kinds or not mode.event
    assert sum(m.revision - 1 for m in items) == mode.revisions
    assert len([m for m in items if m.source == "neighbour"]) == 2
    assert all(report.sources[1].error == "" for report in reports)
    # One deadline of a second, and what a busy machine adds to it.
    assert took < 15 * len(mode.outcomes)


def test_there_are_at_least_fifty_modes_and_no_two_are_called_alike():
    assert len({mode.id for mode in MODES}) == len(MODES) >= 50


def test_secrets_in_an_address_stand_nowhere_but_in_the_request(tmp_path, caplog):
    caplog.set_level("DEBUG")

    async def run(store):
        moved = web.Response(status=301, headers={"Location": "/new?token=t0psecret"})
        pages = {"/old": moved, "/new": BYTES, "/broken": web.Response(status=500)}
        async with serving(pages) as served, open_fetch(served.edge()) as fetch:
            sources = [
                a_source(key="moved", url=f"{served.base}/old?token=t0psecret"),
                a_source(key="broken", url=f"{served.base}/broken?token=t0psecret"),
                a_source(key="refused", url="http://10.0.0.1/?token=t0psecret"),
            ]
            await collect(
                listening=listening_to(*sources), store=store, fetch=fetch, read_file=lambda _: b"", now=NOW, cited={}
            )
            return served.paths

    with open_store("inbox.sqlite3", root=tmp_path) as store:
        paths = asyncio.run(run(store))
        told = [
            *states_of(store).values(),
            *(e for key in ("moved", "broken", "refused") for e in events_of(store, key)),
        ]

    kept = b"".join(path.read_bytes() for path in tmp_path.glob("inbox.sqlite3*"))
    assert "/new?token=t0psecret" in paths
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("plugins")]
    assert "t0psecret" not in repr((told, ours))
    assert b"t0psecret" not in kept
