"""What the parts of a score count for, after decisions."""

from itertools import product

import pytest

from plugins.inbox.scoring import Parts
from plugins.inbox.weighing import Cell, Weighing, place_of, weighed


def a_cell(*, prior=0, lexicon=0, news=0, length=11, seen=10, complaints=0, expected=5.0):
    return Cell(place=(prior, lexicon, news, length), seen=seen, complaints=complaints, expected=expected)


def only_the_lexicon_is_right():
    """Decisions of a house whose customers complain with words of the lexicon, whatever the prior says."""
    return [
        a_cell(prior=prior, lexicon=lexicon, complaints=9 if lexicon > 0 else 1, expected=8.0 if prior > 0 else 2.0)
        for prior, lexicon in product((-4, -2, 2, 4), (-3, -1, 1, 3))
    ]


def odds_of(told, *, prior=0.0, lexicon=0.0, length=40):
    return told.log_odds(length, Parts(prior=prior, lexicon=lexicon, news=0.0, length=0.0))


def test_what_is_right_here_counts_for_more_and_what_is_wrong_for_less():
    prior, lexicon, _news = weighed(only_the_lexicon_is_right()).factors

    assert prior < 0.5
    assert lexicon > 1.5


def test_decisions_that_agree_with_the_score_change_nothing():
    agreed = [
        a_cell(prior=prior, complaints=right, expected=float(right))
        for prior, right in ((-4, 1), (-2, 2), (0, 5), (2, 8), (4, 9))
    ]

    told = weighed(agreed)

    assert told.factors == pytest.approx((1, 1, 1), abs=0.02)
    assert odds_of(told, prior=1.0) == pytest.approx(0, abs=0.1)


def test_few_decisions_that_agree_by_chance_hardly_count():
    few = [
        a_cell(lexicon=n, seen=11, complaints=complaints, expected=5.5)
        for n, complaints in enumerate((4, 6, 5, 7, 4, 6))
    ]

    assert weighed(few).factors == pytest.approx((1, 1, 1), abs=0.1)


def test_nothing_is_weighed_before_twenty_decisions_of_both_kinds():
    assert weighed([a_cell(seen=100, complaints=19, expected=50.0)]) == Weighing()
    assert odds_of(Weighing(), prior=3.0) == 0


def test_the_order_of_the_counts_does_not_matter_to_the_last_digit():
    cells = only_the_lexicon_is_right()

    assert weighed(cells) == weighed(cells[::-1])


def test_a_house_where_nearly_all_complain_has_its_middle_moved():
    told = weighed([a_cell(length=length, seen=40, complaints=32, expected=8.0) for length in (9, 11, 13)])

    assert told.always > 1.5


def test_a_text_without_a_single_letter_has_a_place():
    nothing = Parts(prior=0.0, lexicon=0.0, news=0.0, length=0.0)

    assert place_of(0, nothing) == place_of(8, nothing)
