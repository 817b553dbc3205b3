"""The only place that runs Pelican, and always in a process of its own.

Pelican's own command logs a plugin that does not import and exits 0, prints a refusal as ``BuildError: …`` in a box,
and leaves receivers connected in the process. Here a logged error ends the build, a ``DeskError`` is told in its
Korean sentence (exit 2), and a bug keeps its traceback (exit 1). Refuses the network and databases.
"""

import argparse
import errno
import gc
import logging
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.log import init
from pelican.settings import read_settings

from plugins.core.compiled import CompiledTemplates
from plugins.core.errors import BuildError, DeskError
from plugins.core.memo import FORGETFUL
from plugins.edge.files import disk_refused
from plugins.publication.beyond import Beyond
from plugins.publication.settings import GATE, INCREMENTAL, readable

# Audit events of what a build must never do. Source: Python library reference, audit events table.
_FORBIDDEN = frozenset(
    {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "sqlite3.connect"}
)

_OPENED = "open"
_HEARD = _FORBIDDEN | {_OPENED}

# What a disk answers that is full, read-only or not ours; everything else an OSError says is a bug.
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO})
# A build makes hundreds of thousands of objects that live until it ends, and hardly a circle of them: by Python's own
# measure (700, 10, 10) the collector walks through all of them again and again.
_COLLECTED = (50_000, 20, 50)
# The plugin that reads the YAML front matter. Without it Pelican takes every value as it is written, quotes and all.
_READER = frozenset({"yaml_metadata", "pelican.plugins.yaml_metadata"})


class BuildReachedOutError(Exception):
    """A plugin asked for the network or a database inside a build: a bug."""


class Collected(logging.Handler):
    """Keeps what was logged from a level on, so that the build can end by it."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record."""
        self.records.append(record)


def render(
    settings_file: Path,
    *,
    output: Path,
    as_of: str,
    strict: bool,
    drafts: bool = False,
    afresh: bool = False,
    owned: bool = False,
    watched: bool = False,
) -> Mapping[str, Any]:
    """Render the whole site into ``output`` and return the settings as the build leaves them.

    Args:
        as_of: ISO time with a zone.
        strict: Warnings of Pelican end the build too.
        afresh: Remember nothing and leave nothing as it is: the plugin for fast builds stands aside.
        watched: Somebody edits: the build keeps what the short way to a changed page needs.
        owned: The folder is ours alone and may hold an earlier rendering; what is not of this one is taken away.
        drafts: For a preview: drafts get their pages, and the gate stands aside, since nothing leaves this machine.

    Raises:
        DeskError: A receiver refused, or something was logged that must not be published.
    """
    logged = Collected(logging.WARNING if strict else logging.ERROR)
    init(level=logging.WARNING, handler=logged, fatal="warnings" if strict else "errors")
    logging.getLogger("pelican").setLevel(logging.WARNING)
    overrides: dict[str, Any] = {"OUTPUT_PATH": str(output), "AS_OF": as_of}
    with readable(settings_file.parent):
        settings = read_settings(str(settings_file), override=overrides)
    if _READER.isdisjoint(str(plugin) for plugin in settings["PLUGINS"] or ()):
        advice = "글의 머리말을 읽는 yaml_metadata가 빠져 있습니다. pelicanconf.py의 PLUGINS 맨 앞에 넣어 주세요."
        raise BuildError("PLUGINS", "yaml_metadata is missing", advice=advice)
    if drafts:
        settings |= {"CASES_DRAFTS": True, "DRAFT_PAGE_URL": "{slug}/", "DRAFT_PAGE_SAVE_AS": "{slug}/index.html"}
        settings["PLUGINS"] = [plugin for plugin in settings["PLUGINS"] if plugin not in GATE]
    if afresh:
        settings["PLUGINS"] = [plugin for plugin in settings["PLUGINS"] if plugin not in INCREMENTAL]
        # Kept nowhere: each template is compiled once, and not once for every generator.
        compiled = CompiledTemplates(FORGETFUL, b"")
        settings["JINJA_ENVIRONMENT"] = settings["JINJA_ENVIRONMENT"] | {"bytecode_cache": compiled}
    settings["INCREMENTAL_WATCHED"] = watched
    if owned:
        settings["INCREMENTAL_OWNS_OUTPUT"] = True
        if INCREMENTAL.isdisjoint(str(plugin) for plugin in settings["PLUGINS"]):
            _emptied(output)
    try:
        Pelican(settings).run()
    except RuntimeError as error:
        # FatalLogger raises a bare RuntimeError after it has logged what is wrong.
        if not logged.records or "Warning or error encountered" not in str(error):
            raise
        raise _refusal(logged.records, error) from error
    if logged.records:
        # A library whose logger was made before Pelican's class does not raise.
        raise _refusal(logged.records, None)
    made: Mapping[str, Any] = settings
    return made


