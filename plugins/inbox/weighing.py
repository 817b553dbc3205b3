"""How much each part of a score should count for here, as the staff's decisions have it. Pure.

What customers of one house write is not what the shipped weights were fitted on: their complaints may be shorter, and
say with plain words what others say with swearing. So the parts are weighed anew by a logistic regression on top of the
score, fitted to counts of decisions by place: a place is where a text lies in steps of each part, so that counts add
and subtract exactly and hold no word of any text. How far it may go from the shipped weights is not set by hand. Five
degrees of freedom are fitted, and each counts as much as the decisions make it likely, the cautious ones in advance.
Source: MacKay, Bayesian Interpolation (1992), the evidence of a model.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import mul

from plugins.inbox.scoring import LONGEST, Parts

Place = tuple[int, int, int, int]
Row = tuple[tuple[float, ...], float, int, int]
"""Values with a 1 before them, the odds of the score, how often seen, how often a complaint."""

# Places to one unit of log odds, and to a text that is e times as long.
STEPS, LENGTH_STEPS = 2, 3
SHORT, MIDDLING = 8, 3.7
# Before so many decisions of both kinds nothing is weighed.
FEWEST_OF_A_KIND = 20
# The penalties that are tried, from the most daring to the most cautious; each counts e^2 times less in advance than
# the next. Without that a hundred decisions that agree by chance cost up to 0.04 of PR.
PENALTIES, IN_ADVANCE, OF_ALWAYS = (1.0, 4.0, 16.0, 64.0, 512.0), 2.0, 8.0
MOST_ROUNDS, ENOUGH = 12, 1e-4
# What a straight line through a part misses, band by band.
BAND_SHARE, FEWEST_SEEN = 0.5, 2
# Of the rarer kind, so many until bands and words count half. With 20 the middle of the scale was unsteady: -0.024 of
# F1 in one draw of ten at 200 decisions, -0.011 now.
RAMP = 60
WIDEST = ((-3, 3), (-3, 3), (-4, 0), (0, 9))
# As if everything had been seen so often just as the score expects.
CAUTION = 12.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """The decisions on texts of one place.

    Attributes:
        expected: How many of them the score expects to be complaints.
    """

    place: Place
    seen: int
    complaints: int
    expected: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighing:
    """What the parts count for beyond their shipped weights; nothing until it is weighed.

    Attributes:
        always: Added to every text.
        weights: Of ``values``, beyond their ``middles``.
        bands: Of (part, band of its places), what is added.
    """

    always: float = 0.0
    weights: tuple[float, ...] = ()
    middles: tuple[float, ...] = ()
    bands: Mapping[tuple[int, int], float] = field(default_factory=dict)

    @property
    def factors(self) -> tuple[float, float, float]:
        """What prior, lexicon and news register count for, where 1 is as shipped."""
        prior, lexicon, news = self.weights[:3] or (0.0, 0.0, 0.0)
        return 1 + prior / 2, 1 + lexicon / 1.5, 1 + news / 2

    def log_odds(self, length: int, parts: Parts) -> float:
        """Return what is added to a text of so many characters."""
        return self._added(place_of(length, parts), _exact(length, parts)) if self.weights else 0.0

    def at(self, place: Place) -> float:
        """Return what is added to a text in the middle of a place."""
        return self._added(place, _centre(place)) if self.weights else 0.0

    def times(self, share: float) -> "Weighing":
        """Return a weighing that adds so much of what this one adds."""
        return Weighing(
            always=share * self.always,
            weights=tuple(share * each for each in self.weights),
            middles=self.middles,
            bands={key: share * each for key, each in self.bands.items()},
        )

    def _added(self, place: Place, exact: tuple[float, float, float, float]) -> float:
        bands = sum(self.bands.get(key, 0.0) for key in _bands(place))
        apart = map(float.__sub__, _values(exact), self.middles)
        return self.always + bands + _dot(self.weights, apart)


def ramp(complaints: int, others: int) -> float:
    """Return how far what was learned is trusted, 0 to 1: by half at ``RAMP`` of the rarer kind."""
    rarer = min(complaints, others)
    return rarer / (rarer + RAMP) if rarer > 0 else 0.0


def place_of(length: int, parts: Parts) -> Place:
    """Return where a text lies, in steps of its parts and of the logarithm of its length."""
    prior, lexicon, news, log_length = _exact(length, parts)
    return round(STEPS * prior), round(STEPS * lexicon), round(STEPS * news), round(LENGTH_STEPS * log_length)


def weighed(cells: Iterable[Cell], *, fewest: int = FEWEST_OF_A_KIND) -> Weighing:
    """Return what the parts should count for; a function of the counts, whatever their order.

    Args:
        fewest: Decisions of both kinds; with fewer nothing is weighed.
    """
    known = sorted((cell for cell in cells if cell.seen > 0), key=lambda cell: cell.place)
    complaints = sum(cell.complaints for cell in known)
    others = sum(cell.seen for cell in known) - complaints
    if min(complaints, others) < fewest:
        return Weighing()
    values = [_values(_centre(cell.place)) for cell in known]
    total = complaints + others
    middles = tuple(
        sum(cell.seen * each for cell, each in zip(known, column, strict=True)) / total
        for column in zip(*values, strict=True)
    )
    rows: list[Row] = [
        ((1.0, *map(float.__sub__, each, middles)), _odds(cell), cell.seen, cell.complaints)
        for cell, each in zip(known, values, strict=True)
    ]
    point = _averaged(rows)
    # The middle moves only as far as that is no chance.
    by_chance = (1 / complaints + 1 / others) ** 0.5
    always = math.copysign(max(0.0, abs(point[0]) - by_chance), point[0])
    chances = [_chance(odds + _dot(point, row)) for row, odds, _seen, _complaints in rows]
    return Weighing(
        always=always,
        weights=tuple(point[1:]),
        middles=middles,
        bands=_band_shifts(known, chances, share=BAND_SHARE * ramp(complaints, others)),
    )


def shift(seen: int, complaints: int, expected: float) -> float:
    """Return how much more often something stood in complaints than was expected, in log odds, with caution."""
    expected = min(seen - 1e-6, max(1e-6, expected))
    rate = expected / seen
    yes, no = complaints + CAUTION * rate, seen - complaints + CAUTION * (1 - rate)
    return math.log(yes / (expected + CAUTION * rate)) - math.log(no / (seen - expected + CAUTION * (1 - rate)))


def _exact(length: int, parts: Parts) -> tuple[float, float, float, float]:
    return parts.prior, parts.lexicon, parts.news, math.log(min(LONGEST, max(SHORT, length)))


def _centre(place: Place) -> tuple[float, float, float, float]:
    prior, lexicon, news, length = place
    return prior / STEPS, lexicon / STEPS, news / STEPS, length / LENGTH_STEPS


def _values(exact: tuple[float, float, float, float]) -> tuple[float, ...]:
    prior, lexicon, news, length = exact
    # Each brought to a spread of about 1, so that one penalty fits all.
    length -= MIDDLING
    return prior / 2, lexicon / 1.5, news / 2, length, length * length


def _bands(place: Place) -> tuple[tuple[int, int], ...]:
    wide = (place[0] / STEPS, place[1] / STEPS, place[2] / STEPS, place[3] / 2)
    return tuple(
        (part, max(low, min(high, round(each))))
        for part, (each, (low, high)) in enumerate(zip(wide, WIDEST, strict=True))
    )


def _odds(cell: Cell) -> float:
    rate = min(1 - 5e-4, max(5e-4, cell.expected / cell.seen))
    return math.log(rate / (1 - rate))


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _dot(left: Iterable[float], right: Iterable[float]) -> float:
    return sum(map(mul, left, right), 0.0)


def _averaged(rows: Sequence[Row]) -> list[float]:
    """Return the weights of every penalty, averaged by how likely each makes the decisions."""
    size = len(rows[0][0])
    point, points, likely = [0.0] * size, [], []
    # The cautious first: what is found there is where the next one begins.
    for number, penalty in enumerate(reversed(PENALTIES)):
        penalties = [OF_ALWAYS] + [penalty] * (size - 1)
        point, evidence = _fitted(rows, penalties, point)
        points.append(point)
        likely.append(evidence - IN_ADVANCE * number)
    shares = [math.exp(each - max(likely)) for each in likely]
    return [_dot(shares, column) / sum(shares) for column in zip(*points, strict=True)]


def _fitted(rows: Sequence[Row], penalties: Sequence[float], point: list[float]) -> tuple[list[float], float]:
    """Return the most probable weights under a penalty (Newton's way) and the logarithm of the evidence for it."""
    loss, slope, curve = _loss(rows, penalties, point)
    for _ in range(MOST_ROUNDS):
        step, _determinant = _solved(curve, slope)
        scale, found = 1.0, (math.inf, slope, curve)
        while scale > 1e-3:
            nearer = [at - scale * by for at, by in zip(point, step, strict=True)]
            found = _loss(rows, penalties, nearer)
            if found[0] <= loss:
                break
            scale /= 2
        if found[0] > loss:
            break
        gained, (loss, slope, curve), point = loss - found[0], found, nearer
        if gained < ENOUGH:
            break
    _step, determinant = _solved(curve, slope)
    return point, -loss + 0.5 * sum(map(math.log, penalties)) - 0.5 * determinant


def _loss(
    rows: Sequence[Row], penalties: Sequence[float], point: Sequence[float]
) -> tuple[float, list[float], list[list[float]]]:
    """Return the loss at a point, its slope and its curvature."""
    size = len(point)
    loss = 0.5 * sum(penalty * at * at for penalty, at in zip(penalties, point, strict=True))
    slope = [penalty * at for penalty, at in zip(penalties, point, strict=True)]
    curve = [[penalties[n] if n == m else 0.0 for m in range(n + 1)] for n in range(size)]
    for values, shipped, seen, complaints in rows:
        odds = shipped + _dot(values, point)
        chance = _chance(odds)
        loss += seen * (max(odds, 0.0) + math.log1p(math.exp(-abs(odds)))) - complaints * odds
        wrong, bend = seen * chance - complaints, seen * max(1e-6, chance * (1 - chance))
        for n, value in enumerate(values):
            slope[n] += wrong * value
            by, line = bend * value, curve[n]
            for m in range(n + 1):
                line[m] += by * values[m]
    return loss, slope, curve


def _solved(curve: Sequence[Sequence[float]], slope: Sequence[float]) -> tuple[list[float], float]:
    """Return the solution of ``curve @ x = slope`` and the logarithm of the determinant (Cholesky)."""
    size = len(slope)
    root: list[list[float]] = []
    for n in range(size):
        line: list[float] = []
        for m in range(n):
            line.append((curve[n][m] - _dot(line, root[m])) / root[m][m])
        line.append(math.sqrt(curve[n][n] - sum(each * each for each in line)))
        root.append(line)
    half: list[float] = []
    for n in range(size):
        half.append((slope[n] - _dot(half, root[n])) / root[n][n])
    found = [0.0] * size
    for n in reversed(range(size)):
        found[n] = (half[n] - sum(root[m][n] * found[m] for m in range(n + 1, size))) / root[n][n]
    return found, 2 * sum(math.log(root[n][n]) for n in range(size))


def _band_shifts(cells: Sequence[Cell], chances: Sequence[float], *, share: float) -> dict[tuple[int, int], float]:
    sums: dict[tuple[int, int], tuple[int, int, float]] = {}
    for cell, chance in zip(cells, chances, strict=True):
        for key in _bands(cell.place):
            seen, complaints, expected = sums.get(key, (0, 0, 0.0))
            sums[key] = seen + cell.seen, complaints + cell.complaints, expected + cell.seen * chance
    return {key: share * shift(*each) for key, each in sums.items() if each[0] >= FEWEST_SEEN}
