"""In which order the tests of a run are given out to its workers."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def heavy_first(heavy: Sequence[Sequence[T]], light: Sequence[T], workers: int) -> list[T]:
    """Return all tests so that each worker begins with whole modules of those that build, and ends with short tests.

    xdist gives each worker as many tests as the others, one after the other; who has none left takes over the end of
    another one's. What is taken over are then short tests, and no module is torn in two whose tests share a built site.

    Args:
        heavy: The tests of each module that builds.
    """
    shares: list[list[T]] = [[] for _ in range(workers)]
    for number, module in enumerate(heavy):
        shares[number % workers] += module
    count, rest, ordered = len(light) + sum(map(len, heavy)), list(light), []
    for number, share in enumerate(shares):
        room = max(0, (count - len(ordered)) // (workers - number) - len(share))
        ordered += [*share, *rest[:room]]
        rest = rest[room:]
    return ordered + rest
