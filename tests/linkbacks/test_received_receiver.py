"""The Webmention endpoint over a real server on loopback. Source: W3C Webmention, 3.2."""

import asyncio
from datetime import timedelta
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web

from plugins.linkbacks.received import RecordError, Way
from plugins.linkbacks.receiver import (
    MOST_BODY_BYTES,
    MOST_QUEUED,
    MOST_REMEMBERED,
    PER_ADDRESS,
    PER_SOURCE_HOST,
    Desk,
    Limiter,
    Rate,
    endpoint,
    serve,
)
from plugins.linkbacks.shelf import Shelf
from tests.linkbacks.receiving import NOW, OURS, PAGE, SITE, SOURCE, TARGET

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
GOOD = urlencode({"source": SOURCE, "target": TARGET})


class Sender:
    def __init__(self, url, shelf):
        self.url, self.shelf = url, shelf
        self.port = int(url.rsplit(":", 1)[1].rstrip("/"))

    async def post(self, body=GOOD, headers=FORM, method="POST"):
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, self.url, data=body, headers=headers) as response,
        ):
            return response.status, dict(response.headers), await response.text()

    async def status(self, body=GOOD, **options):
        return (await self.post(body, **options))[0]


def played(tmp_path, play, **settings):
    shelf = Shelf(tmp_path)
    desk = Desk(
        **{
            "ours": lambda: OURS,
            "enqueue": lambda heard, page: shelf.enqueue(heard, page=page),
            "queued": shelf.queue_length,
            "clock": lambda: NOW,
        }
        | settings
    )

    async def go():
        runner = web.AppRunner(endpoint(desk), shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        try:
            return await play(Sender(f"http://{host}:{port}/", shelf))
        finally:
            await runner.cleanup()

    return asyncio.run(go()), shelf


def test_a_webmention_is_taken_down_and_not_looked_at(tmp_path):
    (status, _, text), shelf = played(tmp_path, lambda sender: sender.post())

    assert (status, "확인" in text) == (202, True)
    assert [(each.source, each.target, each.way) for _, each in shelf.queue()] == [(SOURCE, TARGET, Way.WEBMENTION)]
    assert shelf.pending() == ()


def test_the_same_again_is_taken_and_stands_in_the_queue_once(tmp_path):
    async def play(sender):
        same = urlencode({"source": f"{SOURCE}?utm_source=x", "target": TARGET.rstrip("/")})
        return [await sender.status(), await sender.status(same)]

    statuses, shelf = played(tmp_path, play)

    assert (statuses, shelf.queue_length()) == ([202, 202], 1)


def form(**changes):
    return urlencode({"source": SOURCE, "target": TARGET} | changes)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param("", 400, id="nothing"),
        pytest.param(urlencode({"source": SOURCE}), 400, id="no target"),
        pytest.param(urlencode({"target": TARGET}), 400, id="no source"),
        pytest.param(f"{GOOD}&source=https%3A%2F%2Fb.example%2F", 400, id="two sources"),
        pytest.param(form(source=TARGET), 400, id="source is target"),
        pytest.param(form(source=TARGET.replace("https", "http").rstrip("/")), 400, id="the same in another spelling"),
        pytest.param(form(source=f"{SITE}/about/"), 400, id="source is ours"),
        pytest.param(form(source="ftp://a.example/"), 400, id="ftp"),
        pytest.param(form(source="javascript:alert(1)"), 400, id="javascript"),
        pytest.param(form(source="/entry/99"), 400, id="relative"),
        pytest.param(form(source="https://me:pw@a.example/"), 400, id="credentials"),
        pytest.param(form(source="https://a.example/\r\nX: y"), 400, id="a line break"),
        pytest.param(form(source=f"https://a.example/{'x' * 3000}"), 400, id="a long address"),
        pytest.param(form(target="https://other.example/"), 400, id="target of somebody else"),
        pytest.param(form(target=f"{SITE}/responses/none/"), 400, id="target that is not there"),
        pytest.param(form(target=f"{SITE}/"), 400, id="a page that shows none"),
        pytest.param(form(target=f"{TARGET}?utm_source=a#x"), 202, id="target in another spelling"),
        pytest.param(f"{GOOD}&vouch=https%3A%2F%2Fv.example%2F", 202, id="more than we read"),
        pytest.param("x" * (MOST_BODY_BYTES + 1), 413, id="too much"),
    ],
)
def test_a_request_is_checked_before_it_is_taken(tmp_path, body, status):
    (got, _, text), shelf = played(tmp_path, lambda sender: sender.post(body))

    assert (got, shelf.queue_length()) == (status, 1 if status == 202 else 0)
    assert status == 413 or text.strip().endswith((".", "요."))


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param("<methodCall><methodName>pingback.ping</methodName></methodCall>", "text/xml", id="Pingback"),
        pytest.param('{"source": "a"}', "application/json", id="JSON"),
        pytest.param("x", "multipart/form-data; boundary=x", id="multipart"),
        pytest.param(GOOD, "application/x-www-form-urlencoded; charset=nonsense", id="unknown charset"),
    ],
)
def test_anything_but_a_plain_form_is_refused(tmp_path, body, headers):
    status, shelf = played(tmp_path, lambda sender: sender.status(body, headers={"Content-Type": headers}))

    assert (status in (400, 415), shelf.queue_length()) == (True, 0)


