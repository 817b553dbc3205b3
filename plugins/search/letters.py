"""The letters of one document: in its text, in its title, inside its words, and the nouns that it shows."""

from dataclasses import dataclass
from functools import lru_cache

from plugins.search.grams import grams, letters, noun_before_particle, runs


@dataclass(frozen=True, kw_only=True, slots=True)
class Letters:
    """What stands in one document: as letters and pairs, in its title, inside its words, and the nouns they show."""

    whole: frozenset[str] | set[str] = frozenset()
    title: frozenset[str] | set[str] = frozenset()
    inside: frozenset[str] | set[str] = frozenset()
    nouns: tuple[str, ...] = ()
    of_runs: str = ""


def letters_of(said: tuple[str, str] | None) -> Letters:
    """Return the letters of a title and a text; none of None."""
    if said is None:
        return Letters()
    whole = "\n".join(said)
    of_runs = runs(whole)
    words = [of_word(word) for word in frozenset(whole.split())]
    return Letters(
        whole=grams(of_runs),
        title=grams(runs(said[0])),
        inside=set().union(*(triples for triples, _ in words)),
        nouns=tuple(noun for _, noun in words if noun),
        of_runs=of_runs,
    )


@lru_cache(maxsize=1 << 14)
def of_word(word: str) -> tuple[tuple[str, ...], str]:
    """Return the triples inside a word, and the noun that it shows to end like a noun and its particle."""
    # Posts share their words.
    run = letters(word)
    return tuple(run[at : at + 3] for at in range(len(run) - 2)), noun_before_particle(run)


def threes(of_runs: str) -> set[str]:
    """Return every three characters that stand together."""
    return {of_runs[at : at + 3] for at in range(len(of_runs) - 2)}
