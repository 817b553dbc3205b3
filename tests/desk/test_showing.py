from dataclasses import replace
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from plugins.desk.showing import around, as_page, said_around, said_score, with_marks
from plugins.inbox.kinds import Urgency
from plugins.inbox.model import Attach, Decided, Match, Sighting
from plugins.inbox.promised import OurPromise
from plugins.inbox.reasons import scored
from plugins.inbox.store import open_store
from tests.inbox.builders import NOW, a_mention, a_source, listening_to

STORY = "모과나루 고객센터가 사흘째 전화를 안 받아요. 환불도 거절하네요. 정말 최악입니다."
HOSTILE = (
    '</pre><script>alert(1)</script><img src=x onerror=alert(2)> "&amp;" <a href="javascript:3">최악</a> 환불 거절'
)


@pytest.fixture
def store(tmp_path):
    with open_store(".desk/inbox.sqlite3", root=tmp_path) as opened:
        yield opened


def a_story(number=1, *, text=STORY, **changes):
    told = a_mention(url=f"https://blog.example/{number}", title="", text=text, found_at=NOW, published_on=NOW)
    match = Match(term="모과나루", where="text", start=0, end=4)
    return replace(told, reasons=scored("", text).reasons, matches=(match,), **changes)


def beside(store, mention, *, promises=(), weight=1.0):
    return around(store.item(mention.id), store, listening_to(a_source(weight=weight)), promises)


def test_five_tellings_in_a_day_are_a_burst_with_its_curve(store):
    first = a_story()
    store.add_mention(first)
    for number in range(2, 6):
        store.add_mention(a_story(number, copy_of=first.id, published_on=NOW + timedelta(hours=number // 2)))

    known = beside(store, first)

    assert known.urgent == (Urgency.BURST,)
    assert known.curve == (NOW, (1, 2, 2))
    assert "1, 2, 2건" in dict(said_around(store.item(first.id), known))["퍼진 흐름"]


def test_a_copy_is_told_with_the_stretch_it_shares(store):
    first = a_story()
    store.add_mention(first)
    copied = "퍼왔어요. " + STORY[:36]
    copy = a_story(2, text=copied, copy_of=first.id)
    copy = replace(copy, reasons=replace(copy.reasons, like=first.id, share=0.9))
    store.add_mention(copy)

    known = beside(store, copy)

    assert dict(said_around(store.item(copy.id), known))["같은 대목"].startswith(f"{first.id}와 ")
    assert "{" in with_marks(copy, known.others)


def test_a_complaint_where_many_read_is_urgent(store):
    story = a_story()
    store.add_mention(story)

    assert Urgency.READERS in beside(store, story, weight=3.0).urgent
    assert Urgency.READERS not in beside(store, story).urgent


def test_the_heaviest_source_that_shows_it_counts(store):
    story = a_story(source="alerts")
    sighting = Sighting(source="mentions", entry_key="k", mention=story.id, fingerprint="f", seen_at=NOW)
    store.add_mention(story, sighting)

    assert Urgency.READERS in beside(store, story, weight=2.0).urgent


def test_a_promise_of_ours_that_is_named_is_urgent(store):
    story = a_story(text="모과나루가 사흘 안에 환불한다더니 전화도 안 받아요. 환불 전화 사흘째 기다려요.")
    store.add_mention(story)
    promise = OurPromise(case_id="MG-2026-001", id="P1", what="사흘 안에 환불 전화를 드린다")

    known = beside(store, story, promises=[promise])

    assert known.urgent == (Urgency.PROMISE,)
    assert dict(said_around(store.item(story.id), known))["우리 약속"].startswith("MG-2026-001 P1")


def test_the_case_of_what_it_resembles_is_proposed(store):
    first, later = a_story(), a_story(2)
    later = replace(later, reasons=replace(later.reasons, like=first.id, share=0.4))
    for each in (first, later):
        store.add_mention(each)
    store.decide(first.id, Decided(decision=Attach(case_id="MG-2026-001"), who="윤하람", at=NOW))

    known = beside(store, later)

    assert (known.case, known.urgent) == ("MG-2026-001", (Urgency.OPEN_CASE,))


def test_the_page_marks_our_name_and_the_words_of_the_score():
    page = BeautifulSoup(as_page(a_story(), [("번호", "m-1")], [a_story(2)]), "html.parser")

    assert page.select_one("pre mark.brand").get_text() == "모과나루"
    assert page.select("pre mark.evidence")
    assert page.select_one("pre").get_text().strip() == STORY


@pytest.mark.parametrize(
    ("words", "said"),
    [(("환불", "보름째"), "0.14 (환불, 보름째)"), ((), "0.14 (불만의 말로 아는 낱말이 없음)")],
)
def test_a_score_without_words_says_so_instead_of_nothing(words, said):
    assert said_score(a_mention(score=0.14, evidence=words)) == said


def test_nothing_in_a_complaint_becomes_markup():
    page = BeautifulSoup(as_page(a_story(text=HOSTILE, title=HOSTILE), [("글쓴이", HOSTILE)]), "html.parser")

    assert page.select("script, img, a, link, iframe, form, [src], [href], [onerror]") == []
    assert page.select_one("pre").get_text().strip() == HOSTILE
    assert "default-src 'none'" in str(page.head)


def test_marks_in_a_terminal_leave_the_words_as_they_are():
    shown = with_marks(a_story())

    assert shown.startswith("[[모과나루]]")
    assert "".join(char for char in shown if char not in "[]*{}") == STORY
