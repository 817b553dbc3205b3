"""A whole run over real servers on loopback: the service's list, the pages it names, and what hostile ones do."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import web

from plugins.edge.http import open_fetch
from plugins.linkbacks import deciding
from plugins.linkbacks.jf2 import Account
from plugins.linkbacks.moderation import Fate
from plugins.linkbacks.ours import our_pages
from plugins.linkbacks.pull import hear, pull
from plugins.linkbacks.received import Hidden, Way
from plugins.linkbacks.shelf import Shelf
from tests.edge.server import serving
from tests.linkbacks.receiving import CASE, NOW, OURS, SITE, TARGET, a_heard, a_page

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
DAY, MONTH = timedelta(days=1), timedelta(days=31)


class Net:
    """Strangers' pages, a service that lists them, and our desk."""

    def __init__(self, shelf, pages, server, fetch):
        self.shelf, self.pages, self.server, self._fetch = shelf, pages, server, fetch
        self.entries = {}
        self.per_page = 100
        self.token = "s3cret"
        self.asked = []
        pages["/list"] = self._list

    async def _list(self, request):
        self.asked.append(int(request.query["page"]))
        if request.query["token"] != self.token:
            return web.json_response({"error": "unauthorized"}, status=401)
        start = self.asked[-1] * self.per_page
        told = [
            {"type": "entry", "wm-source": self.server.base + path, "wm-target": TARGET, **changes}
            for path, changes in list(self.entries.items())[start : start + self.per_page]
        ]
        return web.json_response({"type": "feed", "children": told})

    def says(self, path, page=None, **changes):
        """The service lists a page, which is there."""
        self.entries[path] = changes
        self.pages[path] = html(page or a_page())

    async def hears(self, path, **changes):
        return hear(self.shelf, OURS, a_heard(source=self.server.base + path, **changes))

    async def run(self, now=NOW, *, ours=OURS, **options):
        account = Account(url=f"{self.server.base}/list", domain="answers.mogwanaru.example", token="s3cret")
        return await pull(shelf=self.shelf, ours=ours, fetch=self._fetch, now=now, account=account, **options)

    async def accepted(self, path="/a", now=NOW):
        """A page that staff let stand."""
        self.says(path)
        await self.run(now)
        (pending,) = self.shelf.pending()
        return deciding.accept(self.shelf, pending.id, by="윤하람", at=now)

    @property
    def record(self):
        (record,) = self.shelf.accepted()
        return record


def html(page):
    async def answer(_request):
        return web.Response(text=page, content_type="text/html")

    return answer


def answering(status):
    # A response of aiohttp's can be sent once only.
    async def answer(_request):
        return web.Response(status=status)

    return answer


def played(tmp_path, play):
    async def go():
        pages = {}
        async with serving(pages) as server:
            config = server.edge(body_limit_bytes=200_000, timeout_seconds=1.0)
            async with open_fetch(config) as fetch:
                return await play(Net(Shelf(tmp_path), pages, server, fetch))

    return asyncio.run(go())


def test_what_the_list_names_is_looked_at_and_waits(tmp_path):
    async def play(net):
        net.says("/a")
        report = await net.run()
        return report, net.shelf.pending(), net.shelf.accepted()

    report, pending, accepted = played(tmp_path, play)

    assert (report.listed, report.fates, report.waiting, report.queued) == (1, {Fate.PENDING: 1}, 1, 0)
    assert [(each.way, each.facts.title) for each in pending] == [(Way.JF2, "답을 읽었습니다")]
    assert accepted == ()


def test_the_list_is_read_to_its_last_page(tmp_path):
    async def play(net):
        net.per_page = 2
        for number in range(5):
            net.says(f"/{number}")
        return await net.run(), net.asked

    report, asked = played(tmp_path, play)

    assert (report.listed, report.waiting, asked) == (5, 5, [0, 1, 2, 3])


def test_a_service_that_knows_no_paging_is_not_asked_for_ever(tmp_path):
    async def play(net):
        net.says("/a")
        net.pages["/list"] = fixed = net.pages["/list"]

        async def same(request):
            return await fixed(request.clone(rel_url=request.rel_url.update_query(page="0")))

        net.pages["/list"] = same
        return await net.run(), net.asked

    report, asked = played(tmp_path, play)

    assert (report.listed, asked) == (1, [0, 0])


def test_twice_does_nothing_twice_and_the_list_is_asked_once_a_day(tmp_path):
    async def play(net):
        net.says("/a")
        await net.run()
        second = await net.run(NOW + timedelta(hours=1))
        third = await net.run(NOW + DAY)
        return second, third, net.server.paths.count("/a")

    second, third, looks = played(tmp_path, play)

    assert (second.listed, third.listed, looks) == (None, 1, 1)


