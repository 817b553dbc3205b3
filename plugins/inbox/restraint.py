"""How much of what was learned is used: as much as it helped with decisions that it was not learned from. Pure.

Where the staff's texts are like those the shipped weights were fitted on, there is next to nothing to learn, and what
the counts say is chance: it would only move labels about. So the decisions are dealt into parts, each part is judged
with what all others teach, and a logistic regression tells how much of it the decisions bear out. Less its own standard
errors, that is the share. Decisions are dealt by what they say, so their order does not matter, and one that was undone
leaves no trace.
"""

import math
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import itemgetter

from plugins.inbox.feedback import ALL, THOUSANDTHS, Counts, Learned, Lesson, counts_of, learned_from, place_in

PARTS = 4
# In the other parts there are fewer than in all: of both kinds so many are enough to judge by.
FEWEST_OF_A_KIND = 12
# More would not tell more, and everything that is scored waits for it.
MOST_JUDGED = 800
# With one, chance moved labels where there is nothing to learn: -0.020 of F1 in one draw of four, -0.008 now.
ERRORS = 1.5
MOST_ROUNDS, ENOUGH, NO_CURVE = 20, 1e-4, 1e-6
LOWEST, HIGHEST = -2.0, 3.0

Judged = tuple[float, float, float, bool]
"""Of a decision: the log odds of the score, what weighing and words add, and whether it was a complaint."""


def restrained(counts: Counts, lessons: Iterable[Lesson]) -> Learned:
    """Return what counts add to scores, as far as the decisions bear it out.

    Args:
        lessons: Those that were counted.
    """
    learned = learned_from(counts)
    if not learned.is_ready:
        return learned
    weighing, words = shares(_judged(lessons))
    shifts = {sign: words * each for sign, each in learned.shifts.items()} if words else {}
    return replace(learned, weighing=learned.weighing.times(weighing), shifts=shifts)


def shares(judged: Sequence[Judged]) -> tuple[float, float]:
    """Return how much of weighing and, beside that, of words is borne out, 0 to 1 each."""
    weighing = _share([(odds, by, is_complaint) for odds, by, _words, is_complaint in judged])
    return weighing, _share([(odds + weighing * by, words, yes) for odds, by, words, yes in judged])


def _share(judged: Sequence[tuple[float, float, bool]]) -> float:
    """Return the share of what is added that makes the decisions likeliest, less so many of its standard errors."""
    share = 0.0
    for _ in range(MOST_ROUNDS):
        slope, curve = _slope_and_curve(judged, share)
        before, share = share, _within(share - slope / curve, LOWEST, HIGHEST)
        if abs(share - before) < ENOUGH:
            break
    # Where all are told apart the curve is flat far out, and says nothing of how sure that is.
    _slope, curve = _slope_and_curve(judged, _within(share, 0.0, 1.0))
    return _within(share - ERRORS / curve**0.5, 0.0, 1.0)


def _slope_and_curve(judged: Sequence[tuple[float, float, bool]], share: float) -> tuple[float, float]:
    slope, curve = 0.0, NO_CURVE
    for odds, added, is_complaint in judged:
        chance = 1 / (1 + math.exp(-_within(odds + share * added, -30.0, 30.0)))
        slope += (chance - is_complaint) * added
        curve += chance * (1 - chance) * added * added
    return slope, curve


def _judged(lessons: Iterable[Lesson]) -> list[Judged]:
    """Return the decisions, each with what those of the other parts teach."""
    ordered = sorted(((zlib.crc32(repr(lesson).encode()), lesson) for lesson in lessons), key=itemgetter(0))
    parts: list[list[Lesson]] = [[] for _ in range(PARTS)]
    alike: Counter[int] = Counter()
    for number, lesson in ordered[:MOST_JUDGED]:
        # Those that say the same are not all in one part: no other could teach what they say.
        parts[(number + alike[number]) % PARTS].append(lesson)
        alike[number] += 1
    judged: list[Judged] = []
    for part in parts:
        others = [lesson for other in parts if other is not part for lesson in other]
        learned = learned_from(counts_of(others), fewest=FEWEST_OF_A_KIND)
        judged += [_judge(lesson, learned) for lesson in part]
    return judged


def _judge(lesson: Lesson, learned: Learned) -> Judged:
    rate = _within(lesson.expected / THOUSANDTHS, 1 / THOUSANDTHS, 1 - 1 / THOUSANDTHS)
    places = [place for sign in lesson.signs if (place := place_in(sign))]
    return (
        math.log(rate / (1 - rate)),
        sum(map(learned.weighing.at, places)),
        learned.by_words(sign for sign in lesson.signs if sign != ALL),
        lesson.is_complaint,
    )


def _within(value: float, least: float, most: float) -> float:
    return max(least, min(most, value))
