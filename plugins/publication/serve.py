"""Show a folder on this machine: `make site` shows the built site, `invoke serve` a preview with the drafts.

Listens on the loopback address only; it is a preview, never the way a site is published.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from plugins.core.errors import BuildError, DeskError
from plugins.edge.files import told
from plugins.publication.checks import page_paths
from plugins.publication.swap import apply_swap, digests, plan_swap, read_folder
from plugins.publication.workshop import BuildBugError, alone, render, staging

HOST = "127.0.0.1"
BUSY = "다른 미리보기가 열려 있습니다. 그 창에서 Ctrl-C로 닫은 뒤에 다시 해 주세요."
# What a preview is made of, relative to the project.
WATCHED = ("content", "theme", "plugins", "site.toml", "pelicanconf.py")
_LOOK_EVERY_SECONDS = 0.3


class ServeError(BuildError):
    """The site cannot be shown."""

    what = "serve"


class _Handler(SimpleHTTPRequestHandler):
    """A static host as readers will find it: folders as their index, our own 404 page."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page where there is nothing."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """Say the encoding of text, which the standard library leaves to the browser's guess."""
        name = os.fspath(path)
        if name.endswith(".atom.xml"):
            return "application/atom+xml; charset=utf-8"
        kind = super().guess_type(path)
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def end_headers(self) -> None:
        """A preview is never kept by the browser."""
        self.send_header("Cache-Control", "no-store")
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

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__((HOST, port), lambda *given: _Handler(*given, directory=str(folder)))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that left before its answer was written; anything else is a bug."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """What to type into a browser."""
        return f"http://{HOST}:{self.server_address[1]}/"


def serve_folder(folder: Path, port: int) -> SiteServer:
    """Return a server bound to the port; ``serve_forever()`` begins to answer.

    Bound before anything is built, so that a used port is said at once.

    Raises:
        ServeError: The port is used, not allowed or no port number.
    """
    try:
        return SiteServer(folder, port)
    except (OSError, OverflowError) as error:
        raise port_refused(port) from error


def port_refused(port: int) -> ServeError:
    """Return the refusal of a port that cannot be listened on."""
    return ServeError(
        f"PORT={port}", "cannot listen", advice="이 포트를 쓸 수 없습니다. 다른 번호를 주세요. 예: make site PORT=8123"
    )


def preview(root: Path, *, port: int, as_of: datetime, say: Callable[[str], None]) -> None:
    """Show the site with its drafts and render it again after every change, until Ctrl-C.

    Not gated and never swapped into the output. A rendering that is refused is told, and the last good one stays.

    Args:
        say: Prints one line.

    Raises:
        DeskError: The port cannot be listened on, another preview is open, or the disk refuses.
    """
    home = root / "cache" / "preview"
    with alone(home / "preview.lock", busy=BUSY), told(home):
        folder = home / "site"
        folder.mkdir(exist_ok=True)
        with serve_folder(folder, port) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            say(f"주소: {server.address} (고치면 다시 짓습니다. 멈추려면 Ctrl-C)")
            try:
                _keep_rendering(root, folder, as_of, say)
            except KeyboardInterrupt:
                server.shutdown()


def _keep_rendering(root: Path, folder: Path, as_of: datetime, say: Callable[[str], None]) -> None:
    seen: Mapping[Path, tuple[int, int]] = {}
    while True:
        now = _stamps(root)
        if now != seen:
            seen = now
            try:
                say(_rendered(root, folder, as_of))
            except DeskError as error:
                say(error.korean)
            except BuildBugError as error:
                say(str(error))
        time.sleep(_LOOK_EVERY_SECONDS)


def _rendered(root: Path, folder: Path, as_of: datetime) -> str:
    with staging(folder.parent) as fresh:
        render(root, "pelicanconf.py", fresh, as_of, "--drafts")
        files, present = read_folder(fresh), digests(read_folder(folder))
    swap = plan_swap(digests(files), present, present)
    apply_swap(swap, files, folder)
    return f"미리보기: 쪽 {len(page_paths(files))}개, 바뀐 파일 {len(swap.new) + len(swap.changed)}개"


def _stamps(root: Path) -> Mapping[Path, tuple[int, int]]:
    stamps = {}
    for name in WATCHED:
        place = root / name
        for path in (place, *place.rglob("*")) if place.is_dir() else (place,):
            try:
                stat = path.stat()
            except FileNotFoundError:
                # Editors replace a file by renaming: it may be gone for a moment.
                continue
            if path.suffix != ".pyc" and path.is_file():
                stamps[path] = (stat.st_mtime_ns, stat.st_size)
    return stamps
