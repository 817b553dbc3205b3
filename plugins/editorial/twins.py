"""Which posts of a site stand in an earlier one: ``pasted.compare`` for all of them, at a cost that stays bearable.

Says the same as comparing every post with every earlier one (a test holds them against each other): what has less than
the lowest share in common is nobody's twin, and how much each text shares is counted for all of them at once.
"""

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import chain
from typing import Any, NamedTuple, Protocol

from plugins.core.memo import Memo, key_of
from plugins.core.model import PostKind
from plugins.editorial.holders import Holders
from plugins.editorial.kept import kept_by_name
from plugins.editorial.pasted import (
    HOUSE_ARCHIVE,
    HOUSE_SHARE,
    NOTE,
    PROGRESS_NOTE,
    Comparison,
    compared,
    is_house,
    paragraphs,
)
from plugins.editorial.sheets import Told

# Bytes of the mark of a paragraph.
_MARK = 8
# So many of the texts that are nearest to a reply are kept.
_FIRST = 4
# An asker that looks into so few texts looks each of its grams up in them.
_ONCE = 4


def twins(told: Sequence[Told], kind: PostKind, memo: Memo) -> dict[str, Comparison]:
    """Return the comparison of every post of a kind that has a twin among the earlier ones, by slug.

    Args:
        told: All posts of the site.
    """
    posts = {t.post.slug: t for t in told if t.post.kind is kind}
    whole = {slug: (t.source.digest, t.post.published_at) for slug, t in posts.items()}
    name = f"editorial.twins.{kind.value}"
    then: tuple[object, dict[str, Comparison], tuple[tuple[str, tuple[bytes, ...]], ...], bytes] | None
    then = memo.last(f"{name} found")
    if then is None or then[0] != whole:
        then = (whole, *_found(posts, kind, memo))
        memo.keep(f"{name} found", then)
    _, found, used, house_key = then
    # What the next edit will ask for is not asked for now.
    for what, keys in used:
        memo.still_wanted(what, keys)
    memo.still_wanted("editorial.grams", [digest + house_key for digest, _ in whole.values()])
    return dict(found)


def _found(
    posts: Mapping[str, Told], kind: PostKind, memo: Memo
) -> tuple[dict[str, Comparison], tuple[tuple[str, tuple[bytes, ...]], ...], bytes]:
    """Return the comparisons, what of the memo they were made of, and the key of the house text."""
    digests = {slug: t.source.digest for slug, t in posts.items()}
    marks = kept_by_name(
        memo,
        f"editorial.paragraphs.{kind.value}",
        digests,
        lambda slug: b"".join(sorted(_marks(posts[slug].source.text))),
    )
    wanted = _house_marks(marks)
    # A mark stands for its grams, so that no text needs to be read for those that are known.
    house_marks = b"".join(sorted(wanted))
    house = memo.recall("editorial.house", house_marks, lambda: _house(posts, marks, wanted))
    house_key = key_of(*sorted(map(_mark, house)))
    search = _Search(posts, house, house_key, PROGRESS_NOTE if kind is PostKind.PROGRESS else NOTE, memo)
    keys = {slug: digests[slug] + t.post.published_at.isoformat().encode() + house_key for slug, t in posts.items()}
    found = nearest(memo, f"editorial.twins.{kind.value}", keys, search)
    pairs = [(slug, near.first[0][1]) for slug, near in found.items() if near.first]
    compared_keys = [key_of(digests[one], twin, digests[twin], house_key) for one, twin in pairs]
    results = memo.recall_all(
        f"editorial.compared.{kind.value}",
        compared_keys,
        lambda index: _held_against(*pairs[index], posts, house),
    )
    used = (
        (f"editorial.paragraphs.{kind.value}", (b"",)),
        (f"editorial.twins.{kind.value}", (b"",)),
        ("editorial.house", (house_marks,)),
        (f"editorial.compared.{kind.value}", tuple(compared_keys)),
    )
    return dict(zip((slug for slug, _ in pairs), results, strict=True)), used, house_key


