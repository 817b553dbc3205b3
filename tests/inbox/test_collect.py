import asyncio
import gzip
import logging
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from plugins.core.http import Redirect, Reply
from plugins.edge.dropped import read_dropped
from plugins.edge.http import EdgeConfig, open_fetch
from plugins.inbox.collect import collect
from plugins.inbox.model import InboxState
from plugins.inbox.polls import states_of
from plugins.inbox.reports import SourceOutcome
from tests.edge.server import serving
from tests.inbox.builders import (
    EVERYTHING,
    MOGWANARU,
    NOW,
    FakeFetch,
    a_source,
    an_inbox,
    an_item,
    listening_to,
    rss,
    waiting,
)

DATA = Path(__file__).parents[1] / "data" / "feeds"
HOUR = timedelta(hours=1)
loopback = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def store(tmp_path):
    with an_inbox(tmp_path) as opened:
        yield opened


async def heard(store, sources, fetch, **options):
    options = {"now": NOW, "cited": {}, "read_file": lambda path: Path(path).read_bytes(), **options}
    brands = options.pop("brands", (MOGWANARU,))
    return await collect(listening=listening_to(*sources, brands=brands), store=store, fetch=fetch, **options)


def collected(store, replies, *sources, **options):
    """Collect once from a table of replies."""
    fetch = FakeFetch(replies)
    report = asyncio.run(heard(store, sources or (a_source(),), fetch, **options))
    return report, fetch


@asynccontextmanager
async def a_desk(pages, **settings):
    """A server, and the real way out to it."""
    async with serving(pages) as served, open_fetch(served.edge(**settings)) as fetch:
        yield served, fetch


def over_http(store, pages, *paths, times=1, **settings):
    """Collect ``times`` times, two hours apart, from feeds on loopback; return the reports and the server."""

    async def run():
        async with a_desk(pages, **settings) as (served, fetch):
            sources = [a_source(key=f"s{n}", url=served.base + path) for n, path in enumerate(paths)]
            return [await heard(store, sources, fetch, now=NOW + n * 2 * HOUR) for n in range(times)], served

    return asyncio.run(run())


@loopback
@pytest.mark.parametrize("name", ["utf8.rss.xml", "euckr.rss.xml"])
def test_a_feed_over_http_is_heard_and_never_twice(store, name):
    (first, second), _ = over_http(store, {"/feed": (DATA / name).read_bytes()}, "/feed", times=2)

    titles = {item.mention.title: item.mention.published_on for item in store.items(EVERYTHING)}
    assert (first.entries, len(first.new), first.sources[0].unmatched) == (3, 2, 1)
    assert (second.new, second.revised, second.sources[0].outcome) == ((), (), SourceOutcome.UNCHANGED)
    assert set(titles) == {"모과나루 환불, 똠방각하도 못 받았다", "날짜 없는 글: 모과나루 언제 되나요"}
    assert titles["날짜 없는 글: 모과나루 언제 되나요"] is None


@loopback
def test_one_complaint_in_three_encodings_and_forms_is_one_mention(store):
    names = ("utf8.rss.xml", "euckr.rss.xml", "utf8.atom.xml")

    over_http(store, {f"/{name}": (DATA / name).read_bytes() for name in names}, *(f"/{name}" for name in names))

    assert [len(item.sightings) for item in waiting(store, text="똠방각하")] == [3]


@loopback
def test_an_unchanged_feed_is_asked_for_with_its_validators(store):
    async def feed(request):
        if request.headers.get("If-None-Match") == '"v1"':
            return web.Response(status=304)
        headers = {"ETag": '"v1"', "Last-Modified": "Thu, 15 Oct 2026 04:20:00 GMT"}
        return web.Response(body=rss(an_item()).encode(), headers=headers)

    reports, served = over_http(store, {"/feed": feed}, "/feed", times=3)

    assert [report.sources[0].outcome.value for report in reports] == ["collected", "unchanged", "unchanged"]
    assert [h.get("If-Modified-Since") for _, h in served.requests] == [None, *["Thu, 15 Oct 2026 04:20:00 GMT"] * 2]


@loopback
def test_a_compressed_feed_behind_redirects_is_heard(store):
    packed = web.Response(body=gzip.compress(rss(an_item()).encode()), headers={"Content-Encoding": "gzip"})
    moved = web.Response(status=301, headers={"Location": "/new"})

    (report,), served = over_http(store, {"/feed": moved, "/new": packed}, "/feed")

    assert len(report.new) == 1
    assert report.sources[0].moved_to == f"{served.base}/new"


@loopback
def test_failing_sources_never_stop_their_neighbours(store):
    async def slow(request):
        await asyncio.sleep(5)

    pages = {
        "/good": rss(an_item()).encode(),
        "/inside": web.Response(status=302, headers={"Location": "http://10.0.0.1/feed"}),
        "/big": b"x" * 200_000,
        "/slow": slow,
        "/page": (DATA / "webpage.html").read_bytes(),
        "/cut": b"<rss version='2.0'><channel><item><tit",
        "/error": web.Response(status=500),
    }

    (report,), _ = over_http(store, pages, *pages, "/missing", timeout_seconds=0.5, body_limit_bytes=100_000)

    assert [source.outcome is SourceOutcome.FAILED for source in report.sources] == [False, *[True] * 7]
    assert all(source.error.endswith(".") for source in report.failed)
    assert len(waiting(store)) == 1


