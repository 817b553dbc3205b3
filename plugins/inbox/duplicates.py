"""Which mention tells the same as an earlier one: a copied post (펌) is folded under its first telling. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from plugins.inbox.model import MentionId

GRAM = 5
# Below so many grams two short posts agree by chance: "모과나루 환불 언제 되나요".
FEWEST_GRAMS = 40
COPIED_SHARE = 0.6


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """A mention's text, taken to pieces for comparing."""

    id: MentionId
    grams: frozenset[str]


def telling(mention: MentionId, title: str, text: str) -> Telling:
    """Return the pieces of a text: its runs of five letters, without blanks and punctuation."""
    letters = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", title + text)).casefold()
    return Telling(id=mention, grams=frozenset(letters[n : n + GRAM] for n in range(len(letters) - GRAM + 1)))


def first_telling(new: Telling, earlier: Iterable[Telling]) -> MentionId | None:
    """Return the earlier mention that shares most with a new one, or None where none shares enough.

    Args:
        earlier: First tellings only, never copies: a copy of a copy belongs to the first.
    """
    best: tuple[float, MentionId] | None = None
    for candidate in earlier:
        smaller = min(len(new.grams), len(candidate.grams))
        if smaller < FEWEST_GRAMS or candidate.id == new.id:
            continue
        share = len(new.grams & candidate.grams) / smaller
        if share >= COPIED_SHARE and (best is None or share > best[0]):
            best = share, candidate.id
    return best[1] if best else None
