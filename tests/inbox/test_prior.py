"""The grams of a text: worked out for all places at once, and the same as letter by letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.inbox.prior import FACTORS, MASK, SHIFT, STARTS, grams_of, simplified
from plugins.inbox.scoring import load_model


def one_by_one(text, length):
    """Return the buckets as the arithmetic is told, one gram after the other."""
    grams = [text[at : at + length] for at in range(len(text) - length + 1)]
    sums = [sum(ord(char) * factor for char, factor in zip(gram, FACTORS, strict=False)) for gram in grams]
    return [((each + STARTS[length - 2]) >> SHIFT) & MASK for each in sums]


@given(st.text(max_size=80) | st.text(alphabet="모과나루 환불 ㅋㅠ!5", max_size=80))
def test_all_places_at_once_give_what_one_after_the_other_gives(text):
    grams = grams_of(text)

    assert [list(each) for each in (grams.two, grams.three, grams.four)] == [
        one_by_one(grams.text, length) for length in (2, 3, 4)
    ]


def test_letters_beyond_the_first_65536_carry_nothing_into_the_next_place():
    grams = grams_of("\U0010ffff" * 2 + "가" + "\U0010ffff")

    assert list(grams.four) == one_by_one(grams.text, 4)


def test_which_digit_and_how_long_a_laugh_do_not_matter():
    assert simplified("3번 ㅋㅋㅋㅋㅋ") == simplified("7번  ㅋㅋ")


@given(st.text(alphabet="모과나루 환불 ㅋㅠ!5", max_size=80))
def test_what_the_words_say_adds_up_to_what_the_text_says(text):
    prior, grams = load_model().prior, grams_of(text)

    units = prior.units_of(grams)

    assert sum(prior.by_word(grams.text, units)) + prior.bias == pytest.approx(prior.log_odds(units))


@given(st.text(max_size=40) | st.text(alphabet="모과나루 환불 ㅋㅠ!5", max_size=40))
def test_every_gram_has_its_own_weight(text):
    prior, grams = load_model().prior, grams_of(text)

    units = prior.units_of(grams)

    assert list(units) == [prior.weights[bucket] for bucket in (*grams.two, *grams.three, *grams.four)]
