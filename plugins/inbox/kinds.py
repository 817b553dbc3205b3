"""What a mention is about, by the words of ``kinds.toml``; and what makes one urgent. Pure and explainable."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).with_name("kinds.toml")
BURST, BURST_WITHIN = 5, timedelta(hours=24)
MANY_READERS = 2.0


class Kind(StrEnum):
    """What a mention can be about."""

    REFUND = "refund"
    DELIVERY = "delivery"
    ACCOUNT = "account"
    PERSONAL_DATA = "personal-data"
    SAFETY = "safety"
    RUDENESS = "rudeness"
    PRICE = "price"
    OUTAGE = "outage"
    PRAISE = "praise"
    QUESTION = "question"


class Urgency(StrEnum):
    """A signal that something cannot wait."""

    HARM = "harm"
    BURST = "burst"
    READERS = "readers"
    PROMISE = "promise"
    OPEN_CASE = "open-case"


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """A kind, and the words of the text that say so."""

    kind: Kind
    words: tuple[str, ...]


@lru_cache(maxsize=1)
def load_kinds() -> Mapping[Kind, tuple[str, ...]]:
    """Return the words of each kind; a broken data file is a bug of ours and keeps its traceback."""
    raw = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return {Kind(name): tuple(words.split()) for name, words in raw.items()}


def kinds_of(text: str) -> tuple[About, ...]:
    """Return what a text is about, the kind with most words first; blanks do not matter."""
    joined = "".join(text.lower().split())
    found = [
        About(kind=kind, words=stood)
        for kind, words in load_kinds().items()
        if (stood := tuple(word for word in words if word in joined))
    ]
    return tuple(sorted(found, key=lambda about: (-len(about.words), list(Kind).index(about.kind))))


def urgent(
    *,
    kinds: Sequence[Kind],
    is_complaint: bool,
    told_at: Sequence[datetime] = (),
    source_weight: float = 1.0,
    names_promise: bool = False,
    open_case: str = "",
) -> tuple[Urgency, ...]:
    """Return what speaks for haste.

    Args:
        told_at: When it and each of its copies was found.
        source_weight: Of the source in ``sources.toml``; 1 for an ordinary one.
        open_case: An open case that it resembles, or "".
    """
    signals = []
    if is_complaint and {Kind.PERSONAL_DATA, Kind.SAFETY} & set(kinds):
        signals.append(Urgency.HARM)
    if is_burst(told_at):
        signals.append(Urgency.BURST)
    if is_complaint and source_weight >= MANY_READERS:
        signals.append(Urgency.READERS)
    if names_promise:
        signals.append(Urgency.PROMISE)
    if open_case:
        signals.append(Urgency.OPEN_CASE)
    return tuple(signals)


def is_burst(told_at: Sequence[datetime]) -> bool:
    """Return whether so many copies came within a day that somebody should look now."""
    times = sorted(told_at)
    return any(later - earlier <= BURST_WITHIN for earlier, later in zip(times, times[BURST - 1 :], strict=False))
