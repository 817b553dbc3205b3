"""The ledger: one file a page under ``records/linkbacks``, one line an event, in git, so that no machine sends twice.

A line is on the disk before its author goes on. A line that a crash cut short was never acted on and is passed over.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from plugins.core.errors import DeskError
from plugins.edge.alone import alone
from plugins.edge.files import sync, told
from plugins.linkbacks.history import Event, EventKind
from plugins.linkbacks.model import Delivery, Endpoint, Linkback, Outcome, Protocol

SUFFIX = ".jsonl"
BUSY = "같은 글의 엮인글을 다른 곳에서 보내고 있습니다. 끝난 뒤에 다시 해 주세요."


class LedgerError(DeskError):
    """The ledger cannot be read; then nothing is sent."""

    what = "ledger"


class Ledger:
    """The events of one folder of files."""

    def __init__(self, folder: Path, *, site_url: str = "") -> None:
        """Open nothing yet.

        Args:
            site_url: The pages below it are ours; their file is named by their slug.
        """
        self.folder = folder
        self._site_url = site_url

    def path_of(self, page_url: str) -> Path:
        """Return the file that holds the events of a page."""
        name = next((part for part in reversed(urlsplit(page_url).path.split("/")) if part), "")
        if self._site_url and page_url.startswith(f"{self._site_url}/") and re.fullmatch(r"[\w.-]{1,120}", name):
            return self.folder / f"{name}{SUFFIX}"
        safe = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
        mark = hashlib.sha256(page_url.encode()).hexdigest()[:12]
        return self.folder / f"{safe or 'page'}-{mark}{SUFFIX}"

    @contextmanager
    def alone_with(self, page_url: str, *, wait_seconds: float = 0.0) -> Iterator[None]:
        """Keep every other run from the events of a page during the block.

        Raises:
            BusyError: Another run holds them.
            FileError: The folder cannot be written.
        """
        with alone(self.path_of(page_url), which=page_url, advice=BUSY, wait_seconds=wait_seconds):
            yield

    def events_of(self, page_url: str) -> tuple[Event, ...]:
        """Return the events of a page in the order written.

        Raises:
            LedgerError: A line cannot be read: nobody knows what was sent.
        """
        return _events(self.path_of(page_url))

    def events_of_each(self, page_urls: Iterable[str]) -> Mapping[str, tuple[Event, ...]]:
        """Return the events of each page that has any, by its address: most have none, and the folder says which.

        Raises:
            LedgerError: As ``events_of``.
        """
        written = frozenset(path.name for path in self.folder.glob(f"*{SUFFIX}"))
        paths = {url: self.path_of(url) for url in page_urls} if written else {}
        return {url: _events(path) for url, path in paths.items() if path.name in written}

    def everything(self) -> Mapping[str, tuple[Event, ...]]:
        """Return the events of every file, by the name of the file without its suffix.

        Raises:
            LedgerError: As ``events_of``.
        """
        return {path.name.removesuffix(SUFFIX): _events(path) for path in sorted(self.folder.glob(f"*{SUFFIX}"))}

    def add(self, event: Event) -> None:
        """Write an event down, on the disk itself, before returning.

        Raises:
            FileError: The disk refuses.
        """
        path = self.path_of(event.linkback.page_url)
        line = json.dumps(_as_plain(event), ensure_ascii=False) + "\n"
        with told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            is_new = not path.exists()
            with path.open("ab+") as file:
                if file.tell():
                    file.seek(-1, os.SEEK_END)
                    if file.read(1) != b"\n":
                        # What a crash cut short ends here; it is no line of ours.
                        line = "\n" + line
                file.write(line.encode())
                file.flush()
                os.fsync(file.fileno())
            if is_new:
                sync(path.parent)


def _events(path: Path) -> tuple[Event, ...]:
    if not path.exists():
        return ()
    with told(path):
        lines = path.read_bytes().split(b"\n")
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(_as_event(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            if _is_torn(line):
                continue
            raise LedgerError(
                f"{path.name}:{number}",
                f"unreadable: {type(error).__name__}",
                advice="읽을 수 없는 줄이 있어 아무것도 보내지 않습니다. git에서 이 파일을 바로잡아 주세요.",
            ) from error
    return tuple(found)


def _is_torn(line: bytes) -> bool:
    # The beginning of a line of ours without its end; a merge conflict or a stray hand looks otherwise.
    start = b'{"at": "'
    return (line.startswith(start) or start.startswith(line)) and not line.rstrip().endswith(b"}")


def _as_plain(event: Event) -> dict[str, Any]:
    delivery = event.delivery
    endpoint = delivery.endpoint if delivery else None
    plain = {
        "at": event.at.isoformat(),
        "event": event.kind.value,
        "source": event.linkback.page_url,
        "target": event.linkback.target_url,
        "protocol": endpoint.protocol.value if endpoint else "",
        "endpoint": endpoint.url if endpoint else "",
        "outcome": delivery.outcome.value if delivery and event.kind is EventKind.OUTCOME else "",
        "status": delivery.status if delivery else 0,
        "fault": delivery.fault if delivery else "",
        "why": delivery.why if delivery else "",
        "digest": event.digest,
        "by": event.by,
    }
    return {key: value for key, value in plain.items() if value}


def _as_event(plain: Mapping[str, Any]) -> Event:
    at = datetime.fromisoformat(plain["at"])
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    endpoint = None
    if plain.get("endpoint"):
        endpoint = Endpoint(protocol=Protocol(plain["protocol"]), url=str(plain["endpoint"]))
    kind = EventKind(plain["event"])
    delivery = None
    if kind is EventKind.OUTCOME:
        delivery = Delivery(
            outcome=Outcome(plain["outcome"]),
            endpoint=endpoint,
            status=int(plain.get("status", 0)),
            fault=str(plain.get("fault", "")),
            why=str(plain.get("why", "")),
        )
    elif kind is EventKind.INTENT:
        delivery = Delivery(outcome=Outcome.UNKNOWN, endpoint=endpoint)
    return Event(
        at=at,
        kind=kind,
        linkback=Linkback(page_url=str(plain["source"]), target_url=str(plain["target"])),
        delivery=delivery,
        digest=str(plain.get("digest", "")),
        by=str(plain.get("by", "")),
    )
