"""What the staff's decisions teach: counts that decisions add and undoing subtracts, in any order. Pure.

For every sign of a text (beginnings of its words, and its place among the parts of the score) two numbers are kept:
how often staff called such a text a complaint, and how often the score alone would have. Only the difference speaks, so
what the score knows already is not counted twice, and a sign that was seen seldom says little. From the places the
parts are weighed anew (``weighing``); words add what is said here and nowhere else. How much of both is used,
``restraint`` decides.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from plugins.inbox.prior import simplified
from plugins.inbox.scoring import Parts, Verdict
from plugins.inbox.weighing import FEWEST_OF_A_KIND, FEWEST_SEEN, Cell, Place, Weighing, place_of, ramp, shift, weighed

# Words of one text say partly the same, so what they add is not simply summed.
WORDS = 0.7
# The middle of the scale is where complaints are told apart best (F1), and there a third of the texts are complaints
# and not half: with F1 near 0.7 the best threshold is at a chance of 0.35. Counting against half of them would pull
# the middle up and lose complaints; measured, -0.016 of F1 at 200 decisions, and now none.
MIDDLE = 0.6
MOST_ADDED = 6.0
THOUSANDTHS = 1000
ALL = "*"
# A place stands among the signs as this and four whole numbers; words hold no blank.
PLACE = "place "

_WORD = re.compile(r"[가-힣]+|[a-z]+|[ㄱ-ㅣ]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Lesson:
    """What one decision teaches.

    Attributes:
        expected: How likely a complaint the score said it was, without the staff's part, in thousandths; whole numbers
            add up exactly.
    """

    signs: tuple[str, ...]
    is_complaint: bool
    expected: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How often a sign was seen, how often in a complaint, and how often that was expected (in thousandths)."""

    seen: int = 0
    complaints: int = 0
    expected: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """What all decisions together taught; the tally of ``ALL`` counts the decisions themselves."""

    tallies: Mapping[str, Tally] = field(default_factory=dict)

    @property
    def complaints(self) -> int:
        """Decisions that called a text a complaint."""
        return self.tallies.get(ALL, Tally()).complaints

    @property
    def others(self) -> int:
        """Decisions that called a text none."""
        everything = self.tallies.get(ALL, Tally())
        return everything.seen - everything.complaints

    def plus(self, lesson: Lesson) -> "Counts":
        """Return the counts with one decision more."""
        return self._with(lesson, 1)

    def minus(self, lesson: Lesson) -> "Counts":
        """Return the counts as if a decision had never been taken."""
        return self._with(lesson, -1)

    def _with(self, lesson: Lesson, times: int) -> "Counts":
        tallies = dict(self.tallies)
        for sign, change in changes_of(lesson, times=times).items():
            tallies[sign] = added(tallies.get(sign, Tally()), change)
        return Counts(tallies={sign: tally for sign, tally in tallies.items() if tally != Tally()})


def counts_of(lessons: Iterable[Lesson]) -> Counts:
    """Return what many decisions teach together."""
    tallies: dict[str, Tally] = {}
    for lesson in lessons:
        for sign, change in changes_of(lesson).items():
            tallies[sign] = added(tallies.get(sign, Tally()), change)
    return Counts(tallies=tallies)


def changes_of(lesson: Lesson, *, times: int = 1) -> dict[str, Tally]:
    """Return what a lesson adds to the tally of each of its signs; ``times=-1`` to take it back."""
    change = Tally(seen=times, complaints=times * lesson.is_complaint, expected=times * lesson.expected)
    return dict.fromkeys((ALL, *lesson.signs), change)


def added(tally: Tally, change: Tally) -> Tally:
    """Return the sum of two tallies."""
    return Tally(
        seen=tally.seen + change.seen,
        complaints=tally.complaints + change.complaints,
        expected=tally.expected + change.expected,
    )


def lesson_of(text: str, verdict: Verdict, is_complaint: bool) -> Lesson:  # noqa: FBT001
    """Return what a decision on a text teaches.

    Args:
        verdict: Of the text; its staff part is left out, so that the order of decisions does not matter.
    """
    odds = verdict.parts.total - verdict.parts.staff
    place = PLACE + " ".join(map(str, place_of(len(text), verdict.parts)))
    return Lesson(
        signs=(place, *words_of(text)),
        is_complaint=is_complaint,
        expected=round(THOUSANDTHS / (1 + math.exp(-max(-30.0, min(30.0, odds - MIDDLE))))),
    )


def words_of(text: str) -> tuple[str, ...]:
    """Return the beginnings of a text's words, of two and three letters, each once."""
    found = set()
    for word in _WORD.findall(simplified(text[:2000])):
        found.add(word[:2])
        if len(word) > 2:
            found.add(word[:3])
    return tuple(sorted(found))


@dataclass(frozen=True, kw_only=True, slots=True)
class Learned:
    """The counts, ready for adding to scores.

    Attributes:
        shifts: Of each beginning of a word, what it adds to the log odds; those that say nothing are left out.
        weighing: What the parts of the score count for.
    """

    shifts: Mapping[str, float]
    weighing: Weighing
    is_ready: bool

    def log_odds(self, text: str, parts: Parts) -> float:
        """Return what decisions add to a text's log odds; 0 before there are enough of both kinds."""
        if not self.is_ready:
            return 0.0
        words = self.by_words(words_of(text)) if self.shifts else 0.0
        return max(-MOST_ADDED, min(MOST_ADDED, self.weighing.log_odds(len(text), parts) + words))

    def by_words(self, words: Iterable[str]) -> float:
        """Return what the beginnings of a text's words add."""
        known = [each for word in words if (each := self.shifts.get(word)) is not None]
        return WORDS * sum(known) / len(known) ** 0.5 if known else 0.0


def learned_from(counts: Counts, *, fewest: int = FEWEST_OF_A_KIND) -> Learned:
    """Return what counts add to scores: less where they are few.

    Args:
        fewest: Decisions of both kinds; with fewer nothing is added.
    """
    trust = ramp(counts.complaints, counts.others)
    is_ready = min(counts.complaints, counts.others) >= fewest
    if not is_ready:
        return Learned(shifts={}, weighing=Weighing(), is_ready=False)
    always = _shift(counts.tallies[ALL], 0.0)
    shifts = {
        sign: trust * _shift(tally, always)
        for sign, tally in counts.tallies.items()
        if sign != ALL and " " not in sign and tally.seen >= FEWEST_SEEN
    }
    return Learned(shifts=shifts, weighing=weighed(_cells(counts), fewest=fewest), is_ready=True)


def place_in(sign: str) -> Place | None:
    """Return the place that a sign stands for, or None for a word."""
    if not sign.startswith(PLACE):
        return None
    prior, lexicon, news, length = map(int, sign.removeprefix(PLACE).split())
    return prior, lexicon, news, length


def _cells(counts: Counts) -> Iterable[Cell]:
    for sign, tally in counts.tallies.items():
        if place := place_in(sign):
            yield Cell(
                place=place,
                seen=tally.seen,
                complaints=tally.complaints,
                expected=tally.expected / THOUSANDTHS,
            )


@lru_cache(maxsize=65536)
def _shift(tally: Tally, always: float) -> float:
    """Return how much more often a sign stood in complaints than the score expected, in log odds, beyond all texts."""
    if tally.seen <= 0:
        return 0.0
    expected = min(tally.seen - 1e-6, max(1e-6, tally.expected / THOUSANDTHS))
    if always:
        rate = expected / tally.seen
        expected = tally.seen / (1 + math.exp(-(math.log(rate / (1 - rate)) + always)))
    return shift(tally.seen, tally.complaints, expected)
