"""Connections to web servers: opened to addresses that were looked at first, asked once at a time, and used again.

TLS is always verified.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import cached_property
from typing import Any, NamedTuple

from plugins.edge.addresses import Address
from plugins.edge.wire import Answer, WireError

IDLE_SECONDS = 15.0
MOST_IDLE = 64
# Of a host with several addresses, one that does not answer must not use up the whole deadline.
ONE_OF_SEVERAL_SECONDS = 4.0

IsOpen = Callable[[Address], bool]
Resolve = Callable[[str, int], Awaitable[list[tuple[Any, ...]]]]
"""Returns what ``socket.getaddrinfo`` does for a host and a port."""


class ClosedError(OSError):
    """Every address of the host is one that must not be connected to."""


class NoHostError(OSError):
    """There is no host of that name."""


class UnverifiedError(OSError):
    """TLS could not be agreed on, or the certificate is not the host's."""


class _StaleError(Exception):
    """The server had closed the connection before it saw the request, or as it did."""


# A tuple, not a frozen dataclass: it is looked up for every request.
class Origin(NamedTuple):
    """Whom to connect to; connections are used again for the very same.

    Attributes:
        host: A name or address as DNS has it, without brackets.
        is_inner: Whether it may lead anywhere: a host that is allowed by name.
    """

    host: str
    port: int
    is_secure: bool
    is_inner: bool


class Connections:
    """All connections of one way out; close it at the end."""

    def __init__(self, is_open: IsOpen, *, resolve: Resolve | None = None) -> None:
        self._is_open, self._resolve = is_open, resolve or _resolved
        # The latest last, and the origin of the latest last.
        self._idle: dict[Origin, list[_Connection]] = {}
        self._count = 0

    async def ask(self, origin: Origin, request: bytes, answer: Answer, *, is_safe: bool) -> None:
        """Send a request and let ``answer`` take in what comes.

        Args:
            is_safe: Whether the request may reach the server twice. Then a connection that is open already may serve,
                though the server may be closing it.

        Raises:
            ClosedError, NoHostError, UnverifiedError: Nothing was sent.
            ConnectionError: Nothing was sent; nobody answers there.
            WireError: It was sent; the answer is not HTTP or not whole.
            TooBigError, DamagedError, UnaskedError: The answer's body is not wanted.
        """
        connection = self._idle_to(origin) if is_safe else None
        if connection is not None:
            try:
                await connection.ask(request, answer)
            except _StaleError:
                connection = None
        if connection is None:
            connection = await self._opened(origin)
            try:
                await connection.ask(request, answer)
            except _StaleError as error:
                raise WireError("closed without an answer") from error
        if answer.is_reusable:
            self._keep(connection, origin)
        else:
            connection.abort()

    async def close(self) -> None:
        """Close what is open."""
        while self._count:
            self._drop_oldest()
        # The event loop closes sockets at its next turn.
        await asyncio.sleep(0)

    def _idle_to(self, origin: Origin) -> "_Connection | None":
        idle = self._idle.pop(origin, [])
        while idle:
            # The latest first: the server is least likely to have given it up.
            connection = idle.pop()
            self._count -= 1
            if connection.is_fresh(self._now()):
                if idle:
                    self._idle[origin] = idle
                return connection
            connection.abort()
        return None

    def _keep(self, connection: "_Connection", origin: Origin) -> None:
        connection.idle_since = self._now()
        self._idle[origin] = [*self._idle.pop(origin, ()), connection]
        self._count += 1
        if self._count > MOST_IDLE:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        origin = next(iter(self._idle))
        self._idle[origin].pop(0).abort()
        self._count -= 1
        if not self._idle[origin]:
            del self._idle[origin]

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        # Made when it is needed: to read the system's certificates takes longer than a hundred polls.
        context = ssl.create_default_context()
        context.set_alpn_protocols(["http/1.1"])
        return context

    async def _opened(self, origin: Origin) -> "_Connection":
        connected = await self._connected(origin)
        loop = asyncio.get_running_loop()
        tls = self._tls if origin.is_secure else None
        name = origin.host if origin.is_secure else None
        try:
            _, connection = await loop.create_connection(_Connection, sock=connected, ssl=tls, server_hostname=name)
        except ssl.SSLError as error:
            raise UnverifiedError(str(error)) from error
        return connection

    async def _connected(self, origin: Origin) -> socket.socket:
        try:
            found = await self._resolve(origin.host, origin.port)
        except (socket.gaierror, UnicodeError) as error:
            raise NoHostError(origin.host) from error
        # What is looked at is what is connected to: a name that resolves to something else next time gains nothing.
        open_ones = [info for info in found if origin.is_inner or self._is_open(ipaddress.ip_address(info[4][0]))]
        if not open_ones:
            raise ClosedError("not on the public network")
        for family, kind, protocol, _name, address in open_ones[:-1]:
            with suppress(OSError):
                async with asyncio.timeout(ONE_OF_SEVERAL_SECONDS):
                    return await _connect(family, kind, protocol, address)
        family, kind, protocol, _name, address = open_ones[-1]
        return await _connect(family, kind, protocol, address)


async def _resolved(host: str, port: int) -> list[tuple[Any, ...]]:
    return list(await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM))


async def _connect(family: int, kind: int, protocol: int, address: Any) -> socket.socket:
    made = socket.socket(family, kind, protocol)
    try:
        made.settimeout(0)
        await asyncio.get_running_loop().sock_connect(made, address)
    except BaseException:
        made.close()
        raise
    return made


class _Connection(asyncio.Protocol):
    """One connection; asked by one at a time."""

    def __init__(self) -> None:
        self.idle_since = 0.0
        self._transport: asyncio.Transport | None = None
        self._answer: Answer | None = None
        self._ended: asyncio.Future[None] | None = None
        self._is_open = True

    async def ask(self, request: bytes, answer: Answer) -> None:
        """Send the request and wait for the end of its answer; whatever goes wrong, the connection is closed then.

        Raises:
            _StaleError: It was closed before anything came back.
        """
        if not self._is_open or self._transport is None:
            raise _StaleError
        self._answer = answer
        self._ended = asyncio.get_running_loop().create_future()
        try:
            self._transport.write(request)
            await self._ended
            if self._transport.get_write_buffer_size():
                # Answered before all of the request was sent: the rest would stand before the next one.
                self.abort()
        except BaseException:
            self.abort()
            raise
        finally:
            self._answer = self._ended = None

    def is_fresh(self, now: float) -> bool:
        """Whether it may be used again."""
        return self._is_open and now - self.idle_since < IDLE_SECONDS

    def abort(self) -> None:
        """Close it without waiting for the other side."""
        self._is_open = False
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See ``asyncio.Protocol``."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """See ``asyncio.Protocol``."""
        if self._answer is None or self._ended is None or self._ended.done():
            # Nobody asked: what the next request would read is not its answer.
            self.abort()
            return
        try:
            if self._answer.feed(data):
                self._ended.set_result(None)
        except Exception as error:  # noqa: BLE001 - told where it is waited for
            self._ended.set_exception(error)

    def connection_lost(self, exc: Exception | None) -> None:
        """See ``asyncio.Protocol``."""
        self._is_open = False
        if self._answer is None or self._ended is None or self._ended.done():
            return
        try:
            if not self._answer.has_begun:
                raise _StaleError
            if exc is not None:
                raise WireError(type(exc).__name__)
            self._answer.close()
            self._ended.set_result(None)
        except Exception as error:  # noqa: BLE001 - told where it is waited for
            self._ended.set_exception(error)
