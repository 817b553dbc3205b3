import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.inbox.matching import find_in_entry, find_terms, readings, watched_terms
from plugins.inbox.model import Brand
from plugins.inbox.words import load_words
from tests.inbox.builders import MOGWANARU, an_entry

TERMS = watched_terms((MOGWANARU,))


@pytest.mark.parametrize(
    "text",
    [
        "모과나루",
        "모과나루에 가게를 낸 지 넉 달",
        "모과나루에서도 안 됩니다",
        "모과나루라는 곳",
        "모과나루입니다만",
        "모과나루는요",
        "모과나루가, 또",
        "(주)모과나루의 답",
        "#모과나루 #환불",
        "‘모과나루’에",
        "모과나루고객센터에 전화",
        "모과나루앱이 멈춤",
        "모과나루바삭페이백 거절",
        "모과나루였으면 이랬을까",
        "모과나루한텐 기대도 안 함",
        "모과나루라 믿었는데",
        "동네모과나루 갔다가",
        "모과나루세탁기 고장",
        "모과 나루에서 결제가 두 번",
        "Mogwanaru's payment box",
        "MOGWANARU에서",
        "ｍｏｇｗａｎａｒｕ",
        "모\u200b과나루에",
        "ＭＯＧＷＡＮＡＲＵ가",
        "모과나루 한줌견과",
        "모과나루터 말고 모과나루",
    ],
)
def test_a_name_is_found(text):
    assert find_terms(text, TERMS)


@pytest.mark.parametrize(
    "text",
    [
        "강가 모과나루터에서 배를 기다리며",
        "모과나루터",
        "큰모과나루",
        "모과나무",
        "모과나루미용실",
        "모과나루길에서 만나",
        "https://blog.example/모과나루",
        "ftp://files.example/모과나루/2024 에 있음",
        "help@mogwanaru.example 로",
        "www.mogwanaru.example",
        "amogwanaru",
        "mogwanarus",
        "",
    ],
)
def test_what_only_looks_like_a_name_is_not(text):
    assert find_terms(text, TERMS) == ()


def test_a_name_of_three_letters_is_no_part_of_a_longer_word():
    assert find_terms("오리온천에 다녀왔다", watched_terms((Brand(names=("오리온",)),))) == ()


def test_two_words_by_themselves_are_no_name_with_a_blank():
    terms = watched_terms((Brand(names=("11번가",)),))

    assert find_terms("버스 11번 가요", terms) == ()
    assert find_terms("11 번가에서 샀다", terms)


def test_a_name_that_ends_in_a_digit_is_no_amount_of_money():
    terms = watched_terms((Brand(names=("모아24",)),))

    assert find_terms("동전만 모아24만원 만들었다", terms) == ()
    assert find_terms("모아24만 이래요", terms)


def test_without_an_excluded_word_the_rule_of_particles_still_holds():
    assert find_terms("모과나루터 단풍길", watched_terms((Brand(names=("모과나루",)),))) == ()


@pytest.mark.parametrize("text", ["m.mogwanaru.co.kr 접속", "mogwanaru.com/event 참고"])
def test_a_host_without_its_scheme_is_an_address(text):
    assert find_terms(text, watched_terms((Brand(names=("mogwanaru",)),))) == ()


def test_a_company_that_is_called_like_its_host_is_named():
    assert find_terms("SSG.COM 배송이 늦네", watched_terms((Brand(names=("SSG",)),)))


def test_a_letter_before_and_a_letter_after_are_no_two_signs_of_a_name():
    terms = watched_terms((Brand(names=("사람인",)),))

    assert find_terms("옆사람인사 좀", terms) == ()
    assert find_terms("구사람인에서", terms)


def test_an_excluded_word_voids_only_the_place_it_covers():
    terms = watched_terms((Brand(names=("배민",), exclude=("배민 출신",)),))

    assert [(m.start, m.end) for m in find_terms("배민 출신이 말하는 배민의 속", terms)] == [(11, 13)]


def test_places_are_those_of_the_original():
    text = "그런데 모\u200b과나루에서는"

    match = find_terms(text, TERMS)[0]

    assert text[match.start : match.end] == "모\u200b과나루"


def test_title_and_text_are_both_read():
    entry = an_entry(title="네 번 물었는데 네 번 다른 답", text="모과나루에 가게를 낸 지 넉 달.")

    assert [(m.term, m.where) for m in find_in_entry(entry, TERMS)] == [("모과나루", "text")]


@given(st.sampled_from(load_words().particles), st.sampled_from(["", " ", ".", ", ", "\n"]))
def test_every_particle_may_follow(particle, after):
    assert find_terms(f"그 모과나루{particle}{after}", TERMS)


@given(
    st.lists(st.text(alphabet="모과나루", min_size=1, max_size=4), min_size=1, max_size=6), st.text("모과나루 \u200b")
)
def test_a_name_is_looked_for_wherever_it_stands(names, text):
    """However many names share their beginnings, one inside or behind another is not passed over."""
    found = {(r.term, r.start, r.end) for r in readings(text, watched_terms([Brand(names=(n,)) for n in names]))}

    letters = [(place, char) for place, char in enumerate(text) if char not in " \u200b"]
    joined = "".join(char for _, char in letters)
    assert found == {
        (name, letters[at][0], letters[at + len(name) - 1][0] + 1)
        for name in names
        for at in range(len(joined) - len(name) + 1)
        if joined.startswith(name, at)
    }


def test_a_name_with_characters_that_mean_something_to_a_pattern_is_found():
    terms = watched_terms((Brand(names=("a.b", "C++", "[모과]", "^나루$")),))

    assert [m.term for m in find_terms("a.b, C++ 그리고 [모과]와 ^나루$ 하지만 axb", terms)] == [
        "a.b",
        "C++",
        "[모과]",
        "^나루$",
    ]


def test_no_names_match_nothing():
    assert find_terms("모과나루", watched_terms(())) == ()


@given(st.text(alphabet="모과나루터에서 Mogwanaru.", max_size=40))
def test_every_match_stands_where_it_says(text):
    text = unicodedata.normalize("NFC", text)

    for match in find_terms(text, TERMS):
        assert text[match.start : match.end].lower().replace(" ", "") in {"모과나루", "mogwanaru"}
