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
        suffixes: Nouns that are written onto a company's name.
        complaint: (stem, weight 1 to 3).
        praise: (stem, weight 1 to 3).
    """

    particles: tuple[str, ...]
    suffixes: tuple[str, ...]
    common_nouns: frozenset[str]
    complaint: tuple[tuple[str, int], ...]
    praise: tuple[tuple[str, int], ...]


@lru_cache(maxsize=1)
def load_words() -> Words:
    """Return the words; a broken data file is a bug of ours and keeps its traceback."""
    raw = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return Words(
        particles=tuple(raw["particles"].split()),
        suffixes=tuple(raw["suffixes"].split()),
        common_nouns=frozenset(raw["common_nouns"].split()),
        complaint=_weighted(raw["complaint"]),
        praise=_weighted(raw["praise"]),
    )


def _weighted(table: dict[str, list[str]]) -> tuple[tuple[str, int], ...]:
    return tuple((word, int(weight)) for weight, words in table.items() for word in words)
