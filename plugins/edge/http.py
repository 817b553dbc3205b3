"""The one guarded way out to the network, for every plugin.

Refuses: anything but http and https, ports other than 80 and 443, credentials in an address, and every address that is
not on the public Internet, on every hop, unless ``EDGE_ALLOW`` names it. Never asks a proxy, keeps no cookies.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from urllib.parse import quote, urljoin, urlsplit

from plugins.core.errors import FetchError, Trouble
from plugins.core.http import Fetch, Headers, Redirect, Reply, Request
from plugins.core.urls import DEFAULT_PORTS, ascii_host, ascii_url, is_web_address, redacted
from plugins.edge.addresses import OPEN_PORTS, AllowList, is_open, literal_address, read_allow_list
from plugins.edge.connections import ClosedError, Connections, NoHostError, Origin, UnverifiedError
from plugins.edge.inflate import ACCEPTED, DamagedError, UnaskedError
from plugins.edge.wire import REDIRECTS, Answer, TooBigError, WireError, request_bytes

PREFIX = "EDGE"
# What may reach a server twice.
_SAFE = frozenset({"GET", "HEAD"})


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


@asynccontextmanager
async def open_fetch(config: EdgeConfig) -> AsyncIterator[Fetch]:
    """Yield the way out; its connections are closed with the context.

    Raises:
        SettingError: ``EDGE_ALLOW`` cannot be read.
    """
    allow = read_allow_list(config.allow)
    connections = Connections(lambda address: is_open(address, allow))

    async def fetch(request: Request) -> Reply:
        try:
            async with asyncio.timeout(config.timeout_seconds):
                return await _follow(request, config, allow, connections)
        except TimeoutError as error:
            advice = f"{config.timeout_seconds:g}초 안에 답이 오지 않았습니다."
            raise _failure(request.url, "timed out", advice, Trouble.SILENT) from error

    try:
        yield fetch
    finally:
        await connections.close()


async def _follow(request: Request, config: EdgeConfig, allow: AllowList, connections: Connections) -> Reply:
    hop = request
    redirects: list[Redirect] = []
    while True:
        reply = await _exchange(connections, _checked(hop.url, allow), hop, config)
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


def _checked(url: str, allow: AllowList) -> Origin:
    """Refuse an address that may not be opened; return whom it leads to."""
    if not is_web_address(url):
        advice = "http나 https로 시작하고 비밀번호가 들어 있지 않은 주소만 엽니다."
        raise _failure(url, "not a plain http(s) address", advice, Trouble.BARRED)
    parts = urlsplit(url)
    host = ascii_host(parts.hostname or "")
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    is_secure = parts.scheme == "https"
    if allow.names(host, port):
        return Origin(host=host, port=port, is_secure=is_secure, is_inner=True)
    if port not in OPEN_PORTS:
        advice = f"80과 443 밖의 포트({port})라 열지 않았습니다. {_opening(f'{host}:{port}')}"
        raise _failure(url, f"port {port} is closed", advice, Trouble.BARRED)
    try:
        literal = literal_address(host)
    except ValueError as error:
        raise _failure(url, "numeric host", "숫자로 바꿔 적은 주소는 열지 않습니다.", Trouble.BARRED) from error
    if literal is not None and not is_open(literal, allow):
        raise _inside(url)
    return Origin(host=host, port=port, is_secure=is_secure, is_inner=False)


async def _exchange(connections: Connections, origin: Origin, hop: Request, config: EdgeConfig) -> Reply:
    url = hop.url
    limit = hop.prefix_bytes or config.body_limit_bytes
    answer = Answer(hop.method, limit=limit, is_prefix=bool(hop.prefix_bytes))
    try:
        await connections.ask(origin, _bytes(hop, config), answer, is_safe=hop.method in _SAFE)
    except ClosedError as error:
        raise _inside(url) from error
    except NoHostError as error:
        advice = "그런 이름의 서버를 찾지 못했습니다. 주소를 확인해 주세요."
        raise _failure(url, "no such host", advice, Trouble.UNREACHED) from error
    except UnverifiedError as error:
        advice = "서버의 인증서를 확인할 수 없어 읽지 않았습니다."
        raise _failure(url, "certificate not verified", advice, Trouble.UNREACHED) from error
    except OSError as error:
        raise _failure(url, "no connection", "서버에 이어지지 않습니다.", Trouble.UNREACHED) from error
    except TooBigError as error:
        raise _failure(url, f"body over {limit} bytes", f"답이 너무 큽니다({limit // 1024:,} KiB 넘음).") from error
    except UnaskedError as error:
        advice = "요청하지 않은 방식으로 압축한 답이 왔습니다."
        raise _failure(url, f"content encoding {str(error)!r}", advice) from error
    except DamagedError as error:
        raise _failure(url, "damaged compression", "압축이 망가진 답이 왔습니다.") from error
    except WireError as error:
        raise _failure(url, str(error), "서버의 답이 끊겼거나 HTTP로 읽을 수 없습니다.") from error
    return Reply(url=url, status=answer.status, headers=answer.headers, body=answer.body)


def _bytes(hop: Request, config: EdgeConfig) -> bytes:
    parts = urlsplit(ascii_url(hop.url))
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    said: Headers = (("User-Agent", config.user_agent), ("Accept-Encoding", ACCEPTED), ("Accept", "*/*"))
    own = {name.lower() for name, _ in hop.headers}
    headers = tuple(field for field in said if field[0].lower() not in own) + hop.headers + hop.secret_headers
    return request_bytes(hop.method, parts.netloc, target, headers, hop.body)


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


def _inside(url: str) -> FetchError:
    return _failure(
        url,
        "not on the public network",
        f"공개 인터넷 밖의 주소라 열지 않았습니다. {_opening(urlsplit(url).netloc.rpartition('@')[2])}",
        Trouble.BARRED,
    )


def _opening(place: str) -> str:
    return f"우리 서버가 맞으면 `EDGE_ALLOW={place} invoke …`처럼 명령 앞에 붙여 주세요."
