"""Show a folder on this machine: `make site` shows the built site, `invoke serve` a preview with the drafts.

Listens on the loopback address only; it is a preview, never the way a site is published.
"""

import os
import queue
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from plugins.core.errors import BuildError
from plugins.edge.files import told
from plugins.publication.live import KINDS, PLACE, Live, part, with_script
from plugins.publication.rebuilding import Rebuilding
from plugins.publication.workshop import alone

HOST = "127.0.0.1"
BUSY = "다른 미리보기가 열려 있습니다. 그 창에서 Ctrl-C로 닫은 뒤에 다시 해 주세요."
_SIGN_OF_LIFE_SECONDS = 15
# What docs/staff.md asks of a host: whatever a page would load from elsewhere fails here already.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
_FEED_TYPES = {".atom.xml": "application/atom+xml", ".rss.xml": "application/rss+xml", ".opml": "text/x-opml"}


class ServeError(BuildError):
    """The site cannot be shown."""

    what = "serve"


class _Handler(SimpleHTTPRequestHandler):
    """A static host as readers will find it: folders as their index, our own 404 page."""

    live: Live | None = None

    def do_GET(self) -> None:
        """Answer; in a preview, pages come with a script that shows them again when they change."""
        if self.live is None or not self._is_previewed(self.live):
            super().do_GET()

    def _is_previewed(self, live: Live) -> bool:
        path, _, asked = self.path.partition("?")
        if path == f"{PLACE}events":
            self._events(live.join(asked.removeprefix("built=")), live)
            return True
        # Before the page is read: what is built from here on is news to it.
        built = live.built_so_far
        if (kind := KINDS.get(path.removeprefix(PLACE))) and path.startswith(PLACE):
            self._send(HTTPStatus.OK, kind, part(path.removeprefix(PLACE)))
            return True
        file = Path(self.translate_path(self.path))
        if file.is_dir() and path.endswith("/"):
            file /= "index.html"
        if file.suffix == ".html" and file.is_file():
            self._send(
                HTTPStatus.OK, "text/html; charset=utf-8", with_script(file.read_bytes(), live.said, built=built)
            )
            return True
        if not (Path(self.directory) / "index.html").is_file():
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, "text/html; charset=utf-8", live.refusal_page(built))
            return True
        return False

    def _events(self, waiting: "queue.Queue[bytes]", live: Live) -> None:
        # Joined before the answer begins: whoever reads it misses nothing that is told from then on.
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            while True:
                try:
                    self.wfile.write(waiting.get(timeout=_SIGN_OF_LIFE_SECONDS))
                except queue.Empty:
                    # A line that says nothing: whoever has gone is noticed when it cannot be written.
                    self.wfile.write(b":\n\n")
                self.wfile.flush()
        except OSError:
            self.close_connection = True
        finally:
            live.leave(waiting)

    def _send(self, code: int, kind: str, content: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page where there is nothing."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        built = self.live.built_so_far if self.live else 0
        content = page.read_bytes()
        if self.live is not None:
            # Whoever looks for a post that waits for its time finds nothing, and wants to know why.
            role = "alert" if self.live.said else "status"
            content = with_script(content, self.live.said or self.live.waits, built=built, role=role)
        self._send(code, "text/html; charset=utf-8", content)

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """Say the encoding of text, which the standard library leaves to the browser's guess."""
        name = os.fspath(path)
        for suffix, kind in _FEED_TYPES.items():
            if name.endswith(suffix):
                return f"{kind}; charset=utf-8"
        kind = super().guess_type(path)
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def end_headers(self) -> None:
        """A preview is never kept by the browser."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        """Show no listing: a published site shows none either."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name is the standard library's
        """Say nothing for every file asked for."""


class SiteServer(ThreadingHTTPServer):
    """A bound but not yet serving server for one folder."""

    daemon_threads = True
    # On this machine a port in TIME_WAIT may be used again; one that is listened on still refuses.
    allow_reuse_address = True

    def __init__(self, folder: Path, port: int, live: Live | None = None) -> None:
        handler = type("Handler", (_Handler,), {"live": live})
        super().__init__((HOST, port), lambda *given: handler(*given, directory=str(folder)))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that left before its answer was written; anything else is a bug."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """What to type into a browser."""
        return f"http://{HOST}:{self.server_address[1]}/"


def serve_folder(folder: Path, port: int, *, live: Live | None = None) -> SiteServer:
    """Return a server bound to the port; ``serve_forever()`` begins to answer.

    Bound before anything is built, so that a used port is said at once.

    Args:
        live: Of a preview: what its pages listen to.

    Raises:
        ServeError: The port is used, not allowed or no port number.
    """
    try:
        return SiteServer(folder, port, live)
    except (OSError, OverflowError) as error:
        raise port_refused(port) from error


def port_refused(port: int) -> ServeError:
    """Return the refusal of a port that cannot be listened on."""
    return ServeError(
        f"{port}번 포트",
        "cannot listen",
        advice="이 포트를 쓸 수 없습니다. 다른 번호를 주세요. 예: --port 8123 (make site라면 PORT=8123)",
    )


def preview(
    root: Path,
    *,
    port: int,
    as_of: Callable[[], datetime],
    say: Callable[[str], None],
    clock: Callable[[], datetime] | None = None,
) -> None:
    """Show the site with its drafts, build it again after every change and show it again, until Ctrl-C.

    Not gated and never swapped into the output. A build that is refused is told, here and in the page, and the last
    good one stays.

    Args:
        as_of: Returns the instant to show; asked anew for each build.
        say: Prints one line.
        clock: Returns the time; None where the instant stays.

    Raises:
        DeskError: The port cannot be listened on, another preview is open, or the disk refuses.
    """
    home = root / "cache" / "preview"
    with alone(home / "preview.lock", busy=BUSY), told(home):
        folder = home / "site"
        folder.mkdir(exist_ok=True)
        live = Live()
        with serve_folder(folder, port, live=live) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            say(f"주소: {server.address} (고치면 다시 짓습니다. 멈추려면 Ctrl-C)")
            desk = Rebuilding(root, folder, as_of, live, say, clock=clock)
            try:
                desk.run()
            except KeyboardInterrupt:
                server.shutdown()
            finally:
                desk.close()