def _held_against(slug: str, twin: str, posts: Mapping[str, Told], house: tuple[frozenset[str], ...]) -> Comparison:
    reply, other = posts[slug], posts[twin].source.text
    return compared(reply.source.text, twin, other, house, progress=reply.post.kind is PostKind.PROGRESS)


class Near(NamedTuple):
    """The earlier texts that hold most of a reply.

    Attributes:
        first: How many 4-grams and whose, the most first.
        is_cut: There are more, of which every one holds less than the last of these.
    """

    first: tuple[tuple[int, str], ...]
    is_cut: bool

    @staticmethod
    def of(shares: Iterable[tuple[int, str]], *, is_cut: bool = False) -> "Near":
        """Return the first of these."""
        ordered = tuple(sorted(shares, reverse=True))
        return Near(first=ordered[:_FIRST], is_cut=is_cut or len(ordered) > _FIRST)


class Looking(Protocol):
    """Looks into texts."""

    def prepare(self) -> None:
        """Make ready what many will ask for."""

    def find_in(self, asker: str, names: Collection[str]) -> Mapping[str, int]:
        """Return what the asker finds, by the name of the text; it depends on the two alone."""
        ...


_Kept = tuple[Mapping[str, bytes], Mapping[str, tuple[tuple[tuple[int, str], ...], bool]]]


def nearest(memo: Memo, kind: str, keys: Mapping[str, bytes], search: "Looking") -> dict[str, Near]:
    """Return what is nearest to every text; only what is new or changed looks, or is looked into.

    Of ten thousand replies that resemble each other all pairs would fill the memory: a few of each are kept, and who
    has lost all of them looks again.

    Args:
        keys: By name: the key of everything of a text that matters here.
    """
    kept: _Kept | None = memo.last(kind)
    nothing: _Kept = ({}, {})
    keys_then, then = kept or nothing
    changed = [name for name, key in keys.items() if keys_then.get(name) != key]
    if not changed and len(keys) == len(keys_then):
        return {name: Near(*then[name]) for name in keys}
    found: dict[str, Near] = {}
    anew = []
    for asker, key in keys.items():
        first, is_cut = then.get(asker, ((), True))
        still = [near for near in first if keys.get(near[1]) == keys_then[near[1]]]
        if keys_then.get(asker) != key or (is_cut and not still):
            anew.append(asker)
            continue
        new = [(n, name) for name, n in search.find_in(asker, changed).items()]
        # Who was not kept has less than the last one that was.
        found[asker] = Near.of((*still, *(near for near in new if not is_cut or near > still[-1])), is_cut=is_cut)
    if len(anew) > 1:
        search.prepare()

    def looked(index: int) -> Near:
        return Near.of((n, name) for name, n in search.find_in(anew[index], keys.keys()).items())

    found |= dict(zip(anew, memo.shared(len(anew), looked), strict=True))
    memo.keep(kind, (dict(keys), {name: tuple(near) for name, near in found.items()}))
    return found


