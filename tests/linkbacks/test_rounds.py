"""Many pairs at a time: few hosts at once, each with manners, and nothing that a person has not let go."""

import asyncio
import hashlib
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from plugins.core.http import Reply, Request
from plugins.edge.alone import alone
from plugins.edge.http import EdgeConfig
from plugins.linkbacks.byhand import approved
from plugins.linkbacks.config import LinkbackConfig
from plugins.linkbacks.ledger import Ledger
from plugins.linkbacks.manners import Manners, host_key
from plugins.linkbacks.model import Linkback, Outcome
from plugins.linkbacks.office import Office
from plugins.linkbacks.outbox import Announcement, errands
from plugins.linkbacks.page import Page
from plugins.linkbacks.rounds import send_round
from plugins.linkbacks.saying import digest_of
from plugins.linkbacks.sources import Built, Presence, showing_of
from plugins.linkbacks.words import plan_of
from tests.linkbacks.sending import TARGET, a_reply, an_answer, serving

NOW = datetime(2026, 11, 22, tzinfo=UTC)
HOSTS = [f"127.0.1.{n}" for n in range(1, 7)]


def an_office(folder, *webs, **config):
    return Office(
        ledger=Ledger(folder / "ledger", site_url=webs[0].base),
        desk=folder / "desk",
        edge=EdgeConfig(allow=tuple(web.base.removeprefix("http://") for web in webs)),
        config=LinkbackConfig(**config),
        clock=lambda: NOW,
    )


def announced(ours, targets):
    ours.pages = {f"/a/p{n}/": an_answer(target) for n, target in enumerate(targets)}
    return tuple(
        Announcement(
            slug=f"p{n}", title="답", author="윤하람", page_url=f"{ours.base}/a/p{n}/", targets=(target,),
            is_withdrawn=False, built=None,
        )
        for n, target in enumerate(targets)
    )  # fmt: skip


@pytest.mark.allow_hosts(["127.0.0.1", *HOSTS])
def test_a_round_tells_what_was_approved_and_asks_at_most_so_many_hosts_at_once(tmp_path):
    busy, most = [], []

    def end(_handler):
        busy.append(1)
        most.append(len(busy))
        import time

        time.sleep(0.1)
        busy.pop()
        return 202, (), ""

    with ExitStack() as stack:
        ours = stack.enter_context(serving())
        pages = {"/post/": '<link rel="webmention" href="/end">', "POST /end": end}
        blogs = [stack.enter_context(serving(pages, host=host)) for host in HOSTS]
        office = an_office(tmp_path, ours, *blogs, hosts_at_once=2)
        announcements = announced(ours, [f"{blog.base}/post/" for blog in blogs])
        for each in announcements[:5]:
            pair = Linkback(page_url=each.page_url, target_url=each.targets[0])
            office.ledger.add(approved(pair, who="윤하람", at=NOW))

        tellings = send_round(errands(announcements, office.ledger.everything()), office, is_dry=False)

        assert [t.was_sent for t in tellings] == [True] * 5 + [False]
        assert tellings[5].needs_approval
        assert blogs[5].posts == []
        assert max(most) == 2


@pytest.mark.allow_hosts(["127.0.0.1", HOSTS[0]])
def test_a_dry_round_sends_nothing_and_writes_nothing(tmp_path):
    with serving() as ours, serving({"/post/": '<link rel="webmention" href="/end">'}, host=HOSTS[0]) as blog:
        office = an_office(tmp_path, ours, blog)
        found = errands(announced(ours, [f"{blog.base}/post/"]), {})

        (telling,) = send_round(found, office, is_dry=True)

    assert (telling.needs_approval, blog.posts, office.ledger.everything()) == (True, [], {})
    assert telling.payload.startswith("source=")
    plan = plan_of(telling, was_told=False)
    assert all(
        part in plan for part in (ours.base, f"{blog.base}/end", telling.payload, "웹멘션", "이 글에 답했습니다")
    )


@pytest.mark.allow_hosts(["127.0.0.1", HOSTS[0]])
def test_a_page_that_another_run_is_telling_of_is_left_to_it(tmp_path):
    with serving() as ours, serving({"/post/": "x"}, host=HOSTS[0]) as blog:
        office = an_office(tmp_path, ours, blog)
        found = errands(announced(ours, [f"{blog.base}/post/"]), {})

        with office.ledger.alone_with(found[0].linkback.page_url):
            (telling,) = send_round(found, office, is_dry=False)

    assert (telling.delivery.outcome, telling.delivery.why) == (Outcome.LATER, "another run has it")


def test_no_host_is_asked_two_things_at_once():
    async def run():
        busy, most = [], []

        async def fetch(request):
            busy.append(request)
            most.append(len(busy))
            await asyncio.sleep(0.01)
            busy.pop()
            return Reply(url=request.url, status=200)

        manners = Manners(None, spacing_seconds=16, clock=lambda: NOW, sleep=asyncio.sleep)
        polite = manners.one_at_a_time(fetch)
        await asyncio.gather(*(polite(Request(url=f"https://blog.example/{n}")) for n in range(4)))
        return max(most)

    assert asyncio.run(run()) == 1


def test_the_turn_of_another_process_is_waited_for(tmp_path):
    url, waits = "https://blog.example/rpc", []
    name = hashlib.sha256(host_key(url).encode()).hexdigest()[:16]

    async def run(held):
        async def sleep(seconds):
            waits.append(seconds)
            held.close()

        manners = Manners(tmp_path, spacing_seconds=16, clock=lambda: NOW, sleep=sleep)
        async with manners.turn(url):
            pass

    with ExitStack() as held:
        held.enter_context(alone(tmp_path / f"{name}.lock", which="", advice=""))
        asyncio.run(run(held))

    assert waits == [0.2]


@pytest.mark.parametrize(("passed", "wait"), [(0, 16.0), (10, 6.0), (16, None), (-99, 16.0)])
def test_the_pause_counts_from_the_end_of_the_last_telling(tmp_path, passed, wait):
    waits, now = [], [NOW]

    async def sleep(seconds):
        waits.append(seconds)

    async def run():
        manners = Manners(tmp_path, spacing_seconds=16, clock=lambda: now[0], sleep=sleep)
        async with manners.turn("https://blog.example/a"):
            pass
        now[0] = NOW + timedelta(seconds=passed)
        async with manners.turn("https://blog.example/b"):
            pass

    asyncio.run(run())

    assert waits == ([] if wait is None else [wait])


def test_only_what_was_built_is_announced():
    page = an_answer(TARGET)
    reply = a_reply(page, url="https://answers.example/a/")
    same = Built(digest=digest_of(Page(page, url="https://answers.example/a/")))
    whole = Built(sha256=hashlib.sha256(page.encode()).hexdigest())

    found = [showing_of(reply, TARGET, built=built).presence for built in (same, whole, Built(), Built(digest="older"))]

    assert found == [Presence.LIVE, Presence.LIVE, Presence.WAITING, Presence.WAITING]


def test_a_counter_that_the_host_adds_to_a_page_changes_nothing():
    page = an_answer(TARGET)
    built = Built(digest=digest_of(Page(page, url="https://answers.example/a/")))
    added = replace(
        a_reply(page.replace("</body>", "<script src=/count.js></script></body>")), url="https://answers.example/a/"
    )

    assert showing_of(added, TARGET, built=built).presence is Presence.LIVE
