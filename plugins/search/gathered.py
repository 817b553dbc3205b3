"""Which documents hold which letters, kept from one build to the next: what an edit changes is all that is read again.

Documents have numbers of their own here, which stay; the ranks that stand in the index are put in at the end. However
the documents came together, the same ones in the same order give the same postings (``tests/search/test_gathered.py``).

Three letters get a key of their own where their two pairs promise too much: 투자 and 자가 stand in many a post that
never says 투자가. Only where the pairs together name a tenth more posts than hold the three letters are these kept as
well; that is one triple in seven and makes the index larger by a fourteenth (measured at 1,000 posts).
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Any, Protocol

from plugins.core.memo import key_of
from plugins.search.grams import grams, letters, noun_before_particle, runs

# How many posts too many, for each right one, are worth a key of its own.
TOLERATED = 0.1
# Digits never: a list of numbers would look like somebody's telephone number to whoever reads the finished files.
_LETTERS = 26
# Ends the key of a noun that looks as if a particle ended it; no gram holds it.
NOUN = "!"
# Where more than one document in so many has gone it is quicker to begin anew.
_MANY = 4


class Text(Protocol):
    """What is read of a document."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, kw_only=True, slots=True)
class _Letters:
    """What stands in one document: as letters and pairs, in its title, inside its words, and the nouns they show."""

    whole: frozenset[str] | set[str] = frozenset()
    title: frozenset[str] | set[str] = frozenset()
    inside: frozenset[str] | set[str] = frozenset()
    nouns: tuple[str, ...] = ()
    of_runs: str = ""


class _Lists(dict[str, "array[int]"]):
    """Numbers of documents by key, in no order; a key without any is gone."""

    def __missing__(self, key: str) -> "array[int]":
        numbers = self[key] = array("I")
        return numbers

    def add(self, keys: Iterable[str], number: int) -> None:
        for key in keys:
            self[key].append(number)

    def remove(self, keys: Iterable[str], number: int) -> None:
        for key in keys:
            self[key].remove(number)
            if not self[key]:
                del self[key]

    def __reduce__(self) -> Any:
        # In three pieces: 100,000 small arrays take a pickle longer than gathering them took.
        numbers = array("I", chain.from_iterable(self.values()))
        return _unpacked, ("\n".join(self), array("I", map(len, self.values())), numbers)


def _unpacked(keys: str, lengths: "array[int]", numbers: "array[int]") -> _Lists:
    lists, at = _Lists(), 0
    for key, length in zip(keys.split("\n"), lengths, strict=False):
        lists[key] = numbers[at : at + length]
        at += length
    return lists


class _Bits(dict[str, int]):
    """The documents of a pair as one large integer, made when it is first asked for: 10,000 are compared at once."""

    def __init__(self, lists: _Lists) -> None:
        super().__init__()
        self._lists = lists

    def __missing__(self, pair: str) -> int:
        bits = self[pair] = _as_bits(self._lists[pair])
        return bits


class _Runs(dict[int, str]):
    """The runs of a document, made when they are first asked for."""

    def __init__(self, texts: Mapping[int, tuple[str, str]]) -> None:
        super().__init__()
        self._texts = texts

    def __missing__(self, number: int) -> str:
        said = self[number] = runs("\n".join(self._texts[number]))
        return said


