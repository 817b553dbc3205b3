"""Keeps a preview true while somebody edits: the changed page at once, the whole site right after it."""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from plugins.core.korean import SEOUL
from plugins.edge.changes import Changes
from plugins.publication.live import Live
from plugins.publication.workshop import environment

# What a preview is made of, relative to the project.
WATCHED = ("content", "theme", "plugins", "records", "site.toml", "pelicanconf.py", "editorial.toml")
# What a process that was started earlier has loaded already.
_CODE = ("plugins", "pelicanconf.py")
# Editors write a file in several steps, and who types rests between two sentences.
REST_SECONDS = 0.25
_ANSWER_SECONDS = 2.0
# Waiting posts that are named.
_NAMED = 3


class Rebuilding:
    """One preview's builds; ``run`` is its only way to live.

    Args:
        folder: What is shown.
        as_of: Returns the instant to show; asked anew for each build.
        clock: Returns the time; None where the instant stays.
        live: Who is told.
        say: Prints one line.
    """

    def __init__(
        self,
        root: Path,
        folder: Path,
        as_of: Callable[[], datetime],
        live: Live,
        say: Callable[[str], None],
        *,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self._root, self._folder, self._live, self._say = root, folder, live, say
        self._instant, self._clock = as_of, clock
        self._as_of = as_of()
        # When what is shown changes by itself, and the file of the post that appears then.
        self._moments: tuple[tuple[datetime, str], ...] = ()
        self._changes = Changes([root / name for name in WATCHED if (root / name).exists()])
        self._process = self._started()
        self._unread = b""
        self._number = 0
        self._building = False
        self._is_stale = True
        self._begun = 0.0
        # Bodies that came the short way while a build ran which had read them before, or not yet.
        self._meanwhile: list[Path] = []
        self._turn = 0

    def run(self) -> None:
        """Build, and build again after every change, until the process is interrupted."""
        while True:
            if not self._building and (self._is_stale or self._is_overtaken()):
                self._build()
            changed = self._changes.wait(0.05 if self._building else REST_SECONDS if self._is_stale else 0.5)
            if changed:
                self._noticed(changed)
            for answer in self._answers(0.0):
                self._heard(answer)

    def close(self) -> None:
        """End the process that builds."""
        self._changes.close()
        with suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()
        try:
            # It ends whatever it has begun.
            self._process.wait(timeout=_ANSWER_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _noticed(self, told: frozenset[Path]) -> None:
        changed = [path for path in told if not path.name.startswith(".") and not path.name.endswith("~")]
        if not changed:
            # What an editor keeps beside the file; no part of the site.
            return
        if any(name in path.relative_to(self._root).parts[:1] for path in changed for name in _CODE):
            self.close()
            self._changes = Changes([self._root / name for name in WATCHED if (self._root / name).exists()])
            self._process, self._unread, self._building = self._started(), b"", False
        else:
            # Editors write beside a file and rename; whatever else went is found by the build that follows.
            there = [path for path in changed if path.is_file()]
            if len(there) == 1 and self._short_way(there[0]):
                self._meanwhile.append(there[0])
            elif self._building:
                # It would end with a site that nobody has any more, and keep the right one waiting.
                self._tell({"stop": self._number})
                self._building = False
        self._is_stale = True

    def _short_way(self, path: Path) -> bool:
        """Show the page of a file of which only the body has changed, and return whether that could be done."""
        begun = time.perf_counter()
        page = self._page_of(path)
        if page:
            self._live.built([page])
            self._say(f"본문만 바뀜: {page} ({1000 * (time.perf_counter() - begun):.0f}밀리초)")
        return bool(page)

    def _page_of(self, path: Path) -> str:
        """Have the page of one file written and return where it stands, "" where it takes a whole build."""
        self._turn += 1
        self._tell({"edit": str(path), "turn": self._turn})
        end = time.perf_counter() + _ANSWER_SECONDS
        while (left := end - time.perf_counter()) > 0:
            for answer in self._answers(left):
                if answer.get("turn") == self._turn:
                    return str(answer["page"])
                self._heard(answer)
        return ""

    def _is_overtaken(self) -> bool:
        """Move on to the latest instant at which something came due, and return whether there is one.

        Between two of them nothing changes, so that an edit renders what it changes and not every page anew.
        """
        if self._clock is None:
            return False
        now = self._clock()
        hour = now.replace(minute=0, second=0, microsecond=0)
        before, self._as_of = self._as_of, max(self._as_of, hour, *(at for at, _ in self._moments if at <= now))
        return self._as_of != before

    def _build(self) -> None:
        self._as_of = max(self._as_of, self._instant())
        self._number += 1
        self._is_stale, self._building, self._begun = False, True, time.perf_counter()
        self._meanwhile.clear()
        self._tell({"build": self._number, "as_of": self._as_of.isoformat()})

    def _heard(self, answer: Mapping[str, Any]) -> None:
        if not self._building or answer.get("build") != self._number:
            return
        self._building = False
        if answer["said"]:
            self._say(answer["said"])
            self._live.refused(answer["said"])
            return
        self._tell({"use": self._number})
        for path in dict.fromkeys(self._meanwhile):
            # This build may have written what the page said before; nobody shall see it go back.
            self._page_of(path)
        self._say(f"미리보기: 쪽 {answer['pages']}개 ({time.perf_counter() - self._begun:.1f}초)")
        self._moments = tuple((datetime.fromisoformat(at), path) for at, path in answer["moments"])
        self._tell_what_waits()
        self._live.built(everything=True)

    def _tell_what_waits(self) -> None:
        posts = [(at.astimezone(SEOUL), path) for at, path in self._moments if path]
        told = ", ".join(f"{path}, {at:%Y-%m-%d %H:%M}에 보입니다" for at, path in posts[:_NAMED])
        more = f" 그 밖에 {len(posts) - _NAMED}개." if len(posts) > _NAMED else ""
        said = f"때를 기다리는 글 {len(posts)}개: {told}.{more}" if posts else ""
        if said and said != self._live.waits:
            self._say(said)
        self._live.waits = said

    def _tell(self, told: Mapping[str, object]) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(told).encode() + b"\n")
            self._process.stdin.flush()

    def _answers(self, seconds: float) -> list[dict[str, Any]]:
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        ready, _, _ = select.select([pipe], [], [], seconds)
        if ready:
            raw = os.read(pipe, 1 << 16)
            if not raw:
                # It is gone: somebody ended it, or it ran out of memory. The next change begins anew.
                time.sleep(REST_SECONDS)
                self._process, self._building, self._is_stale = self._started(), False, True
            self._unread += raw
        *lines, self._unread = self._unread.split(b"\n")
        return [json.loads(line) for line in lines if line.strip()]

    def _started(self) -> "subprocess.Popen[bytes]":
        command = [
            sys.executable,
            "-m",
            "plugins.publication.warm",
            str(self._root / "pelicanconf.py"),
            str(self._folder),
        ]
        return subprocess.Popen(
            command,
            cwd=self._root,
            env=environment(self._root),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