def test_what_was_edited_there_is_looked_at_again(tmp_path):
    async def play(net):
        await net.accepted()
        net.says(
            "/a",
            a_page(words="이제는 전혀 다른 이야기를 길게 적어 놓았습니다. 아무도 보지 않은 말입니다."),
            content="새",
        )
        report = await net.run(NOW + DAY)
        return report, net.record, net.shelf.pending()

    report, record, pending = played(tmp_path, play)

    assert (report.fates, record.facts.excerpt, record.facts.title) == ({Fate.PENDING: 1}, "", "답을 읽었습니다")
    assert [each.is_edit for each in pending] == [True]


@pytest.mark.parametrize("is_still_there", [True, False], ids=["only off the list", "off the web too"])
def test_what_left_the_list_is_looked_at_and_goes_only_with_its_page(tmp_path, is_still_there):
    async def play(net):
        await net.accepted()
        net.entries.clear()
        if not is_still_there:
            net.pages["/a"] = answering(410)
        await net.run(NOW + DAY)
        return net.record

    assert (played(tmp_path, play).hidden_why is Hidden.GONE) is not is_still_there


@pytest.mark.parametrize("how", ["refused", "no JSON", "huge"])
def test_a_list_that_cannot_be_read_deletes_nothing(tmp_path, how):
    async def play(net):
        await net.accepted()
        net.pages["/a"] = answering(410)
        if how == "refused":
            net.token = "another"
        else:
            net.pages["/list"] = {"no JSON": b"<html>", "huge": b"[" + b" " * 300_000 + b"]"}[how]
        return await net.run(NOW + DAY), net.record

    report, record = played(tmp_path, play)

    assert (report.listed, record.hidden_at) == (None, None)
    assert report.error
    assert "s3cret" not in report.error


def test_a_month_later_everything_is_looked_at_again(tmp_path):
    async def play(net):
        await net.accepted()
        before = net.server.paths.count("/a")
        await net.run(NOW + timedelta(days=29))
        early = net.server.paths.count("/a")
        await net.run(NOW + MONTH)
        return before, early, net.server.paths.count("/a"), net.record

    before, early, late, record = played(tmp_path, play)

    assert (early - before, late - before, record.hidden_at) == (0, 1, None)


def test_a_recheck_does_not_wait_for_the_month(tmp_path):
    async def play(net):
        await net.accepted()
        net.says("/a", a_page(link=""))
        await net.run(NOW + timedelta(hours=1), recheck=True)
        return net.record

    assert played(tmp_path, play).hidden_why is Hidden.NO_LINK


def test_a_page_that_is_not_found_is_hidden_the_third_time_a_day_apart(tmp_path):
    async def play(net):
        await net.accepted()
        net.pages["/a"] = answering(404)
        states = []
        for day in range(4):
            await net.run(NOW + MONTH + day * DAY)
            states.append(net.record.hidden_why)
        return states

    assert played(tmp_path, play) == [None, None, Hidden.NOT_FOUND, Hidden.NOT_FOUND]


def test_a_page_that_is_found_again_in_between_begins_anew(tmp_path):
    async def play(net):
        await net.accepted()
        there = net.pages["/a"]
        for day, page in enumerate((None, None, there)):
            net.pages["/a"] = page or answering(404)
            await net.run(NOW + MONTH + day * DAY)
        net.pages["/a"] = answering(404)
        await net.run(NOW + 2 * MONTH + 3 * DAY)
        return net.record

    assert played(tmp_path, play).hidden_at is None


def test_what_stands_on_a_page_of_ours_that_is_gone_is_left_alone(tmp_path):
    async def play(net):
        await net.accepted()
        net.pages["/a"] = answering(410)
        before = len(net.server.paths)
        report = await net.run(NOW + MONTH, ours=our_pages(SITE, [CASE]))
        return report.looked, net.server.paths[before:].count("/a"), net.record

    looked, asked, record = played(tmp_path, play)

    assert (looked, asked, record.hidden_at) == (0, 0, None)


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_a_server_in_trouble_hides_nothing(tmp_path, status):
    async def play(net):
        await net.accepted()
        net.pages["/a"] = answering(status)
        for day in range(5):
            await net.run(NOW + MONTH + day * DAY)
        return net.record

    assert played(tmp_path, play).hidden_at is None


async def endless(request):
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    await response.write(a_page().encode())
    while True:
        await response.write(b"<p>more" * 10_000)


