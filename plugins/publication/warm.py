"""A process that has Pelican loaded and builds a preview on demand, each build in a fork of itself.

Told on standard input, a JSON object a line, answers on standard output the same way:

    {"build": 1, "as_of": "…"}   → {"build": 1, "said": ""}    the fork stays, with the whole site in memory
    {"use": 1}                                                 every other fork ends
    {"edit": "content/…md"}      → {"edit": "…", "page": ""}   by the fork in use; "" where a whole build is needed

A fork begins without our plugins: what was changed in them is loaded as it is now.
"""

import json
import os
import signal
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

from plugins.core.errors import DeskError
from plugins.publication.render import forbid_reaching_out, render


class _Fork:
    def __init__(self, pid: int, pipe: int) -> None:
        self.pid, self.pipe = pid, pipe

    def tell(self, line: str) -> None:
        with suppress(OSError):
            os.write(self.pipe, line.encode())

    def end(self) -> None:
        with suppress(OSError):
            os.close(self.pipe)
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


def main(settings_file: str, output: str) -> None:
    """Serve commands until the input ends."""
    forks: dict[int, _Fork] = {}
    used = 0
    answers = os.dup(1)
    os.dup2(2, 1)
    for line in sys.stdin:
        told = json.loads(line)
        if "build" in told:
            number = int(told["build"])
            forks[number] = _forked(number, told["as_of"], Path(settings_file), Path(output), answers)
        elif "use" in told:
            used = int(told["use"])
            for number in [number for number in forks if number != used]:
                forks.pop(number).end()
        elif "edit" in told:
            if used in forks:
                forks[used].tell(line)
            else:
                _answer(answers, {"edit": told["edit"], "page": ""})
    for fork in forks.values():
        fork.end()


def _forked(number: int, as_of: str, settings_file: Path, output: Path, answers: int) -> _Fork:
    receiving, sending = os.pipe()
    pid = os.fork()
    if pid:
        os.close(receiving)
        return _Fork(pid, sending)
    os.close(sending)
    try:
        forbid_reaching_out()
        settings: Any = None
        said = ""
        try:
            settings = render(
                settings_file, output=output, as_of=as_of, strict=False, drafts=True, owned=True, watched=True
            )
        except DeskError as error:
            said = error.korean
        except BaseException:  # noqa: BLE001 - a preview shows a bug too, and lives on
            said = traceback.format_exc()
        _answer(answers, {"build": number, "said": said})
        build = settings.get("BUILD_STATE") if settings is not None else None
        with os.fdopen(receiving, encoding="utf-8") as edits:
            for line in edits:
                path = json.loads(line)["edit"]
                page = ""
                if build is not None:
                    with suppress(Exception):
                        page = build.page_of_edit(Path(path))
                _answer(answers, {"edit": path, "page": page})
    finally:
        os._exit(0)


def _answer(answers: int, said: dict[str, object]) -> None:
    os.write(answers, (json.dumps(said, ensure_ascii=False) + "\n").encode())


if __name__ == "__main__":
    main(*sys.argv[1:3])
