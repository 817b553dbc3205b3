"""What commands print: tables as wide as Korean letters really are, and tab-separated lines where a script reads.

Nothing printed is interpreted: a complaint's title may hold brackets that rich would take for markup.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TextIO

from plugins.core.korean import iso, with_object_particle
from plugins.desk.arguments import UsageError

# Cells of up to so many columns are never broken: the ids of mentions, days, scores.
_WHOLE = 10


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]], out: TextIO) -> None:
    """Print rows under headings; without headings and tab-separated where ``out`` is no terminal."""
    if not out.isatty():
        for row in rows:
            print("\t".join(" ".join(cell.split()) for cell in row), file=out)
        return
    # Loading rich takes longer than most commands.
    from rich import box  # noqa: PLC0415
    from rich.cells import cell_len  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table, rows = Table(box=box.SIMPLE_HEAD, pad_edge=False), list(rows)
    for place, heading in enumerate(headings):
        widest = max((cell_len(row[place]) for row in rows), default=0)
        # A number or a day that is cut cannot be typed; longer words may stand on several lines.
        table.add_column(heading, overflow="fold", min_width=widest if widest <= _WHOLE else None)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(file=out, highlight=False).print(table)


def say_next(what: str, command: str) -> None:
    """Print what to do next; the command stands by itself on the last line, to be copied."""
    print(f"다음: {what}.\n  {command}")


def print_json(value: Any, out: TextIO) -> None:
    """Print plain data; times as ISO text, in Korea like every time that staff read."""
    json.dump(value, out, ensure_ascii=False, indent=1, default=_as_text)
    out.write("\n")


def _as_text(value: object) -> str:
    return iso(value) if isinstance(value, date | datetime) else str(value)


def is_agreed(question: str, *, option: str = "--yes") -> bool:
    """Ask for a yes and return whether it came.

    Args:
        option: What says yes on the command line, where nobody can be asked.

    Raises:
        UsageError: Nobody can answer.
    """
    return answer_to(f"{question} [y/N] ", option=option).strip().lower() in {"y", "yes", "네", "예", "ㅛ"}


def answer_to(question: str, *, option: str) -> str:
    """Ask one question at the keyboard and return the answer.

    Args:
        option: What answers it on the command line, where nobody can be asked.

    Raises:
        UsageError: Nobody can answer.
    """
    try:
        return input(question)
    except EOFError as error:
        sys.stdout.write("\n")
        advice = f"답할 사람이 없습니다. 명령 뒤에 {with_object_particle(option)} 붙여 주세요."
        raise UsageError(question.strip(" :"), "nobody answers", advice=advice) from error
