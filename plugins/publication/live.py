"""What a preview tells the browsers that look at it: that pages were built again, or what refused the build."""

import json
import queue
import threading
from collections.abc import Iterable
from html import escape
from pathlib import Path

PLACE = "/__preview__/"
_FILES = Path(__file__).with_name("preview")
STYLE = f'<link rel="stylesheet" href="{PLACE}live.css">'
# What the kinds of files in ``preview/`` are served as.
KINDS = {"live.js": "text/javascript; charset=utf-8", "live.css": "text/css; charset=utf-8"}


class Live:
    """The browsers that wait, and the last refusal.

    Attributes:
        said: What refuses the build at the moment; "" where nothing does.
        built_so_far: How often something was built.
        waits: Which posts appear later, for whoever looks for one of them; "" where none does.
    """

    def __init__(self) -> None:
        self._waiting: set[queue.Queue[bytes]] = set()
        self._lock = threading.Lock()
        self.said = ""
        self.waits = ""
        self.built_so_far = 0

    def built(self, pages: Iterable[str] = (), *, everything: bool = False) -> None:
        """Say which pages are new.

        Args:
            pages: Paths of files.
            everything: Anything may be new.
        """
        if everything:
            self.said = ""
        shown = [f"/{path.removesuffix('index.html')}" for path in pages]
        with self._lock:
            self.built_so_far += 1
        self._tell("built", {"all": everything, "pages": shown})

    def refused(self, said: str) -> None:
        """Say in Korean what refused the build."""
        self.said = said
        self._tell("refused", {"said": said})

    def join(self, seen: str = "") -> "queue.Queue[bytes]":
        """Return what a new browser waits on; what refuses at the moment is in it already.

        Args:
            seen: What ``built_so_far`` was when its page was read; "" where it does not say. Something that was built
                between the page and this is news to it, and to a page of an earlier preview everything is.
        """
        waiting: queue.Queue[bytes] = queue.Queue()
        with self._lock:
            self._waiting.add(waiting)
            if seen and seen != str(self.built_so_far):
                waiting.put(_event("built", {"all": True, "pages": []}))
            if self.said:
                waiting.put(_event("refused", {"said": self.said}))
        return waiting

    def leave(self, waiting: "queue.Queue[bytes]") -> None:
        """Forget a browser that has gone."""
        with self._lock:
            self._waiting.discard(waiting)

    def refusal_page(self, built: int) -> bytes:
        """Return the page that is shown while there is no other.

        Args:
            built: What ``built_so_far`` was before any other was looked for.
        """
        text = (_FILES / "refused.html").read_text(encoding="utf-8")
        said = escape(self.said or "짓고 있습니다.")
        return text.replace("{built}", str(built)).replace("{said}", said).encode()

    def _tell(self, name: str, data: object) -> None:
        with self._lock:
            for waiting in self._waiting:
                waiting.put(_event(name, data))


def part(name: str) -> bytes:
    """Return a file that a preview's pages load: one of ``KINDS``."""
    return (_FILES / name).read_bytes()


def with_script(page: bytes, said: str = "", *, built: int, role: str = "alert") -> bytes:
    """Return a page that listens; the file itself stays as it is.

    Args:
        built: What ``Live.built_so_far`` was before the page was read.
        said: Lies over the page, also in a browser without script.
        role: ``alert`` where it refuses the page that was asked for, else ``status``.
    """
    box = f'{STYLE}<div id="sinmungo-preview" role="{role}">{escape(said)}</div>' if said else ""
    added = f'{box}<script src="{PLACE}live.js" data-built="{built}" defer></script>'.encode()
    at = page.rfind(b"</body>")
    return page[:at] + added + page[at:] if at >= 0 else page + added


def _event(name: str, data: object) -> bytes:
    # Source: WHATWG HTML, 9.2.5 Parsing an event stream
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
