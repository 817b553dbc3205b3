"""The learned part of a score: character 2- to 4-grams, hashed into 2^18 buckets of one signed byte each. Pure.

The weights are fitted in development by ``bench/fit_prior.py`` and shipped as ``prior.bin``; nothing here learns.
Characters and not words, because Korean stems change where an ending joins them and complaints are full of typing
errors; a morphological analyser was measured to add nothing but negation, which the lexicon knows.
"""

import re
import unicodedata
from array import array
from dataclasses import dataclass
from itertools import islice
from operator import add

BUCKETS = 1 << 18
MASK = BUCKETS - 1
# Odd numbers of 26 bits; bits 8 to 25 of a sum of products are the bucket.
FACTORS = (40503551, 60493217, 33554467, 50331653)
STARTS = (0x1F3D5B7, 0x2A6D365, 0x3C6EF37)
SHIFT = 8

_RUN = re.compile(r"(.)\1{2,}")
_DIGITS = str.maketrans("123456789", "000000000")


@dataclass(frozen=True, kw_only=True, slots=True)
class Grams:
    """A text as the prior sees it.

    Attributes:
        text: Folded, one blank between words and one at either end.
        two, three, four: The bucket of the gram that begins at each place; shorter lists for longer grams.
    """

    text: str
    two: list[int]
    three: list[int]
    four: list[int]

    @property
    def count(self) -> int:
        """How many grams there are."""
        return len(self.two) + len(self.three) + len(self.four)


def simplified(text: str) -> str:
    """Return a text without what does not matter: case, width, which digit, how many blanks, how long a ㅋㅋㅋ."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    text = " ".join(text.lower().translate(_DIGITS).split())
    return f" {_RUN.sub(_twice, text)} "


def grams_of(text: str) -> Grams:
    """Return the buckets of every gram; the arithmetic is the contract with ``bench/fit_prior.py``."""
    folded = simplified(text)
    codes = [ord(char) for char in folded]
    first, second, third, fourth = FACTORS
    at2, at3, at4 = STARTS
    # A gram's sum is that of the gram one shorter plus one product: three additions a place instead of six.
    pairs = list(map(add, [code * first for code in codes], [code * second for code in islice(codes, 1, None)]))
    triples = list(map(add, pairs, [code * third for code in islice(codes, 2, None)]))
    return Grams(
        text=folded,
        two=[((number + at2) >> SHIFT) & MASK for number in pairs],
        three=[((number + at3) >> SHIFT) & MASK for number in triples],
        four=[
            ((number + code * fourth + at4) >> SHIFT) & MASK
            for number, code in zip(triples, islice(codes, 3, None), strict=False)
        ],
    )


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
