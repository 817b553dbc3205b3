from plugins.inbox.duplicates import first_telling, telling
from plugins.inbox.model import MentionId

TEXT = (
    "일 년에 두어 번 들어갈까 말까 한 모과나루에 들어가려는데 비밀번호가 틀리단다."
    " 내 이름으로 글이 마흔 개 넘게 올라가 있었다."
)


def told(name, title, text=TEXT):
    return telling(MentionId(name), title, text)


def test_a_copied_post_is_folded_under_its_first_telling():
    assert (
        first_telling(told("b", "[펌] 도둑맞았다"), [told("a", "도둑맞았다", TEXT + " 그런데 지울 수가 없다.")]) == "a"
    )


def test_the_telling_that_shares_most_is_the_first():
    half = TEXT[: len(TEXT) // 2]

    assert first_telling(told("c", "[펌]"), [told("b", "", half + half[::-1]), told("a", "")]) == "a"


def test_another_story_is_its_own():
    other = told(
        "b",
        "환불",
        "보름째 환불을 기다리는데 전화도 받지 않고 답도 없다. 떡은 다음 날 왔고 잔치는 끝났다. 사진만 남았다.",
    )

    assert first_telling(other, [told("a", "")]) is None


def test_short_posts_agree_by_chance_and_are_left_alone():
    assert first_telling(told("b", "모과나루 환불", "언제 되나요"), [told("a", "모과나루 환불", "언제 되나요")]) is None
