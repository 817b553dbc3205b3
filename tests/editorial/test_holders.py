"""Counting many texts at once finds those that counting each by itself finds."""

from collections import Counter

from hypothesis import example, given
from hypothesis import strategies as st

from plugins.editorial.holders import Holders

_TEXTS = st.lists(st.lists(st.integers(0, 30), max_size=40), max_size=60)


@given(_TEXTS, st.dictionaries(st.integers(0, 30), st.integers(1, 9)), st.floats(0, 60), st.integers(0, 1 << 60))
@example([[1]] * 40, {1: 3}, 3.0, (1 << 40) - 1)
@example([[1, 2]] * 20 + [[2]] * 3, {1: 2, 2: 5}, 6.5, (1 << 23) - 1)
@example([], {1: 1}, 0.0, 1)
def test_the_texts_that_hold_enough_are_those_that_counting_finds(texts, grams, least, among):
    counted = {
        number: sum(grams.get(gram, 0) for gram in set(text))
        for number, text in enumerate(texts)
        if among >> number & 1
    }
    expected = {number: count for number, count in counted.items() if count and count >= least}

    assert Holders(texts).holding(Counter(grams), least, among) == expected
