"""Show a folder on this machine: `make site` shows the built site, `invoke serve` Pelican's own preview.

Listens on the loopback address only; it is a preview, never the way a site is published.
"""

import os
import subprocess
import sys
from datetime import datetime
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from plugins.core.errors import BuildError

HOST = "127.0.0.1"


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


def preview(root: Path, *, port: int, as_of: datetime) -> int:
    """Run Pelican's own autoreload and server into ``cache/preview`` until it is interrupted; return its exit code.

    The preview is not gated and never swapped into the output.

    Raises:
        ServeError: The port cannot be listened on. (Pelican would log it and go on without a server.)
    """
    folder = root / "cache" / "preview"
    folder.mkdir(parents=True, exist_ok=True)
    serve_folder(folder, port).server_close()
    overrides = f'AS_OF="{as_of.isoformat()}"'
    command = [sys.executable, "-m", "pelican", "--settings", "pelicanconf.py", "--output", str(folder)]
    command += ["--autoreload", "--listen", "--bind", HOST, "--port", str(port), "--extra-settings", overrides]
    try:
        return subprocess.run(command, cwd=root, check=False).returncode
    except KeyboardInterrupt:
        return 0
