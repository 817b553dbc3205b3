"""Which posts of a site stand in an earlier one: ``pasted.compare`` for all of them, at a cost that stays bearable.

Says the same as comparing every post with every earlier one (a test holds them against each other): what has less than
the lowest share in common is nobody's twin, and how much each text shares is counted for all of them at once.
"""

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from plugins.core.memo import Memo, key_of
from plugins.core.model import PostKind
from plugins.editorial.holders import Holders
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
from plugins.editorial.sweep import swept


def twins(told: Sequence[Told], kind: PostKind, memo: Memo) -> dict[str, Comparison]:
    """Return the comparison of every post of a kind that has a twin among the earlier ones, by slug.

    Args:
        told: All posts of the site.
    """
    posts = {t.post.slug: t for t in told if t.post.kind is kind}
    slugs = list(posts)
    texts = [posts[slug].source.text for slug in slugs]
    marks = memo.recall_all(
        "editorial.paragraphs", [key_of(text) for text in texts], lambda i: tuple(sorted(_marks(texts[i])))
    )
    house = _house(texts, marks)
    house_key = key_of(*sorted(map(_mark, house)))
    search = _Search(posts, house, house_key, PROGRESS_NOTE if kind is PostKind.PROGRESS else NOTE, memo)
    keys = {slug: key_of(t.source.text, t.post.published_at.isoformat(), house_key) for slug, t in posts.items()}
    found = swept(memo, f"editorial.twins.{kind.value}", keys, keys, search.find_in, prepare=search.prepare)
    pairs = [(slug, max((n, name) for name, n in shares.items())[1]) for slug, shares in found.items() if shares]
    results = memo.recall_all(
        f"editorial.compared.{kind.value}",
        [key_of(posts[one].source.text, twin, posts[twin].source.text, house_key) for one, twin in pairs],
        lambda index: _held_against(*pairs[index], posts, house),
    )
    return dict(zip((slug for slug, _ in pairs), results, strict=True))


def _held_against(slug: str, twin: str, posts: Mapping[str, Told], house: tuple[frozenset[str], ...]) -> Comparison:
    reply, other = posts[slug], posts[twin].source.text
    return compared(reply.source.text, twin, other, house, progress=reply.post.kind is PostKind.PROGRESS)


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
        self._holders: Holders | None = None
        self._order = sorted(posts, key=lambda slug: posts[slug].post.published_at)
        self._times = [posts[slug].post.published_at for slug in self._order]
        self._places = {slug: place for place, slug in enumerate(self._order)}

    def prepare(self) -> None:
        """Make everything ready at once."""
        texts = [self._posts[slug].source.text for slug in self._order]
        found = self._memo.recall_all(
            "editorial.grams",
            [key_of(text, self._house_key) for text in texts],
            lambda index: _numbers(texts[index], self._house).tobytes(),
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
        mine = Counter(self._grams_of(asker))
        grams, least = frozenset(mine), self._least * mine.total()
        found = {name: sum(map(mine.__getitem__, grams.intersection(self._grams_of(name)))) for name in asked}
        return {name: shared for name, shared in found.items() if shared and shared >= least}

    def _grams_of(self, name: str) -> Any:
        """Return the 4-grams of what is no house text, once for each paragraph they stand in, as numbers."""
        grams = self._grams.get(name)
        if grams is None:
            text = self._posts[name].source.text
            raw = self._memo.recall(
                "editorial.grams", key_of(text, self._house_key), lambda: _numbers(text, self._house).tobytes()
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
    return blake2b("\0".join(sorted(grams)).encode(), digest_size=8).digest()


def _house(texts: Sequence[str], marks: Sequence[tuple[bytes, ...]]) -> tuple[frozenset[str], ...]:
    """Return the 4-grams of the paragraphs that so many texts share that they are nobody's."""
    if len(texts) < HOUSE_ARCHIVE:
        return ()
    times = Counter(mark for of_text in marks for mark in of_text)
    wanted = {mark for mark, n in times.items() if n >= HOUSE_SHARE * len(texts)}
    found: dict[bytes, frozenset[str]] = {}
    for text, of_text in zip(texts, marks, strict=True):
        if missing := (wanted & set(of_text)) - found.keys():
            found |= {m: p.grams for p in paragraphs(text) if (m := _mark(p.grams)) in missing}
        if len(found) == len(wanted):
            break
    return tuple(found[mark] for mark in sorted(found))
