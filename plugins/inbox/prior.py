"""The learned part of a score: character 2- to 4-grams, hashed into 2^18 buckets of one signed byte each. Pure.

The weights are fitted in development by ``bench/fit_prior.py`` and shipped as ``prior.bin``; nothing here learns.
Characters and not words, because Korean stems change where an ending joins them and complaints are full of typing
errors; a morphological analyser was measured to add nothing but negation, which the lexicon knows.
"""

import re
import unicodedata
from array import array
from dataclasses import dataclass
from operator import add

from plugins.inbox.lanes import LANE, lanes_of, letters_in, ones

BUCKETS = 1 << 18
MASK = BUCKETS - 1
# Odd numbers of 26 bits; bits 8 to 25 of a sum of products are the bucket.
FACTORS = (40503551, 60493217, 33554467, 50331653)
STARTS = (0x1F3D5B7, 0x2A6D365, 0x3C6EF37)
SHIFT = 8
NOUGHT = 128

_RUN = re.compile(r"(.)\1{2,}")
_FROM_NOUGHT = bytes((byte + NOUGHT) % 256 for byte in range(256))
_NUMBER = re.compile("[1-9]")


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
    return f" {_RUN.sub(_twice, _NUMBER.sub('0', text))} "


def grams_of(text: str) -> Grams:
    """Return the buckets of every gram; the arithmetic is the contract with ``bench/fit_prior.py``.

    A gram's bucket is the sum of each letter's number times the factor of its place and the start of that length, of
    which the bits from ``SHIFT`` on count.
    """
    folded = simplified(text)
    # Products need 49 bits of a lane, so nothing is carried over.
    count, letters = len(folded), letters_in(folded)
    pairs = letters * FACTORS[0] + (letters >> LANE) * FACTORS[1]
    triples = pairs + (letters >> 2 * LANE) * FACTORS[2]
    fours = triples + (letters >> 3 * LANE) * FACTORS[3]
    each = ones(count)
    two, three, four = (
        lanes_of(((sums + start * each) >> SHIFT) & MASK * each, count)
        for sums, start in zip((pairs, triples, fours), STARTS, strict=True)
    )
    # The last places have no letter left to make a gram with.
    return Grams(text=folded, two=two[:-1], three=three[:-2], four=four[:-3])


@dataclass(frozen=True, kw_only=True, slots=True)
class Prior:
    """The weights, ready for asking.

    Attributes:
        weights: One byte for each bucket, of which ``NOUGHT`` is none: small whole numbers from 0 on need not be made.
        scale: What one unit of a weight is worth in log odds.
        bias: The log odds of a text without any known gram.
    """

    weights: bytes
    scale: float
    bias: float

    def log_odds(self, grams: Grams) -> float:
        """Return how much the grams together speak for a complaint."""
        places = grams.two + grams.three + grams.four
        total = sum(map(self.weights.__getitem__, places)) - NOUGHT * len(places)
        return self.bias + self.scale * total / grams.count**0.5 if grams.count else self.bias

    def by_word(self, grams: Grams) -> list[float]:
        """Return the share of each word of ``grams.text`` in the log odds, in their order.

        A gram over a blank counts for the word in which it begins, and one that begins with the blank for the next.
        """
        weight = self.weights.__getitem__
        places = [0] * len(grams.text)
        places[: len(grams.two)] = map(weight, grams.two)
        places[: len(grams.three)] = map(add, places, map(weight, grams.three))
        places[: len(grams.four)] = map(add, places, map(weight, grams.four))
        unit = self.scale / grams.count**0.5 if grams.count else 0.0
        counts = len(grams.two), len(grams.three), len(grams.four)
        shares, start = [], 0
        while (end := grams.text.find(" ", start + 1)) > 0:
            # The last places begin no longer grams.
            grams_here = sum(max(0, min(end, each) - start) for each in counts)
            shares.append(unit * (sum(places[start:end]) - NOUGHT * grams_here))
            start = end
        return shares


def prior_from(content: bytes, *, scale: float, bias: float) -> Prior:
    """Return the prior that a weight file holds.

    Raises:
        ValueError: The file is not 2^18 bytes long.
    """
    if len(content) != BUCKETS:
        raise ValueError(f"prior: {len(content)} bytes, expected {BUCKETS}")
    # The file has signed bytes.
    return Prior(weights=content.translate(_FROM_NOUGHT), scale=scale, bias=bias)


def _twice(match: re.Match[str]) -> str:
    return match[1] * 2
