import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from plugins.core.errors import DeskError, FetchError
from plugins.core.http import Reply
from plugins.inbox.add import add_by_hand
from plugins.inbox.collect import collect
from plugins.inbox.feedback import FEWEST_OF_A_KIND
from plugins.inbox.model import BY_HAND, Attach, Decided, Dismiss
from tests.inbox.builders import NOW, FakeFetch, a_source, an_inbox, an_item, listening_to, rss, waiting

PAGE = (Path(__file__).parents[1] / "data" / "feeds" / "page.html").read_text(encoding="utf-8")
URL = "https://slowpost.blog.example/31"
COMPLAINT = "# 접수되었습니다만 여섯 번\n\n결제 기계가 저녁 장사 내내 먹통이라 물었다.\n전화는 안 받는다.\n"


@pytest.fixture
def store(tmp_path):
    with an_inbox(tmp_path) as opened:
        yield opened


def added(store, replies=None, **options):
    return asyncio.run(
        add_by_hand(store=store, fetch=FakeFetch(replies or {}), listening=listening_to(), now=NOW, **options)
    )


def test_a_page_is_fetched_for_what_it_says_of_itself(store):
    mention = added(store, {URL: PAGE}, url=f"{URL}?utm_source=x#top").item.mention

    assert (mention.url, mention.title, mention.author) == (URL, "네 번 물었는데 네 번 다른 답", "느린우체통")
    assert (mention.place, mention.published_on) == ("느린 우체통", datetime(2026, 10, 15, 4, 20, tzinfo=UTC))
    assert mention.text == "모과나루에 가게를 낸 지 넉 달.\n카드 정산이 왜 밀리는지 네 번 물었다."
    assert (mention.license, mention.source) == ("https://creativecommons.org/licenses/by-nd/4.0/", BY_HAND)
    assert mention.matches


def test_what_staff_say_wins_over_the_page(store):
    mention = added(store, {URL: PAGE}, url=URL, author="우체통", place="옆집", published="2026. 10. 14.").item.mention

    assert (mention.author, mention.place, mention.published_on) == ("우체통", "옆집", date(2026, 10, 14))


@pytest.mark.parametrize("reply", [None, Reply(url=URL, status=403), "<html></html>"], ids=["no host", "403", "empty"])
def test_a_page_that_cannot_be_read_is_told_with_a_way_out(store, reply):
    with pytest.raises(FetchError) as error:
        added(store, {URL: reply} if reply else {}, url=URL)

    assert "invoke add --text" in error.value.korean
    assert waiting(store) == ()


def test_a_members_only_complaint_has_no_public_address(store):
    item = added(
        store, text=COMPLAINT, place="가게 사장님들 카페", author="국수집둘째", published="2026-10-19 23:48"
    ).item

    mention = item.mention
    assert (mention.url, mention.title, mention.place) == (None, "접수되었습니다만 여섯 번", "가게 사장님들 카페")
    assert mention.text == "결제 기계가 저녁 장사 내내 먹통이라 물었다.\n전화는 안 받는다."
    assert mention.published_on == datetime(2026, 10, 19, 14, 48, tzinfo=UTC)
    assert mention.score > 0.5


def test_an_address_with_a_text_is_not_fetched(store):
    mention = added(store, url=URL, text=COMPLAINT).item.mention

    assert (mention.url, mention.place) == (URL, "slowpost.blog.example")


def test_the_same_complaint_is_added_once(store):
    first = added(store, text=COMPLAINT)

    second = added(store, text=COMPLAINT.replace("\n", "\r\n"))

    assert (first.is_new, second.is_new) == (True, False)
    assert second.item.mention.id == first.item.mention.id


def test_a_page_that_a_feed_brought_is_not_added_again(store):
    asyncio.run(
        collect(
            listening=listening_to(a_source()),
            store=store,
            fetch=FakeFetch({a_source().url: rss(an_item())}),
            read_file=lambda _: b"",
            now=NOW,
            cited={},
        )
    )

    again = added(store, url="http://www.blog.example/1/")

    assert (again.is_new, len(waiting(store))) == (False, 1)


@pytest.mark.parametrize(
    ("options", "advice"),
    [
        ({}, "하나는 있어야"),
        ({"text": " \n"}, "하나는 있어야"),
        ({"url": "ftp://a.example/"}, "http나 https"),
        ({"text": "글", "published": "언젠가"}, "날짜를 읽을 수 없습니다"),
    ],
)
def test_what_cannot_be_added_is_one_sentence(store, options, advice):
    with pytest.raises(DeskError) as error:
        added(store, **options)

    assert advice in error.value.korean


STORY = "모과나루 고객센터가 사흘째 전화를 안 받아요. 환불도 거절하네요. 정말 최악입니다. 상자는 비에 젖어 있었어요."


def test_a_copy_added_by_hand_is_folded_under_its_first_telling(store):
    first = added(store, text=STORY).item.mention

    copy = added(store, url="https://copy.example/1", text=f"(펌) {STORY}").item.mention

    assert copy.copy_of == first.id
    assert (copy.reasons.like, copy.reasons.share >= 0.6) == (first.id, True)
    assert [item.mention.id for item in waiting(store)] == [first.id]


def test_what_decisions_taught_counts_for_what_is_added_by_hand(store):
    for number in range(2 * FEWEST_OF_A_KIND):
        is_bad = number % 2
        words = "껍질이 씹혀요" if is_bad else "산책을 다녀왔어요"
        told = added(store, text=f"{words}\n{number}번째 {words}").item.mention
        decision = Attach(case_id="MG-2026-001") if is_bad else Dismiss(reason="이야기")
        store.decide(told.id, Decided(decision=decision, who="윤하람", at=NOW))

    mention = added(store, text="오늘도\n껍질이 또 씹혀요").item.mention

    assert dict(mention.reasons.parts)["staff"] > 0
