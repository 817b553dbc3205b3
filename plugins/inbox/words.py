"""``words.toml``: the Korean words that reading needs, data that staff can mend without code; words as patterns."""

import re
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).with_name("words.toml")


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """The words of ``words.toml``.

    Attributes:
        suffixes: Nouns that are written onto a company's name, whatever follows them.
        short_suffixes: The same, but only a particle or the end of the word may follow.
        namesakes: Nouns that make somebody else's name of one they are written onto, however long it is.
        prefixes: What may be written before a name without a blank; ``places`` may as well.
    """

    particles: tuple[str, ...]
    suffixes: tuple[str, ...]
    short_suffixes: tuple[str, ...]
    namesakes: tuple[str, ...]
    prefixes: tuple[str, ...]
    places: tuple[str, ...]
    common_nouns: frozenset[str]


@lru_cache(maxsize=1)
def load_words() -> Words:
    """Return the words; a broken data file is a bug of ours and keeps its traceback."""
    raw = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return Words(
        particles=tuple(raw["particles"].split()),
        suffixes=tuple(raw["suffixes"].split()),
        short_suffixes=tuple(raw["short_suffixes"].split()),
        namesakes=tuple(raw["namesakes"].split()),
        prefixes=tuple(raw["prefixes"].split()),
        places=tuple(raw["places"].split()),
        common_nouns=frozenset(raw["common_nouns"].split()),
    )


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that matches where one of the words begins; one that never matches for no words."""
    # Two hundred words in a row are tried one by one at every letter. Written as a tree, and asked only where a first
    # letter is followed by a second one, they cost 10 microseconds for 600 characters instead of 110.
    heads: dict[str, set[str]] = {}
    for word in filter(None, words):
        heads.setdefault(word[0], set()).add(word[1:])
    if not heads:
        return re.compile("(?!)")
    tree = "|".join(f"{re.escape(first)}(?={_branches(rest)})" for first, rest in sorted(heads.items()))
    seconds = {word[:1] for rest in heads.values() for word in rest}
    ahead = "" if "" in seconds else f"(?=[{re.escape(''.join(sorted(seconds)))}])"
    return re.compile(f"[{re.escape(''.join(sorted(heads)))}]{ahead}(?<={tree})")


def _branches(words: Collection[str]) -> str:
    # Where one word ends a longer one need not be looked for.
    if "" in words:
        return ""
    nexts: dict[str, set[str]] = {}
    for word in words:
        nexts.setdefault(word[0], set()).add(word[1:])
    return f"(?:{'|'.join(re.escape(first) + _branches(rest) for first, rest in sorted(nexts.items()))})"
