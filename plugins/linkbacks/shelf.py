"""Where received linkbacks lie, a shell: what is public in git, what waits on this desk.

``records/received/<id>.json``       one accepted linkback a file, so that two people can decide at once
``records/received/refused.txt``     ids only: no machine asks again, and nobody reads there who was refused
``records/received/{allow,block}.txt``   one site a line, with who put it there and when; people may edit them
``.desk/received/``                  heard and pending ones, the clocks, and what the service listed last
"""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from plugins.core.text import one_line
from plugins.edge.alone import alone
from plugins.edge.files import told, write_atomic, write_if_changed
from plugins.edge.private import write_private
from plugins.linkbacks.accepted import RECORDS, read_records
from plugins.linkbacks.moderation import Sites, site_of
from plugins.linkbacks.received import Heard, Pending, Received, RecordError, T, as_json, read_noun, received_id

DESK = ".desk/received"
LISTS = ("allow", "block")
BUSY = "다른 명령이 받은 엮인글을 다루고 있습니다. 끝난 뒤에 다시 해 주세요."


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """When an accepted linkback was looked at last, and how often in a row it was not found."""

    at: datetime
    missing: int = 0
    is_soon: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Memory:
    """What this machine remembers between two runs; losing it costs work, never a wrong page.

    Attributes:
        pulled_at: When the service's list was last read whole; None before the first time.
        listed: By id the digest of what the service told.
        looked: By id.
    """

    pulled_at: datetime | None = None
    listed: dict[str, str] = field(default_factory=dict)
    looked: dict[str, Looked] = field(default_factory=dict)


class Shelf:
    """Everything that was received, below one project folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.records = root / RECORDS
        self.desk = root / DESK

    def alone(self, *, wait_seconds: float = 0.0) -> AbstractContextManager[None]:
        """Return a context in which no other command of this project decides or looks.

        Raises:
            BusyError: One does.
        """
        return alone(self.desk / "lock", which="linkbacks", advice=BUSY, wait_seconds=wait_seconds)

    def accepted(self) -> tuple[Received, ...]:
        """Return every record, hidden ones too, by id.

        Raises:
            RecordError: One cannot be read, or is not named after its id.
        """
        return read_records(self.root)

    def put(self, record: Received) -> None:
        """Write a record."""
        write_if_changed(self.records / f"{record.id}.json", as_json(record))

    def remove(self, id_: str) -> None:
        """Take a record away, where there is one."""
        _unlink(self.records / f"{id_}.json")

    def refused(self) -> frozenset[str]:
        """Return the ids that a person refused."""
        return frozenset(line.split()[0] for line in _lines(self.records / "refused.txt"))

    def refuse(self, id_: str, *, who: str, at: datetime) -> None:
        """Remember that a person refused a linkback."""
        if id_ not in self.refused():
            _append(self.records / "refused.txt", f"{id_}  # {at.date().isoformat()} {one_line(who)}")

    def unrefuse(self, id_: str) -> None:
        """Forget that it was refused."""
        _keep_lines(self.records / "refused.txt", lambda line: not line.startswith(id_))

    def sites(self) -> Sites:
        """Return the lists of sites.

        Raises:
            RecordError: A line names no site.
        """
        allowed, blocked = (frozenset(self._sites(name)) for name in LISTS)
        return Sites(allowed=allowed, blocked=blocked)

    def list_site(self, name: str, site: str, *, who: str, at: datetime) -> None:
        """Put a site on a list, and take it off the other one."""
        other = next(each for each in LISTS if each != name)
        self.unlist_site(site, other)
        if site not in set(self._sites(name)):
            _append(self.records / f"{name}.txt", f"{site}  # {at.date().isoformat()} {one_line(who)}")

    def unlist_site(self, site: str, *names: str) -> bool:
        """Take a site off the lists, and return whether it was on one."""
        was_listed = False
        for name in names or LISTS:
            was_listed = was_listed or site in set(self._sites(name))
            _keep_lines(self.records / f"{name}.txt", lambda line: site_of(_word(line)) != site)
        return was_listed

    def _sites(self, name: str) -> Iterator[str]:
        path = self.records / f"{name}.txt"
        for line in _lines(path):
            site = site_of(_word(line))
            if not site:
                advice = "한 줄에 주소 하나를 적어 주세요. 예: blog.example 또는 blog.naver.com/이름"
                raise RecordError(f"{RECORDS}/{name}.txt: {line}", "no site", advice=advice)
            yield site

    def queue(self) -> tuple[tuple[Path, Heard], ...]:
        """Return what nobody has looked at yet, the first heard first, each with its file."""
        found = [(path, _private(path, Heard)) for path in _files(self.desk / "queue")]
        return tuple(sorted(found, key=lambda each: (each[1].heard_at, each[0].name)))

    def queue_length(self) -> int:
        """Return how many wait to be looked at, without reading them."""
        return sum(1 for _ in _files(self.desk / "queue"))

    def enqueue(self, heard: Heard, *, page: str) -> None:
        """Put something heard where the next look finds it; the same again replaces it."""
        name = received_id(heard.source, page)
        write_private(self.desk / "queue" / f"{name}.json", as_json(heard), root=self.root)

    def requeue(self, path: Path, seen: Heard, later: Heard | None) -> None:
        """Take something from the queue, or put it back for later, unless it came anew while we looked."""
        if not path.exists() or _private(path, Heard) != seen:
            return
        if later is None:
            _unlink(path)
        else:
            write_private(path, as_json(later), root=self.root)

    def pending(self) -> tuple[Pending, ...]:
        """Return what waits for a person, the oldest first."""
        found = [_private(path, Pending) for path in _files(self.desk / "pending")]
        return tuple(sorted(found, key=lambda each: (each.verified_at, each.id)))

    def put_pending(self, pending: Pending) -> None:
        """Put something where a person finds it."""
        write_private(self.desk / "pending" / f"{pending.id}.json", as_json(pending), root=self.root)

    def drop_pending(self, id_: str) -> None:
        """Take it from the person's pile, where it is there."""
        _unlink(self.desk / "pending" / f"{id_}.json")

    def memory(self) -> Memory:
        """Return what this machine remembers; an unreadable memory is an empty one."""
        try:
            raw = json.loads((self.desk / "memory.json").read_text(encoding="utf-8"))
            return _memory(raw)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return Memory()

    def remember(self, memory: Memory) -> None:
        """Keep it for the next run."""
        raw = {
            "pulled_at": memory.pulled_at.isoformat() if memory.pulled_at else "",
            "listed": memory.listed,
            "looked": {id_: [each.at.isoformat(), each.missing, each.is_soon] for id_, each in memory.looked.items()},
        }
        write_private(self.desk / "memory.json", json.dumps(raw, indent=1) + "\n", root=self.root)


