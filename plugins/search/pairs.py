"""What is asked of pairs again and again while triples are decided; made when it is first asked for."""

from collections.abc import Sequence

from plugins.search.grams import runs
from plugins.search.packed import Lists, Texts


class Counts(dict[str, int]):
    """In how many documents a pair stands."""

    def __init__(self, lists: Lists) -> None:
        super().__init__()
        self._lists = lists

    def __missing__(self, pair: str) -> int:
        count = self[pair] = len(self._lists.find(pair))
        return count


class Bits(dict[str, int]):
    """The documents of a pair as one large integer, made when it is first asked for: 10,000 are compared at once."""

    def __init__(self, lists: Lists) -> None:
        super().__init__()
        self._lists = lists

    def __missing__(self, pair: str) -> int:
        bits = self[pair] = as_bits(self._lists.find(pair))
        return bits


class Runs(dict[int, str]):
    """The runs of a document, made when they are first asked for."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts

    def __missing__(self, number: int) -> str:
        said = self[number] = runs("\n".join(self._texts.find(number) or ()))
        return said


def as_bits(numbers: Sequence[int]) -> int:
    """Return numbers as one large integer."""
    bits = bytearray(max(numbers) // 8 + 1)
    for number in numbers:
        bits[number // 8] |= 1 << number % 8
    return int.from_bytes(bits, "little")


def as_numbers(bits: int) -> list[int]:
    """Return the numbers of a large integer."""
    numbers = []
    while bits:
        lowest = bits & -bits
        numbers.append(lowest.bit_length() - 1)
        bits ^= lowest
    return numbers
