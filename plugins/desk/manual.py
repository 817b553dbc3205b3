"""What `invoke`, `invoke --list` and `invoke --help COMMAND` print, in Korean.

Invoke prints the commands' own Korean words inside an English frame of its own options, which staff never use.
"""

import copy
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from invoke.collection import Collection
from invoke.parser.context import ParserContext

from plugins.desk.arguments import place_of

_GAP = 2


def asked_for(words: Sequence[str]) -> str | None:
    """Return the command whose manual is wanted, "" for the list of commands, None where none is asked for.

    Args:
        words: What stands behind ``invoke``, straightened.
    """
    if not words or list(words) in (["--list"], ["-l"], ["--help"], ["-h"]):
        return ""
    return words[1] if len(words) == 2 and words[0] in ("--help", "-h") else None


def command_list(commands: Collection) -> str:
    """Return every command in the order of ``tasks.py``, each with its Korean name and first sentence."""
    rows = [
        (f"{name} ({', '.join(task.aliases)})" if task.aliases else name, _summary(task))
        for name, task in _in_order(commands)
    ]
    return "\n".join(
        [
            "쓰는 법: invoke 명령 [--선택지 값]…",
            "",
            *_columns(rows),
            "",
            "명령 하나를 자세히: invoke --help 명령    첫날의 열 줄: README.md    자세한 안내: docs/staff.md",
        ]
    )


def command_manual(commands: Collection, name: str) -> str:
    """Return what one command does, how it is typed, and its options.

    Args:
        name: The command or one of its Korean names.

    Raises:
        KeyError: There is no such command.
    """
    task = commands[name]
    # A copy: to make its contexts invoke takes the help texts out of the tasks.
    context = next(c for c in copy.deepcopy(commands).to_contexts() if name in (c.name, *c.aliases))
    words = (f"<{place_of(str(argument.name))}>" for argument in context.positional_args)
    typed = " ".join(["invoke", name, *words, "[--선택지 값]…"])
    return "\n".join([f"쓰는 법: {typed}", "", *_text(task), "", *_options(context)]).rstrip()


def _in_order(commands: Collection) -> Iterator[tuple[str, Any]]:
    # A Collection keeps its tasks as they were given; only its own listing sorts them.
    for name in commands.tasks:
        yield name.replace("_", "-"), commands[name]


def _summary(task: Any) -> str:
    return (task.__doc__ or "").strip().partition("\n")[0].partition(" / ")[0]


def _text(task: Any) -> list[str]:
    _, *rest = (task.__doc__ or "").strip().splitlines()
    return [_summary(task), *(line.strip() for line in rest)]


def _options(context: ParserContext) -> list[str]:
    if not context.args:
        return []
    rows = [(flag.replace("=STRING", " 값").replace("=INT", " 수"), said) for flag, said in context.help_tuples()]
    return ["선택지:", *_columns([(flag, said or "") for flag, said in rows])]


def _columns(rows: Sequence[tuple[str, str]]) -> list[str]:
    left = max(_width(name) for name, _ in rows) + _GAP
    return [f"  {name}{' ' * (left - _width(name))}{said}" for name, said in rows]


def _width(text: str) -> int:
    """Return how many columns a text takes in a terminal: a Hangul syllable takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
