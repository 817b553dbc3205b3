"""Whose turn it is: one request at a time per host, and a pause between two. Knows no clock but the one it is given."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Work = TypeVar("Work")


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn(Generic[Work]):
    """One piece of work; ``wait`` seconds are to pass before it is begun."""

    host: str
    work: Work
    wait: float


class Turns(Generic[Work]):
    """Work waiting for its host."""

    def __init__(self, *, spacing: float) -> None:
        self._spacing = spacing
        self._waiting: dict[str, deque[Work]] = {}
        self._ready: deque[str] = deque()
        self._busy: set[str] = set()
        self._free_at: dict[str, float] = {}
        self.count = 0

    def add(self, works: Iterable[tuple[str, Work]]) -> None:
        """Put work at the end of its host's queue."""
        for host, work in works:
            queue = self._waiting.setdefault(host, deque())
            if not queue and host not in self._busy:
                self._ready.append(host)
            queue.append(work)
            self.count += 1

    def take(self, *, at: float) -> Turn[Work] | None:
        """Return the next piece of work whose host is free; None where there is none. ``done`` frees the host."""
        if not self._ready:
            return None
        host = self._ready.popleft()
        self._busy.add(host)
        self.count -= 1
        return Turn(host=host, work=self._waiting[host].popleft(), wait=max(self._free_at.get(host, 0.0) - at, 0.0))

    def done(self, host: str, *, at: float) -> None:
        """Let a host rest, then have its next turn."""
        self._busy.discard(host)
        self._free_at[host] = at + self._spacing
        if self._waiting[host]:
            self._ready.append(host)
        else:
            del self._waiting[host]

    @property
    def is_over(self) -> bool:
        """Whether nothing waits and nothing is being done."""
        return not self._busy and not self.count