def _emptied(output: Path) -> None:
    """Take away an earlier rendering: without the plugin nobody says which of its pages are still true."""
    for path in output.iterdir() if output.is_dir() else ():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _refusal(records: Sequence[logging.LogRecord], error: BaseException | None) -> BaseException:
    said = " ".join(records[0].getMessage().split())
    for cause in _causes(error):
        if isinstance(cause, DeskError):
            return cause
        if isinstance(cause, OSError) and cause.errno in _DISK:
            return _full_or_forbidden(cause)
        if said.startswith("Cannot register plugin"):
            # Pelican names the plugin only; the exception is the bug and keeps its traceback.
            return cause
    level = "오류를" if records[0].levelno >= logging.ERROR else "경고를"
    return BuildError(records[0].name, said, advice=f"Pelican이 {level} 남겨 빌드를 멈췄습니다: {said}")


def _full_or_forbidden(error: OSError) -> DeskError:
    # A failed write names no file: then the folder that everything is written below.
    return disk_refused(Path(error.filename or "cache"), error)


def _causes(error: BaseException | None) -> list[BaseException]:
    found = []
    while error is not None:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found[1:]


def forbid_reaching_out(opened: Callable[[Any], None] = lambda _path: None) -> None:
    """From now on, whatever asks for the network or a database in this process is a bug.

    Args:
        opened: Told of every file that is opened.
    """

    def hear(event: str, details: tuple[Any, ...]) -> None:
        # Nearly every event is none of ours: one question, not two.
        if event not in _HEARD:
            return
        if event != _OPENED:
            raise BuildReachedOutError(f"{event} inside a build: the build is a function of the git tree and as_of")
        opened(details[0])

    sys.addaudithook(hear)


def main(arguments: Sequence[str] | None = None) -> int:
    """Render as the command line says and return the exit code: 0 done, 1 bug, 2 refused."""
    parser = argparse.ArgumentParser(prog="plugins.publication.render", description="Render the site with Pelican.")
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--as-of", required=True)
    parser.add_argument("--fatal", choices=("errors", "warnings"), default="errors")
    parser.add_argument("--drafts", action="store_true")
    parser.add_argument("--afresh", action="store_true")
    parser.add_argument("--owned", action="store_true")
    parser.add_argument("--beyond", type=Path)
    options = parser.parse_args(arguments)
    root = options.settings.resolve().parent
    gc.set_threshold(*_COLLECTED)
    if options.beyond:
        forbid_reaching_out(Beyond(options.beyond, root, options.output.resolve()))
    else:
        forbid_reaching_out()
    try:
        render(
            options.settings.resolve(),
            output=options.output.resolve(),
            as_of=options.as_of,
            strict=options.fatal == "warnings",
            drafts=options.drafts,
            afresh=options.afresh,
            owned=options.owned,
        )
    except DeskError as error:
        print(error.korean, file=sys.stderr)
        return 2
    except OSError as error:
        if error.errno in _DISK:
            print(_full_or_forbidden(error).korean, file=sys.stderr)
            return 2
        traceback.print_exc()
        return 1
    except Exception:  # noqa: BLE001  the outermost frame: the traceback is the report
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    done = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # A large site is not taken apart object by object before all of it goes anyway.
    os._exit(done)
