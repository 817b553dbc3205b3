from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.model import Citation, Consent
from plugins.core.personal_data import Level, load_patterns, scan
from plugins.inbox.disclosure import facts_of, forbids_derivatives, to_citation
from plugins.inbox.matching import find_terms, watched_terms
from plugins.inbox.model import Mention
from tests.inbox.builders import MOGWANARU, a_mention

PATTERNS = load_patterns()
ND = "https://creativecommons.org/licenses/by-nc-nd/4.0/"
FILLER = st.text(alphabet="가나다라 마바사.!\n", max_size=330)
DATA = st.sampled_from(
    ["010-0000-1234", "010 0000 1234", "someone@example.com", "4111 1111 1111 1111", "990230-1234567", "101동 1001호"]
)


def disclosed(**changes):
    return to_citation(a_mention(**changes), key="c1", patterns=PATTERNS)


def blocked(text):
    return [datum.label for datum in scan(text, PATTERNS) if datum.level is Level.BLOCK]


def test_a_citation_shows_who_wrote_what_where_and_when():
    mention = a_mention()

    citation = disclosed().citation

    assert (citation.key, citation.url, citation.title, citation.author) == (
        "c1",
        mention.url,
        mention.title,
        "보리차한잔",
    )
    assert (citation.place, citation.published_on) == ("bori.blog.example", mention.published_on)
    assert citation.excerpt == mention.text
    assert citation.consent is Consent.NONE


@given(FILLER, DATA, FILLER)
def test_no_personal_data_get_out(before, datum, after):
    text = f"{before} {datum} {after}"

    citation = disclosed(text=text, title=text, author=datum, place=text).citation

    shown = "\n".join((citation.title, citation.author, citation.place, citation.excerpt, *citation.facts))
    assert blocked(shown) == []
    assert len(citation.excerpt) <= 300


@given(st.integers(0, 310))
def test_no_part_of_a_number_survives_the_cut(length):
    text = "가" * length + " 010-0000-1234 로 연락 주세요. " + "나" * 100

    excerpt = disclosed(text=text).citation.excerpt

    assert "0000" not in excerpt
    assert excerpt.count("[") == excerpt.count("]")


def test_staff_are_told_what_was_masked():
    notes = disclosed(text="같은 일 겪으신 분 010-0000-1234 로 연락 주세요.").notes

    assert notes == ("본문에서 가렸습니다: 휴대전화 번호.",)


def test_a_licence_without_derivatives_leaves_the_facts_only():
    disclosure = disclosed(license=ND, text="글이 마흔 개 넘게 올라가 있었다.")

    assert (disclosure.citation.excerpt, disclosure.citation.license) == ("", ND)
    assert "마흔 개" in disclosure.citation.facts
    assert any("변경을 허락하지 않아" in note for note in disclosure.notes)


@pytest.mark.parametrize(
    ("license_", "forbids"),
    [
        (ND, True),
        ("https://creativecommons.org/licenses/by-nd/2.0/kr/", True),
        ("CC BY-NC-ND 4.0", True),
        ("저작자표시-비영리-변경금지", True),
        ("NoDerivatives", True),
        ("https://creativecommons.org/licenses/by-nc-sa/4.0/", False),
        ("https://blog.example/nderson", False),
        ("", False),
    ],
)
def test_a_licence_that_forbids_derivatives_is_recognised(license_, forbids):
    assert forbids_derivatives(license_) is forbids


def test_a_members_only_complaint_has_no_address_and_says_so():
    disclosure = disclosed(url=None, place="가게 사장님들 카페")

    assert disclosure.citation.url is None
    assert any("공개된 주소가 없습니다" in note for note in disclosure.notes)


def test_an_address_with_personal_data_is_left_out():
    disclosure = disclosed(url="https://a.example/?mail=someone@example.com")

    assert disclosure.citation.url is None
    assert any("링크를 뺐습니다" in note for note in disclosure.notes)


def test_an_unknown_date_and_author_are_for_staff_to_look_up():
    notes = disclosed(published_on=None, author="").notes

    assert len(notes) == 2


def test_the_day_of_attaching_and_the_key_are_passed_on():
    citation = to_citation(a_mention(), key="c3", patterns=PATTERNS, attached_on=date(2026, 11, 1)).citation

    assert (citation.key, citation.attached_on) == ("c3", date(2026, 11, 1))


def test_no_more_than_300_characters_are_shown_whatever_is_asked():
    mention = a_mention(text="끝나지 않는 문장 " * 100)

    assert len(to_citation(mention, key="c1", patterns=PATTERNS, excerpt_characters=9999).citation.excerpt) <= 300
    assert to_citation(mention, key="c1", patterns=PATTERNS, excerpt_characters=0).citation.excerpt == ""


def test_facts_are_numbers_with_units_quoted_words_and_rare_nouns():
    text = (
        "모과나루에 가게를 낸 지 넉 달. 네 번 물었다. 화면에 '도돌이표형'이라고 적혀 있었다."
        " 86,000원을 9월 14일에 냈다."
    )

    facts = facts_of(text, without=("모과나루",))

    assert {"넉 달", "네 번", "도돌이표형", "86,000원", "9월", "14일"} <= set(facts)
    assert not any("모과나루" in fact for fact in facts)


@given(st.text(alphabet="가나다을를에서 네번'\"0123456789개월.", max_size=300))
def test_facts_are_few_short_and_no_sentences(text):
    facts = facts_of(text)

    assert len(facts) <= 12
    assert all(len(fact) <= 25 and not fact.endswith((".", "?", "!")) for fact in facts)


def test_masked_labels_are_no_facts():
    assert facts_of("[휴대전화 번호 가림] 로 연락 주세요") == ()


def test_a_citation_has_no_room_for_a_mention():
    assert not {field.name for field in fields(Mention)} & {"facts", "key"}
    assert not any("Mention" in str(field.type) for field in fields(Citation))


def test_own_names_are_no_facts():
    mention = a_mention(text="모과나루에서 장터를 보았다.")
    matches = find_terms(mention.text, watched_terms((MOGWANARU,)))

    assert disclosed(text=mention.text, matches=matches).citation.facts == ("장터",)