class Gathered:
    """The letters of a site's documents."""

    def __init__(self) -> None:
        """Begin with no document."""
        self._texts: dict[int, tuple[str, str]] = {}
        self._numbers: dict[tuple[bytes, int], int] = {}
        self._order: list[int] = []
        self._next = 0
        self._in_text, self._in_title, self._inside = _Lists(), _Lists(), _Lists()
        # Of every triple that was looked for in the texts: who holds it, but over a blank.
        self._across = _Lists()
        self._kept: set[str] = set()
        self._nouns: Counter[str] = Counter()
        self._said: dict[str, str] = {}

    def postings(self, documents: Sequence[Text]) -> dict[str, str]:
        """Return what the index says of every gram, triple and noun.

        Args:
            documents: By rank.
        """
        names = list(_named(documents))
        wanted = set(names)
        if sum(name not in wanted for name in self._numbers) * _MANY > len(documents):
            self.__init__()  # type: ignore[misc]  # of what was, too little is left
        moved: set[str] = set()
        before, free = self._order, {self._numbers[name]: name for name in self._numbers if name not in wanted}
        texts = {name: (document.title, document.text) for name, document in zip(names, documents, strict=True)}
        for rank, name in enumerate(names):
            if name not in self._numbers:
                # What was edited stands where it stood: then only the difference counts.
                number = before[rank] if rank < len(before) and before[rank] in free else next(iter(free), self._next)
                self._next = max(self._next, number + 1)
                if number in free:
                    del self._numbers[free.pop(number)]
                self._numbers[name] = number
                self._change(number, moved, texts[name])
        for number, name in free.items():
            del self._numbers[name]
            self._change(number, moved, None)
        changed = self._decided(moved)
        self._order = [self._numbers[name] for name in names]
        stays = before == self._order
        self._say(moved if stays else moved | self._in_text.keys(), changed if stays else self._kept)
        return self._said | {f"{noun}{NOUN}": "" for noun, times in self._nouns.items() if times > 1}

    def _change(self, number: int, moved: set[str], now: tuple[str, str] | None) -> None:
        """Put title and text in the place of what a document said, None for nothing; note what that moves."""
        was = self._texts.pop(number, None)
        old, new = _letters(was), _letters(now)
        for lists, before, after in (
            (self._in_text, old.whole, new.whole),
            (self._in_title, old.title, new.title),
            (self._inside, old.inside, new.inside),
        ):
            lists.remove(before - after, number)
            lists.add(after - before, number)
            moved |= before ^ after
        self._nouns.subtract(old.nouns)
        self._nouns.update(new.nouns)
        if self._across:
            before, after = (_threes(one.of_runs) - one.inside for one in (old, new))
            for triple in (before ^ after) & self._across.keys():
                (self._across[triple].append if triple in after else self._across[triple].remove)(number)
                moved.add(triple)
        if now:
            self._texts[number] = now

    def _decided(self, moved: set[str]) -> set[str]:
        """Decide anew on every triple whose letters or pairs have moved, and return those that are kept."""
        everything = len(moved) * 2 > len(self._in_text)
        triples = {t for t in self._inside if everything or t in moved or t[:2] in moved or t[1:] in moved}
        bits, of_runs = _Bits(self._in_text), _Runs(self._texts)
        kept = {triple for triple in triples if self._promises_too_much(triple, bits, of_runs)}
        for triple in (self._kept | self._across.keys()) & moved - self._inside.keys():
            # It stands in no word any more: nobody types it.
            self._across.pop(triple, None)
            triples.add(triple)
        for triple in (self._kept & triples) - kept:
            del self._said[triple]
        self._kept = (self._kept - triples) | kept
        return kept

    def _promises_too_much(self, triple: str, bits: _Bits, of_runs: _Runs) -> bool:
        first, second = triple[:2], triple[1:]
        if first not in self._in_text or second not in self._in_text:
            # A word over a sentence's end, as 3.5 without its point never is; no query finds it by pairs anyway.
            return False
        both, known = bits[first] & bits[second], self._inside[triple]
        found = both.bit_count()
        if found <= (1 + TOLERATED) * len(known):
            return False
        if triple not in self._across:
            others = _as_numbers(both & ~_as_bits(known))
            self._across[triple] = array("I", [number for number in others if triple in of_runs[number]])
        return found > (1 + TOLERATED) * (len(known) + len(self._across[triple]))

    def _say(self, moved: set[str], triples: set[str]) -> None:
        """Write down what moved, with the ranks of today."""
        rank = {number: place for place, number in enumerate(self._order)}.__getitem__
        for gram in moved:
            if gram in self._in_text:
                said = encoded(sorted(map(rank, self._in_text[gram])))
                if gram in self._in_title:
                    said += f".{encoded(sorted(map(rank, self._in_title[gram])))}"
                self._said[gram] = said
            elif len(gram) < 3:
                self._said.pop(gram, None)
        for triple in triples:
            self._said[triple] = encoded(sorted(map(rank, (*self._inside[triple], *self._across[triple]))))


def encoded(numbers: Sequence[int]) -> str:
    """Return rising numbers as letters: the gaps in base 26, capitals first, a small letter for the last digit."""
    return "".join(map(_code, map(int.__sub__, numbers, (-1, *numbers))))


@cache
def _code(distance: int) -> str:
    gap = distance - 1
    digits = chr(97 + gap % _LETTERS)
    while gap >= _LETTERS:
        gap = gap // _LETTERS
        digits = chr(65 + gap % _LETTERS) + digits
    return digits


def _named(documents: Iterable[Text]) -> Iterator[tuple[bytes, int]]:
    seen: Counter[bytes] = Counter()
    for document in documents:
        key = key_of(document.title, document.text)
        # Two pages may say the same.
        seen[key] += 1
        yield key, seen[key]


def _letters(said: tuple[str, str] | None) -> _Letters:
    if said is None:
        return _Letters()
    whole = "\n".join(said)
    of_runs = runs(whole)
    words = [_of_word(word) for word in frozenset(whole.split())]
    return _Letters(
        whole=grams(of_runs),
        title=grams(runs(said[0])),
        inside=set().union(*(triples for triples, _ in words)),
        nouns=tuple(noun for _, noun in words if noun),
        of_runs=of_runs,
    )


@lru_cache(maxsize=1 << 16)
def _of_word(word: str) -> tuple[tuple[str, ...], str]:
    """Return the triples inside a word, and the noun that it shows to end like a noun and its particle."""
    # Posts share their words.
    run = letters(word)
    return tuple(run[at : at + 3] for at in range(len(run) - 2)), noun_before_particle(run)


def _threes(of_runs: str) -> set[str]:
    return {of_runs[at : at + 3] for at in range(len(of_runs) - 2)}


def _as_bits(numbers: Sequence[int]) -> int:
    bits = bytearray(max(numbers) // 8 + 1)
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
