"""invoke as staff meet it: expected failures and wrong use are one Korean sentence and code 2.

Invoke itself answers wrong use in English with code 1 and has no hook for it, takes ``--help`` behind a command for the
command's argument, and knows no argument that may stand without its flag and may be left out. It loads ``tasks.py``
before it parses the commands, so ``tasks.py`` asks here first, with invoke's own parser.
"""

import copy
import functools
import importlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from invoke.collection import Collection
from invoke.exceptions import ParseError
from invoke.main import program
from invoke.parser import Parser
from invoke.parser.context import ParserContext
from invoke.tasks import task

from plugins.core.errors import DeskError
from plugins.desk.arguments import UsageError, refusal

# Commands whose first word may stand without its flag.
_FIRST_FLAG = {
    "add": "--url",
    "추가": "--url",
    "check": "--path",
    "점검": "--path",
    "forget": "--item",
    "지우기": "--item",
}
# Of the flags that invoke takes before and behind every command, those that mean something here. The others (--dry,
# --echo, --pty …) are about shell commands that its tasks would run: a careful person who types --dry must not publish.
_OURS = frozenset(
    "help list list-depth list-format version complete print-completion-script collection search-root debug".split()
)


def command(*aliases: str, **options: Any) -> Callable[[Callable[..., None]], Any]:
    """Return a decorator that makes a function an invoke task whose refusals are told, not thrown.

    Args:
        aliases: The Korean names.
        options: Handed to ``invoke.task``, e.g. ``help``.
    """

    def made(function: Callable[..., None]) -> Any:
        @functools.wraps(function)
        def run(context: Any, *given: Any, **named: Any) -> None:
            try:
                with enough_seen():
                    function(context, *given, **named)
            except DeskError as error:
                print(error.korean, file=sys.stderr)
                sys.exit(error.exitcode)

        return task(aliases=aliases, auto_shortflags=False, **options)(run)

    return made


@contextmanager
def enough_seen() -> Iterator[None]:
    """End in good order where the reader goes before the end: ``invoke show … | head``."""
    try:
        yield
    except BrokenPipeError:
        # Python would complain once more at its own end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def commands_in(listed: Iterable[tuple[str, str, str]], words: Sequence[str] = ()) -> Collection:
    """Return the commands that a command line names, or all of them where it does not begin with one.

    A command imports what it speaks of, and staff wait for that each time: the modules of all other commands stay out.

    Args:
        listed: Module, command and Korean name of each.
        words: What stands behind ``invoke``, straightened.
    """
    rows = tuple(listed)
    if any(words[:1] == [name] for _, *names in rows for name in names):
        rows = tuple(row for row in rows if not {*row[1:]}.isdisjoint(words))
    found = Collection()
    for module, name, _ in rows:
        shell = importlib.import_module(f"plugins.desk.{module}_commands")
        found.add_task(getattr(shell, name.replace("-", "_")))
    return found


def is_invoke(script: str) -> bool:
    """Return whether a process started by this script is invoke, not a test or an editor."""
    path = Path(script)
    return path.stem in {"invoke", "inv"} or (path.name == "__main__.py" and path.parent.name == "invoke")


def straighten(words: Sequence[str]) -> list[str]:
    """Return a command line as invoke can read it: ``add URL`` and ``triage --help`` are what staff type."""
    straight = list(words)
    helps = [word for word in straight[1:] if word in {"--help", "-h"}]
    if helps and not straight[0].startswith("-"):
        return ["--help", straight[0]]
    if len(straight) > 1 and straight[0] in _FIRST_FLAG and not straight[1].startswith("-"):
        straight.insert(1, _FIRST_FLAG[straight[0]])
    return straight


def read_again(words: Sequence[str]) -> None:
    """Let the running invoke parse these words instead of those it was started with."""
    program.argv[1:] = words
    program.parse_core_args()


def wrong_use(commands: Collection, words: Sequence[str]) -> UsageError | None:
    """Return what is wrong with a command line, or None.

    Args:
        words: What stands behind ``invoke``.
    """
    # On copies: to make its contexts invoke takes the help texts out of the tasks.
    contexts = copy.deepcopy(commands).to_contexts()
    flags = {
        name: tuple(context.flags) + tuple(context.inverse_flags)
        for context in contexts
        for name in (context.name, *context.aliases)
        if name
    }
    first = next((word for word in words if not word.startswith("-")), "")
    typed = first if first in flags else ""
    try:
        # In two steps like invoke: --help takes the command's name as its value only when nothing is known of commands.
        core = Parser(initial=_core(), ignore_unknown=True).parse_argv(list(words))
        parsed = Parser(initial=_core(), contexts=contexts).parse_argv(core.unparsed)
    except (ParseError, ValueError) as error:
        return refusal(str(error), flags, flags, typed)
    for given in (core[0], parsed[0]):
        if foreign := next((flag for flag in given.args.values() if flag.got_value and flag.name not in _OURS), None):
            return refusal(f"No idea what '--{foreign.name}' is!", flags, flags, typed)
    wanted = core[0].args["help"].value
    if isinstance(wanted, str) and wanted not in flags:
        return refusal(f"No idea what {wanted!r} is!", flags, flags, "")
    return None


def _core() -> ParserContext:
    return ParserContext(args=[*program.core_args(), *program.task_args()])
