import asyncio
import socket
import ssl
import subprocess
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest

from plugins.core.errors import FetchError
from plugins.core.http import Request
from plugins.edge.connections import ClosedError, Connections, Origin
from plugins.edge.http import EdgeConfig, open_fetch
from plugins.edge.wire import Answer, request_bytes
from tests.edge.answers import ANSWERS, EXCEEDING, FAULTY, UNLIKE_AIOHTTP

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
HI = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
CLOSE = b""


@dataclass(kw_only=True)
class Wire:
    """A server that writes bytes as they are: for each connection, what it answers to one request after the other."""

    port: int = 0
    connections: list[list[bytes]] = field(default_factory=list)

    @property
    def base(self):
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def answering(*connections, tls=None):
    """Serve; ``CLOSE`` ends a connection, and the last one's answers serve all later ones."""
    wire = Wire()

    async def serve(reader, writer):
        answers = connections[min(len(wire.connections), len(connections) - 1)]
        mine = []
        wire.connections.append(mine)
        try:
            for answer in answers:
                mine.append(await reader.readuntil(b"\r\n\r\n"))
                if answer == CLOSE:
                    break
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    wire.port = server.sockets[0].getsockname()[1]
    try:
        yield wire
    finally:
        server.close()


def fetched(*connections, requests, pause=0.0):
    """Return what each request gave, body or error, and how many requests each connection got."""

    async def run():
        async with answering(*connections) as wire, open_fetch(EdgeConfig(allow=(f"127.0.0.1:{wire.port}",))) as fetch:
            gave = []
            for method in requests:
                try:
                    gave.append((await fetch(Request(url=f"{wire.base}/", method=method))).body)
                except FetchError as error:
                    gave.append(error.trouble)
                await asyncio.sleep(pause)
            return gave, [len(each) for each in wire.connections]

    return asyncio.run(run())


def test_one_connection_serves_many_requests():
    gave, counts = fetched([HI] * 9, requests=["GET"] * 3)

    assert (gave, counts) == ([b"hi"] * 3, [3])


def test_a_connection_that_was_closed_meanwhile_costs_nothing():
    gave, counts = fetched([HI], requests=["GET"] * 3, pause=0.02)

    assert (gave, counts) == ([b"hi"] * 3, [1, 1, 1])


def test_a_connection_that_is_closed_over_a_request_is_tried_once_more_afresh():
    gave, counts = fetched([HI, CLOSE], [HI], requests=["GET"] * 2)

    assert (gave, counts) == ([b"hi"] * 2, [2, 1])


def test_a_fresh_connection_that_is_closed_over_a_request_is_a_failure():
    gave, counts = fetched([CLOSE], requests=["GET"])

    assert (gave, counts) == (["broken"], [1])


def test_what_must_not_arrive_twice_never_goes_over_a_used_connection():
    gave, counts = fetched([HI] * 9, requests=["GET", "POST", "POST"])

    assert (gave, counts) == ([b"hi"] * 3, [1, 1, 1])


def test_an_answer_that_nobody_asked_for_is_not_taken_for_one():
    gave, counts = fetched([HI, HI], requests=["GET"])
    both, _ = fetched([HI.replace(b"hi", b"HTTP")[:-2] + HI, HI], [HI], requests=["GET", "GET"])

    assert (gave, counts) == ([b"hi"], [1])
    assert both == ["broken", b"hi"]


@pytest.mark.parametrize("name", sorted({*ANSWERS, *EXCEEDING, *FAULTY} - UNLIKE_AIOHTTP))
def test_aiohttp_reads_and_refuses_the_same(name):
    whole, _ = ANSWERS.get(name, ((EXCEEDING | FAULTY).get(name), True))

    async def run():
        async with answering([whole]) as wire:
            url = f"{wire.base}/"
            try:
                async with aiohttp.ClientSession() as session, session.get(url) as response:
                    body = await response.read()
                    headers = [(key.lower(), value) for key, value in response.headers.items()]
                    oracle = (response.status, headers, body)
            except (aiohttp.ClientError, ValueError):
                oracle = "refused"
            async with open_fetch(EdgeConfig(allow=(f"127.0.0.1:{wire.port}",))) as fetch:
                try:
                    reply = await fetch(Request(url=url))
                    ours = (reply.status, [(key.lower(), value) for key, value in reply.headers], reply.body)
                except FetchError:
                    ours = "refused"
        return oracle, ours

    oracle, ours = asyncio.run(run())

    assert ours == oracle


def asked(infos, is_open):
    """Ask a name that resolves to these (host, port); return the body."""

    async def run():
        async with answering([HI]) as wire:

            async def resolve(_host, _port):
                pairs = [(host, wire.port if port == "served" else port) for host, port in infos]
                return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", pair) for pair in pairs]

            connections = Connections(is_open, resolve=resolve)
            answer = Answer("GET", limit=100)
            origin = Origin(host="b.example", port=80, is_secure=False, is_inner=False)
            try:
                await connections.ask(origin, request_bytes("GET", "b.example", "/", ()), answer, is_safe=True)
            finally:
                await connections.close()
            return answer.body

    return asyncio.run(run())


def test_of_several_addresses_the_next_one_serves_where_the_first_does_not():
    assert asked([("127.0.0.1", 9), ("127.0.0.1", "served")], lambda _: True) == b"hi"


def test_of_several_addresses_only_the_open_ones_are_connected_to():
    # 10.0.0.1 would not be let out by the tests' own guard either.
    is_open = {"10.0.0.1": False, "127.0.0.1": True}

    body = asked([("10.0.0.1", 80), ("127.0.0.1", "served")], lambda address: is_open[str(address)])

    assert body == b"hi"


def test_a_name_that_leads_inside_only_is_not_connected_to():
    with pytest.raises(ClosedError):
        asked([("127.0.0.1", "served")], lambda _: False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A key and a certificate for 127.0.0.1 that nobody has signed but itself."""
    folder = tmp_path_factory.mktemp("tls")
    made = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=x -keyout key -out cert"
    )
    subprocess.run(
        [*made.split(), "-addext", "subjectAltName=IP:127.0.0.1"], cwd=folder, capture_output=True, check=True
    )
    return folder


def securely_fetched(certificate, host="127.0.0.1"):
    async def run():
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate / "cert", certificate / "key")
        async with answering([HI] * 9, tls=tls) as wire:
            async with open_fetch(EdgeConfig(allow=(f"{host}:{wire.port}",))) as fetch:
                replies = [await fetch(Request(url=f"https://{host}:{wire.port}/")) for _ in range(2)]
            return [reply.body for reply in replies], len(wire.connections)

    return asyncio.run(run())


@pytest.mark.needs("openssl")
def test_a_certificate_that_nobody_vouches_for_is_refused(certificate):
    with pytest.raises(FetchError) as error:
        securely_fetched(certificate)

    assert (error.value.why, error.value.trouble) == ("certificate not verified", "unreached")


@pytest.mark.needs("openssl")
def test_a_certificate_that_the_system_trusts_is_enough(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert"))

    assert securely_fetched(certificate) == ([b"hi"] * 2, 1)


@pytest.mark.needs("openssl")
def test_a_trusted_certificate_of_another_host_is_refused(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert"))

    with pytest.raises(FetchError) as error:
        securely_fetched(certificate, host="localhost")

    assert error.value.why == "certificate not verified"
