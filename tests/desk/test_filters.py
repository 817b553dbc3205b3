from datetime import UTC, datetime

import pytest

from plugins.desk.arguments import UsageError
from plugins.desk.filters import (
    brand_words,
    first_instant,
    last_instant,
    refuse_backwards,
    source_named,
    state_named,
)

SOURCES = {"mentions": "모과나루 언급 모음", "alerts": "알림"}
BRANDS = [("모과나루", "Mogwanaru", "모과나루 한줌 견과"), ("달빛가게",)]


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("waiting", "waiting"),
        ("기다림", "waiting"),
        ("지켜봄", "watched"),
        ("접어둠", "dismissed"),
        ("접어  둠", "dismissed"),
        ("이어짐", "linked"),
        ("모두", "all"),
        ("ALL", "all"),
    ],
)
def test_a_state_has_an_english_and_korean_names(typed, state):
    assert state_named(typed) == state


@pytest.mark.parametrize(
    ("refused", "hint"),
    [
        pytest.param(lambda: state_named("wating"), "waiting를 뜻하셨나요?", id="state"),
        pytest.param(lambda: state_named("기달림"), "기다림을 뜻하셨나요?", id="korean state"),
        pytest.param(lambda: state_named("x"), "있는 것: waiting 기다림,", id="no state near"),
        pytest.param(lambda: source_named("alert", SOURCES, ()), "alerts를 뜻하셨나요?", id="source"),
        pytest.param(
            lambda: source_named("x", SOURCES, ("gone",)), "gone, mentions 모과나루 언급 모음", id="no source"
        ),
        pytest.param(lambda: source_named("둘", {"a": "둘", "b": "둘"}, ()), "여럿입니다: a, b", id="two sources"),
        pytest.param(lambda: brand_words("모가나루", BRANDS), "모과나루를 뜻하셨나요?", id="brand"),
        pytest.param(lambda: brand_words("x", []), "있는 것: 없음", id="no brand"),
        pytest.param(lambda: first_instant("어제"), "날짜로 읽을 수 없습니다", id="day"),
        pytest.param(lambda: last_instant("2026-13-01"), "날짜로 읽을 수 없습니다", id="month"),
    ],
)
def test_a_misspelt_value_is_refused_with_a_suggestion(refused, hint):
    with pytest.raises(UsageError) as error:
        refused()

    assert hint in error.value.korean


@pytest.mark.parametrize("typed", ["alerts", "알림"])
def test_a_source_is_named_by_key_or_name(typed):
    assert source_named(typed, SOURCES, ()) == "alerts"


def test_a_source_that_left_the_list_is_still_named():
    assert source_named("gone", SOURCES, ("gone",)) == "gone"


@pytest.mark.parametrize("typed", ["모과나루", "mogwanaru", "모과나루한줌견과"])
def test_a_brand_is_named_by_any_of_its_names(typed):
    assert brand_words(typed, BRANDS) == frozenset(BRANDS[0])


def test_a_day_is_korea_s_from_its_first_instant_to_its_last():
    assert first_instant("2026-11-22") == datetime(2026, 11, 21, 15, tzinfo=UTC)
    assert last_instant("2026-11-22") == datetime(2026, 11, 22, 15, tzinfo=UTC)
    assert (first_instant(""), last_instant("")) == (None, None)


def test_an_end_before_the_beginning_is_refused():
    refuse_backwards(first_instant("2026-11-22"), last_instant("2026-11-22"), "2026-11-22")

    with pytest.raises(UsageError):
        refuse_backwards(first_instant("2026-11-22"), last_instant("2026-11-21"), "2026-11-21")
