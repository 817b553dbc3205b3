"""``words.toml``: the Korean words that reading needs. Data, so that staff can mend them without code."""

import tomllib
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
        prefixes: What may be written before a name without a blank; ``places`` may as well.
    """

    particles: tuple[str, ...]
    suffixes: tuple[str, ...]
    short_suffixes: tuple[str, ...]
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
        prefixes=tuple(raw["prefixes"].split()),
        places=tuple(raw["places"].split()),
        common_nouns=frozenset(raw["common_nouns"].split()),
    )