class _Search:
    """The texts of one kind, made ready as far as somebody asks."""

    def __init__(
        self,
        posts: Mapping[str, Told],
        house: tuple[frozenset[str], ...],
        house_key: bytes,
        least: float,
        memo: Memo,
    ) -> None:
        self._posts, self._house, self._house_key, self._least, self._memo = posts, house, house_key, least, memo
        self._grams: dict[str, Any] = {}
        self._sets: dict[str, frozenset[int]] = {}
        self._holders: Holders | None = None
        self._order = sorted(posts, key=lambda slug: posts[slug].post.published_at)
        self._times = [posts[slug].post.published_at for slug in self._order]
        self._places = {slug: place for place, slug in enumerate(self._order)}

    def prepare(self) -> None:
        """Make everything ready at once."""
        sources = [self._posts[slug].source for slug in self._order]
        found = self._memo.recall_all(
            "editorial.grams",
            [source.digest + self._house_key for source in sources],
            lambda index: _numbers(sources[index].text, self._house).tobytes(),
        )
        for name, raw in zip(self._order, found, strict=True):
            self._grams[name] = array("Q")
            self._grams[name].frombytes(raw)
        self._holders = Holders([self._grams[name] for name in self._order])

    def find_in(self, asker: str, names: Collection[str]) -> Mapping[str, int]:
        """Return how many of a reply's 4-grams each earlier text holds, for those that hold the least share."""
        at = self._posts[asker].post.published_at
        if self._holders and len(names) == len(self._order):
            mine = Counter(self._grams_of(asker))
            earlier = (1 << bisect_right(self._times, at)) - 1 & ~(1 << self._places[asker])
            shares = self._holders.holding(mine, self._least * mine.total(), earlier)
            return {self._order[place]: shared for place, shared in shares.items()}
        asked = [n for n in names if n != asker and self._posts[n].post.published_at <= at]
        if not asked:
            return {}
        mine = self._grams_of(asker)
        least = self._least * len(mine)
        if len(asked) <= _ONCE:
            # Not counting them first is half the time where many askers look into one text.
            found = {name: sum(map(self._set_of(name).__contains__, mine)) for name in asked}
        else:
            times = Counter(mine)
            grams = frozenset(times)
            found = {name: sum(map(times.__getitem__, grams.intersection(self._grams_of(name)))) for name in asked}
        return {name: shared for name, shared in found.items() if shared and shared >= least}

    def _set_of(self, name: str) -> frozenset[int]:
        grams = self._sets.get(name)
        if grams is None:
            grams = self._sets[name] = frozenset(self._grams_of(name))
        return grams

    def _grams_of(self, name: str) -> Any:
        """Return the 4-grams of what is no house text, once for each paragraph they stand in, as numbers."""
        grams = self._grams.get(name)
        if grams is None:
            source = self._posts[name].source
            raw = self._memo.recall(
                "editorial.grams",
                source.digest + self._house_key,
                lambda: _numbers(source.text, self._house).tobytes(),
            )
            grams = self._grams[name] = array("Q")
            grams.frombytes(raw)
        return grams


def _numbers(text: str, house: tuple[frozenset[str], ...]) -> "array[int]":
    return array("Q", (_number(gram) for p in paragraphs(text) if not is_house(p, house) for gram in sorted(p.grams)))


def _number(gram: str) -> int:
    # Four characters of at most 16 bits each (Hangul, letters, two signs) fit without a collision.
    number = 0
    for character in gram:
        number = number << 16 | ord(character) & 0xFFFF
    return number


def _marks(text: str) -> set[bytes]:
    return {_mark(p.grams) for p in paragraphs(text)}


def _mark(grams: frozenset[str]) -> bytes:
    return blake2b("\0".join(sorted(grams)).encode(), digest_size=_MARK).digest()


def _house_marks(marks: Mapping[str, bytes]) -> frozenset[bytes]:
    """Return the marks of the paragraphs that so many texts share that they are nobody's."""
    if len(marks) < HOUSE_ARCHIVE:
        return frozenset()
    times = Counter(chain.from_iterable(map(_each, marks.values())))
    return frozenset(mark for mark, n in times.items() if n >= HOUSE_SHARE * len(marks))


def _house(
    posts: Mapping[str, Told], marks: Mapping[str, bytes], wanted: frozenset[bytes]
) -> tuple[frozenset[str], ...]:
    """Return the 4-grams of the paragraphs of these marks."""
    found: dict[bytes, frozenset[str]] = {}
    for slug, of_text in marks.items():
        if missing := wanted.intersection(_each(of_text)) - found.keys():
            of_post = ((_mark(p.grams), p.grams) for p in paragraphs(posts[slug].source.text))
            found |= {mark: grams for mark, grams in of_post if mark in missing}
        if len(found) == len(wanted):
            break
    return tuple(found[mark] for mark in sorted(found))


def _each(marks: bytes) -> list[bytes]:
    return [marks[at : at + _MARK] for at in range(0, len(marks), _MARK)]
