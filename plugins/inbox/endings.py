"""What is written onto a name without a blank and leaves it the name it is: particles, and nouns of its own. Pure.

Asked by looking words up and not by a pattern: one of fifteen hundred words takes thirty milliseconds to make ready.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from plugins.inbox.words import Words

MOST_PARTICLES = 3
# No other word happens to begin with so many letters; what is written onto them is a product or a department that
# nobody listed, unless it makes a shop's or a place's name of them. With one letter less the shortest words still can:
# 오리온천 is none of 오리온's, 네이버지도 is 네이버's.
LONG_NAME, MIDDLING_NAME = 4, 3

_LONGEST_WORD, _LONGEST_SHORT = 8, 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Endings:
    """What may follow a name; make it with ``endings_of``.

    Attributes:
        nouns: Written onto a name, whatever follows; ``short_nouns`` with a particle or nothing after them.
        namesakes: What makes somebody else's name of one it is written onto; those of one letter as ``short_nouns``.
    """

    particles: frozenset[str]
    nouns: frozenset[str]
    short_nouns: frozenset[str]
    namesakes: frozenset[str]

    def known(self, run: str) -> str:
        """Return by which rule a run of letters may stand after a name, or ""."""
        if noun := _beginning(run, self.nouns):
            return f"붙은 말 '{noun}'"
        for length in range(_LONGEST_SHORT, 0, -1):
            if run[:length] in self.short_nouns and self.are_particles(rest := run[length:]):
                return f"붙은 말 '{run[:length]}'" + (f", 조사 '{rest}'" if rest else "")
        return f"조사 '{run}'" if self.are_particles(run) else ""

    def is_sure(self, run: str) -> bool:
        """Return whether a run says by more than one letter that a name stands before it; so does nothing at all."""
        return self.are_particles(run) or bool(_beginning(run, self.nouns))

    def may_be_unlisted(self, name: str, run: str) -> bool:
        """Return whether a name is so long that a run no list has may be written onto it."""
        if len(name) < MIDDLING_NAME:
            return False
        is_one_letter = self.are_particles(run[1:])
        if len(name) < LONG_NAME and is_one_letter:
            return False
        namesake = _beginning(run, self.namesakes)
        return len(namesake) < 2 and not (namesake and is_one_letter)

    def are_particles(self, run: str, most: int = MOST_PARTICLES) -> bool:
        """Return whether a run is nothing but particles; so is none at all."""
        if not run:
            return True
        return most > 0 and any(
            run[:length] in self.particles and self.are_particles(run[length:], most - 1)
            for length in range(min(len(run), _LONGEST_WORD), 0, -1)
        )


def endings_of(words: Words, own: Iterable[str]) -> Endings:
    """Return what the lists hold, with the nouns that staff added for their own names."""
    own = frozenset(own)
    return Endings(
        particles=frozenset(words.particles),
        nouns=frozenset((*words.suffixes, *words.places)) | {suffix for suffix in own if len(suffix) > 1},
        short_nouns=frozenset(words.short_suffixes) | {suffix for suffix in own if len(suffix) == 1},
        namesakes=frozenset(words.namesakes),
    )


def _beginning(run: str, words: frozenset[str]) -> str:
    """Return the longest of the words that a run begins with, or ""."""
    return next((run[:length] for length in range(min(len(run), _LONGEST_WORD), 0, -1) if run[:length] in words), "")
