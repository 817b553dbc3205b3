import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.errors import SettingError
from plugins.inbox.lexicon import Word, lexicon_of, read_lexicon
from plugins.inbox.prior import grams_of

LEXICON = lexicon_of(
    (
        Word(pattern="불편", weight=1.5, category="불만"),
        Word(pattern="환불", weight=1.5, category="환불"),
        Word(pattern="좋", weight=-1.0, category="긍정"),
        Word(pattern="만족", weight=-2.0, category="긍정"),
        Word(pattern="불만족", weight=2.0, category="불만"),
        Word(pattern="안~돼", weight=1.0, category="품질"),
        Word(pattern="##명", weight=-1.0, category="보도"),
        Word(pattern="했다.$", weight=-1.0, category="보도"),
    )
)


def weights_of(text):
    return [stand.weight for stand in LEXICON.find(text)]


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("불편합니다", [1.5]),
        ("불편은 없었어요", [-0.9]),
        ("불편하지 않아요", [-0.9]),
        ("불편함이 없습니다", [-0.9]),
        ("좋아요", [-1.0]),
        ("안 좋아요", [1.0]),
        ("별로 좋지 않네요", [1.0]),
        ("만족", [-2.0]),
        ("불만족", [2.0]),
        ("환불도 안 해 줬다", [2.25]),
        ("안 돼", [1.0]),
        ("안돼", [1.0]),
        ("12명이", [-1.0]),
        ("불편 불편", [1.5]),
        ("말했다.", [-1.0]),
        ("했다. 그래서", []),
        ("", []),
    ],
)
def test_words_are_weighed_where_they_stand(text, weights):
    assert weights_of(text) == pytest.approx(weights)


LETTERS = "불편환불좋만족안 돼1명했다.은는하지없않별로ㅋㅠ…\n①İΣß"


@given(st.text(alphabet=LETTERS, max_size=60))
def test_what_is_known_of_the_grams_changes_nothing(text):
    lower = text.lower() if len(text.lower()) == len(text) else text

    assert LEXICON.find(lower, grams_of(text)) == LEXICON.find(lower)


@pytest.mark.parametrize("pattern", ["안~~돼", "~~돼", "ㅅㅂ", "…끝", "가~"])
def test_a_pattern_that_folding_would_change_is_found_all_the_same(pattern):
    lexicon = lexicon_of((Word(pattern=pattern, weight=1.0, category="불만"),))
    text = pattern.replace("~", " ") + "!"

    assert [stand.start for stand in lexicon.find(text, grams_of(text))] == [0]


def test_of_a_word_that_stands_twice_in_the_lexicon_the_first_counts():
    twice = (Word(pattern="환불", weight=1.0, category="보도"), Word(pattern="환불", weight=2.0, category="불만"))

    assert [stand.word.category for stand in lexicon_of(twice).find("환불")] == ["보도"]


def test_places_are_those_of_the_text():
    text = "정말 안 돼요"

    (stand,) = LEXICON.find(text)

    assert text[stand.start : stand.end] == "안 돼"


def test_a_broken_line_is_told_by_its_number(tmp_path):
    path = tmp_path / "lexicon.ko.tsv"
    path.write_text("# 머리말\n불만\t2\t불만\n불편 1.5 불만\n", encoding="utf-8")

    with pytest.raises(SettingError) as error:
        read_lexicon(path)

    assert "lexicon.ko.tsv:3" in str(error.value)


def test_the_shipped_lexicon_reads():
    assert len(read_lexicon().words) > 400
