"""The open data as CSV, for people who look at it in a spreadsheet."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

from plugins.transparency.opendata import Json


def csv_bytes(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> bytes:
    """Return rows as CSV in UTF-8 with a byte order mark, without which a Korean Excel shows broken letters.

    A text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[column]) for column in columns])
    return ("\ufeff" + out.getvalue()).encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


CASE_COLUMNS = (
    "id url title topic tags severity origin fault first_stance stage began_at acknowledged_at answered_at resolved_at"
    " stopped_at next_update_by waivers redactions merged_into"
).split()
PROMISE_COLUMNS = "id case url what who made_in recurring first_due due state kept".split()
FIGURE_COLUMNS = ("month", "figure", "value")


def figure_rows(document: Json) -> list[Json]:
    """Return ``figures.json`` as long rows: a month ("" for all time), the path of a figure, and its value."""
    rows: list[Json] = []
    for figures in (document["all_time"], *document["months"]):
        month = figures["month"] or ""
        rows += [{"month": month, "figure": path, "value": value} for path, value in _leaves("", figures)]
    return rows


def _leaves(path: str, value: Any) -> Iterable[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if path or key != "month":
                yield from _leaves(f"{path}.{key}" if path else key, inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            name = next((str(inner[key]) for key in ("wait", "topic") if key in inner), str(number))
            yield from _leaves(f"{path}.{name}", inner)
    else:
        yield path, value
