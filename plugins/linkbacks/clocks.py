"""When what was put off may be tried again, on this machine. Not in git: losing it only means trying sooner."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from plugins.edge.alone import alone
from plugins.edge.files import told, write_atomic

BUSY = "다른 곳에서 엮인글을 보내고 있습니다. 잠시 뒤에 다시 해 주세요."
WAIT_SECONDS = 10.0


@dataclass(frozen=True, kw_only=True, slots=True)
class NextTry:
    """When to try a pair again.

    Attributes:
        was_asked: Whether the other side named the time; then a person waits too.
    """

    at: datetime
    was_asked: bool


class RetryClocks:
    """The times of one ledger, in one file."""

    def __init__(self, path: Path) -> None:
        """Open nothing yet."""
        self._path = path

    def all(self) -> dict[str, NextTry]:
        """Return the times by pair; none where the file is lost or damaged."""
        if not self._path.exists():
            return {}
        with told(self._path):
            text = self._path.read_text(encoding="utf-8")
        try:
            return {
                pair: NextTry(at=datetime.fromisoformat(each["at"]), was_asked=bool(each["was_asked"]))
                for pair, each in json.loads(text).items()
            }
        except (ValueError, KeyError, TypeError, AttributeError):
            return {}

    def put(self, pair: str, when: NextTry | None) -> None:
        """Write down when to try a pair again; None: there is nothing to try.

        Raises:
            FileError: The disk refuses.
        """
        lock = self._path.with_suffix(".lock")
        with alone(lock, which=self._path.name, advice=BUSY, wait_seconds=WAIT_SECONDS):
            times = self.all()
            if when is None and pair not in times:
                return
            times.pop(pair, None)
            if when is not None:
                times[pair] = when
            plain = {key: {"at": t.at.isoformat(), "was_asked": t.was_asked} for key, t in sorted(times.items())}
            write_atomic(self._path, json.dumps(plain, indent=1) + "\n")
