"""Whether a brand is mentioned more than its own past makes likely, hour by hour. Pure."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)
WINDOW_HOURS, PAST_HOURS = 3, 24 * 14
FEWEST = 5
# So improbable that chance would show it less than once a year of hourly looks.
CHANCE = 1e-4
_BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, kw_only=True, slots=True)
class Spike:
    """More mentions of a brand than usual.

    Attributes:
        count: In the last hours.
        usual: As many hours bring on average.
        curve: Mentions in each of the last 24 hours, the oldest first.
    """

    brand: str
    count: int
    hours: int
    usual: float
    curve: tuple[int, ...]

    @property
    def drawing(self) -> str:
        """The curve as bars."""
        return drawn(self.curve)


def drawn(curve: Iterable[int]) -> str:
    """Return counts as bars, the highest of them for the greatest."""
    counts = tuple(curve)
    top = max((*counts, 1))
    return "".join(_BARS[(len(_BARS) - 1) * each // top] for each in counts)


def spikes(told: Iterable[tuple[str, datetime]], *, now: datetime) -> tuple[Spike, ...]:
    """Return the brands that are talked about more than usual, the loudest first.

    Args:
        told: (brand, when found) of mentions of the last 14 days; older ones and later ones are left out.
    """
    hours: dict[str, Counter[int]] = {}
    for brand, at in told:
        ago = math.floor((now - at) / HOUR)
        if 0 <= ago < PAST_HOURS:
            hours.setdefault(brand, Counter())[ago] += 1
    found = []
    for brand, counts in hours.items():
        count = sum(counts[ago] for ago in range(WINDOW_HOURS))
        past = [(ago, each) for ago, each in counts.items() if ago >= WINDOW_HOURS]
        # Since it was first heard: a young inbox has no fourteen days to compare with.
        heard = max((ago for ago, _ in past), default=0) + 1 - WINDOW_HOURS
        if count < FEWEST or heard < 24:
            continue
        usual = WINDOW_HOURS * (sum(each for _, each in past) + 1) / heard
        if _at_least(count, usual) < CHANCE:
            curve = tuple(counts[ago] for ago in range(23, -1, -1))
            found.append(Spike(brand=brand, count=count, hours=WINDOW_HOURS, usual=round(usual, 1), curve=curve))
    return tuple(sorted(found, key=lambda spike: (-spike.count / max(spike.usual, 0.1), spike.brand)))


def _at_least(count: int, mean: float) -> float:
    """Return how probable so many are or more, if they come by chance at the usual rate (Poisson)."""
    term = total = math.exp(-mean)
    for number in range(1, count):
        term *= mean / number
        total += term
    return max(0.0, 1.0 - total)
