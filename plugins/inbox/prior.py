"""The learned part of a score: character 2- to 4-grams, hashed into 2^18 buckets of one signed byte each. Pure.

The weights are fitted in development by ``bench/fit_prior.py`` and shipped as ``prior.bin``; nothing here learns.
Characters and not words, because Korean stems change where an ending joins them and complaints are full of typing
errors; a morphological analyser was measured to add nothing but negation, which the lexicon knows.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

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
        buckets: Of the gram of two letters that begins at each place, then of those of three, then of four; fewer for
            longer grams.
        is_plain: Whether no letter was made another one, but for case and which digit it is.
    """

    text: str
    buckets: list[int]
    is_plain: bool

    @property
    def two(self) -> list[int]:
        """The buckets of pairs."""
        return self.buckets[: len(self.text) - 1]

    @property
    def three(self) -> list[int]:
        """The buckets of three letters."""
        return self.buckets[len(self.text) - 1 : 2 * len(self.text) - 3]

    @property
    def four(self) -> list[int]:
        """The buckets of four."""
        return self.buckets[2 * len(self.text) - 3 :]

    @property
    def count(self) -> int:
        """How many grams there are."""
        return len(self.buckets)


def simplified(text: str) -> str:
    """Return a text without what does not matter: case, width, which digit, how many blanks, how long a ㅋㅋㅋ."""
    return _simplified(text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text))


def _simplified(text: str) -> str:
    text = " ".join(text.lower().split())
    return f" {_RUN.sub(_twice, _NUMBER.sub('0', text))} "


def bucket_of(pair: str) -> int:
    """Return the bucket of two letters."""
    return (ord(pair[0]) * FACTORS[0] + ord(pair[1]) * FACTORS[1] + STARTS[0]) >> SHIFT & MASK


def grams_of(text: str) -> Grams:
    """Return the buckets of every gram; the arithmetic is the contract with ``bench/fit_prior.py``.

    A gram's bucket is the sum of each letter's number times the factor of its place and the start of that length, of
    which the bits from ``SHIFT`` on count.
    """
    is_plain = unicodedata.is_normalized("NFKC", text)
    folded = _simplified(text if is_plain else unicodedata.normalize("NFKC", text))
    # Products need 49 bits of a lane, so nothing is carried over.
    count, letters = len(folded), letters_in(folded)
    starts, mask = _constants(count)
    pairs = letters * FACTORS[0] + (letters >> LANE) * FACTORS[1]
    triples = pairs + (letters >> 2 * LANE) * FACTORS[2]
    fours = triples + (letters >> 3 * LANE) * FACTORS[3]
    sums = pairs + (triples << LANE * count) + (fours << 2 * LANE * count) + starts
    buckets = lanes_of(sums >> SHIFT & mask, 3 * count).tolist()
    # The last places have no letter left to make a gram with.
    del buckets[-3:], buckets[2 * count - 2 : 2 * count], buckets[count - 1]
    return Grams(text=folded, buckets=buckets, is_plain=is_plain)


@lru_cache(maxsize=512)
def _constants(count: int) -> tuple[int, int]:
    """Return the starts of all three lengths in so many lanes each, and the bits that count in all of them."""
    each = ones(count)
    starts = (start * each << LANE * count * number for number, start in enumerate(STARTS))
    return sum(starts), MASK * ones(3 * count)


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

    def units_of(self, grams: Grams) -> bytes:
        """Return the weight of every gram, in their order; asked once for both of the following."""
        # All at once take half as long as one after the other; one alone would come without its tuple.
        few = len(grams.buckets) < 2
        return bytes(map(self.weights.__getitem__, grams.buckets) if few else itemgetter(*grams.buckets)(self.weights))

    def log_odds(self, units: bytes) -> float:
        """Return how much the grams of these weights together speak for a complaint."""
        count = len(units)
        return self.bias + self.scale * (sum(units) - NOUGHT * count) / count**0.5 if count else self.bias

    def by_word(self, text: str, units: bytes) -> list[float]:
        """Return the share of each word in the log odds, in their order.

        A gram over a blank counts for the word in which it begins, and one that begins with the blank for the next.

        Args:
            text: Of the grams whose weights these are.
        """
        pairs, triples = len(text) - 1, 2 * len(text) - 3
        two, three, four = units[:pairs], units[pairs:triples], units[triples:]
        unit = self.scale / len(units) ** 0.5 if units else 0.0
        shares, start = [], 0
        while (end := text.find(" ", start + 1)) > 0:
            # The last places begin no longer grams.
            here = two[start:end] + three[start:end] + four[start:end]
            shares.append(unit * (sum(here) - NOUGHT * len(here)))
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
