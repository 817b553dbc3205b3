import pytest

from plugins.inbox.duplicates import Tellings, shared_span
from plugins.inbox.letters import letters_of
from plugins.inbox.model import MentionId

TEXT = (
    "일 년에 두어 번 들어갈까 말까 한 모과나루에 들어가려는데 비밀번호가 틀리단다."
    " 내 이름으로 글이 마흔 개 넘게 올라가 있었다."
)
OWN = (
    " 저도 같은 일을 겪었습니다. 저는 지난달 초에 알림을 받고 나서야 알았고, 그날 전화를 걸었지만"
    " 아무도 받지 않았습니다."
    " 이틀 뒤에 온 답장에는 제 질문과 아무 상관이 없는 안내문만 붙어 있었고, 세 번째 편지에는 답이 없었습니다."
)


def tellings(**texts):
    told = Tellings()
    for name, text in texts.items():
        told.add(MentionId(name), text)
    return told


@pytest.mark.parametrize(
    "copy",
    [
        TEXT,
        f"[펌] {TEXT}",
        f"{TEXT} 출처: 어느 카페 https://cafe.example/1",
        TEXT.replace(" ", ""),
        TEXT.replace("비밀번호가", "암호가"),
        f"{TEXT}\n<저작권자(c) 어느 신문 무단 전재-재배포 금지>",
    ],
)
def test_a_copy_is_folded_under_its_first_telling(copy):
    found = tellings(a=TEXT, b="보름째 환불을 기다리는데 전화도 받지 않는다. 사진만 남았다.").likeness(copy)

    assert found is not None
    assert (found.first, found.is_copy) == ("a", True)


def test_another_story_is_its_own():
    other = "보름째 환불을 기다리는데 전화도 받지 않고 답도 없다. 떡은 다음 날 왔고 잔치는 끝났다. 사진만 남았다."

    assert tellings(a=TEXT).likeness(other) is None


def test_a_copy_of_a_copy_belongs_to_the_first():
    found = tellings(a=TEXT, b=f"펌) {TEXT}").likeness(f"{TEXT} (더보기)")

    assert found is not None
    assert found.first == "a"


def test_a_copy_that_adds_a_story_is_told_as_such():
    found = tellings(a=TEXT).likeness(TEXT + OWN)

    assert found is not None
    assert (found.is_copy, found.adds_own_story) == (True, True)


def test_what_shares_a_part_is_related():
    half = TEXT[: len(TEXT) // 2]

    found = tellings(a=TEXT + OWN).likeness(
        half + " 그런데 고객센터는 주말이라 쉰다고만 하고 전화를 끊었다. 참 답답하다."
    )

    assert found is None or not found.is_copy


def test_short_posts_agree_by_chance_and_are_left_alone():
    assert tellings(a="모과나루 환불 언제 되나요").likeness("모과나루 환불 언제 되나요") is None


def test_a_copy_is_found_among_many_texts_that_share_what_everybody_writes_under_a_text():
    tags = "#맛집 #일상 #소통 #선팔 #데일리 #주말 #내돈내산 #후기 #좋아요반사 #오늘의기록 #먹스타그램 #여행에미치다"
    bodies = ("".join(chr(0xAC00 + (n * 7919 + at * 104729) % 11172) for at in range(60)) for n in range(40))
    others = {f"t{n}": f"{body} {tags}" for n, body in enumerate(bodies)}

    found = tellings(a=TEXT, **others).likeness(f"{TEXT[:24]} {tags}")

    assert found is not None
    assert found.first == "a"


@pytest.mark.parametrize("other", ["é", "ў", "ﾊ", "ÿ", "ᄀ", "𠮷", "\ud800"])
def test_letters_of_any_script_are_kept_as_they_are(other):
    text = other.join(TEXT)

    found = tellings(a=text).likeness(text)

    assert found is not None
    assert found.share == 1


def test_a_letter_of_two_halves_counts_as_one_and_stands_in_nobodys_way():
    text = TEXT.replace("모과", "𠮷𠮷")

    found = tellings(a=text).likeness(f"펌) {text}")

    assert found is not None
    assert found.share == 1


def test_the_shared_span_is_told_in_the_text():
    text = f"들어 보세요. {TEXT} 이상입니다."

    span = shared_span(text, TEXT)

    assert span is not None
    assert letters_of(text[span[0] : span[1]]) == letters_of(TEXT)