@loopback
def test_a_secret_header_reaches_its_source_and_no_other_host(store):
    async def run():
        async with serving({"/": rss(an_item()).encode()}) as second:
            target = web.Response(status=302, headers={"Location": f"{second.base}/"})
            async with serving({"/": target}) as first:
                allow = EdgeConfig(allow=(f"127.0.0.1:{first.port}", f"127.0.0.1:{second.port}"))
                source = a_source(url=f"{first.base}/", headers=(("X-Naver-Client-Secret", "NAVER_SECRET"),))
                async with open_fetch(allow) as fetch:
                    await heard(store, [source], fetch, environ={"NAVER_SECRET": "s3cret"})
                return [served.requests[0][1].get("X-Naver-Client-Secret") for served in (first, second)]

    assert asyncio.run(run()) == ["s3cret", None]


def test_a_missing_secret_fails_its_source_without_a_request(store):
    report, fetch = collected(store, {}, a_source(headers=(("X-Key", "NAVER_SECRET"),)))

    assert "환경 변수 NAVER_SECRET" in report.sources[0].error
    assert fetch.requests == []


def test_an_edited_entry_becomes_a_revision_and_the_old_words_are_kept(store):
    url = a_source().url
    collected(store, {url: rss(an_item(text="처음 말"))})

    report, _ = collected(store, {url: rss(an_item(text="고친 말"))}, now=NOW + HOUR)

    item = store.item(report.revised[0])
    assert (report.new, item.mention.text, item.mention.revision) == ((), "고친 말", 2)
    assert [(number, text) for number, _, _, text in store.revisions(item.mention.id)] == [(1, "처음 말")]


def test_entries_that_leave_the_feed_stay_in_the_inbox(store):
    url = a_source().url
    collected(store, {url: rss(an_item(1))})

    collected(store, {url: rss(an_item(2))}, now=NOW + HOUR)

    assert len(store.items(EVERYTHING)) == 2


def test_a_source_is_read_when_it_is_due_and_sooner_by_force(store):
    url = a_source().url

    reports = [
        collected(store, {url: rss(an_item())}, now=NOW + minutes * HOUR / 60, force=force)[0].sources[0].outcome
        for minutes, force in ((0, False), (50, False), (50, True), (110, False))
    ]

    assert reports == [
        SourceOutcome.COLLECTED,
        SourceOutcome.NOT_DUE,
        SourceOutcome.UNCHANGED,
        SourceOutcome.UNCHANGED,
    ]


def test_a_disabled_source_is_never_read(store):
    report, fetch = collected(store, {}, a_source(enabled=False), force=True)

    assert (report.sources[0].outcome, fetch.requests) == (SourceOutcome.DISABLED, [])


def test_a_new_brand_is_sought_in_what_was_read_before(store):
    url = a_source().url
    reply = Reply(url=url, status=200, headers=(("ETag", '"1"'),), body=rss(an_item(title="느루밥상 환불")).encode())
    collected(store, {url: reply})
    brand = MOGWANARU.__class__(names=("느루밥상",))

    report, fetch = collected(store, {url: reply}, now=NOW + HOUR, brands=(MOGWANARU, brand))

    assert len(report.new) == 1
    assert not any(name == "If-None-Match" for name, _ in fetch.requests[0].headers)


def test_validators_are_asked_with_for_a_day_only(store):
    url = a_source().url
    reply = Reply(url=url, status=200, headers=(("ETag", '"1"'),), body=rss(an_item()).encode())
    collected(store, {url: reply})
    unchanged = Reply(url=url, status=304)

    asked = [
        dict(collected(store, {url: unchanged}, now=NOW + hours * HOUR)[1].requests[0].headers).get("If-None-Match")
        for hours in (1, 25)
    ]

    assert asked == ['"1"', None]


def test_an_unasked_for_304_is_a_failure(store):
    report, _ = collected(store, {a_source().url: Reply(url=a_source().url, status=304)})

    assert report.sources[0].outcome is SourceOutcome.FAILED


def test_an_empty_feed_is_told(store):
    report, _ = collected(store, {a_source().url: rss()})

    assert report.sources[0].outcome is SourceOutcome.EMPTY


def test_a_temporary_redirect_is_no_move(store):
    reply = Reply(
        url="https://b.example/",
        status=200,
        body=rss().encode(),
        redirects=(Redirect(status=302, url="https://b.example/"),),
    )

    report, _ = collected(store, {a_source().url: reply})

    assert report.sources[0].moved_to == ""


