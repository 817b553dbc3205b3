"""Which documents hold which letters, kept from one build to the next: what an edit changes is all that is read again.

Documents have numbers of their own here, which stay; the ranks that stand in the index are put in at the end. However
the documents came together, the same ones in the same order give the same postings (``tests/search/test_gathered.py``).

Three letters get a key of their own where their two pairs promise too much: 투자 and 자가 stand in many a post that
never says 투자가. Only where the pairs together name a tenth more posts than hold the three letters are these kept as
well; that is one triple in seven and makes the index larger by a fourteenth (measured at 1,000 posts).
"""

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from plugins.core.memo import digest_of, key_of
from plugins.search.letters import letters_of, of_word, threes
from plugins.search.packed import Lists, Texts
from plugins.search.pairs import Bits, Counts, Runs, as_bits, as_numbers

# How many posts too many, for each right one, are worth a key of its own.
TOLERATED = 0.1
# Digits never: a list of numbers would look like somebody's telephone number to whoever reads the finished files.
_LETTERS = 26
# Ends the key of a noun that looks as if a particle ended it; no gram holds it.
NOUN = "!"
# Where more than one document in so many has gone it is quicker to begin anew.
_MANY = 4
# What stands under a key that is in a list or not, and has no numbers.
_THERE = (0,)


