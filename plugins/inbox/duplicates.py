"""Which mention tells the same as an earlier one: a copied post (펌) is folded under its first telling. Pure.

A text is compared by its runs of five letters. The 24 smallest hashes of all of them, and of those at its beginning,
find candidates through an index; the share of runs two texts have in common decides. SimHash was measured and finds
only two of three edited copies.
"""

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from plugins.inbox.lanes import LANE, lanes_of, letters_in, ones
from plugins.inbox.letters import letters_of
from plugins.inbox.model import MentionId

GRAM = 5
# A run's hash: of its letters two by two, each pair of 32 bits times its factor, 30 bits out of the middle of the sum.
# Middle bits, because the highest would follow one letter and the lowest another; 30, because that is a small number.
FACTORS, MIDDLE, HASH = (13466917, 15485863, 11184811), 16, (1 << 30) - 1
# A changed word takes five runs of five with it and three of three, so the doubtful are asked again with these.
SHORT_GRAM, DOUBTFUL_SHARE = 3, 0.4
SKETCH, HEAD_CHARACTERS = 24, 100
COPIED_SHARE, RELATED_SHARE = 0.6, 0.3
# Below so many runs two short posts agree by chance: 너무 좋아요, 환불 언제 되나요.
FEWEST_GRAMS = 8
# A post that holds a copy and this much of its own beside it tells a story of its own.
OWN_SHARE, OWN_GRAMS = 0.4, 60
# A run in more tellings than these is boilerplate: a signature, a cookie notice, the quoted headline of the day.
COMMON_COUNT, COMMON_SHARE = 8, 0.01
MOST_VERIFIED, LONGEST_CHAIN = 8, 96
# The runs that fewest texts have are looked up first and count most, and no more are once so many texts were met: among
# a hundred thousand the common ones lead to thousands that are no kin.
MOST_MET = 128
# When so many of the likeliest were no kin, the less likely are not asked.
MOST_STRANGERS = 3
# Of the hash tables: for a whole inbox, and for the entries of one document, where eight megabytes would cost more than
# the comparing.
BUCKETS, FEW_BUCKETS = 1 << 20, 1 << 17

# A candidate that has less than this many of so many runs from all over the shorter text is not compared whole: at the
# least share that counts, one in five hundred is lost, and most that are no kin are spared. Every fourth is tasted
# before those between, and none of the first sixteen ends it: one in three hundred of the least related.
TASTED, FEWEST_TASTED, TASTED_FIRST = 48, 6, 16

_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Likeness:
    """The earlier telling that a text is most like.

    Attributes:
        first: The first telling that it belongs to; itself, if it is none's copy.
        share: Of the runs of the shorter text, how many both have, 0 to 1.
        is_copy: Whether that is enough to fold it; else it is only related.
        adds_own_story: Whether the copy says much that the earlier telling does not.
    """

    first: MentionId
    share: float
    is_copy: bool
    adds_own_story: bool


# What a telling has in the index before its entries are chained.
_NO_ENTRIES = array("i", [-1]) * (2 * SKETCH)


# No letter of that coding begins with it; the rest is then UTF-8.
_OTHER_LETTERS = b"\xff"


