"""Who links to us is heard where the desk listens anyway: in collected feeds and in pages added by hand."""

import asyncio
import shutil
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from plugins.cases.withdrawal import withdrawn_post
from plugins.core.http import Reply, Request
from plugins.core.site import Site
from plugins.desk.front import Desk
from plugins.desk.overhearing import listening_in, names_us, our_pages_now
from plugins.inbox.collect import collect
from plugins.inbox.feeds import read_feed
from plugins.inbox.store import open_store
from plugins.inbox.window import open_window, pack
from tests.demo import REPOSITORY, demo_of
from tests.inbox.builders import FakeFetch, a_source, an_item, listening_to, rss
from tests.linkbacks.receiving import NOW, SITE, TARGET

LINK = f'읽어 보세요 <a href="{TARGET}">답</a>'
HERE = Desk(
    site=Site(name="답변", brand="모과나루", url=SITE, description="x", case_prefix="MG", contact_email="a@b.example"),
    settings={},
    now=datetime(2026, 11, 22, tzinfo=UTC),
)
NAMES_US = names_us(HERE)


DEMO = demo_of(REPOSITORY) / "content"


def pages_at(*when, content=DEMO):
    here = replace(HERE, now=datetime(*when, tzinfo=UTC))
    return set(our_pages_now(here, content).by_identity.values())


def test_a_page_takes_linkbacks_from_its_day_on():
    before = pages_at(2026, 10, 6, 2)

    assert before == {"cases/MG-2026-001/"}
    assert pages_at(2026, 10, 6, 3) == before | {"responses/mg-2026-001-response/"}
    assert "stories/mg-2026-001-story/" in pages_at(2026, 11, 22)


def test_a_page_that_was_withdrawn_takes_none(tmp_path):
    content = shutil.copytree(DEMO, tmp_path / "content")
    path = content / "responses" / "mg-2026-001-response.md"
    at = datetime(2026, 11, 20, tzinfo=UTC)
    text = withdrawn_post(path.read_text(encoding="utf-8"), at=at, why="글쓴이가 바랐습니다.", asked_by="글쓴이")
    path.write_text(text, encoding="utf-8")

    lost = pages_at(2026, 11, 19, content=content) - pages_at(2026, 11, 21, content=content)

    assert lost == {"responses/mg-2026-001-response/"}


def escaped(html):
    return html.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(rss(an_item(7, title="어느 날", text=escaped(LINK))), id="RSS"),
        pytest.param(rss(an_item(7, title="어느 날", text=f"<![CDATA[{LINK}]]>")), id="RSS with CDATA"),
        pytest.param(rss(an_item(7, title="어느 날", text=escaped(LINK.upper()))), id="host in capitals"),
        pytest.param(
            '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>x</id><link href="https://blog.example/7"/>'
            f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{LINK}</div></content></entry></feed>',
            id="Atom",
        ),
        pytest.param(
            '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "7", "url": "https://blog.example/7",'
            f' "content_html": "<a href=\\"{TARGET.replace("/", chr(92) + "/")}\\">답</a>"}}]}}',
            id="JSON Feed",
        ),
    ],
)
def test_an_entry_that_links_to_us_is_heard_though_it_does_not_name_us(document):
    feed = read_feed(document.encode(), concerns=lambda _: False, names_us=NAMES_US)

    assert (feed.speaking, feed.entries) == (("https://blog.example/7",), ())


def test_an_entry_that_does_not_is_not_heard():
    assert read_feed(rss(an_item(7)).encode(), names_us=NAMES_US).speaking == ()


def test_an_entry_is_heard_when_it_is_new_and_when_it_changes():
    body = rss(an_item(7, title="어느 날", text=escaped(LINK)), an_item(8)).encode()
    window = open_window(pack(read_feed(body).marks, open_window(b"")))
    edited = body.replace("어느 날".encode(), "다른 날".encode())

    assert read_feed(body, window=window, names_us=NAMES_US).speaking == ()
    assert read_feed(edited, window=window, names_us=NAMES_US).speaking == ("https://blog.example/7",)


def test_collecting_tells_each_address_once(tmp_path):
    heard = []
    feed = rss(an_item(7, title="어느 날", text=escaped(LINK)), an_item(8))

    async def collected():
        with open_store("inbox.sqlite3", root=tmp_path) as store:
            for _ in range(2):
                await collect(
                    listening=listening_to(a_source()),
                    store=store,
                    fetch=FakeFetch({"https://feeds.example/rss": feed}),
                    read_file=lambda _: b"",
                    now=NOW,
                    cited={},
                    force=True,
                    names_us=NAMES_US,
                    overhear=heard.append,
                )

    asyncio.run(collected())

    assert heard == ["https://blog.example/7"]


@pytest.mark.parametrize(("body", "is_heard"), [(LINK, True), ("모과나루 이야기", False)])
def test_a_page_that_is_fetched_anyway_is_heard(body, is_heard):
    heard = []

    async def fetch(request):
        return Reply(url=request.url, status=200, body=body.encode())

    asyncio.run(listening_in(fetch, HERE, heard)(Request(url="https://blog.example/7")))

    assert heard == (["https://blog.example/7"] if is_heard else [])
