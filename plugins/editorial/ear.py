"""What a sentence sounds like: an ear for the kinds of wording that no list of words reaches.

It weighs every short run of characters of a sentence, as the written passes of ``tests/data/wording`` taught it
(``bench/teach.py`` writes ``rules/ear.<language>.tsv``). The weights are whole numbers: a sentence sounds the same on
every machine. What it hears alone is a warning and never more; what it takes for decent, no rule built on word classes
may call a fault. Reads one file, decides nothing about a publication.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from operator import add
from pathlib import Path
from struct import unpack
from types import MappingProxyType

from plugins.core.errors import SettingError

RULES = Path(__file__).with_name("rules")
# A weight is one printable byte of the file: this one is nought, and so many steps make one.
NOUGHT = 79
STEPS = 12
MOST = 46
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_BLANK = re.compile(r"\s+")
_REST = re.compile(r"[^\w?!~%]")
# Of the words of a sentence, those are named that weigh at least this part of the heaviest.
_TELLING = 0.5
_MOST_WORDS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Ear:
    """What was learned of one language.

    Attributes:
        taught: Digest of what it was taught from, and how.
        longest: Characters of the longest run it weighs.
        loud: From here on a sentence is heard as a fault, 0 being an even chance.
        faint: Up to here it is taken for decent.
        start: What each category starts from, in the order of ``categories``.
        weights: By run of characters, a byte a category.
        sums: The same rows as numbers of 16 bits a category and a last one that counts the rows, so that a sentence is
            one sum: a tenth of the time of a sum a category.
    """

    taught: str
    longest: int
    loud: float
    faint: float
    categories: tuple[str, ...]
    start: tuple[float, ...]
    weights: Mapping[str, bytes]
    sums: Mapping[str, int]

    def scores(self, text: str) -> Mapping[str, float]:
        """Return how much a sentence sounds like each category; 0 is an even chance."""
        heard = runs(text, self.longest)
        return self.sounds(len(heard), self.weighed(heard))

    def weighed(self, heard: Iterable[str]) -> int:
        """Return the sum of the rows of some runs."""
        return sum(filter(None, map(self.sums.get, heard)))

    def sounds(self, length: int, total: int) -> Mapping[str, float]:
        """Return the scores of so many runs that weigh so much."""
        *found, rows = unpack(f"<{len(self.categories) + 1}H", total.to_bytes(2 * len(self.categories) + 2, "little"))
        unit, nought = 1 / (STEPS * sqrt(length)), NOUGHT * rows
        pairs = zip(self.categories, self.start, found, strict=True)
        return {category: start + (told - nought) * unit for category, start, told in pairs}

    def telling(self, text: str, category: str) -> tuple[tuple[int, int], ...]:
        """Return where the words stand that weigh most for a category, in order; at least one."""
        number = self.categories.index(category)
        weight = {match.span(): self._weight(match.group(), number) for match in re.finditer(r"\S+", text)}
        heaviest = sorted(weight, key=lambda place: (-weight[place], place))[:_MOST_WORDS]
        bar = max(weight[heaviest[0]] * _TELLING, 1)
        return tuple(sorted({heaviest[0], *(place for place in heaviest if weight[place] >= bar)}))

    def _weight(self, word: str, number: int) -> int:
        found = runs(word, self.longest) - {"^", "$"}
        return sum(self.weights[run][number] - NOUGHT for run in found if run in self.weights)


def normal(text: str) -> str:
    """Return a sentence as the ear takes it in: every number alike, a mark at either end."""
    low = _NUMBER.sub("0", text.lower())
    return f"^{_REST.sub('', _BLANK.sub('_', low))}$"


def runs(text: str, longest: int) -> set[str]:
    """Return every run of up to ``longest`` characters of a sentence."""
    heard = normal(text)
    found, grown = set(heard), list(heard)
    for length in range(1, longest):
        # Each run and the character behind it: a third of the time of cutting every run out.
        grown = list(map(add, grown, heard[length:]))
        found.update(grown)
    return found


@lru_cache
def ear(language: str) -> Ear:
    """Return the ear for ``ko`` or ``en``.

    Raises:
        SettingError: Its file is missing or is none; nothing is judged then.
    """
    name = f"ear.{language}.tsv"
    try:
        return read_ear((RULES / name).read_bytes())
    except (OSError, ValueError, KeyError) as error:
        raise SettingError(
            name, repr(error), advice="문장 규칙을 읽을 수 없어 아무것도 점검하지 못했습니다."
        ) from error


def read_ear(content: bytes) -> Ear:
    """Return the ear that a file holds.

    Raises:
        ValueError: It is none.
        KeyError: Its head lacks something.
    """
    head, _, body = content.partition(b"\n\n")
    said = dict(line.split("\t") for line in head.decode().splitlines() if not line.startswith("#"))
    categories = tuple(said["categories"].split())
    weights = {run.decode(): row for run, _, row in (line.rpartition(b"\t") for line in body.splitlines())}
    if not weights or any(len(row) != len(categories) for row in weights.values()):
        raise ValueError("rows of another length than there are categories")
    sums = {run: int.from_bytes(f"{row.decode()}\1".encode("utf-16-le"), "little") for run, row in weights.items()}
    return Ear(
        taught=said["taught"],
        longest=int(said["longest"]),
        loud=float(said["loud"]),
        faint=float(said["faint"]),
        categories=categories,
        start=tuple(float(number) for number in said["start"].split()),
        weights=MappingProxyType(weights),
        sums=MappingProxyType(sums),
    )


def as_file(heard: Ear) -> bytes:
    """Return an ear as ``read_ear`` reads it."""
    head = (
        "# What the wording passes taught; written by bench/teach.py, not by hand. All sentences are our own (MIT).",
        f"taught\t{heard.taught}",
        f"longest\t{heard.longest}",
        f"loud\t{heard.loud}",
        f"faint\t{heard.faint}",
        f"categories\t{' '.join(heard.categories)}",
        f"start\t{' '.join(f'{number:.3f}' for number in heard.start)}",
    )
    body = b"".join(run.encode() + b"\t" + row + b"\n" for run, row in sorted(heard.weights.items()))
    return "\n".join(head).encode() + b"\n\n" + body
