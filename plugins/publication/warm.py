"""A process that has Pelican loaded and builds a preview on demand, each build in a fork of itself.

Told on standard input, a JSON object a line, answers on standard output the same way:

    {"build": 1, "as_of": "…"}   → {"build": 1, "said": "", "pages": 42, "moments": […]}
                                                                           the fork stays, with the whole site in memory
    {"use": 1}                                                             every other fork ends
    {"stop": 2}                                                            that fork ends, and whatever helps it
    {"edit": "…md", "turn": 7}   → {"turn": 7, "page": "…html"}            by the fork in use; "" where a whole build
                                                                           is needed

A fork begins without our plugins: what was changed in them is loaded as it is now.
"""

import gc
import json
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.core.errors import DeskError
from plugins.publication.mishap import told_of
from plugins.publication.render import forbid_reaching_out, render

# How many moments at which the site changes by itself an answer names: a build at the first of them names more.
_FORESEEN = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    """What is built, whereto, and where answers go."""

    settings_file: Path
    output: Path
    answers: int


class _Fork:
    def __init__(self, pid: int, pipe: int) -> None:
        self.pid, self.pipe = pid, pipe

    def tell(self, line: str) -> None:
        with suppress(OSError):
            os.write(self.pipe, line.encode())

    def end(self) -> None:
        with suppress(OSError):
            os.close(self.pipe)
        # With the processes that render for it: they would go on writing pages.
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


def main(settings_file: str, output: str) -> None:
    """Serve commands until the input ends or somebody ends this process."""
    forks: dict[int, _Fork] = {}
    used = 0
    place = _Place(settings_file=Path(settings_file), output=Path(output), answers=os.dup(1))
    os.dup2(2, 1)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        for line in sys.stdin:
            told = json.loads(line)
            if "build" in told:
                number = int(told["build"])
                forks[number] = _forked(told, place, forks)
            elif "use" in told:
                used = int(told["use"])
                for number in [number for number in forks if number != used]:
                    forks.pop(number).end()
            elif "stop" in told:
                if int(told["stop"]) in forks:
                    forks.pop(int(told["stop"])).end()
            elif "edit" in told:
                if used in forks:
                    forks[used].tell(line)
                else:
                    _answer(place, {"turn": told["turn"], "page": ""})
    except KeyboardInterrupt:
        # Ctrl-C reaches everybody in the terminal; the builds have a group of their own.
        pass
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for fork in forks.values():
            fork.end()


def _forked(told: Mapping[str, Any], place: _Place, others: Mapping[int, _Fork]) -> _Fork:
    receiving, sending = os.pipe()
    pid = os.fork()
    if pid:
        os.close(receiving)
        # Both sides say it: whoever comes first, the group is there when it is ended.
        with suppress(OSError):
            os.setpgid(pid, pid)
        return _Fork(pid, sending)
    try:
        os.setpgid(0, 0)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        for pipe in (sending, *(fork.pipe for fork in others.values())):
            # Each of us ends when nobody is left who could tell it anything.
            os.close(pipe)
        _build(told, place, receiving)
    finally:
        os._exit(0)


def _build(wish: Mapping[str, Any], place: _Place, receiving: int) -> None:
    forbid_reaching_out()
    settings: Any = None
    said = ""
    try:
        settings = render(
            place.settings_file,
            output=place.output,
            as_of=wish["as_of"],
            strict=False,
            drafts=True,
            owned=True,
            watched=True,
        )
    except DeskError as error:
        said = error.korean
    except BaseException as error:  # noqa: BLE001 - a preview shows a bug too, and lives on
        said = told_of(error, place.settings_file.parent)
    if said:
        _answer(place, {"build": wish["build"], "said": said, "pages": 0, "moments": []})
        return
    pages = sum(name.endswith(".html") for _, _, names in os.walk(place.output) for name in names)
    moments = [(at.isoformat(), path) for at, path in settings.get("WHAT_WAITS", ())[:_FORESEEN]]
    _answer(place, {"build": wish["build"], "said": "", "pages": pages, "moments": moments})
    # The site stays as long as this process: who waits for a page does not wait until all of it was looked through.
    gc.freeze()
    build = settings.get("BUILD_STATE")
    with os.fdopen(receiving, encoding="utf-8") as edits:
        for line in edits:
            told = json.loads(line)
            page = ""
            if build is not None:
                with suppress(Exception):
                    page = build.page_of_edit(Path(told["edit"]))
            _answer(place, {"turn": told["turn"], "page": page})


def _answer(place: _Place, said: Mapping[str, object]) -> None:
    os.write(place.answers, (json.dumps(said, ensure_ascii=False) + "\n").encode())


if __name__ == "__main__":
    main(*sys.argv[1:3])
