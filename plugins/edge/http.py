"""The one guarded way out to the network, for every plugin.

Refuses: anything but http and https, ports other than 80 and 443, credentials in an address, and every address that is
not on the public Internet, on every hop, unless ``EDGE_ALLOW`` names it. Never asks a proxy, keeps no cookies.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import aiohttp
from yarl import URL

from plugins.core.errors import FetchError, Trouble
from plugins.core.http import Fetch, Redirect, Reply, Request
from plugins.core.urls import DEFAULT_PORTS, ascii_host, ascii_url, is_web_address, redacted
from plugins.edge.addresses import OPEN_PORTS, AllowList, is_open, literal_address, read_allow_list
from plugins.edge.inflate import ACCEPTED, DamagedError, Inflater, UnaskedError

REDIRECTS = frozenset({301, 302, 303, 307, 308})
CHUNK_BYTES = 64 * 1024
PREFIX = "EDGE"


@dataclass(frozen=True, kw_only=True, slots=True)
class EdgeConfig:
    """Settings ``EDGE_*``.

    Attributes:
        allow: What may be reached besides the public network: hosts, ``host:port``, or networks as CIDR.
        timeout_seconds: For one request with all its redirects.
        body_limit_bytes: After decompression.
    """

    allow: tuple[str, ...] = ()
    timeout_seconds: float = 30.0
    body_limit_bytes: int = 10 * 1024 * 1024
    redirect_limit: int = 5
    user_agent: str = "Sinmungo/0.1"


class _ClosedError(OSError):
    """A connection would have left the public network."""


@asynccontextmanager
async def open_fetch(config: EdgeConfig) -> AsyncIterator[Fetch]:
    """Yield the way out; its connections are closed with the context.

    Raises:
        SettingError: ``EDGE_ALLOW`` cannot be read.
    """
    allow = read_allow_list(config.allow)
    # Two sessions rather than one: a host that is allowed by name may lead anywhere, all others may not, and
    # connections of the one kind are never reused for the other.
    async with (
        _session(config, lambda info: _guarded_socket(info, allow)) as guarded,
        _session(config, None) as inner,
    ):

        async def fetch(request: Request) -> Reply:
            try:
                async with asyncio.timeout(config.timeout_seconds):
                    return await _follow(request, config, allow, guarded, inner)
            except TimeoutError as error:
                advice = f"{config.timeout_seconds:g}초 안에 답이 오지 않았습니다."
                raise _failure(request.url, "timed out", advice, Trouble.SILENT) from error

        yield fetch


def _session(config: EdgeConfig, socket_factory: Callable[[Any], socket.socket] | None) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(socket_factory=socket_factory, limit=64),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None),
        # Decompressed by ourselves, piece by piece: the library inflates whole chunks, and a bomb fits in one.
        auto_decompress=False,
        headers={"User-Agent": config.user_agent, "Accept-Encoding": ACCEPTED},
        trust_env=False,
        max_field_size=32 * 1024,
    )


def _guarded_socket(info: Any, allow: AllowList) -> socket.socket:
    family, kind, protocol, _name, address = info
    # The address that is really connected to: whatever a name resolved to this time, rebinding included.
    if not is_open(ipaddress.ip_address(address[0]), allow):
        raise _ClosedError("not on the public network")
    return socket.socket(family, kind, protocol)


async def _follow(
    request: Request,
    config: EdgeConfig,
    allow: AllowList,
    guarded: aiohttp.ClientSession,
    inner: aiohttp.ClientSession,
) -> Reply:
    hop = request
    redirects: list[Redirect] = []
    while True:
        is_inner = _check(hop.url, allow)
        reply = await _exchange(inner if is_inner else guarded, hop, config)
        location = reply.header("Location")
        if reply.status not in REDIRECTS or not location:
            return replace(reply, redirects=tuple(redirects))
        if len(redirects) >= config.redirect_limit:
            raise _failure(request.url, "too many redirects", f"다른 주소로 {config.redirect_limit}번 넘게 넘깁니다.")
        target = _target(hop.url, location)
        if _origin(target) != _origin(hop.url):
            # Once dropped they stay dropped, also when the chain comes back.
            hop = replace(hop, secret_headers=())
        redirects.append(Redirect(status=reply.status, url=target))
        if reply.status == 303 or (reply.status in (301, 302) and hop.method == "POST" and not hop.keeps_method):
            # Source: RFC 9110, 15.4.2 to 15.4.4.
            hop = replace(hop, method="GET", body=b"")
        hop = replace(hop, url=target)


def _check(url: str, allow: AllowList) -> bool:
    """Refuse an address that may not be opened; return whether it is allowed by name."""
    if not is_web_address(url):
        advice = "http나 https로 시작하고 비밀번호가 들어 있지 않은 주소만 엽니다."
        raise _failure(url, "not a plain http(s) address", advice, Trouble.BARRED)
    parts = urlsplit(url)
    host = ascii_host(parts.hostname or "")
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    if allow.names(host, port):
        return True
    if port not in OPEN_PORTS:
        advice = f"80과 443 밖의 포트({port})는 EDGE_ALLOW에 적어야 엽니다."
        raise _failure(url, f"port {port} is closed", advice, Trouble.BARRED)
    try:
        literal = literal_address(host)
    except ValueError as error:
        raise _failure(url, "numeric host", "숫자로 바꿔 적은 주소는 열지 않습니다.", Trouble.BARRED) from error
    if literal is not None and not is_open(literal, allow):
        raise _inside(url)
    return False


async def _exchange(session: aiohttp.ClientSession, hop: Request, config: EdgeConfig) -> Reply:
    url = hop.url
    try:
        async with session.request(
            hop.method,
            URL(ascii_url(url), encoded=True),
            headers=hop.headers + hop.secret_headers,
            data=hop.body or None,
            allow_redirects=False,
        ) as response:
            received = tuple((name, value) for name, value in response.headers.items())
            limit = hop.prefix_bytes or config.body_limit_bytes
            content = b""
            if response.status not in REDIRECTS:
                content = await _read(response, url, limit, is_prefix=bool(hop.prefix_bytes))
            return Reply(url=url, status=response.status, headers=received, body=content)
    except aiohttp.ClientConnectorError as error:
        # The connector may wrap the refusals of several addresses of one host in one error.
        if isinstance(error.os_error, _ClosedError) or "not on the public network" in str(error.os_error):
            raise _inside(url) from error
        if isinstance(error, aiohttp.ClientConnectorDNSError):
            advice = "그런 이름의 서버를 찾지 못했습니다. 주소를 확인해 주세요."
            raise _failure(url, "no such host", advice, Trouble.UNREACHED) from error
        if isinstance(error, aiohttp.ClientSSLError):
            raise _unverified(url) from error
        raise _failure(url, "no connection", "서버에 이어지지 않습니다.", Trouble.UNREACHED) from error
    except (aiohttp.ClientConnectorCertificateError, ssl.SSLError) as error:
        raise _unverified(url) from error
    except DamagedError as error:
        raise _failure(url, "damaged compression", "압축이 망가진 답이 왔습니다.") from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise _failure(url, type(error).__name__, "서버의 답이 끊겼거나 HTTP로 읽을 수 없습니다.") from error


async def _read(response: aiohttp.ClientResponse, url: str, limit: int, *, is_prefix: bool) -> bytes:
    if (response.content_length or 0) > limit and not is_prefix:
        raise _too_big(url, limit)
    try:
        inflater = Inflater(response.headers.get("Content-Encoding", ""))
    except UnaskedError as error:
        raise _failure(
            url, f"content encoding {str(error)!r}", "요청하지 않은 방식으로 압축한 답이 왔습니다."
        ) from error
    body = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK_BYTES):
        body += inflater.feed(chunk, limit + 1 - len(body))
        if len(body) > limit:
            if is_prefix:
                return bytes(body[:limit])
            raise _too_big(url, limit)
    if body or response.method != "HEAD":
        inflater.finish()
    return bytes(body)


def _target(url: str, location: str) -> str:
    # Raw bytes in a Location header arrive as surrogates; escape them as they came, whatever their encoding.
    escaped = "".join(c if c < "\x80" else quote(c.encode("utf-8", "surrogateescape")) for c in location.strip())
    try:
        return urljoin(url, escaped)
    except ValueError as error:
        raise _failure(url, "bad redirect", "읽을 수 없는 주소로 넘깁니다.") from error


def _origin(url: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(url)
        return parts.scheme, ascii_host(parts.hostname or ""), parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return "", "", None


def _failure(url: str, why: str, advice: str, trouble: Trouble = Trouble.BROKEN) -> FetchError:
    return FetchError(redacted(url), why, advice=advice, trouble=trouble)


def _too_big(url: str, limit: int) -> FetchError:
    return _failure(url, f"body over {limit} bytes", f"답이 너무 큽니다({limit // 1024:,} KiB 넘음).")


def _inside(url: str) -> FetchError:
    return _failure(
        url,
        "not on the public network",
        "공개 인터넷 밖의 주소라 열지 않았습니다. 꼭 필요하면 EDGE_ALLOW에 적어 주세요.",
        Trouble.BARRED,
    )


def _unverified(url: str) -> FetchError:
    advice = "서버의 인증서를 확인할 수 없어 읽지 않았습니다."
    return _failure(url, "certificate not verified", advice, Trouble.UNREACHED)
