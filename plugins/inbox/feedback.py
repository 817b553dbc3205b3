"""What the staff's decisions teach: counts that decisions add and undoing subtracts, in any order. Pure.

For every sign of a text (beginnings of its words, its length, its register, its score) two numbers are kept: how often
staff called such a text a complaint, and how often the score alone would have. Only the difference speaks, so what the
score knows already is not counted twice, and a sign that was seen seldom says little.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from plugins.inbox.prior import simplified
from plugins.inbox.register import news_register
from plugins.inbox.scoring import Verdict

# Nothing is added to a score before so many decisions of both kinds.
FEWEST_OF_A_KIND = 20
# As if every sign had been seen so often just as the score expects.
CAUTION = 12.0
# Signs of one text say partly the same, so what they add is not simply summed.
BANDS, WORDS = 0.5, 0.6
# The middle of the scale is where complaints are told apart best (F1), and there a third of the texts are complaints
# and not half: with F1 near 0.7 the best threshold is at a chance of 0.35. Counting against half of them would pull
# the middle up and lose complaints; measured, -0.016 of F1 at 200 decisions, and now none.
MIDDLE = 0.6
# What was learned counts for more as both kinds grow: by half at so many of the rarer one.
RAMP = 20
FEWEST_SEEN = 2
MOST_ADDED = 3.0
THOUSANDTHS = 1000
ALL = "*"

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
    return Lesson(
        signs=signs_of(text, odds),
        is_complaint=is_complaint,
        expected=round(THOUSANDTHS / (1 + math.exp(-max(-30.0, min(30.0, odds - MIDDLE))))),
    )


def signs_of(text: str, odds: float) -> tuple[str, ...]:
    """Return the signs of a text, each once: beginnings of words, and bands of length, register and score."""
    head = text[:2000]
    signs = {f"length {min(7, int(math.log2(len(text) + 1)))}", f"news {min(5, int(2 * news_register(head)) // 2)}"}
    signs.add(f"score {max(-4, min(3, round(odds)))}")
    for word in _WORD.findall(simplified(head)):
        signs.add(word[:2])
        if len(word) > 2:
            signs.add(word[:3])
    return tuple(sorted(signs))


@dataclass(frozen=True, kw_only=True, slots=True)
class Learned:
    """The counts, ready for adding to scores.

    Attributes:
        shifts: Of each sign, what it adds to the log odds; signs that say nothing are left out.
    """

    shifts: Mapping[str, float]
    always: float
    is_ready: bool

    def log_odds(self, text: str, odds: float) -> float:
        """Return what decisions add to a text's log odds; 0 before there are enough of both kinds."""
        if not self.is_ready:
            return 0.0
        bands, words, seen = 0.0, 0.0, 0
        for sign in signs_of(text, odds):
            shift = self.shifts.get(sign)
            if shift is None:
                continue
            if " " in sign:
                bands += shift
            else:
                words += shift
                seen += 1
        total = self.always + BANDS * bands + (WORDS * words / seen**0.5 if seen else 0.0)
        return max(-MOST_ADDED, min(MOST_ADDED, total))


def learned_from(counts: Counts) -> Learned:
    """Return what counts add to scores: less where they are few, and the middle moves only where that is no chance."""
    always = _shift(counts.tallies.get(ALL, Tally()), 0.0)
    rarer = min(counts.complaints, counts.others)
    ramp = rarer / (rarer + RAMP) if rarer > 0 else 0.0
    by_chance = (1 / counts.complaints + 1 / counts.others) ** 0.5 if rarer > 0 else 0.0
    shifts = {
        sign: ramp * _shift(tally, always)
        for sign, tally in counts.tallies.items()
        if sign != ALL and tally.seen >= FEWEST_SEEN
    }
    return Learned(
        shifts=shifts,
        always=ramp * math.copysign(max(0.0, abs(always) - by_chance), always),
        is_ready=rarer >= FEWEST_OF_A_KIND,
    )


@lru_cache(maxsize=65536)
def _shift(tally: Tally, always: float) -> float:
    """Return how much more often a sign stood in complaints than the score expected, in log odds, beyond all texts."""
    if tally.seen <= 0:
        return 0.0
    expected = min(tally.seen - 1e-6, max(1e-6, tally.expected / THOUSANDTHS))
    rate = expected / tally.seen
    if always:
        rate = 1 / (1 + math.exp(-(math.log(rate / (1 - rate)) + always)))
        expected = rate * tally.seen
    yes, no = tally.complaints + CAUTION * rate, tally.seen - tally.complaints + CAUTION * (1 - rate)
    return math.log(yes / (expected + CAUTION * rate)) - math.log(no / (tally.seen - expected + CAUTION * (1 - rate)))
