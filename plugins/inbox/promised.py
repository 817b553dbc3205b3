"""Whether a text holds us to something we promised in public. Pure; the promises come in as plain words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plugins.inbox.words import load_words

# So many words of a promise, and so much of it, before it is that one which is meant.
FEWEST_WORDS, LEAST_SHARE = 3, 0.4

_PROMISE = re.compile(r"약속|하기로|(?:겠|한|준|된|간)다(?:고|더니|면서|며)|까지\s?\S{0,6}\s?(?:한다|준다|된다|하겠)")
_WORD = re.compile(r"[가-힣]{2,}|[A-Za-z]{2,}")


@dataclass(frozen=True, kw_only=True, slots=True)
class OurPromise:
    """What we said we would do, as the case file words it."""

    case_id: str
    id: str
    what: str

    @property
    def name(self) -> str:
        """How staff speak of it, e.g. ``MG-2026-001 P2``."""
        return f"{self.case_id} {self.id}"


def promises_named(text: str, promises: Iterable[OurPromise]) -> tuple[OurPromise, ...]:
    """Return the promises that a text holds us to, the one with most words in common first.

    A text that speaks of a promise at all, and names the case or says what was promised in much the same words.
    """
    if not _PROMISE.search(text):
        return ()
    said = _beginnings(text)
    found: list[tuple[float, OurPromise]] = []
    for promise in promises:
        words = _beginnings(promise.what)
        both = len(words & said)
        if promise.case_id in text:
            found.append((1 + both, promise))
        elif both >= FEWEST_WORDS and both >= LEAST_SHARE * len(words):
            found.append((both / len(words), promise))
    return tuple(promise for _, promise in sorted(found, key=lambda each: (-each[0], each[1].name)))


def _beginnings(text: str) -> frozenset[str]:
    # Two letters of a word are its stem for this purpose; what follows is mostly particles and endings.
    common = load_words().common_nouns
    return frozenset(beginning for word in _WORD.findall(text) if (beginning := word[:2].lower()) not in common)
