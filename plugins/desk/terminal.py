"""What commands print: tables as wide as Korean letters really are, and tab-separated lines where a script reads.

Nothing printed is interpreted: a complaint's title may hold brackets that rich would take for markup.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TextIO

from plugins.desk.arguments import UsageError


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]], out: TextIO) -> None:
    """Print rows under headings; without headings and tab-separated where ``out`` is no terminal."""
    if not out.isatty():
        for row in rows:
            print("\t".join(" ".join(cell.split()) for cell in row), file=out)
        return
    # Loading rich takes longer than most commands.
    from rich import box  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(*headings, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(file=out, highlight=False).print(table)


def print_json(value: Any, out: TextIO) -> None:
    """Print plain data; times as ISO text."""
    json.dump(value, out, ensure_ascii=False, indent=1, default=_as_text)
    out.write("\n")


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def is_agreed(question: str) -> bool:
    """Ask for a yes and return whether it came.

    Raises:
        UsageError: Nobody can answer.
    """
    return answer_to(f"{question} [y/N] ").strip().lower() in {"y", "yes", "네", "예", "ㅛ"}


def answer_to(question: str) -> str:
    """Ask one question at the keyboard and return the answer.

    Raises:
        UsageError: Nobody can answer.
    """
    try:
        return input(question)
    except EOFError as error:
        sys.stdout.write("\n")
        raise UsageError(
            question.strip(" :"), "nobody answers", advice="답할 사람이 없습니다. 명령 뒤에 선택지로 적어 주세요."
        ) from error
