"""Stylesheets without what only their authors need: comments, spaces, long names. Pure; a browser reads the same."""

import re
from collections.abc import Iterable, Mapping
from itertools import product
from string import ascii_lowercase
from types import MappingProxyType

# Strings are kept as they are; between them, a comment counts as a space.
_PIECES = re.compile(r"(\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')|/\*.*?\*/|([^\"'/]+|.)", re.DOTALL)
# Not before a colon or bracket ("a :hover" is not "a:hover"), and not around + and - (calc() needs the spaces).
_AROUND = re.compile(r"\s*([{};,>])\s*|(?<=:)\s+")
# A + between two selectors stands before the next { and after no @.
_SIBLING = re.compile(r"\s*\+\s*(?=[^@{};]*\{)")
_IN_PRELUDE = re.compile(r"[^{};]*\{")
_NAME = re.compile(r"--[A-Za-z_][\w-]*")
_DECLARED = re.compile(r"(--[A-Za-z_][\w-]*)\s*:")


def squeezed(css: str, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the stylesheet in as few bytes as the same rules need.

    Source: CSS Syntax Module Level 3, 4 (tokenization): white space around these tokens has no meaning.

    Args:
        names: Shorter names of custom properties (``short_names``).
    """
    pieces: list[tuple[str, bool]] = []
    for match in _PIECES.finditer(css):
        text, string = match[1] or match[2] or " ", bool(match[1])
        if pieces and not string and not pieces[-1][1]:
            pieces[-1] = (pieces[-1][0] + text, False)
        else:
            pieces.append((text, string))
    joined = "".join(text if string else _bare(text, names) for text, string in pieces)
    return joined.strip() + "\n"


def short_names(sheets: Iterable[str], kept: Iterable[str] = ()) -> dict[str, str]:
    """Return a short name for each custom property that these stylesheets declare, in the order they do.

    Args:
        kept: Text of whatever else speaks of custom properties: what is named there keeps its name.
    """
    spoken = {name for text in kept for name in _NAME.findall(text)}
    declared = dict.fromkeys(name for sheet in sheets for name in _DECLARED.findall(sheet))
    letters = (f"--{''.join(pair)}" for length in (1, 2) for pair in product(ascii_lowercase, repeat=length))
    free = (letter for letter in letters if letter not in spoken)
    return {name: next(free) for name in declared if name not in spoken}


def _bare(text: str, names: Mapping[str, str]) -> str:
    named = _NAME.sub(lambda match: names.get(match[0], match[0]), re.sub(r"\s+", " ", text))
    less = _AROUND.sub(lambda match: match[1] or "", named).replace(";}", "}")
    return _IN_PRELUDE.sub(lambda match: match[0] if "@" in match[0] else _SIBLING.sub("+", match[0]), less)
