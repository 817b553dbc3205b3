import asyncio
import gzip
import zlib
from functools import partial

import brotli
import pytest
from aiohttp import web
from backports import zstd

from plugins.core.errors import FetchError, SettingError
from plugins.core.http import Request
from plugins.edge.http import EdgeConfig, open_fetch
from tests.edge.server import serving

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def exchange(pages, path="/", *, request=None, **settings):
    """Serve the pages, fetch one of them, and return (reply or error, server)."""

    async def run():
        async with serving(pages) as served, open_fetch(served.edge(**settings)) as fetch:
            wanted = request(served) if request else Request(url=served.base + path)
            try:
                return await fetch(wanted), served
            except FetchError as error:
                return error, served

    return asyncio.run(run())


def refusal(url, config=None):
    """Fetch an address that must be refused before anything is sent, and return the error."""

    async def run():
        async with open_fetch(config or EdgeConfig()) as fetch:
            await fetch(Request(url=url))

    with pytest.raises(FetchError) as error:
        asyncio.run(run())
    return error.value


def redirect_to(target, status=302):
    async def answer(request):
        return web.Response(status=status, headers={"Location": target})

    return answer


def test_a_reply_is_handed_over_whatever_its_status():
    reply, _ = exchange({"/": web.Response(status=503, text="nope", headers={"Retry-After": "9"})})

    assert (reply.status, reply.body, reply.header("retry-AFTER")) == (503, b"nope", "9")


def test_the_declared_charset_is_read():
    reply, _ = exchange({"/": web.Response(body=b"x", headers={"Content-Type": 'text/xml; charset="EUC-KR"'})})

    assert reply.charset == "EUC-KR"


def test_the_user_agent_is_ours():
    _, served = exchange({"/": b"x"}, user_agent="Sinmungo/9 (+https://answers.mogwanaru.example)")

    assert served.requests[0][1]["User-Agent"] == "Sinmungo/9 (+https://answers.mogwanaru.example)"


def test_korean_addresses_reach_the_server_escaped():
    reply, served = exchange({"/글/하나": b"x"}, "/글/하나?q=모과")

    assert (reply.status, served.paths) == (200, ["/%EA%B8%80/%ED%95%98%EB%82%98?q=%EB%AA%A8%EA%B3%BC"])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_by_hand_and_told(status):
    reply, _ = exchange({"/": redirect_to("/new", status), "/new": b"here"})

    assert (reply.body, [r.status for r in reply.redirects], reply.url) == (b"here", [status], reply.redirects[0].url)


def test_a_raw_korean_location_is_followed():
    async def answer(request):
        request.transport.write("HTTP/1.1 302 Found\r\nLocation: /새글\r\nContent-Length: 0\r\n\r\n".encode())
        return web.Response()

    reply, _ = exchange({"/": answer, "/새글": b"new"})

    assert reply.body == b"new"


def test_a_redirect_loop_ends():
    error, served = exchange({"/": redirect_to("/")}, redirect_limit=3)

    assert str(error).endswith("too many redirects")
    assert len(served.requests) == 4


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://2130706433/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://user:pass@example.com/",
    ],
)
def test_a_redirect_into_the_inner_network_is_refused(target):
    error, served = exchange({"/": redirect_to(target)})

    assert isinstance(error, FetchError)
    assert served.paths == ["/"]


def test_secret_headers_are_not_sent_on_to_another_host():
    async def run():
        async with serving({"/": b"x"}) as second, serving({"/": redirect_to(f"{second.base}/")}) as first:
            config = EdgeConfig(allow=(f"127.0.0.1:{first.port}", f"127.0.0.1:{second.port}"))
            async with open_fetch(config) as fetch:
                await fetch(
                    Request(
                        url=f"{first.base}/",
                        headers=(("Accept", "text/xml"),),
                        secret_headers=(("X-Naver-Client-Secret", "s3cret"),),
                    )
                )
            return first.requests[0][1], second.requests[0][1]

    first, second = asyncio.run(run())

    assert (first.get("X-Naver-Client-Secret"), second.get("X-Naver-Client-Secret")) == ("s3cret", None)
    assert second["Accept"] == "text/xml"


def test_secret_headers_stay_with_their_host():
    _, served = exchange(
        {"/": redirect_to("/b"), "/b": b"x"},
        request=lambda served: Request(url=served.base + "/", secret_headers=(("X-Key", "k"),)),
    )

    assert [headers.get("X-Key") for _, headers in served.requests] == ["k", "k"]


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"hello " * 99)),
        ("deflate", zlib.compress(b"hello " * 99)),
        ("deflate", zlib.compress(b"hello " * 99)[2:-4]),
        ("br", brotli.compress(b"hello " * 99)),
        ("zstd", zstd.compress(b"hello " * 99)),
        ("gzip", gzip.compress(b"hello ") + gzip.compress(b"hello " * 98)),
        ("identity", gzip.compress(b"hello " * 99)),
    ],
    ids=["gzip", "deflate", "bare deflate", "br", "zstd", "two members", "packed unsaid"],
)
def test_compressed_bodies_are_unpacked(encoding, packed):
    reply, _ = exchange({"/": web.Response(body=packed, headers={"Content-Encoding": encoding})})

    assert reply.body == b"hello " * 99