class Gathered:
    """The letters of a site's documents.

    Pickled it is packed. What moved since lies beside it (``news``): an edit writes that alone.

    Attributes:
        names: Of the documents, by rank.
    """

    def __init__(self) -> None:
        """Begin with no document."""
        self.names: list[bytes] = []
        self._order = array("I")
        self._next = 0
        self._in_text, self._in_title, self._inside = Lists(), Lists(), Lists()
        # Of every triple that was looked for in the texts: who holds it, but over a blank. One more than their
        # numbers: nought stands there where nobody does.
        self._across = Lists()
        self._kept = Lists()
        self._texts = Texts()
        self._nouns: Counter[str] = Counter()
        # Of everything that was packed.
        self._packing = b""

    # ── From one build to the next ──────────────────────────────────────────────────────────────────────────────────

    def __getstate__(self) -> dict[str, Any]:
        """Pack everything."""
        packed = [lists.packed() for lists in self._lists()]
        texts = self._texts.packed()
        self._nouns = +self._nouns
        parts = (digest_of(part.tobytes()) for lists in packed for part in lists)
        self._packing = key_of(*parts, *map(repr, sorted(texts.items())))
        return {"lists": packed, "texts": texts, "packing": self._packing, "rest": self._rest()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take up what was packed."""
        lists = map(Lists, state["lists"])
        self._in_text, self._in_title, self._inside, self._across, self._kept = lists
        self._texts, self._packing = Texts(state["texts"]), state["packing"]
        self._take(state["rest"])

    @property
    def has_moved_far(self) -> bool:
        """Whether it should be packed anew, and not its news alone be kept."""
        return any(lists.has_moved_far for lists in self._lists()[:3])

    def news(self) -> tuple[Any, ...]:
        """Return what has moved since it was packed."""
        return self._packing, [lists.moved for lists in self._lists()], self._texts.moved, self._rest()

    def learn(self, news: tuple[Any, ...] | None) -> bool:
        """Take up what has moved since, and return whether that is known: a build may have ended between the two."""
        if news is None or news[0] != self._packing:
            return False
        _, moved, self._texts.moved, rest = news
        for lists, its in zip(self._lists(), moved, strict=True):
            lists.moved = its
        self._take(rest)
        return True

    def _lists(self) -> tuple[Lists, ...]:
        return self._in_text, self._in_title, self._inside, self._across, self._kept

    def _rest(self) -> tuple[Any, ...]:
        return self.names, self._order, self._next, dict(self._nouns)

    def _take(self, rest: tuple[Any, ...]) -> None:
        self.names, self._order, self._next, nouns = rest
        self._nouns = Counter(nouns)

    # ── What the index says ─────────────────────────────────────────────────────────────────────────────────────────

    def update(self, names: Sequence[bytes], said: Callable[[int], tuple[str, str]]) -> dict[str, str | None] | None:
        """Bring everything up to date.

        Args:
            names: Of the documents, by rank; another name for whatever says something else.
            said: Returns title and text of the document of a rank.

        Returns:
            What the index says now of every key that it says something else of, None for one that is gone; None where
            most are others, or stand in another order, which moves nearly every key: then ``postings`` says all.
        """
        names = _each_once(names)
        wanted = set(names)
        numbers = dict(zip(self.names, self._order, strict=True))
        free = {number: name for name, number in numbers.items() if name not in wanted}
        if begins_anew := len(free) * _MANY > len(names):
            self.__init__()  # type: ignore[misc]  # of what was, too little is left
            numbers, free = {}, {}
        moved: set[str] = set()
        doubted: dict[str, bool] = {}
        before = self._order
        for rank, name in enumerate(names):
            if name not in numbers:
                # What was edited stands where it stood: then only the difference counts.
                number = before[rank] if rank < len(before) and before[rank] in free else next(iter(free), self._next)
                self._next = max(self._next, number + 1)
                if number in free:
                    del numbers[free.pop(number)]
                numbers[name] = number
                self._change(number, moved, doubted, said(rank))
        for number, name in free.items():
            del numbers[name]
            self._change(number, moved, doubted, None)
        # Thousands of words, and whatever stands between them in memory, are held for nobody else.
        of_word.cache_clear()
        kept, lost = self._decided(moved)
        self.names, self._order = names, array("I", [numbers[name] for name in names])
        if begins_anew or before != self._order:
            return None
        ranks = self._ranks()
        changes: dict[str, str | None] = {gram: self._said(gram, ranks) for gram in moved if len(gram) < 3}
        changes |= {triple: self._said_of_triple(triple, ranks) for triple in kept} | dict.fromkeys(lost)
        for noun, was in doubted.items():
            if was != (self._nouns[noun] > 1):
                changes[f"{noun}{NOUN}"] = None if was else ""
        return changes

    def postings(self) -> dict[str, str]:
        """Return what the index says of every gram, triple and noun."""
        ranks = self._ranks()
        found = {gram: self._said(gram, ranks) or "" for gram in self._in_text}
        found |= {triple: self._said_of_triple(triple, ranks) for triple in self._kept}
        return found | {f"{noun}{NOUN}": "" for noun, times in self._nouns.items() if times > 1}

    def _change(self, number: int, moved: set[str], doubted: dict[str, bool], now: tuple[str, str] | None) -> None:
        """Put title and text in the place of what a document said, None for nothing; note what that moves."""
        old, new = letters_of(self._texts.find(number)), letters_of(now)
        for lists, before, after in (
            (self._in_text, old.whole, new.whole),
            (self._in_title, old.title, new.title),
            (self._inside, old.inside, new.inside),
        ):
            lists.remove(before - after, number)
            lists.add(after - before, number)
            moved |= before ^ after
        for noun in (*old.nouns, *new.nouns):
            doubted.setdefault(noun, self._nouns[noun] > 1)
        self._nouns.subtract(old.nouns)
        self._nouns.update(new.nouns)
        if len(self._across):
            before, after = (threes(one.of_runs) - one.inside for one in (old, new))
            for triple in before ^ after:
                if triple in self._across:
                    (self._across.add if triple in after else self._across.remove)((triple,), number + 1)
                    moved.add(triple)
        self._texts.put(number, now)

    def _decided(self, moved: set[str]) -> tuple[set[str], set[str]]:
        """Decide anew on every triple whose letters or pairs have moved.

        Returns:
            The triples of which the index says something else, and those of which it says nothing any more.
        """
        pairs = {gram for gram in moved if len(gram) == 2}
        threes = {gram for gram in moved if len(gram) == 3}
        triples = (
            set(self._inside)
            if len(pairs) * 2 > len(self._in_text)
            else self._inside.with_pairs(pairs) | {triple for triple in threes if triple in self._inside}
        )
        counts, bits, of_runs = Counts(self._in_text), Bits(self._in_text), Runs(self._texts)
        says, lost = set(), set()
        for triple in triples:
            was = triple in self._kept
            if self._promises_too_much(triple, counts, bits, of_runs):
                if not was:
                    self._kept.put(triple, _THERE)
                if not was or triple in threes:
                    says.add(triple)
            elif was:
                self._kept.drop(triple)
                lost.add(triple)
        for triple in threes - triples:
            # It stands in no word any more: nobody types it.
            self._across.drop(triple)
            if triple in self._kept:
                self._kept.drop(triple)
                lost.add(triple)
        return says, lost

    def _promises_too_much(self, triple: str, counts: Counts, bits: Bits, of_runs: Runs) -> bool:
        known = self._inside.find(triple)
        tolerated = (1 + TOLERATED) * len(known)
        first, second = triple[:2], triple[1:]
        # A word over a sentence's end, as 3.5 without its point, has pairs that stand nowhere: no query finds it so.
        if counts[first] <= tolerated or counts[second] <= tolerated:
            return False
        both = bits[first] & bits[second]
        found = both.bit_count()
        if found <= tolerated:
            return False
        if triple not in self._across:
            others = as_numbers(both & ~as_bits(known))
            self._across.put(triple, [0, *(number + 1 for number in others if triple in of_runs[number])])
        return found > (1 + TOLERATED) * (len(known) + len(self._across.find(triple)) - 1)

    def _ranks(self) -> "array[int]":
        ranks = array("I", bytes(4 * self._next))
        for rank, number in enumerate(self._order):
            ranks[number] = rank
        return ranks

    def _said(self, gram: str, ranks: "array[int]") -> str | None:
        of_text, of_title = self._in_text.find(gram), self._in_title.find(gram)
        if not of_text:
            return None
        said = encoded(sorted(map(ranks.__getitem__, of_text)))
        return f"{said}.{encoded(sorted(map(ranks.__getitem__, of_title)))}" if of_title else said

    def _said_of_triple(self, triple: str, ranks: "array[int]") -> str:
        across = (number - 1 for number in self._across.find(triple) if number)
        return encoded(sorted(map(ranks.__getitem__, (*self._inside.find(triple), *across))))


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


def _each_once(names: Sequence[bytes]) -> list[bytes]:
    """Return the names, where two documents are the same with one of its own for each."""
    if len(set(names)) == len(names):
        return list(names)
    seen: Counter[bytes] = Counter()
    found = []
    for name in names:
        found.append(key_of(name, seen[name]) if seen[name] else name)
        seen[name] += 1
    return found