async def dripping(request):
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    while True:
        await response.write(b" ")
        await asyncio.sleep(0.05)


def away(address):
    async def answer(_request):
        return web.Response(status=302, headers={"Location": address})

    return answer


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(endless, id="endless page"),
        pytest.param(dripping, id="page that drips"),
        pytest.param(away("http://127.0.0.1:1/"), id="redirect to a closed port of this machine"),
        pytest.param(away("http://10.0.0.1/"), id="redirect to a private address"),
        pytest.param(away("http://169.254.169.254/latest/meta-data/"), id="redirect to a cloud's own data"),
        pytest.param(away("file:///etc/passwd"), id="redirect to a file"),
        pytest.param(away("/a"), id="redirect to itself"),
    ],
)
def test_a_hostile_page_harms_nothing_and_is_tried_later(tmp_path, page):
    async def play(net):
        net.pages["/a"] = page
        await net.hears("/a")
        first = await net.run()
        ((_, heard),) = net.shelf.queue()
        return first, heard

    first, heard = played(tmp_path, play)

    assert (first.fates, first.waiting) == ({Fate.LATER: 1}, 0)
    assert (heard.tries, bool(heard.error)) == (1, True)


def test_what_is_out_of_reach_is_dropped_after_five_looks(tmp_path):
    async def play(net):
        net.pages["/a"] = answering(500)
        await net.hears("/a")
        queued = []
        for day in range(6):
            queued.append((await net.run(NOW + day * 4 * DAY)).queued)
        return queued, net.server.paths.count("/a")

    assert played(tmp_path, play) == ([1, 1, 1, 1, 0, 0], 5)


def test_a_wrong_content_type_is_no_page(tmp_path):
    async def play(net):
        net.pages["/a"] = web.Response(text=a_page(), content_type="text/plain")
        await net.hears("/a")
        return await net.run()

    report = played(tmp_path, play)

    assert (report.fates, [why for _, why in report.gone]) == (
        {Fate.DROPPED: 1},
        ["웹 페이지로 읽을 수 있는 글이 아닙니다."],
    )


def test_a_feed_or_a_person_names_no_page_and_every_page_of_ours_is_found(tmp_path):
    async def play(net):
        net.pages["/a"] = html(a_page())
        await net.hears("/a", target="", way=Way.FEED)
        await net.run()
        return net.shelf.pending()

    assert [each.way for each in played(tmp_path, play)] == [Way.FEED]


def test_whoever_names_a_page_is_not_believed_of_another(tmp_path):
    async def play(net):
        net.pages["/a"] = html(
            a_page(link=f'<a href="{TARGET.replace(OURS.page_of(TARGET), "cases/MG-2026-001/")}">x</a>')
        )
        await net.hears("/a")
        return await net.run()

    assert played(tmp_path, play).fates == {Fate.DROPPED: 1}


def test_an_allowed_site_is_shown_at_once_and_a_blocked_one_never_asked(tmp_path):
    async def play(net):
        net.shelf.list_site("allow", "127.0.0.1", who="윤하람", at=NOW)
        net.says("/a")
        first = await net.run()
        net.shelf.list_site("block", "127.0.0.1", who="윤하람", at=NOW)
        net.says("/b")
        await net.run(NOW + DAY)
        return first, net.record, net.server.paths.count("/b")

    first, record, asked = played(tmp_path, play)

    assert (first.fates, record.accepted_by, asked) == ({Fate.ACCEPTED: 1}, "허용 목록", 0)


def test_what_was_refused_does_not_come_back(tmp_path):
    async def play(net):
        net.says("/a")
        await net.run()
        deciding.refuse(net.shelf, "r-", by="윤하람", at=NOW)
        net.says("/a", content="고침")
        await net.run(NOW + DAY)
        return await net.hears("/a"), net.shelf.pending(), net.server.paths.count("/a")

    refusal, pending, looks = played(tmp_path, play)

    assert (bool(refusal), pending, looks) == (True, (), 1)


def test_one_request_at_a_time_goes_to_a_host(tmp_path):
    async def play(net):
        at_once = [0, 0]

        async def slow(_request):
            at_once[0] += 1
            at_once[1] = max(at_once)
            await asyncio.sleep(0.01)
            at_once[0] -= 1
            return web.Response(text=a_page(), content_type="text/html")

        for number in range(6):
            net.says(f"/{number}")
            net.pages[f"/{number}"] = slow
        report = await net.run()
        return report.waiting, at_once[1]

    assert played(tmp_path, play) == (6, 1)