@pytest.mark.parametrize(
    ("encoding", "pack"),
    # At its own quality Brotli takes more than a second and packs it no closer.
    [("gzip", gzip.compress), ("br", partial(brotli.compress, quality=4)), ("zstd", zstd.compress)],
    ids=["gzip", "br", "zstd"],
)
def test_a_compression_bomb_stops_at_the_limit(encoding, pack):
    bomb = pack(b"\0" * 20_000_000)

    error, _ = exchange(
        {"/": web.Response(body=bomb, headers={"Content-Encoding": encoding})}, body_limit_bytes=100_000
    )

    assert "body over 100000 bytes" in str(error)


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstd.compress)]
)
def test_a_packed_body_that_is_cut_is_a_failure(encoding, pack):
    cut = pack(bytes(range(256)) * 50)[:-9]

    error, _ = exchange({"/": web.Response(body=cut, headers={"Content-Encoding": encoding})})

    assert "압축이 망가진" in error.korean


def test_an_endless_body_stops_at_the_limit():
    async def endless(request):
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 10_000)

    error, _ = exchange({"/": endless}, body_limit_bytes=50_000)

    assert "너무 큽니다" in error.korean


def test_a_body_of_just_the_limit_passes():
    reply, _ = exchange({"/": b"x" * 1000}, body_limit_bytes=1000)

    assert len(reply.body) == 1000


def test_a_slow_drip_meets_the_one_deadline():
    async def drip(request):
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(100):
            await response.write(b"x")
            await asyncio.sleep(0.05)
        return response

    error, _ = exchange({"/": drip}, timeout_seconds=0.3)

    assert error.korean.endswith("0.3초 안에 답이 오지 않았습니다.")


def test_damaged_compression_is_a_failure_with_a_sentence():
    error, _ = exchange({"/": web.Response(body=b"\x1f\x8bnonsense", headers={"Content-Encoding": "gzip"})})

    assert "압축이 망가진" in error.korean


def test_a_closed_port_is_a_failure_with_a_sentence():
    error = refusal("http://127.0.0.1:9/", EdgeConfig(allow=("127.0.0.1:9",)))

    assert "이어지지 않습니다" in error.korean


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://0/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://0x7f.0.0.1/",
        "http://①②⑦.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[ff02::1]/",
        "http://10.1.2.3/",
        "http://100.64.0.1/",
        "http://169.254.169.254/",
        "http://172.16.0.1/",
        "http://192.168.0.1/",
        "http://224.0.0.1/",
        "http://example.com:8080/",
        "ftp://example.com/",
        "http://a:b@example.com/",
        "http:///nohost",
        "http://exa mple.com/",
        "",
    ],
)
def test_what_is_not_plainly_public_is_refused(url):
    error = refusal(url)

    assert error.korean.endswith(".")


@pytest.mark.parametrize("place", ["127.0.0.1:8130", "localhost", "10.0.0.1"])
def test_what_is_refused_says_how_to_open_it(place):
    error = refusal(f"http://{place}/feed")

    assert f"`EDGE_ALLOW={place} invoke …`" in error.korean


def test_a_network_can_be_allowed_for_the_open_ports_only():
    error = refusal("http://127.0.0.1:8080/", EdgeConfig(allow=("127.0.0.0/8",)))

    assert "port 8080 is closed" in str(error)


def test_a_name_that_leads_inside_is_refused_where_it_connects():
    # The name is no literal and its port is open: only the address really connected to gives it away.
    error = refusal("http://localhost:80/")

    assert "not on the public network" in str(error)


def test_secrets_in_an_address_are_not_told():
    error = refusal("http://127.0.0.1/feed?token=abc123")

    assert "abc123" not in str(error) + error.korean


def test_an_unreadable_allow_list_is_refused():
    with pytest.raises(SettingError) as error:
        refusal("http://127.0.0.1/", EdgeConfig(allow=("http://inner",)))

    assert "EDGE_ALLOW" in str(error.value)


def a_post(served, **facts):
    return Request(url=served.base + "/", method="POST", body=b"a=1", **facts)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_what_should_be_delivered_is_sent_again_where_it_is_asked_for(status):
    seen = []

    async def new(request):
        seen.append((request.method, await request.read()))
        return web.Response(text="here")

    exchange({"/": redirect_to("/new", status), "/new": new}, request=lambda s: a_post(s, keeps_method=True))

    assert seen == [("POST", b"a=1")]


def test_see_other_is_only_looked_at():
    seen = []

    async def new(request):
        seen.append(request.method)
        return web.Response(text="here")

    exchange({"/": redirect_to("/new", 303), "/new": new}, request=lambda s: a_post(s, keeps_method=True))

    assert seen == ["GET"]


def test_a_body_is_read_as_far_as_is_asked_for():
    pages = {"/": web.Response(body=gzip.compress(b"x" * 50_000_000), headers={"Content-Encoding": "gzip"})}

    reply, _ = exchange(pages, request=lambda served: Request(url=served.base + "/", prefix_bytes=1000))

    assert reply.body == b"x" * 1000


def test_a_failure_says_how_far_it_came():
    async def slow(_request):
        await asyncio.sleep(2)
        return web.Response()

    silent, _ = exchange({"/": slow}, timeout_seconds=0.3)
    damaged, _ = exchange({"/": web.Response(body=b"\x1f\x8bxx", headers={"Content-Encoding": "gzip"})})

    assert (silent.trouble, damaged.trouble) == ("silent", "broken")
    assert refusal("http://127.0.0.1/").trouble == "barred"
    assert refusal("http://127.0.0.1:9/", EdgeConfig(allow=("127.0.0.1:9",))).trouble == "unreached"
