"""Which rules a sentence can possibly break: an index by the two characters that every match must hold.

Every pattern on every sentence reads a third as fast. It only ever leaves out what cannot match (a test holds it
against trying everything).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product
from operator import add
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

# The parser is re's own and has no public name (sre_parse is deprecated): a test holds what we read from it against
# matching itself, so that a Python that parses otherwise fails there and not in a publication.

_MANY = 64
# What Korean sentences end in: looking for it leaves nothing out.
_EVERYWHERE = frozenset(("니다", "습니", "입니", "합니", "됩니", "세요", "있습"))


class Index:
    """Patterns by number, and for a sentence the numbers of those that may match."""

    def __init__(self, grams: Iterable[frozenset[str]]) -> None:
        """Take for each pattern its ``grams_of``, in order."""
        # A set of patterns is a whole number, a bit a pattern: joining two takes a tenth of the time of joining sets.
        self._by_gram: defaultdict[str, int] = defaultdict(int)
        self._always = 0
        for number, held in enumerate(grams):
            if not held:
                self._always |= 1 << number
            for gram in held:
                self._by_gram[gram] |= 1 << number

    def candidates(self, text: str, among: int = -1) -> list[int]:
        """Return the numbers of the patterns that may match, ascending.

        Args:
            among: Only those whose bit is set.
        """
        low = text.lower()
        grams = {*low, *map(add, low, low[1:])}
        found = self._always
        for gram in grams & self._by_gram.keys():
            found |= self._by_gram[gram]
        found &= among
        numbers = []
        while found:
            lowest = found & -found
            numbers.append(lowest.bit_length() - 1)
            found ^= lowest
        return numbers


def grams_of(pattern: str) -> frozenset[str]:
    """Return up to two characters of each needle of a pattern; none where it has no needle."""
    return frozenset(needle[:2].lower() for needle in needles_of(pattern))


def needles_of(pattern: str) -> frozenset[str]:
    """Return texts of which every match of a pattern holds one at least; none where that cannot be said."""
    return _required(_parser.parse(pattern)) or frozenset()


def _required(sequence: Any) -> frozenset[str] | None:
    """Return the best set of any-of texts of a sequence: the longest shortest text, then the fewest."""
    sets = [found for found in _sets(sequence) if found and all(found)]
    return max(sets, key=lambda found: (min(2, *map(_telling, found)), -len(found)), default=None)


def _telling(needle: str) -> int:
    """Return how much a needle tells, up to 2: next to nothing where nearly every sentence holds it."""
    return 1 if needle[:2] in _EVERYWHERE else len(needle)


def _sets(sequence: Any) -> Iterator[frozenset[str] | None]:
    run = frozenset([""])
    for code, argument in sequence:
        if code in (op.AT, op.ASSERT, op.ASSERT_NOT):
            continue
        exact = _exact(code, argument)
        if exact is not None and len(run) * len(exact) <= _MANY:
            run = frozenset(a + b for a, b in product(run, exact))
            continue
        yield run
        run = frozenset([""]) if exact is None else exact
        if exact is None:
            yield _inner(code, argument)
    yield run


def _inner(code: Any, argument: Any) -> frozenset[str] | None:
    if code is op.SUBPATTERN:
        return _required(argument[-1])
    if code in (op.MAX_REPEAT, op.MIN_REPEAT) and argument[0] > 0:
        return _required(argument[2])
    if code is op.BRANCH:
        branches = [_required(branch) for branch in argument[1]]
        if all(branches):
            return frozenset[str]().union(*(branch for branch in branches if branch))
    return None


def _exact(code: Any, argument: Any) -> frozenset[str] | None:
    """Return every text that one item can stand for, None where they are many or unknown."""
    if code is op.LITERAL:
        return frozenset([chr(argument)])
    if code is op.IN:
        if all(item[0] is op.LITERAL for item in argument):
            return frozenset(chr(item[1]) for item in argument)
        return None
    if code is op.SUBPATTERN:
        return _exact_sequence(argument[-1])
    if code is op.BRANCH:
        branches = [_exact_sequence(branch) for branch in argument[1]]
        if any(branch is None for branch in branches):
            return None
        every = frozenset[str]().union(*(branch for branch in branches if branch is not None))
        return every if len(every) <= 4 * _MANY else None
    return None


def _exact_sequence(sequence: Any) -> frozenset[str] | None:
    run = frozenset([""])
    for code, argument in sequence:
        if code in (op.ASSERT, op.ASSERT_NOT):
            continue
        exact = _exact(code, argument)
        if exact is None or len(run) * len(exact) > 4 * _MANY:
            return None
        run = frozenset(a + b for a, b in product(run, exact))
    return run
