"""How much of what decisions teach is used."""

import random

import pytest

from plugins.inbox.feedback import Lesson, counts_of, learned_from
from plugins.inbox.restraint import restrained, shares
from plugins.inbox.scoring import Parts

HERE = Parts(prior=-1.0, lexicon=0.0, news=0.0, length=0.0)
PLACE = "place -2 0 0 10"
TWELVE = "가나 다라 마바 사아 자차 카타 파하 거너 더러 머버 서어 저처".split()


def a_lesson(number, *, words=(), is_complaint, expected=300):
    return Lesson(signs=(PLACE, f"글{number}", *words), is_complaint=is_complaint, expected=expected)


def a_house_with_words_of_its_own():
    bad = [a_lesson(n, words=("껍질",), is_complaint=True) for n in range(60)]
    fine = [a_lesson(n + 60, words=("산책",), is_complaint=False) for n in range(60)]
    return [*bad, *fine]


def a_house_of_chance():
    draw = random.Random(3)
    return [
        a_lesson(n, words=(draw.choice(TWELVE),), is_complaint=draw.random() < 0.3, expected=300) for n in range(300)
    ]


def test_what_the_other_decisions_bear_out_is_used():
    lessons = a_house_with_words_of_its_own()

    learned = restrained(counts_of(lessons), lessons)

    assert learned.log_odds("껍질", HERE) - learned.log_odds("산책", HERE) > 1.5


def test_decisions_on_the_same_words_bear_each_other_out():
    alike = [
        Lesson(signs=(PLACE, "껍질" if n % 2 else "산책"), is_complaint=bool(n % 2), expected=300) for n in range(40)
    ]

    assert restrained(counts_of(alike), alike).log_odds("껍질", HERE) > 0


def test_what_is_chance_is_hardly_used():
    lessons = a_house_of_chance()

    free, held = learned_from(counts_of(lessons)), restrained(counts_of(lessons), lessons)

    largest = max(abs(free.log_odds(word, HERE)) for word in TWELVE)
    assert largest > 0.2
    assert max(abs(held.log_odds(word, HERE)) for word in TWELVE) < largest / 4


def test_neither_order_nor_an_undone_decision_changes_what_is_used():
    lessons = a_house_with_words_of_its_own()
    more = a_lesson(999, words=("껍질",), is_complaint=False)

    undone = counts_of(lessons).plus(more).minus(more)

    assert restrained(undone, lessons[::-1]) == restrained(counts_of(lessons), lessons)


def test_before_there_are_enough_of_both_kinds_nothing_is_added():
    lessons = a_house_with_words_of_its_own()[:70]

    assert restrained(counts_of(lessons), lessons).log_odds("껍질", HERE) == 0


@pytest.mark.parametrize(("right", "low", "high"), [(95, 1.0, 1.0), (50, 0.0, 0.0)])
def test_a_share_is_as_large_as_held_out_decisions_are_right(right, low, high):
    judged = [(0.0, 0.0, 1.0 if n % 2 else -1.0, (n % 100 < right) == bool(n % 2)) for n in range(400)]

    weighing, words = shares(judged)

    assert weighing == 0
    assert low <= words <= high
