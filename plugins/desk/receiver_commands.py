"""`invoke receive`: a Webmention endpoint of our own."""

import asyncio
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from invoke.context import Context

from plugins.core.settings import read_settings
from plugins.desk.arguments import port_of
from plugins.desk.commandline import command
from plugins.desk.front import ROOT, sit_down

# How long the endpoint believes that our pages are what they were.
PAGES_SECONDS = 300.0


@command(
    "받기",
    help={
        "port": "포트",
        "host": "기다릴 주소. 바깥에 바로 내놓지 말고 웹 서버 뒤에 두세요",
        "behind-proxy": "우리 웹 서버가 적은 X-Forwarded-For의 마지막 주소를 보낸 사람으로 봅니다",
    },
)
def receive(context: Context, port: str = "8765", host: str = "127.0.0.1", behind_proxy: bool = False) -> None:
    """웹멘션을 받아 적어 둡니다. 확인은 `invoke linkbacks --pull`이 합니다. / Serve a Webmention endpoint.

    예: invoke receive --port 8765 --behind-proxy
    """
    from plugins.desk.overhearing import our_pages_now
    from plugins.linkbacks.config import PREFIX, LinkbackConfig
    from plugins.linkbacks.receiver import Desk as Endpoint
    from plugins.linkbacks.receiver import serve
    from plugins.linkbacks.shelf import Shelf

    here, shelf, at = sit_down(), Shelf(ROOT), port_of(port)
    began = time.monotonic()

    def now() -> Any:
        return here.now + timedelta(seconds=time.monotonic() - began)

    endpoint = Endpoint(
        ours=remembered(lambda: our_pages_now(replace(here, now=now())), seconds=PAGES_SECONDS),
        enqueue=lambda heard, page: shelf.enqueue(heard, page=page),
        queued=shelf.queue_length,
        clock=now,
        is_behind_proxy=behind_proxy,
    )
    if not read_settings(LinkbackConfig, PREFIX, here.settings).webmention_endpoint:
        advice = "site.toml의 webmention_endpoint에 바깥에서 보이는 주소를 적어야 저희 글이 이곳을 알립니다."
        print(advice, file=sys.stderr)
    try:
        asyncio.run(serve(endpoint, host=host, port=at, started=say_started))
    except KeyboardInterrupt:
        print()


def say_started(address: str) -> None:
    """Say where it listens."""
    print(f"웹멘션을 받습니다: {address} (멈추려면 Ctrl-C)", flush=True)


def remembered(make: Callable[[], Any], *, seconds: float) -> Callable[[], Any]:
    """Return what makes a thing anew when the last one is older than so many seconds."""
    made: list[tuple[float, Any]] = []

    def thing() -> Any:
        if not made or time.monotonic() - made[-1][0] > seconds:
            made[:] = [(time.monotonic(), make())]
        return made[-1][1]

    return thing
