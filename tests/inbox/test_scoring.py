import pytest

from plugins.inbox.scoring import complaint_score


def test_a_complaint_stands_above_praise_and_news():
    complaint = complaint_score("환불이 안 됩니다", "다섯 번 전화했는데 불친절하고 황당했다").value
    praise = complaint_score("견과 맛있네요", "맛은 좋아요").value
    news = complaint_score("모과나루, 가을 장터 연다", "다음 달부터 세 곳에서 연다").value

    assert complaint > 0.5 > max(praise, news)


def test_the_words_that_made_the_score_are_told_heaviest_first():
    assert complaint_score("늦은 환불", "개인정보 유출").evidence[0] == "유출"


@pytest.mark.parametrize("text", ["불만은 없었습니다", "피해가 없다", "최악은 아니었다"])
def test_a_word_that_is_taken_back_does_not_count(text):
    assert complaint_score("", text).value == 0


def test_repeating_a_word_does_not_raise_the_score():
    assert complaint_score("", "환불 환불 환불").value == complaint_score("", "환불").value
