"""A build that names no instant: within an hour it says the same, and what was just written is in it."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from plugins.desk.present import instant_of

NOW = datetime(2026, 11, 22, 12, 52, 17, tzinfo=UTC)
HOUR = datetime(2026, 11, 22, 12, tzinfo=UTC)


def written(root, header, *, at=NOW):
    path = root / "responses" / "mg-2026-001-response.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{header}\n---\n\n2026-11-22T21:45:00+09:00에 읽었습니다.\n", encoding="utf-8")
    os.utime(path, (at.timestamp(), at.timestamp()))
    return root


@pytest.mark.parametrize(
    ("header", "instant"),
    [
        pytest.param("date: 2026-11-22T20:00:00+09:00", HOUR, id="before this hour"),
        pytest.param("date: 2026-11-22T21:52:00+09:00", HOUR + timedelta(minutes=52), id="since this hour began"),
        pytest.param("next_update_by: 2026-11-22T21:53:00+09:00", HOUR, id="still to come"),
        pytest.param("date: 2026-11-22T25:00:00+09:00", HOUR, id="no time"),
    ],
)
def test_now_is_the_hour_or_what_was_written_since_it_began(tmp_path, header, instant):
    assert instant_of(written(tmp_path, header), NOW) == instant


def test_what_was_planned_earlier_waits_for_the_hour(tmp_path):
    content = written(tmp_path, "date: 2026-11-22T21:30:00+09:00", at=HOUR - timedelta(days=2))

    assert instant_of(content, NOW) == HOUR


def test_a_file_that_cannot_be_read_changes_no_instant(tmp_path):
    content = written(tmp_path, "")
    (content / "responses" / "kopie.md").write_bytes("---\ndate: 어제\n---\n".encode("cp949"))

    assert instant_of(content, NOW) == HOUR
