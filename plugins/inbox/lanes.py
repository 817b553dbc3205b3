"""Arithmetic on all letters of a text at once: a whole number of which every 64 bits are one letter. Pure.

A product or a sum of such numbers is one of every lane, as long as nothing is carried over from one to the next; a loop
over the letters takes four times as long, and an array library would weigh seventy megabytes.
"""

import sys
from array import array
from functools import lru_cache

LANE = 64


def letters_in(text: str) -> int:
    """Return the number of which lane n is the code point of letter n (21 bits)."""
    content = text.encode("utf-32-le", "surrogatepass")
    lanes = bytearray(2 * len(content))
    lanes[0::8], lanes[1::8] = content[0::4], content[1::4]
    lanes[2::8] = content[2::4]
    return int.from_bytes(lanes, "little")


@lru_cache(maxsize=512)
def ones(count: int) -> int:
    """Return the number with a 1 in each of so many lanes."""
    return ((1 << LANE * count) - 1) // ((1 << LANE) - 1)


def lanes_of(number: int, count: int) -> "array[int]":
    """Return the lanes of a number as whole numbers."""
    lanes = array("Q")
    lanes.frombytes(number.to_bytes(count * LANE // 8, "little"))
    if sys.byteorder != "little":
        lanes.byteswap()
    return lanes