def test_a_local_file_is_a_source_and_a_missing_one_a_sentence(store):
    report, _ = collected(
        store,
        {},
        a_source(key="a", url="", path=str(DATA / "utf8.rss.xml")),
        a_source(key="b", url="", path=str(DATA / "missing.xml")),
    )

    assert [source.outcome.value for source in report.sources] == ["collected", "failed"]
    assert report.sources[1].error == f"{DATA / 'missing.xml'}: 그런 파일이 없습니다. 수집처의 path를 확인해 주세요."


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"folder": str(DATA / "none")}, "그런 폴더가 없습니다. 수집처의 folder를"),
        ({"path": str(DATA)}, "파일이 아닙니다. 파일은 path에, 폴더는 folder에"),
        ({"folder": str(DATA / "utf8.rss.xml")}, "폴더가 아닙니다. 파일은 path에, 폴더는 folder에"),
    ],
)
def test_what_is_no_file_or_no_folder_is_told_in_korean_with_its_path(store, place, said):
    source = a_source(url="", **place)

    report, _ = collected(store, {}, source, read_folder=lambda folder: read_dropped(Path(folder)))

    assert report.sources[0].error.startswith(f"{source.path or source.folder}: {said}")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("내려받은 글", "cafe.example", id="our own name of the file"),
        pytest.param("파일", "내려받은 글", id="the site's name"),
    ],
)
def test_our_own_name_of_a_file_is_no_place_that_a_reader_knows(store, tmp_path, name, shown):
    feed = rss(an_item()).replace("https://blog.example/", "https://cafe.example/")
    feed = feed.replace("<title>t</title>", "<title>내려받은 글</title><link>https://cafe.example/</link>")
    (tmp_path / "a.xml").write_text(feed, encoding="utf-8")

    collected(store, {}, a_source(name=name, url="", path=str(tmp_path / "a.xml")))

    assert [item.mention.place for item in waiting(store)] == [shown]


def test_what_a_case_file_cites_does_not_wait(store):
    report, _ = collected(store, {a_source().url: rss(an_item())}, cited={"https://blog.example/1": "MG-2026-001"})

    assert report.attached == report.new
    assert waiting(store) == ()
    assert [(item.state, item.case_id) for item in store.items(EVERYTHING)] == [(InboxState.LINKED, "MG-2026-001")]


def test_a_source_that_recovers_forgets_its_failures(store):
    url = a_source().url
    collected(store, {})
    failed = states_of(store)["mentions"]

    collected(store, {url: rss(an_item())}, now=NOW + 5 * HOUR)

    recovered = states_of(store)["mentions"]
    assert (failed.failures, bool(failed.error)) == (1, True)
    assert (recovered.failures, recovered.error) == (0, "")


def test_each_source_is_reported_as_it_is_done(store):
    told = []

    collected(store, {a_source().url: rss()}, a_source(), a_source(key="off", enabled=False), report=told.append)

    assert {report.key for report in told} == {"mentions", "off"}


def test_a_bug_in_reading_one_source_is_reported_and_stops_no_other(store, caplog):
    url = a_source().url

    report, _ = collected(
        store,
        {url: ZeroDivisionError("bug"), "https://b.example/": rss(an_item())},
        a_source(),
        a_source(key="b", url="https://b.example/"),
    )

    assert [source.outcome.value for source in report.sources] == ["failed", "collected"]
    assert "ZeroDivisionError" in caplog.text


def test_logs_name_ids_and_no_words(store, caplog):
    caplog.set_level(logging.DEBUG)

    report, _ = collected(store, {a_source().url: rss(an_item(extra="<author>보리차</author>"))})

    assert report.new[0] in caplog.text
    assert not any(word in caplog.text for word in ("모과나루", "보름째", "보리차", "blog.example"))


def test_what_is_dropped_into_a_folder_is_heard_once_and_bad_files_stop_no_good_ones(store):
    source = a_source(key="box", url="", folder="dropped")
    first = (("a.xml", rss(an_item(1)).encode()), ("notes.txt", b"hello"))
    later = (*first, ("b.xml", rss(an_item(2, title="모과나루 정산", text="아직 안 왔습니다.")).encode()))

    reports = [
        collected(store, {}, source, now=NOW + n * HOUR, read_folder=lambda _, files=files: files)[0]
        for n, files in enumerate((first, later, later))
    ]

    assert [len(report.new) for report in reports] == [1, 1, 0]
    assert "notes.txt" in reports[0].sources[0].note


def test_one_host_is_asked_one_thing_at_a_time_with_a_pause(store):
    busy, most = 0, 0

    class Watching(FakeFetch):
        async def __call__(self, request):
            nonlocal busy, most
            busy += 1
            most = max(most, busy)
            await asyncio.sleep(0.01)
            busy -= 1
            return await super().__call__(request)

    sources = [a_source(key=f"s{n}", url=f"https://one.example/{n}") for n in range(5)]
    fetch = Watching({source.url: rss() for source in sources})

    asyncio.run(heard(store, sources, fetch, spacing_seconds=0.01))

    assert (most, len(fetch.requests)) == (1, 5)
