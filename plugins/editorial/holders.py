"""Which texts hold enough of another's 4-grams, asked of ten thousand texts at once.

The texts are numbered; a gram that many hold has its holders as one large integer, a bit for each text. Counting is
done on such integers: plane k holds the k-th binary digit of every count, and adding a gram is adding one to the
texts that hold it, with carry, 64 texts in one step of the processor.

Source: Knuth, The Art of Computer Programming 4A, 7.1.3 (bitwise arithmetic on many numbers side by side).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from math import ceil

# What fewer texts hold than one in so many, or than a handful, is counted one by one.
_ONE_IN, _HANDFUL = 128, 16


class Holders:
    """The texts that hold each gram.

    Args:
        texts: The grams of every text; a text is known by its place in the sequence.
    """

    def __init__(self, texts: Sequence[Iterable[int]]) -> None:
        # Most grams stand in a single text: a number takes less room than a list of one.
        self._of: dict[int, int | list[int]] = {}
        self._bits: dict[int, int] = {}
        self._size = len(texts)
        self._few = max(_HANDFUL, len(texts) // _ONE_IN)
        for number, grams in enumerate(texts):
            for gram in frozenset(grams):
                held = self._of.setdefault(gram, number)
                if isinstance(held, list):
                    held.append(number)
                elif held != number:
                    self._of[gram] = [held, number]

    def holding(self, grams: Mapping[int, int], least: float, among: int) -> dict[int, int]:
        """Return how many of the grams each text holds, for those that hold the least number, and one.

        Args:
            grams: How often each counts.
            among: The texts that are asked, a bit for each.
        """
        few: Counter[int] = Counter()
        planes: list[int] = []
        for gram, times in grams.items():
            held = self._of.get(gram)
            if isinstance(held, int):
                few[held] += times
            elif held is not None and len(held) <= self._few:
                for number in held:
                    few[number] += times
            elif held is not None:
                _add(planes, self._bits_of(gram, held), times)
        planes = _sum(planes, self._planes(few))
        found = _at_least(planes, max(1, ceil(least)), among)
        return {number: _count(planes, number) for number in _numbers(found)}

    def _bits_of(self, gram: int, held: Sequence[int]) -> int:
        bits = self._bits.get(gram)
        if bits is None:
            bits = self._bits[gram] = self._row(held)
        return bits

    def _row(self, numbers: Iterable[int]) -> int:
        row = bytearray(self._size // 8 + 1)
        for number in numbers:
            row[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(row, "little")

    def _planes(self, counts: Mapping[int, int]) -> list[int]:
        highest = max(counts.values(), default=0).bit_length()
        return [self._row(n for n, count in counts.items() if count >> plane & 1) for plane in range(highest)]


def _add(planes: list[int], bits: int, times: int) -> None:
    """Add a number to the counts of the texts of a row."""
    for low in range(times.bit_length()):
        if not times >> low & 1:
            continue
        carry = bits
        planes.extend([0] * (low - len(planes)))
        for place in range(low, len(planes)):
            plane = planes[place]
            planes[place] = plane ^ carry
            carry &= plane
            if not carry:
                break
        if carry:
            planes.append(carry)


def _sum(one: Sequence[int], other: Sequence[int]) -> list[int]:
    planes, carry = [], 0
    for a, b in zip_longest(one, other, fillvalue=0):
        planes.append(a ^ b ^ carry)
        carry = a & b | carry & (a ^ b)
    return [*planes, carry] if carry else planes


def _at_least(planes: Sequence[int], least: int, among: int) -> int:
    """Return those of a row whose count is no less."""
    if least.bit_length() > len(planes):
        return 0
    more, same = 0, among
    for place in reversed(range(len(planes))):
        if least >> place & 1:
            same &= planes[place]
        else:
            more |= same & planes[place]
            same &= ~planes[place]
    return more | same


def _numbers(row: int) -> Iterator[int]:
    while row:
        last = row & -row
        yield last.bit_length() - 1
        row ^= last


def _count(planes: Sequence[int], number: int) -> int:
    return sum((plane >> number & 1) << place for place, plane in enumerate(planes))
