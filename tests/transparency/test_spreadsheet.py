import csv
from io import StringIO

import pytest

from plugins.transparency.spreadsheet import csv_bytes, figure_rows


def cell(value):
    (row,) = list(csv.reader(StringIO(csv_bytes([{"a": value}], ["a"]).decode("utf-8-sig"))))[1:]
    return row[0] if row else ""


@pytest.mark.parametrize("formula", ["=1+1", "+82", "-1", "@SUM(A1)", "\tx"])
def test_a_spreadsheet_runs_no_text_of_ours(formula):
    assert cell(formula) == f"'{formula}"


@pytest.mark.parametrize(
    ("value", "told"),
    [(None, ""), (-1, "-1"), (["환불", "늦은 답"], "환불; 늦은 답"), ('쉼표, "따옴표"', '쉼표, "따옴표"')],
)
def test_what_a_value_becomes(value, told):
    assert cell(value) == told


def test_a_korean_excel_sees_what_encoding_it_is():
    assert csv_bytes([], ["a"]).startswith(b"\xef\xbb\xbf")


def test_every_figure_is_a_row_of_its_own():
    document = {
        "all_time": {"month": None, "waits": [{"wait": "answered", "median": None}], "standing": {"open": 2}},
        "months": [],
    }

    rows = [(row["month"], row["figure"], row["value"]) for row in figure_rows(document)]

    assert ("", "standing.open", 2) in rows
    assert ("", "waits.answered.median", None) in rows
