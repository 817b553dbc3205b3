import pytest

from plugins.core.errors import SettingError
from plugins.inbox.lexicon import Word, lexicon_of, read_lexicon

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
