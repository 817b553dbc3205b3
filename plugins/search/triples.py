"""Three letters whose pairs promise too much: 투자 and 자가 stand in many a post that never says 투자가.

Only where the two pairs together name a tenth more posts than hold the three letters are these kept as well; that is
one triple in seven and makes the index larger by a fourteenth (measured at 1,000 posts).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain

from plugins.search.grams import letters

# How many posts too many, for each right one, are worth a key of its own.
TOLERATED = 0.1


def promised_too_much(
    words: Sequence[frozenset[str]], runs: Sequence[str], pairs: Mapping[str, Sequence[int]]
) -> dict[str, list[int]]:
    """Return the triples that stand inside a word and that their pairs find too often, with where they really stand.

    Args:
        words: Of every document: what a reader may type.
        runs: The letters of every document, a sentence a line: a triple may stand over a blank too.
        pairs: The documents of every pair, rising.
    """
    inside: defaultdict[str, list[int]] = defaultdict(list)
    # Posts share their words: each is read once.
    triples_of = {word: _triples(word) for word in frozenset().union(*words)}
    for number, of_document in enumerate(words):
        for triple in set(chain.from_iterable(map(triples_of.__getitem__, of_document))):
            inside[triple].append(number)
    sets: dict[str, int] = {}
    found = {}
    for triple, known in inside.items():
        if triple[:2] not in pairs or triple[1:] not in pairs:
            # A word over a sentence's end, as 3.5 without its point never is; no query finds it by pairs anyway.
            continue
        for pair in (triple[:2], triple[1:]):
            if pair not in sets:
                sets[pair] = _as_bits(pairs[pair])
        both = sets[triple[:2]] & sets[triple[1:]]
        if both.bit_count() <= (1 + TOLERATED) * len(known):
            continue
        others = _as_numbers(both & ~_as_bits(known))
        really = sorted((*known, *(number for number in others if triple in runs[number])))
        if both.bit_count() > (1 + TOLERATED) * len(really):
            found[triple] = really
    return found


def _triples(word: str) -> tuple[str, ...]:
    run = letters(word)
    return tuple(run[at : at + 3] for at in range(len(run) - 2))


def _as_bits(numbers: Sequence[int]) -> int:
    # One large integer: 10,000 documents are compared at once.
    bits = bytearray(numbers[-1] // 8 + 1)
    for number in numbers:
        bits[number // 8] |= 1 << number % 8
    return int.from_bytes(bits, "little")


def _as_numbers(bits: int) -> list[int]:
    numbers = []
    while bits:
        lowest = bits & -bits
        numbers.append(lowest.bit_length() - 1)
        bits ^= lowest
    return numbers