class Tellings:
    """What has been told so far, for asking whether a new text tells it again. Grows; some 500 bytes a short text.

    Plain arrays and the letters themselves, because a hundred thousand sets of hashes would take a gigabyte; and those
    packed, for they are the most of it.
    """

    def __init__(self, *, buckets: int = BUCKETS) -> None:
        """Begin with nothing told.

        Args:
            buckets: Of the hash tables, six bytes each; too few make runs that differ look alike.
        """
        self._buckets = buckets
        self._ids: list[MentionId] = []
        self._firsts = array("I")
        self._letters: list[bytes] = []
        self._heads = array("i", [-1]) * buckets
        self._nexts = array("i")
        self._seen = array("H", bytes(2 * buckets))
        self._originals = 0

    def __len__(self) -> int:
        return len(self._ids)

    def likeness(self, text: str) -> Likeness | None:
        """Return what a text is most like among those added before, or None where nothing is like it."""
        letters = letters_of(text)
        found = self._likeness(letters, *_sketched(letters))
        return found[1] if found else None

    def add(self, mention: MentionId, text: str) -> Likeness | None:
        """Return what a text is most like among those added before, and remember it from now on."""
        letters = letters_of(text)
        hashes, keys = _sketched(letters)
        found = self._likeness(letters, hashes, keys)
        place = len(self._ids)
        self._ids.append(mention)
        self._letters.append(_packed(letters))
        is_copy = found is not None and found[1].is_copy
        self._firsts.append(self._firsts[found[0]] if found and is_copy else place)
        # Each has as many entries, so that an entry's number tells whose it is.
        self._nexts.extend(_NO_ENTRIES)
        for entry, key in enumerate(keys, 2 * SKETCH * place):
            bucket = key % self._buckets
            self._nexts[entry] = self._heads[bucket]
            self._heads[bucket] = entry
        if not is_copy:
            # Copies do not count: what is copied a hundred times is no boilerplate.
            self._originals += 1
            seen, buckets = self._seen, self._buckets
            for each in hashes:
                try:
                    seen[each % buckets] += 1
                except OverflowError:
                    # Twice as many as can be told apart: as common as can be.
                    continue
        return found[1] if found else None

    def _likeness(self, letters: str, hashes: set[int], keys: set[int]) -> tuple[int, Likeness] | None:
        if len(hashes) < FEWEST_GRAMS:
            return None
        kin = self._kin(letters, keys)
        if not kin:
            return None
        most = max(COMMON_COUNT, int(COMMON_SHARE * self._originals))
        telling = self._telling(hashes, most)
        best, best_share, best_both = -1, 0.0, 0
        for place, told in kin:
            earlier = self._telling(set(_hashes(told)), most)
            smaller = min(len(telling), len(earlier))
            if smaller < FEWEST_GRAMS:
                continue
            both = len(telling & earlier)
            share = both / smaller
            if DOUBTFUL_SHARE <= share < COPIED_SHARE:
                share = max(share, _short_share(letters, told))
            # Of equals the earliest: that is the first telling.
            if share > best_share:
                best, best_share, best_both = place, share, both
        if best < 0 or best_share < RELATED_SHARE:
            return None
        own = len(telling) - best_both
        is_copy = best_share >= COPIED_SHARE
        return best, Likeness(
            first=self._ids[self._firsts[best]],
            share=round(best_share, 3),
            is_copy=is_copy,
            adds_own_story=is_copy and own >= OWN_GRAMS and own >= OWN_SHARE * len(telling),
        )

    def _telling(self, hashes: set[int], most: int) -> set[int]:
        seen, buckets = self._seen, self._buckets
        return {each for each in hashes if seen[each % buckets] <= most}

    def _kin(self, letters: str, keys: set[int]) -> list[tuple[int, str]]:
        """Return the texts that share most of a sketch and more than that, the earliest first, with their letters."""
        kin, strangers = [], 0
        for place in self._candidates(keys):
            if _is_kin(letters, told := _unpacked(self._letters[place])):
                kin.append((place, told))
            else:
                strangers += 1
                if strangers == MOST_STRANGERS:
                    break
        return sorted(kin)

    def _candidates(self, keys: set[int]) -> list[int]:
        """Return the texts that share most of a sketch, the likeliest first."""
        buckets, seen, heads, nexts = self._buckets, self._seen, self._heads, self._nexts
        likely: dict[int, float] = {}
        left = MOST_MET
        for bucket in sorted({key % buckets for key in keys}, key=seen.__getitem__):
            at, stop, weight = heads[bucket], left - LONGEST_CHAIN, 1 / (1 + seen[bucket])
            while at >= 0 and left > stop:
                place = at // (2 * SKETCH)
                likely[place] = likely.get(place, 0.0) + weight
                at = nexts[at]
                left -= 1
            if left <= 0:
                break
        return sorted(likely, key=likely.__getitem__, reverse=True)[:MOST_VERIFIED]


