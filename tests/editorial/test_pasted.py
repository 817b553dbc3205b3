"""A reply written for somebody else is known by its twin; a reply of one's own is not."""

import pytest

from plugins.editorial.facts import facts_found
from plugins.editorial.pasted import Reuse, archive_of, compare, squashed

LATE = """안녕하세요, 윤서준 고객님. 주문하신 캡슐 커피 배송이 예정일보다 늦어져 불편을 드린 점 사과드립니다.

확인 결과 6월 25일 물류센터 출고 물량이 몰리면서 분류 작업이 하루 지연되었습니다.

오늘 오후 6시 전까지 배송을 마치도록 담당 기사에게 직접 요청했으며, 배송비는 전액 돌려드렸습니다.
"""
PASTED = LATE.replace("윤서준", "장미란").replace("6월 25일", "11월 3일").replace("캡슐 커피", "캡슐커피")
OWN = """박지훈 님, 토스터가 왜 늦었는지 송장부터 다시 들여다보았습니다.

새벽 차량이 고속도로에 멈춰 서면서 수원으로 가는 물건이 통째로 밀렸고, 저희는 알리지 않았습니다.
"""
HOUSE = "개인정보 침해 상담은 국번 없이 118에서, 분쟁조정 신청은 누리집에서 받으실 수 있습니다.\n"


def an_archive(*texts):
    return archive_of({f"r{number}": text for number, text in enumerate(texts)})


def test_a_copy_with_other_names_and_numbers_is_a_copy_and_shows_its_twin():
    found = compare(PASTED, an_archive(OWN, LATE))

    assert (found.reuse, found.twin) == (Reuse.COPY, "r1")
    assert found.shared[0].twin.startswith("안녕하세요, 윤서준")


def test_a_reply_of_one_s_own_is_own():
    found = compare(OWN, an_archive(LATE))

    assert (found.reuse, found.shared) == (Reuse.OWN, ())


def test_the_reply_itself_is_no_twin():
    found = compare(LATE, an_archive(LATE, OWN), without=["r0"])

    assert found.reuse is Reuse.OWN


def test_what_three_of_ten_replies_say_is_the_house_s():
    subjects = ("창문", "커피", "승강기", "환불", "좌석", "이자", "지도", "청구서", "신발", "우산", "책장", "현관")
    archive = an_archive(*(f"{s}에 관해 저희가 {s} 기록을 보고 {s}부터 고쳤습니다.\n\n{HOUSE}" for s in subjects))
    found = compare(f"계단 전등 열두 개를 갈았습니다. 나머지는 내일 갑니다.\n\n{HOUSE}", archive)

    assert found.reuse is Reuse.OWN


def test_a_quotation_of_the_complaint_is_not_compared():
    quoted = "\n".join(f"> {line}" for line in LATE.splitlines())
    found = compare(f"{quoted}\n\n{OWN}", an_archive(LATE))

    assert found.reuse is Reuse.OWN


def test_a_progress_post_may_repeat_more():
    half = LATE.split("\n\n", maxsplit=1)[0] + "\n\n" + OWN
    archive = an_archive(LATE)

    assert compare(half, archive).reuse is Reuse.NOTE
    assert compare(half, archive, progress=True).reuse is Reuse.OWN


def test_nothing_has_no_twin():
    found = compare("", archive_of({}))

    assert (found.share, found.twin, found.reuse) == (0.0, "", Reuse.OWN)


def test_spaces_names_and_numbers_do_not_tell_texts_apart():
    assert squashed("윤서준 고객님, 6월 25일에") == squashed("장미란고객님 11월 3일 에")


TEXT = "10월 2일 새벽에 광고 마흔한 개가 올라갔고, 두 시까지 하나씩 누르셨습니다. 나흘 뒤 회원비 12,000원을 드립니다."


@pytest.mark.parametrize(
    "fact",
    [
        "광고 41개",
        "광고 마흔한 개",
        "새벽 두 시까지",
        "2시까지",
        "회원비 1만 2천원",
        "회원비 12000원",
        "4일 뒤",
        "10월 2일",
        "하나씩",
    ],
)
def test_a_fact_is_found_however_it_is_spelt(fact):
    assert facts_found([fact], TEXT) == (fact,)


@pytest.mark.parametrize("fact", ["광고 14개", "글 41개가 지워짐", "회원비 2만 원", "10월 3일", "신분증 사본", ""])
def test_a_fact_that_is_not_there_is_not_found(fact):
    assert facts_found([fact], TEXT) == ()
