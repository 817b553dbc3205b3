"""From a stranger's Webmention to a line on our page, and off it again: every command in a process of its own."""

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import threading
import urllib.parse
from contextlib import contextmanager

import aiohttp
import pytest
from aiohttp import web

from tests.edge.server import serving
from tests.linkbacks.receiving import a_page
from tests.site.trees import a_small_tree, a_tree, invoked

pytestmark = [pytest.mark.build, pytest.mark.allow_hosts(["127.0.0.1"])]
PAGE = "responses/mg-2026-001-response/"


@contextmanager
def a_web(pages):
    """Serve strangers' pages from a thread while commands run."""
    loop, started, served = asyncio.new_event_loop(), threading.Event(), []

    async def serve():
        async with serving(pages) as server:
            served.append(server)
            stop = asyncio.Event()
            served.append(stop)
            started.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    started.wait()
    try:
        yield served[0]
    finally:
        loop.call_soon_threadsafe(served[1].set)
        thread.join()
        loop.close()


@contextmanager
def receiving(root):
    """Run `invoke receive` and yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    words = [sys.executable, "-m", "invoke", "receive", "--port", port]
    process = subprocess.Popen(
        words,
        cwd=root,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline()
        yield re.search(r"http://\S+", line)[0]
    finally:
        process.terminate()
        process.communicate()


def posted(address, **form):
    async def post():
        async with aiohttp.ClientSession() as session, session.post(address, data=form) as response:
            return response.status

    return asyncio.run(post())


def a_small_site(tmp_path):
    root = a_small_tree(tmp_path)
    site = (root / "site.toml").read_text(encoding="utf-8")
    endpoint = 'webmention_endpoint = "https://answers.mogwanaru.example/webmention"'
    (root / "site.toml").write_text(site.replace('webmention_endpoint = ""', endpoint), encoding="utf-8")
    return root


def of_page(page):
    async def answer(_request):
        return web.Response(text=page, content_type="text/html") if page else web.Response(status=410)

    return answer


def test_a_webmention_goes_the_whole_way(tmp_path):
    root, pages = a_small_site(tmp_path), {}
    target = f"https://answers.mogwanaru.example/{PAGE}"
    pages["/bori"] = of_page(a_page(link=f'<a href="{target}">답변</a>', title="답을 <읽었습니다>"))
    shown = root / "output" / PAGE / "index.html"

    with a_web(pages) as stranger:
        source, reach = f"{stranger.base}/bori", {"EDGE_ALLOW": f"127.0.0.1:{stranger.port}"}
        with receiving(root) as endpoint:
            statuses = [posted(endpoint, source=source, target=target), posted(endpoint, source=source, target=source)]
        unlooked = list(stranger.paths)
        pulled = invoked(root, "linkbacks", "--pull", **reach)
        waiting = json.loads(invoked(root, "linkbacks", "--json").stdout)
        unseen = list(root.glob("records/received/*"))
        accepted = invoked(root, "linkbacks", "--accept", waiting[0]["id"], "--by", "윤하람", typed="네\n")
        first = invoked(root, "build")
        assert first.returncode == 0, first.stderr
        seen = shown.read_text(encoding="utf-8")
        pages["/bori"] = of_page("")
        rechecked = invoked(root, "linkbacks", "--recheck", **reach)
        second = invoked(root, "build")

    steps = (pulled, accepted, rechecked, second)
    assert [done.stderr for done in steps if done.returncode] == []
    assert (statuses, unlooked) == ([202, 400], [])
    assert (waiting[0]["source"], waiting[0]["page"], waiting[0]["state"]) == (source, PAGE, "pending")
    assert unseen == []
    assert f'rel="nofollow ugc noopener" href="{source}">답을 &lt;읽었습니다&gt;</a>' in seen
    assert '<link rel="webmention" href="https://answers.mogwanaru.example/webmention">' in seen
    assert 'rel="webmention"' not in (root / "output/index.html").read_text(encoding="utf-8")
    assert "내림 1건" in rechecked.stdout
    assert "h-cite" not in shown.read_text(encoding="utf-8")
    (record,) = (root / "records/received").glob("*.json")
    assert "읽었습니다" not in record.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A project in which nothing is written: only for commands that are refused, and for lists."""
    return a_tree(tmp_path_factory.mktemp("received"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["--state", "기달림"], "기다림을 뜻하셨나요?", id="state"),
        pytest.param(["--accept", "r-1", "--refuse", "r-1"], "한 번에 하나만", id="two things"),
    ],
)
def test_wrong_use_is_one_korean_sentence_and_code_2(tree, words, said):
    done = invoked(tree, "linkbacks", *words)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert said in done.stderr


def test_a_service_that_refuses_us_is_told_and_the_token_is_not(tmp_path):
    root = a_tree(tmp_path)
    with a_web({"/list": web.json_response({"error": "unauthorized"}, status=401)}) as service:
        conf = root / "pelicanconf.py"
        line = f'\nLINKBACK_JF2_URL = "{service.base}/list"\n'
        conf.write_text(conf.read_text(encoding="utf-8") + line, encoding="utf-8")

        done = invoked(
            root,
            "linkbacks",
            "--pull",
            EDGE_ALLOW=f"127.0.0.1:{service.port}",
            LINKBACK_JF2_DOMAIN="answers.mogwanaru.example",
            LINKBACK_JF2_TOKEN="s3cret-token",
        )

    assert (done.returncode, "HTTP 401" in done.stderr) == (3, True), done.stderr
    asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(service.paths[0]).query))
    assert (asked["token"], asked["domain"]) == ("s3cret-token", "answers.mogwanaru.example")
    assert "s3cret-token" not in done.stdout + done.stderr
