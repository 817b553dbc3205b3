"""The learned part of a score: character 2- to 4-grams, hashed into 2^18 buckets of one signed byte each. Pure.

The weights are fitted in development by ``bench/fit_prior.py`` and shipped as ``prior.bin``; nothing here learns.
Characters and not words, because Korean stems change where an ending joins them and complaints are full of typing
errors; a morphological analyser was measured to add nothing but negation, which the lexicon knows.
"""

import re
import sys
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache
from operator import add

BUCKETS = 1 << 18
MASK = BUCKETS - 1
# Odd numbers of 26 bits; bits 8 to 25 of a sum of products are the bucket.
FACTORS = (40503551, 60493217, 33554467, 50331653)
STARTS = (0x1F3D5B7, 0x2A6D365, 0x3C6EF37)
SHIFT = 8
LANE = 64

_RUN = re.compile(r"(.)\1{2,}")
_DIGITS, _NUMBER = str.maketrans("123456789", "000000000"), re.compile("[1-9]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Grams:
    """A text as the prior sees it.

    Attributes:
        text: Folded, one blank between words and one at either end.
        two, three, four: The bucket of the gram that begins at each place; fewer for longer grams.
    """

    text: str
    two: "array[int]"
    three: "array[int]"
    four: "array[int]"

    @property
    def count(self) -> int:
        """How many grams there are."""
        return len(self.two) + len(self.three) + len(self.four)


def simplified(text: str) -> str:
    """Return a text without what does not matter: case, width, which digit, how many blanks, how long a ㅋㅋㅋ."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    text = " ".join(text.lower().split())
    # Going letter by letter through a table costs as much as half of all the grams; most texts have no number.
    if _NUMBER.search(text):
        text = text.translate(_DIGITS)
    return f" {_RUN.sub(_twice, text)} "


def grams_of(text: str) -> Grams:
    """Return the buckets of every gram; the arithmetic is the contract with ``bench/fit_prior.py``.

    A gram's bucket is the sum of each letter's number times the factor of its place and the start of that length, of
    which the bits from ``SHIFT`` on count.
    """
    folded = simplified(text)
    # All places at once: a whole number of which every 64 bits are one letter. Its products need 49 of them, so
    # nothing is carried over; a loop over the letters takes four times as long.
    count = len(folded)
    letters = int.from_bytes(_little(array("Q", map(ord, folded))).tobytes(), "little")
    ones = _ones(count)
    pairs = letters * FACTORS[0] + (letters >> LANE) * FACTORS[1]
    triples = pairs + (letters >> 2 * LANE) * FACTORS[2]
    fours = triples + (letters >> 3 * LANE) * FACTORS[3]
    two, three, four = (
        _lanes(((sums + start * ones) >> SHIFT) & MASK * ones, count)
        for sums, start in zip((pairs, triples, fours), STARTS, strict=True)
    )
    # The last places have no letter left to make a gram with.
    return Grams(text=folded, two=two[:-1], three=three[:-2], four=four[:-3])


@lru_cache(maxsize=512)
def _ones(count: int) -> int:
    return ((1 << LANE * count) - 1) // ((1 << LANE) - 1)


def _lanes(number: int, count: int) -> "array[int]":
    lanes = array("Q")
    lanes.frombytes(number.to_bytes(count * LANE // 8, "little"))
    return _little(lanes)


def _little(lanes: "array[int]") -> "array[int]":
    if sys.byteorder != "little":
        lanes.byteswap()
    return lanes


@dataclass(frozen=True, kw_only=True, slots=True)
class Prior:
    """The weights, ready for asking.

    Attributes:
        weights: One signed byte for each bucket.
        scale: What one unit of a weight is worth in log odds.
        bias: The log odds of a text without any known gram.
    """

    weights: "array[int]"
    scale: float
    bias: float

    def log_odds(self, grams: Grams) -> float:
        """Return how much the grams together speak for a complaint."""
        weight = self.weights.__getitem__
        total = sum(map(weight, grams.two)) + sum(map(weight, grams.three)) + sum(map(weight, grams.four))
        return self.bias + self.scale * total / grams.count**0.5 if grams.count else self.bias

    def by_word(self, grams: Grams) -> list[float]:
        """Return the share of each word of ``grams.text`` in the log odds, in their order.

        A gram over a blank counts for the word in which it begins, and one that begins with the blank for the next.
        """
        weight = self.weights.__getitem__
        places = list(map(weight, grams.two))
        places[: len(grams.three)] = map(add, places, map(weight, grams.three))
        places[: len(grams.four)] = map(add, places, map(weight, grams.four))
        unit = self.scale / grams.count**0.5 if grams.count else 0.0
        shares, start = [], 0
        while (end := grams.text.find(" ", start + 1)) > 0:
            shares.append(unit * sum(places[start:end]))
            start = end
        return shares


def prior_from(content: bytes, *, scale: float, bias: float) -> Prior:
    """Return the prior that a weight file holds.

    Raises:
        ValueError: The file is not 2^18 bytes long.
    """
    if len(content) != BUCKETS:
        raise ValueError(f"prior: {len(content)} bytes, expected {BUCKETS}")
    weights = array("b")
    weights.frombytes(content)
    return Prior(weights=weights, scale=scale, bias=bias)


def _twice(match: re.Match[str]) -> str:
    return match[1] * 2
