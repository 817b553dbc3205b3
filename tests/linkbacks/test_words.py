"""What staff read of a delivery; the ledger keeps it in English."""

import re
from pathlib import Path

import pytest

from plugins.linkbacks.words import reason_of

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
WRITTEN = re.compile(r"""(?:why=|_waiting\(|_failure\([\w.]+,\s)(f?)"([a-z][^"]+)\"""")


def lines_of_the_ledger():
    for module in ("linkbacks/telling", "linkbacks/sources", "linkbacks/rounds", "linkbacks/office", "edge/http"):
        for is_filled, line in WRITTEN.findall((PLUGINS / f"{module}.py").read_text(encoding="utf-8")):
            yield re.sub(r"\{[^}]+\}", "404", line) if is_filled else line


@pytest.mark.parametrize("line", sorted({*lines_of_the_ledger()} - {"live", "told by hand", "told before"}))
def test_every_reason_is_told_in_korean(line):
    assert re.search("[가-힣]", reason_of(line))


def test_a_reason_within_a_reason_is_told_in_korean():
    assert reason_of("our page: no such host") == "저희 글: 그런 이름의 서버가 없음"


def test_a_reason_that_nobody_foresaw_stays():
    assert reason_of("teapot") == "teapot"
