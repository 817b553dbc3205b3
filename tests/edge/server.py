"""A web server on loopback that answers as a test wants, and remembers what it was asked."""

import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from plugins.edge.http import EdgeConfig


@dataclass(frozen=True, kw_only=True, slots=True)
class Served:
    """Where the server stands, and the requests it got: (path with query, headers)."""

    port: int
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def base(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self):
        return [path for path, _ in self.requests]

    def edge(self, **settings):
        """Settings that allow this server and nothing else beside the public network."""
        return EdgeConfig(allow=(f"127.0.0.1:{self.port}",), **settings)


@asynccontextmanager
async def serving(pages):
    """Serve ``pages``: path to bytes, to ``web.Response``, or to an async function of the request."""
    holder = []

    async def answer(request):
        holder[0].requests.append((request.path_qs, dict(request.headers)))
        page = pages.get(request.path)
        if page is None:
            return web.Response(status=404)
        if callable(page):
            return await page(request)
        return web.Response(body=page) if isinstance(page, bytes) else page

    runner = web.ServerRunner(web.Server(answer), shutdown_timeout=0.1)
    await runner.setup()
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    holder.append(Served(port=listening.getsockname()[1]))
    await web.SockSite(runner, listening).start()
    try:
        yield holder[0]
    finally:
        await runner.cleanup()
