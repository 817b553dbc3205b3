"""Writes ``content/figures/<month>.json``, a shell: numbers come in, a file goes out, a person reads it and commits."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.edge.files import write_atomic
from plugins.transparency.months import FOLDER, MonthCounts, counts_text, read_counts


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """What counting one month did.

    Attributes:
        before: What the file said; None where there was none.
    """

    month: str
    path: str
    counts: MonthCounts
    before: MonthCounts | None


def write_counts(content: Path, numbers: Mapping[str, Mapping[str, int]]) -> tuple[Counted, ...]:
    """Write the file of every month given, where it says something else, and return what became of each.

    Raises:
        ContentError: A file that stands there is not ours to replace: a person has written in it.
    """
    folder = content / FOLDER
    done = []
    for month, counted in sorted(numbers.items()):
        path = folder / f"{month}.json"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        before = read_counts({path.name: text})[month] if text else None
        counts = MonthCounts(**counted)
        if counts != before:
            write_atomic(path, counts_text(month, counts))
        done.append(Counted(month=month, path=f"content/{FOLDER}/{path.name}", counts=counts, before=before))
    return tuple(done)
