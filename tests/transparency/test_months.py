import json

import pytest

from plugins.core.errors import ContentError
from plugins.transparency.count import write_counts
from plugins.transparency.months import MonthCounts, counts_text, is_silent, months_between, read_counts

COUNTS = MonthCounts(mentions=12, complaints=7, linked=5, watched=1, dismissed=4, waiting=2, copies=3, sources=4)
RIGHT = json.loads(counts_text("2026-10", COUNTS))


def told(text, name="2026-10.json"):
    with pytest.raises(ContentError) as error:
        read_counts({name: text if isinstance(text, str) else json.dumps(text)})
    return error.value.korean


def test_what_was_written_is_read_again():
    assert read_counts({"2026-10.json": counts_text("2026-10", COUNTS)}) == {"2026-10": COUNTS}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("{", "JSON으로 읽을 수 없습니다", id="no JSON"),
        pytest.param(RIGHT | {"month": "2026-09"}, "month와 수 여덟 개", id="another month"),
        pytest.param(RIGHT | {"note": "달빛주머니 님의 글"}, "month와 수 여덟 개", id="words"),
        pytest.param({"month": "2026-10"}, "month와 수 여덟 개", id="a number is missing"),
        pytest.param(RIGHT | {"copies": "셋"}, "수는 0이거나", id="no number"),
        pytest.param(RIGHT | {"copies": True}, "수는 0이거나", id="true is no number"),
        pytest.param(RIGHT | {"copies": -1}, "수는 0이거나", id="below zero"),
        pytest.param(RIGHT | {"linked": 6}, "언급 수와 다릅니다", id="does not add up"),
        pytest.param(RIGHT | {"complaints": 13}, "불만의 수가 언급의 수보다", id="more complaints than mentions"),
        pytest.param([1], "month와 수 여덟 개", id="a list"),
    ],
)
def test_anything_but_the_numbers_is_refused(text, said):
    assert said in told(text)


def test_a_file_that_is_named_after_no_month_is_refused():
    assert told(RIGHT, name="10월.json").startswith("content/figures/10월.json:1: 파일 이름은 달이어야")


def test_the_sum_of_months_counts_a_place_once():
    summed = MonthCounts.sum_of([COUNTS, COUNTS])

    assert (summed.mentions, summed.sources) == (24, 4)


def test_months_run_over_the_turn_of_the_year():
    assert months_between("2025-11", "2026-02") == ("2025-11", "2025-12", "2026-01", "2026-02")


@pytest.mark.parametrize(
    ("month", "silent"),
    [
        pytest.param("2026-10", True, id="before we began"),
        pytest.param("2026-11", False, id="the month we began"),
        pytest.param("2026-12", False, id="a quiet month after that"),
        pytest.param("2026-09", False, id="an old text was found later"),
    ],
)
def test_a_month_before_we_began_is_silent_and_a_quiet_one_is_not(month, silent):
    assert is_silent(month, heard={"2026-09"}, begun={"2027-01", "2026-11"}) == silent


def numbers(**changes):
    return {"2026-10": {key: value for key, value in RIGHT.items() if key != "month"} | changes}


def test_counting_writes_a_file_once_and_says_what_it_said_before(tmp_path):
    (first,) = write_counts(tmp_path, numbers())
    (again,) = write_counts(tmp_path, numbers())
    (changed,) = write_counts(tmp_path, numbers(copies=4))

    assert (first.before, again.before, changed.before) == (None, COUNTS, COUNTS)
    assert read_counts({p.name: p.read_text() for p in (tmp_path / "figures").iterdir()})["2026-10"].copies == 4


def test_counting_replaces_no_file_in_which_a_person_wrote(tmp_path):
    path = tmp_path / "figures/2026-10.json"
    path.parent.mkdir()
    path.write_text('{"month": "2026-10", "memo": "다시 셀 것"}', encoding="utf-8")

    with pytest.raises(ContentError):
        write_counts(tmp_path, numbers())

    assert "다시 셀 것" in path.read_text(encoding="utf-8")
