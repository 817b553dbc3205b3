from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from plugins.inbox.marks import Mark, Sign, hourly, marks_of, pieces
from plugins.inbox.model import Match
from plugins.inbox.reasons import scored
from tests.inbox.builders import NOW, a_mention

STORY = "모과나루 고객센터가 사흘째 전화를 안 받아요. 환불도 거절하네요. 정말 최악입니다."
MARKS = st.builds(
    lambda start, length, sign: Mark(start=start, end=start + length, sign=sign),
    st.integers(0, 20),
    st.integers(1, 10),
    st.sampled_from(list(Sign)),
)


def a_story():
    match = Match(term="모과나루", where="text", start=0, end=4)
    return replace(a_mention(title="", text=STORY), reasons=scored("", STORY).reasons, matches=(match,))


def test_our_name_and_the_words_of_the_score_are_marked():
    marks = marks_of(a_story())

    assert {STORY[mark.start : mark.end] for mark in marks if mark.sign is Sign.BRAND} == {"모과나루"}
    assert any("최악" in STORY[mark.start : mark.end] for mark in marks if mark.sign is Sign.EVIDENCE)


def test_what_another_telling_shares_is_marked():
    marks = marks_of(a_story(), others=["(펌) " + STORY[:30] + " 저도 그랬어요"])

    (shared,) = [mark for mark in marks if mark.sign is Sign.SHARED]
    assert STORY[shared.start : shared.end].startswith("모과나루 고객센터가 사흘째")


@given(st.text(alphabet="모과 나루<&", max_size=25), st.lists(MARKS, max_size=5))
def test_the_pieces_put_together_are_the_text(text, marks):
    assert "".join(piece.text for piece in pieces(text, marks)) == text


def test_a_piece_under_two_marks_has_both_signs():
    marks = [Mark(start=0, end=4, sign=Sign.BRAND), Mark(start=2, end=6, sign=Sign.EVIDENCE)]

    assert [set(piece.signs) for piece in pieces("모과나루에서", marks)] == [
        {Sign.BRAND},
        {Sign.BRAND, Sign.EVIDENCE},
        {Sign.EVIDENCE},
    ]


def test_the_curve_is_of_the_busiest_day():
    hour = timedelta(hours=1)
    times = [NOW - 60 * hour, NOW, NOW + hour, NOW + hour, NOW + 3 * hour]

    assert hourly(times) == (NOW, (1, 2, 0, 1))
    assert hourly([NOW]) is None
