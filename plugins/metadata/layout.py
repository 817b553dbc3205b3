"""Where words stand on a picture: broken at blanks as Korean is read, never inside a word that fits on a line. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Width of a text in a size, in pixels.
Measure = Callable[[str, int], float]
CUT = "…"


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """Lines of one size."""

    size: int
    lines: tuple[str, ...]


def fitted(text: str, width: int, sizes: Sequence[tuple[int, int]], measure: Measure) -> Block:
    """Return the text in the largest size that holds it, in lines of about one length.

    Args:
        sizes: Each with the number of lines there is room for, the largest first. What does not fit the last one
            is cut after a word.
    """
    for size, most in sizes:
        lines = wrapped(text, width, size, measure)
        # A word that has to be broken asks for a smaller size first.
        is_whole = all(measure(word, size) <= width for word in text.split())
        if len(lines) <= most and is_whole:
            return Block(size=size, lines=_balanced(lines, width, size, measure))
    size, most = sizes[-1]
    lines = wrapped(text, width, size, measure)
    if len(lines) <= most:
        return Block(size=size, lines=tuple(lines))
    last = lines[most - 1]
    while measure(last + CUT, size) > width:
        last = last.rpartition(" ")[0] or last[:-1]
    return Block(size=size, lines=(*lines[: most - 1], last + CUT))


def wrapped(text: str, width: int, size: int, measure: Measure) -> list[str]:
    """Return the text as lines no wider than ``width``; only a word that is wider by itself is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if measure(longer, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _broken(word, width, size, measure)
        lines += whole
    return [*lines, line] if line else lines


def _broken(word: str, width: int, size: int, measure: Measure) -> list[str]:
    pieces, piece = [], ""
    for char in word:
        if piece and measure(piece + char, size) > width:
            pieces.append(piece)
            piece = ""
        piece += char
    return [*pieces, piece]


def _balanced(lines: list[str], width: int, size: int, measure: Measure) -> tuple[str, ...]:
    # The narrowest width with as many lines: no last line of one word.
    text, narrow, wide = " ".join(lines), 0, width
    while wide - narrow > 8:
        middle = (narrow + wide) // 2
        tried = wrapped(text, middle, size, measure)
        if (
            len(tried) == len(lines)
            and all(measure(line, size) <= middle for line in tried)
            and is_unbroken(text, tried)
        ):
            lines, wide = tried, middle
        else:
            narrow = middle
    return tuple(lines)


def is_unbroken(text: str, lines: Sequence[str]) -> bool:
    """Return whether no word of the text was broken over two lines."""
    return " ".join(lines) == " ".join(text.split())