def shared_span(text: str, earlier: str) -> tuple[int, int] | None:
    """Return the longest stretch of a text that an earlier one has too, blanks and punctuation aside, or None.

    Places are those of ``text``; None where it is shorter than 20 letters.
    """
    places = [place for place, char in enumerate(text) if not _NO_LETTERS.match(char)]
    letters, other = "".join(text[place] for place in places).lower(), letters_of(earlier)
    if len(letters) != len(places):
        return None
    step = 20
    starts: dict[str, list[int]] = {}
    for at in range(len(other) - step + 1):
        starts.setdefault(other[at : at + step], []).append(at)
    best, at = (0, 0), 0
    while at + step <= len(letters):
        length = max(
            (_run(letters, at, other, there) for there in starts.get(letters[at : at + step], ())[:8]), default=0
        )
        if length > best[1]:
            best = (at, length)
        at += max(1, length)
    return (places[best[0]], places[best[0] + best[1] - 1] + 1) if best[1] else None


def _run(text: str, at: int, other: str, there: int) -> int:
    length = 0
    while at + length < len(text) and there + length < len(other) and text[at + length] == other[there + length]:
        length += 1
    return length


def _packed(letters: str) -> bytes:
    """Return letters in two bytes for Hangul and one for a Latin letter or a digit: a quarter less than they take."""
    try:
        return letters.encode("cp949")
    except UnicodeEncodeError:
        return _OTHER_LETTERS + letters.encode()


def _unpacked(packed: bytes) -> str:
    if packed.startswith(_OTHER_LETTERS):
        return packed[1:].decode()
    return packed.decode("cp949")


def _sketched(letters: str) -> tuple[set[int], set[int]]:
    ordered = _hashes(letters)
    hashes = set(ordered)
    return hashes, {*_smallest(hashes), *_smallest(set(ordered[: HEAD_CHARACTERS - GRAM + 1]))}


def _smallest(hashes: set[int]) -> list[int]:
    # Twice as many as are wanted are likely to be below this; ordering all takes twice as long.
    below = 2 * SKETCH * HASH // max(1, len(hashes))
    few = [each for each in hashes if each < below]
    return sorted(few if len(few) >= SKETCH else hashes)[:SKETCH]


def _is_kin(letters: str, earlier: str) -> bool:
    shorter, longer = (letters, earlier) if len(letters) <= len(earlier) else (earlier, letters)
    runs = len(shorter) - GRAM + 1
    step = max(1, runs // TASTED)
    places = range(0, runs, step)
    # Of a short text fewer are tasted.
    wanted = min(FEWEST_TASTED, max(1, len(places) * FEWEST_TASTED // TASTED))
    shared = tasted = 0
    for first in (0, 2, 1, 3):
        for at in places[first::4]:
            if shorter[at : at + GRAM] in longer:
                shared += 1
                if shared == wanted:
                    return True
            tasted += 1
            if tasted == TASTED_FIRST and not shared:
                return False
    return False


def _short_share(letters: str, earlier: str) -> float:
    both, other = _runs(letters), _runs(earlier)
    return len(both & other) / min(len(both), len(other))


def _runs(letters: str) -> set[str]:
    return {letters[at : at + SHORT_GRAM] for at in range(len(letters) - SHORT_GRAM + 1)}


def _hashes(letters: str) -> Sequence[int]:
    # Arithmetic and not hash(): the same in every process. A checksum of each run takes four times as long.
    count = len(letters)
    if count < GRAM:
        return ()
    single = letters_in(letters)
    pairs = single | single >> (LANE - 16)
    sums = pairs * FACTORS[0] + (pairs >> 2 * LANE) * FACTORS[1] + (single >> 4 * LANE) * FACTORS[2]
    return lanes_of((sums >> MIDDLE) & _middles(count | 63), count)[: 1 - GRAM]


@lru_cache(maxsize=64)
def _middles(count: int) -> int:
    """Return the bits that count in so many lanes; some too many hold nothing, so that few lengths are kept."""
    return HASH * ones(count)
