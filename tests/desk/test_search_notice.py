"""Telling search engines after a publication, over loopback."""

import asyncio
import json
import threading

import pytest
from aiohttp import web

from plugins.core.site import Site
from plugins.desk.front import Desk
from plugins.desk.search_notice import tell_search_engines
from tests.edge.server import serving
from tests.nouns import NOW

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
KEY = "aabbccddeeff"


class Engine:
    """A search engine in a thread of its own: the command has an event loop of its own too."""

    def __init__(self, status):
        self.told, self._status, self._ready, self._done = [], status, threading.Event(), None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    def __enter__(self):
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_error):
        self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join()

    async def _serve(self):
        async def answer(request):
            self.told.append(await request.json())
            return web.Response(status=self._status)

        self._loop, self._done = asyncio.get_running_loop(), asyncio.Event()
        async with serving({"/indexnow": answer}) as served:
            self.port = served.port
            self._ready.set()
            await self._done.wait()


def a_desk(port, key=KEY):
    plain = {"name": "답변", "brand": "답변", "description": "답", "case_prefix": "MG", "contact_email": "a@a.example"}
    site = Site(url="https://a.example", indexnow_key=key, **plain)
    endpoint = f"http://127.0.0.1:{port}/indexnow"
    settings = {"SITE": site, "METADATA_INDEXNOW_ENDPOINT": endpoint, "EDGE_ALLOW": [f"127.0.0.1:{port}"]}
    return Desk(site=site, settings=settings, now=NOW)


def test_changed_pages_are_told(capsys):
    with Engine(202) as engine:
        failed = tell_search_engines(a_desk(engine.port), ["index.html", "theme/css/site.css"])

    assert (failed, capsys.readouterr().out) == ((), "검색 엔진에 알렸습니다(IndexNow).\n")
    assert [told["urlList"] for told in engine.told] == [["https://a.example/"]]
    assert json.dumps(engine.told[0]).count(KEY) == 2


def test_a_refusal_comes_back_with_its_reason(capsys):
    with Engine(403) as engine:
        (failed,) = tell_search_engines(a_desk(engine.port), ["index.html"])

    assert "열쇠" in failed
    assert capsys.readouterr().out == ""


def test_a_site_without_a_key_tells_nobody():
    with Engine(200) as engine:
        tell_search_engines(a_desk(engine.port, key=""), ["index.html"])

    assert engine.told == []
