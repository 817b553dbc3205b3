"""What a preview tells the browsers that look at it: that pages were built again, or what refused the build."""

import json
import queue
import threading
from collections.abc import Iterable
from html import escape
from pathlib import Path

PLACE = "/__preview__/"
_FILES = Path(__file__).with_name("preview")
SCRIPT = f'<script src="{PLACE}live.js" defer></script>'.encode()


class Live:
    """The browsers that wait, and the last refusal."""

    def __init__(self) -> None:
        self._waiting: set[queue.Queue[bytes]] = set()
        self._lock = threading.Lock()
        self.said = ""

    def built(self, pages: Iterable[str] = (), *, everything: bool = False) -> None:
        """Say which pages are new.

        Args:
            pages: Paths of files.
            everything: Anything may be new.
        """
        if everything:
            self.said = ""
        shown = [f"/{path.removesuffix('index.html')}" for path in pages]
        self._tell("built", {"all": everything, "pages": shown})

    def refused(self, said: str) -> None:
        """Say in Korean what refused the build."""
        self.said = said
        self._tell("refused", {"said": said})

    def join(self) -> "queue.Queue[bytes]":
        """Return what a new browser waits on; what refuses at the moment is in it already."""
        waiting: queue.Queue[bytes] = queue.Queue()
        with self._lock:
            self._waiting.add(waiting)
            if self.said:
                waiting.put(_event("refused", {"said": self.said}))
        return waiting

    def leave(self, waiting: "queue.Queue[bytes]") -> None:
        """Forget a browser that has gone."""
        with self._lock:
            self._waiting.discard(waiting)

    def refusal_page(self) -> bytes:
        """Return the page that is shown while there is no other."""
        text = (_FILES / "refused.html").read_text(encoding="utf-8")
        return text.replace("{said}", escape(self.said or "짓고 있습니다.")).encode()

    def _tell(self, name: str, data: object) -> None:
        with self._lock:
            for waiting in self._waiting:
                waiting.put(_event(name, data))


def script() -> bytes:
    """Return the script of a preview's pages."""
    return (_FILES / "live.js").read_bytes()


def with_script(page: bytes) -> bytes:
    """Return a page that listens; the file itself stays as it is."""
    at = page.rfind(b"</body>")
    return page[:at] + SCRIPT + page[at:] if at >= 0 else page + SCRIPT


def _event(name: str, data: object) -> bytes:
    # Source: WHATWG HTML, 9.2.5 Parsing an event stream
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