def _memory(raw: Any) -> Memory:
    return Memory(
        pulled_at=datetime.fromisoformat(raw["pulled_at"]) if raw["pulled_at"] else None,
        listed={str(id_): str(digest) for id_, digest in raw["listed"].items()},
        looked={
            id_: Looked(at=datetime.fromisoformat(at), missing=int(missing), is_soon=bool(is_soon))
            for id_, (at, missing, is_soon) in raw["looked"].items()
        },
    )


def without(memory: Memory, id_: str) -> Memory:
    """Return a memory without one linkback's clock."""
    return replace(memory, looked={key: value for key, value in memory.looked.items() if key != id_})


def _files(folder: Path) -> Iterator[Path]:
    return iter(sorted(folder.glob("r-*.json")))


def _private(path: Path, kind: type[T]) -> T:
    with told(path):
        return read_noun(kind, path.read_text(encoding="utf-8"), path.name)


def _unlink(path: Path) -> None:
    with told(path):
        path.unlink(missing_ok=True)


def _word(line: str) -> str:
    return line.partition("#")[0].strip()


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(path.name, str(error), advice="UTF-8 글로 읽을 수 없습니다.") from error
    return [line for line in text.splitlines() if _word(line)]


def _append(path: Path, line: str) -> None:
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    write_atomic(path, f"{before.rstrip()}\n{line}\n".lstrip())


def _keep_lines(path: Path, is_kept: Any) -> None:
    if path.exists():
        before = path.read_text(encoding="utf-8")
        kept = [line for line in before.splitlines() if not _word(line) or is_kept(line)]
        write_if_changed(path, "".join(f"{line}\n" for line in kept))
