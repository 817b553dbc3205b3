"""One request at a time to one host, and a pause between two Pingbacks or TrackBacks: also between two processes."""

import asyncio
import hashlib
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from plugins.core.http import Fetch, Reply, Request
from plugins.core.urls import DEFAULT_PORTS, ascii_host
from plugins.edge.alone import BusyError, alone
from plugins.edge.files import told, write_atomic

PAUSE_SECONDS = 0.2

Clock = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[None]]


def host_key(url: str) -> str:
    """Return the host and port of an address: what may not be asked twice at the same time."""
    parts = urlsplit(url)
    return f"{ascii_host(parts.hostname or '')}:{parts.port or DEFAULT_PORTS.get(parts.scheme, 0)}"


class Manners:
    """The pauses that are kept with every host."""

    def __init__(self, folder: Path, *, spacing_seconds: float, clock: Clock, sleep: Sleep) -> None:
        """Remember nothing yet.

        Args:
            folder: Where this machine keeps when it last told a host; not in git.
        """
        self._folder = folder
        self._spacing = spacing_seconds
        self._clock = clock
        self._sleep = sleep
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def one_at_a_time(self, fetch: Fetch) -> Fetch:
        """Return a way out that never asks one host two things at once."""

        async def asked(request: Request) -> Reply:
            async with self._hosts[host_key(request.url)]:
                return await fetch(request)

        return asked

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """Wait until a host may be told again, and hold its turn during the block.

        Raises:
            FileError: The folder cannot be written.
        """
        path = self._file_of(url)
        with ExitStack() as held:
            while True:
                try:
                    # Never waiting inside: that would stop every other host of this process too.
                    held.enter_context(alone(path.with_suffix(".lock"), which=host_key(url), advice=""))
                    break
                except BusyError:
                    await self._sleep(PAUSE_SECONDS)
            wait = self._spacing - self._since(path)
            if wait > 0:
                await self._sleep(wait)
            try:
                yield
            finally:
                # From the end: a receiver counts from when it stored what it was told, which is later than the start.
                self.note(url)

    def note(self, url: str) -> None:
        """Remember that a host has just been told something, by whatever protocol: its throttle counts all of them.

        Raises:
            FileError: The folder cannot be written.
        """
        write_atomic(self._file_of(url), json.dumps({"host": host_key(url), "told": self._clock().timestamp()}))

    def _file_of(self, url: str) -> Path:
        # A name of letters only, whatever the host is called.
        return self._folder / f"{hashlib.sha256(host_key(url).encode()).hexdigest()[:16]}.json"

    def _since(self, path: Path) -> float:
        if not path.exists():
            return self._spacing
        with told(path):
            text = path.read_text(encoding="utf-8")
        try:
            passed = self._clock().timestamp() - float(json.loads(text)["told"])
        except (ValueError, KeyError, TypeError):
            return 0.0
        # A clock that was set back says nothing.
        return max(passed, 0.0)
