from dataclasses import replace
from datetime import timedelta

import pytest

from plugins.core.model import Fault, Stage
from plugins.edge.memo import MemoStore
from plugins.transparency.facts import facts_of
from plugins.transparency.resemblance import COMMON, recurring_topics, resemblances, words_of
from tests.nouns import NOW, a_case, a_citation, an_event

PLAIN = {"citations": (a_citation(title="글"),), "title": "사건"}


def some_cases(*facts):
    """Cases in the order of their days, each taken up."""
    found = []
    for number, own in enumerate(facts, 1):
        began = NOW - timedelta(days=200 - number)
        case = a_case(id=f"MG-2026-{number:03}", opened_at=began, known_at=began, **(PLAIN | {"topic": "other"} | own))
        undated = tuple(replace(c, published_on=None) for c in case.citations)
        found.append(replace(case, citations=undated, events=(an_event(Stage.INVESTIGATING, began),)))
    return facts_of(found, (), NOW)


def likes(*facts):
    return {
        id_: [(one.facts.case.id[-3:], one.is_same_topic, one.tags, one.words) for one in alike]
        for id_, alike in resemblances(some_cases(*facts)).items()
    }


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        pytest.param({"tags": ("환불",)}, {"tags": ("환불",)}, (True, ("환불",), ()), id="a tag"),
        pytest.param(
            {"title": "적립금이 사라진 날"},
            {"title": "사라진 적립금"},
            (True, (), ("사라진", "적립금")),
            id="two words",
        ),
        pytest.param(
            {"topic": "refund", "title": "환불을 기다리며"},
            {"topic": "refund", "title": "환불은 언제"},
            (True, (), ("환불",)),
            id="a topic and a word",
        ),
    ],
)
def test_a_case_says_which_earlier_one_it_resembles_and_why(first, second, why):
    assert likes(first, second) == {"MG-2026-002": [("001", *why)]}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({"topic": "refund"}, {"topic": "refund"}, id="only the topic"),
        pytest.param({"title": "환불 하나", "topic": "a"}, {"title": "환불 둘", "topic": "b"}, id="only one word"),
        pytest.param({"title": "우리 회사"}, {"title": "우리 회사"}, id="words of every complaint"),
    ],
)
def test_what_says_little_is_no_resemblance(first, second):
    assert likes(first, second) == {}


def test_the_most_alike_come_first_and_at_most_three():
    near, far = {"tags": ("환불", "적립금")}, {"tags": ("환불",)}

    assert [one[0] for one in likes(far, near, far, far, near)["MG-2026-005"]] == ["002", "004", "003"]


def test_a_word_of_every_case_says_nothing():
    titles = [{"title": f"배송 지연 {chr(0xAC00 + 100 * n)}나다", "topic": f"t{n}"} for n in range(COMMON + 5)]

    assert f"MG-2026-{COMMON + 5:03}" not in likes(*titles)


def test_a_particle_does_not_make_another_word():
    assert words_of("환불이 환불을 환불에서 환불까지") == ("환불",)


def test_a_topic_that_came_too_often_is_marked_from_then_on():
    facts = some_cases(*[{"topic": "refund"}] * 5)

    found = recurring_topics(facts, over=3, days=90)

    assert {id_: one.count for id_, one in found.items()} == {"MG-2026-004": 4, "MG-2026-005": 5}


@pytest.mark.parametrize(
    ("last", "days"), [({"topic": "refund", "fault": Fault.THIRD_PARTY}, 90), ({"topic": "refund"}, 2)]
)
def test_another_fault_or_a_longer_time_ago_is_not_the_same_again(last, days):
    facts = some_cases(*[{"topic": "refund"}] * 3, last)

    assert recurring_topics(facts, over=3, days=days) == {}


def test_what_is_remembered_of_the_same_facts_is_what_was_found(tmp_path):
    facts = some_cases({"tags": ("환불",)}, {"tags": ("환불",)})
    found = [resemblances(facts, MemoStore(tmp_path / "memo", b"1"), b"digest") for _ in range(2)]

    assert found[0] == found[1] == resemblances(facts)
    assert found[1]["MG-2026-002"][0].facts is facts[0]
