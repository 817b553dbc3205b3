"""``invoke receive``: a Webmention endpoint of our own. It only takes down what it is told; looking is ``pull``'s work.

Source: W3C Webmention, 3.2. Refuses Pingback, anything but a small form, and a flood. Meant to stand behind the web
server that serves the site, on loopback.
"""

import asyncio
import ipaddress
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from plugins.core.urls import host_of, is_web_address, page_identity
from plugins.linkbacks.moderation import LONGEST_ADDRESS
from plugins.linkbacks.ours import OurPages
from plugins.linkbacks.received import Heard, RecordError, Way

MOST_BODY_BYTES = 8 * 1024
MOST_QUEUED = 5_000
MOST_REMEMBERED = 10_000
SECONDS_FOR_BODY = 10.0
SECONDS_KEPT_ALIVE = 15.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """So many in so long."""

    count: int
    within: timedelta


PER_ADDRESS = Rate(count=30, within=timedelta(minutes=10))
PER_SOURCE_HOST = Rate(count=60, within=timedelta(minutes=10))


class Limiter:
    """Counts by key and says when one is too many; remembers a bounded number of keys."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._counts: OrderedDict[str, tuple[datetime, int]] = OrderedDict()

    def wait(self, key: str, now: datetime) -> float:
        """Count one and return 0, or the seconds until the key may come again."""
        began, count = self._counts.pop(key, (now, 0))
        if now - began >= self._rate.within:
            began, count = now, 0
        self._counts[key] = (began, count + 1)
        if len(self._counts) > MOST_REMEMBERED:
            self._counts.popitem(last=False)
        return (began + self._rate.within - now).total_seconds() if count >= self._rate.count else 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """What the endpoint is made with.

    Attributes:
        ours: Called for each request: pages come while it runs.
        enqueue: Takes down what was heard, under the page of ours that it names.
        queued: How many wait already.
        clock: Tells the time.
        is_behind_proxy: Whether the last address in ``X-Forwarded-For`` is the sender's, because our own web server
            wrote it there.
        seconds_for_body: How long a sender may take to send its few bytes.
    """

    ours: Callable[[], OurPages]
    enqueue: Callable[[Heard, str], None]
    queued: Callable[[], int]
    clock: Callable[[], datetime]
    is_behind_proxy: bool = False
    seconds_for_body: float = SECONDS_FOR_BODY


def endpoint(desk: Desk) -> web.Application:
    """Return the server's application: POST to any path is a Webmention."""
    addresses, hosts = Limiter(PER_ADDRESS), Limiter(PER_SOURCE_HOST)
    # One write at a time: the queue is files.
    turn = asyncio.Lock()

    async def take(request: web.Request) -> web.Response:
        now = desk.clock()
        if seconds := addresses.wait(_sender(request, is_behind_proxy=desk.is_behind_proxy), now):
            return _later(429, "너무 자주 보내셨습니다.", seconds)
        if request.content_type != "application/x-www-form-urlencoded":
            return _said(415, "application/x-www-form-urlencoded 형식으로 보내 주세요.")
        try:
            async with asyncio.timeout(desk.seconds_for_body):
                form = await request.post()
        except TimeoutError:
            return _said(408, "너무 느립니다.")
        except (ValueError, LookupError):
            return _said(400, "읽을 수 없는 내용입니다.")
        source, target = (_one(form.getall(name, [])) for name in ("source", "target"))
        ours = await asyncio.to_thread(desk.ours)
        if refusal := refusal_of(source, target, ours):
            return _said(400, refusal)
        if seconds := hosts.wait(host_of(source), now):
            return _later(429, "이 곳의 글이 너무 많이 왔습니다.", seconds)
        heard = Heard(source=source, target=target, way=Way.WEBMENTION, heard_at=now)
        async with turn:
            if await asyncio.to_thread(desk.queued) >= MOST_QUEUED:
                return _later(503, "밀린 것이 많습니다.", 3600)
            await asyncio.to_thread(desk.enqueue, heard, ours.page_of(target))
        return _said(202, "받았습니다. 글을 확인하고 사람이 살펴본 뒤에 올립니다.")

    async def tell(_request: web.Request) -> web.Response:
        return web.Response(
            status=405, text="Webmention을 POST로 보내 주세요.\n", headers={"Allow": "POST"}, charset="utf-8"
        )

    application = web.Application(client_max_size=MOST_BODY_BYTES)
    application.router.add_post("/{path:.*}", take)
    application.router.add_route("*", "/{path:.*}", tell)
    return application


async def serve(desk: Desk, *, host: str, port: int, started: Callable[[str], None]) -> None:
    """Serve until cancelled.

    Args:
        started: Called with the address once it listens.

    Raises:
        RecordError: The port is taken.
    """
    runner = web.AppRunner(endpoint(desk), keepalive_timeout=SECONDS_KEPT_ALIVE, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            advice = "그 주소에서 받을 수 없습니다. 이미 쓰이는 포트라면 다른 포트를 적어 주세요."
            raise RecordError(f"{host}:{port}", reason, advice=advice) from error
        name, at = runner.addresses[0][:2]
        started(f"http://{name}:{at}/")
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def refusal_of(source: str, target: str, ours: OurPages) -> str:
    """Return why a request is refused, a Korean sentence; "" where it is taken. Source: W3C Webmention, 3.2.1."""
    if not source or not target:
        return "source와 target을 하나씩 적어 주세요."
    if max(len(source), len(target)) > LONGEST_ADDRESS:
        return f"주소는 {LONGEST_ADDRESS}자까지 받습니다."
    if not is_web_address(source) or not is_web_address(target):
        return "source와 target은 http나 https로 시작하는 주소여야 합니다."
    if page_identity(source) == page_identity(target):
        return "source와 target이 같습니다."
    if ours.is_ours(source):
        return "저희 누리집의 글은 받지 않습니다."
    return "" if ours.page_of(target) else "target이 엮인글을 받는 저희 글이 아닙니다."


def _one(values: Sequence[object]) -> str:
    return values[0].strip() if len(values) == 1 and isinstance(values[0], str) else ""


def _sender(request: web.Request, *, is_behind_proxy: bool) -> str:
    said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() if is_behind_proxy else ""
    try:
        address = ipaddress.ip_address(said or request.remote or "")
    except ValueError:
        return "unknown"
    # One customer of a provider has a whole /64.
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((address, 64), strict=False))
    return str(address)


def _said(status: int, sentence: str) -> web.Response:
    return web.Response(status=status, text=f"{sentence}\n", charset="utf-8")


def _later(status: int, sentence: str, seconds: float) -> web.Response:
    wait = max(1, round(seconds))
    return web.Response(
        status=status, text=f"{sentence} 조금 뒤에 보내 주세요.\n", charset="utf-8", headers={"Retry-After": str(wait)}
    )