def test_another_method_is_told_what_to_do(tmp_path):
    (status, headers, text), _ = played(tmp_path, lambda sender: sender.post(None, headers={}, method="GET"))

    assert (status, headers["Allow"], "POST" in text) == (405, "POST", True)


def test_one_address_cannot_flood(tmp_path):
    async def play(sender):
        answers = [await sender.post(form(source=f"{SOURCE}{n}")) for n in range(PER_ADDRESS.count + 1)]
        return [status for status, _, _ in answers], answers[-1][1]

    (statuses, headers), shelf = played(tmp_path, play)

    assert statuses == [202] * PER_ADDRESS.count + [429]
    assert (int(headers["Retry-After"]) > 0, shelf.queue_length()) == (True, PER_ADDRESS.count)


def test_one_source_host_cannot_flood_from_many_addresses(tmp_path):
    async def play(sender):
        statuses = []
        for n in range(PER_SOURCE_HOST.count + 1):
            headers = {**FORM, "X-Forwarded-For": f"9.9.9.9, 203.0.113.{n}"}
            statuses.append(await sender.status(form(source=f"{SOURCE}{n}"), headers=headers))
        other = form(source="https://other.example/")
        statuses.append(await sender.status(other, headers={**FORM, "X-Forwarded-For": "203.0.113.250"}))
        return statuses

    statuses, _ = played(tmp_path, play, is_behind_proxy=True)

    assert statuses == [202] * PER_SOURCE_HOST.count + [429, 202]


def test_a_forwarded_address_is_believed_only_behind_our_own_server(tmp_path):
    async def play(sender):
        return [
            await sender.status(form(source=f"{SOURCE}{n}"), headers={**FORM, "X-Forwarded-For": f"203.0.113.{n}"})
            for n in range(PER_ADDRESS.count + 1)
        ]

    statuses, _ = played(tmp_path, play)

    assert statuses[-1] == 429


def test_a_full_queue_takes_no_more(tmp_path):
    (status, headers, _), shelf = played(tmp_path, lambda sender: sender.post(), queued=lambda: MOST_QUEUED)

    assert (status, headers["Retry-After"], shelf.queue_length()) == (503, "3600", 0)


def test_a_body_that_drips_is_cut_off(tmp_path):
    async def play(sender):
        reader, writer = await asyncio.open_connection("127.0.0.1", sender.port)
        head = f"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM['Content-Type']}\r\nContent-Length: 500\r\n\r\nsou"
        writer.write(head.encode())
        line = await reader.readline()
        writer.close()
        return line

    line, _ = played(tmp_path, play, seconds_for_body=0.05)

    assert line.startswith(b"HTTP/1.1 408")


def test_a_limiter_forgets_after_its_time_and_remembers_a_bounded_number():
    limiter = Limiter(Rate(count=1, within=timedelta(minutes=1)))
    first, second, later = (
        limiter.wait("a", NOW),
        limiter.wait("a", NOW),
        limiter.wait("a", NOW + timedelta(minutes=1)),
    )
    for number in range(MOST_REMEMBERED + 10):
        limiter.wait(str(number), NOW)

    assert (first, second, later, len(limiter._counts)) == (0.0, 60.0, 0.0, MOST_REMEMBERED)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [("2001:db8::1", "2001:db8::ffff", True), ("2001:db8::1", "2001:db8:0:1::1", False), ("nonsense", "more", True)],
)
def test_a_network_of_one_customer_counts_as_one(tmp_path, one, other, is_same):
    async def play(sender):
        for n in range(PER_ADDRESS.count):
            await sender.status(form(source=f"{SOURCE}{n}"), headers={**FORM, "X-Forwarded-For": one})
        return await sender.status(headers={**FORM, "X-Forwarded-For": other})

    status, _ = played(tmp_path, play, is_behind_proxy=True)

    assert status == (429 if is_same else 202)


def test_a_port_that_is_taken_is_told(tmp_path):
    async def play(sender):
        desk = Desk(ours=lambda: OURS, enqueue=lambda _h, _p: None, queued=lambda: 0, clock=lambda: NOW)
        with pytest.raises(RecordError) as error:
            await serve(desk, host="127.0.0.1", port=sender.port, started=lambda _: None)
        return error.value.korean

    told, _ = played(tmp_path, play)

    assert "다른 포트" in told


def test_what_was_taken_down_is_under_the_page_it_names(tmp_path):
    heard = []

    played(tmp_path, lambda sender: sender.status(), enqueue=lambda each, page: heard.append(page))

    assert heard == [PAGE]
