"""Lists of document numbers by one to three letters, kept as three arrays: to load them is to copy bytes.

A site of 10,000 posts has some hundred thousand keys. As arrays an edit loads all of them in the time in which a
dictionary would take in the hundredth part; what has moved since they were packed lies beside them.
"""

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

# A character is below 2 ** 21; three of them go into one number.
_WIDTH = 21
_LETTER = (1 << _WIDTH) - 1
# Lists whose numbers are all below this take two bytes a number.
_SMALL = 1 << 16
# Most lists of some kinds say this alone; whoever adds to one gets a list of its own.
ALONE = array("I", [0])
# Where more than one key in so many has moved, all are packed anew.
_MANY_MOVED = 8


class Packed(NamedTuple):
    """Keys as rising numbers; the list of the key at ``n`` is ``numbers[starts[n]:starts[n + 1]]``."""

    codes: "array[int]"
    starts: "array[int]"
    numbers: "array[int]"


def _nothing() -> Packed:
    return Packed(array("Q"), array("I", [0]), array("H"))


class Lists:
    """Numbers of documents by key, in no order; a key without any is gone."""

    def __init__(self, packed: Packed | None = None, moved: "dict[str, array[int]] | None" = None) -> None:
        """Take up what was packed, and what has moved since: an empty list is that of a key that is gone."""
        self._packed = packed or _nothing()
        self.moved = {} if moved is None else moved

    def __contains__(self, key: str) -> bool:
        mine = self.moved.get(key)
        return self._place(key) >= 0 if mine is None else bool(mine)

    def __iter__(self) -> Iterator[str]:
        yield from (key for key, numbers in self.moved.items() if numbers)
        yield from (key for key in map(_key, self._packed.codes) if key not in self.moved)

    def __len__(self) -> int:
        """Return about how many keys there are."""
        return max(len(self.moved), len(self._packed.codes))

    @property
    def has_moved_far(self) -> bool:
        """Whether it is worth packing everything anew."""
        return len(self.moved) * _MANY_MOVED > len(self._packed.codes)

    def find(self, key: str) -> Sequence[int]:
        """Return the numbers under a key; nobody may change them."""
        mine = self.moved.get(key)
        return self._of(self._place(key)) if mine is None else mine

    def add(self, keys: Iterable[str], number: int) -> None:
        """Put a number under each key."""
        for key in keys:
            self._mine(key).append(number)

    def remove(self, keys: Iterable[str], number: int) -> None:
        """Take a number away from each key."""
        for key in keys:
            mine = self._mine(key)
            mine.remove(number)
            if not mine:
                self.drop(key)

    def put(self, key: str, numbers: Iterable[int]) -> None:
        """Put numbers in the place of a key's own."""
        mine = array("I", numbers)
        self.moved[key] = ALONE if mine == ALONE else mine

    def drop(self, key: str) -> None:
        """Let a key go."""
        if self._place(key) < 0:
            self.moved.pop(key, None)
        else:
            self.moved[key] = array("I")

    def with_pairs(self, pairs: set[str]) -> set[str]:
        """Return the keys of three letters of which two that stand together are among the pairs."""
        found = {key for key, numbers in self.moved.items() if numbers and (key[:2] in pairs or key[1:] in pairs)}
        codes = self._packed.codes
        for pair in pairs:
            # By their second letter, then the first: those that begin with the pair stand together.
            begin = ord(pair[1]) << 2 * _WIDTH | ord(pair[0]) << _WIDTH
            near = list(codes[bisect_left(codes, begin) : bisect_left(codes, begin + (1 << _WIDTH))])
            middle, last = ord(pair[0]) << 2 * _WIDTH, ord(pair[1])
            around = codes[bisect_left(codes, middle) : bisect_left(codes, middle + (1 << 2 * _WIDTH))]
            near += [code for code in around if code & _LETTER == last]
            found |= {key for key in map(_key, near) if key not in self.moved}
        return found

    def packed(self) -> Packed:
        """Pack everything, and return it."""
        if not self.moved:
            return self._packed
        lists: dict[int, Sequence[int]] = {_code(key): numbers for key, numbers in self.moved.items()}
        for at, code in enumerate(self._packed.codes):
            if code not in lists:
                lists[code] = array("I", self._of(at))
        codes, starts, numbers = array("Q"), array("I", [0]), array("I")
        for code in sorted(lists):
            if lists[code]:
                codes.append(code)
                numbers.extend(lists[code])
                starts.append(len(numbers))
        small = max(numbers, default=0) < _SMALL
        self._packed, self.moved = Packed(codes, starts, array("H", numbers) if small else numbers), {}
        return self._packed

    def _mine(self, key: str) -> "array[int]":
        mine = self.moved.get(key)
        # By what it says: out of a pickle it is another one, and still that of many keys.
        if mine is None or mine == ALONE:
            mine = self.moved[key] = array("I", self._of(self._place(key)) if mine is None else ALONE)
        return mine

    def _place(self, key: str) -> int:
        codes = self._packed.codes
        if not codes:
            return -1
        at = bisect_left(codes, code := _code(key))
        return at if at < len(codes) and codes[at] == code else -1

    def _of(self, place: int) -> Sequence[int]:
        _, starts, numbers = self._packed
        return () if place < 0 else numbers[starts[place] : starts[place + 1]]


class Texts:
    """Title and text of each document by its number, pressed together."""

    def __init__(self, packed: dict[int, bytes] | None = None) -> None:
        """Take up what was packed."""
        self._packed = packed or {}
        self.moved: dict[int, tuple[str, str] | None] = {}

    def find(self, number: int) -> tuple[str, str] | None:
        """Return what a document says; None for a number that has none."""
        if number in self.moved:
            return self.moved[number]
        raw = self._packed.get(number)
        if raw is None:
            return None
        title, _, text = zlib.decompress(raw).decode("utf-8", "surrogatepass").partition("\0")
        return title, text

    def put(self, number: int, said: tuple[str, str] | None) -> None:
        """Put what a document says in the place of what it said; None where it has gone."""
        self.moved[number] = said

    def packed(self) -> dict[int, bytes]:
        """Pack everything, and return it."""
        for number, said in self.moved.items():
            if said is None:
                self._packed.pop(number, None)
            else:
                self._packed[number] = zlib.compress("\0".join(said).encode("utf-8", "surrogatepass"), 1)
        self.moved = {}
        return self._packed


def _code(key: str) -> int:
    if len(key) == 2:
        return ord(key[0]) << _WIDTH | ord(key[1])
    if len(key) == 3:
        # What two pairs share first: whoever looks for one pair looks in one place.
        return ord(key[1]) << 2 * _WIDTH | ord(key[0]) << _WIDTH | ord(key[2])
    return ord(key)


def _key(code: int) -> str:
    if code >> 2 * _WIDTH:
        return chr(code >> _WIDTH & _LETTER) + chr(code >> 2 * _WIDTH) + chr(code & _LETTER)
    return chr(code >> _WIDTH) + chr(code & _LETTER) if code >> _WIDTH else chr(code)
