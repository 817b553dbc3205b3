"""``lexicon.ko.tsv``: the words that staff weigh by hand, where they stand in a text, and whether they are negated.

Pure but for reading that file. A line is pattern, weight and category, with tabs between; in a pattern ``~`` is an
optional blank, ``#`` any digit, and a closing ``$`` the end of the text.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from operator import add
from pathlib import Path
from typing import NamedTuple

from plugins.core.errors import SettingError
from plugins.inbox.prior import Grams, bucket_of, simplified

FILE = Path(__file__).with_name("lexicon.ko.tsv")
NEWS = "보도"
"""The category of words that mark a report; they lower a score and are no praise."""

_NEGATED_AFTER = re.compile(
    r"(?:함|하거나|할|스러움|스럽지|스러운|럽지|러운|하지|되지|지|인|한|해|하는)?"
    r"(?:\s?(?:이|가|은|는|을|를|도|점|일|것|거|걱정|하나)){0,3}\s?"
    r"(?:없(?!었으면|었으면|으면\s좋)|않|안\s|안해|안하|안나|못하|못해|못함|아니(?!냐|고\s뭐)|\d건)"
)
_NEGATED_BEFORE = re.compile(r"(?:^|\s)(?:안|못|별로|그닥|그다지|전혀|하나도)\s?$")
# A letter of each that is none of the others': where none stands, the patterns need not be asked.
_AFTER, _BEFORE = "없않안못니건", frozenset("안못로닥지혀도")
_CLOSING = " \n\"'”’)]"
_NUMBER = re.compile("[1-9]")
# A pattern that says 없, 안 or 못 itself is not negated by another one.
_NEGATIVE_ITSELF = re.compile(r"없|안|않|못|아니")
NEGATED_COMPLAINT, NEGATED_PRAISE = -0.6, -1.0
# What was asked for: 환불도 안 해 줬다 takes nothing back, it is the complaint.
WANTED, REFUSED = frozenset(("환불", "배송", "요구", "응대")), 1.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """A line of the lexicon; ``weight`` is above 0 for complaint and below for praise and news."""

    pattern: str
    weight: float
    category: str


class Stand(NamedTuple):
    """Where a word of the lexicon stands; a tuple, because some ten thousand are made a second.

    Attributes:
        weight: As it counts here: turned round where it is negated.
    """

    word: Word
    start: int
    end: int
    weight: float
    is_negated: bool = False


class Spelling(NamedTuple):
    """One way to write a word, which is number ``number`` of the lexicon."""

    text: str
    pattern: str
    number: int


Found = tuple[int, int, str, int]
"""Where a word could stand, in the order of asking: start, less the end, pattern and number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lexicon:
    """The words, indexed by their first two characters; make it with ``lexicon_of``.

    Attributes:
        by_bucket: The same by the number that the prior has for those two; empty where it has none for some of them.
        fixed: The numbers of those that nothing negates.
    """

    words: tuple[Word, ...]
    by_pair: Mapping[str, tuple[Spelling, ...]]
    by_bucket: Mapping[int, tuple[Spelling, ...]]
    single: Mapping[str, Spelling]
    endings: Mapping[str, Spelling]
    fixed: frozenset[int]

    def find(self, text: str, grams: Grams | None = None) -> tuple[Stand, ...]:
        """Return where words stand, in their order, each word once; one inside a longer one does not count.

        Args:
            text: Lower case; places are told in it.
            grams: Of the same text, if they are known: they tell which words cannot stand there.
        """
        text = _NUMBER.sub("0", text)
        found: list[Found] = []
        for spellings in self._possible(text, grams):
            for spelling, pattern, number in spellings:
                if (start := text.find(spelling)) >= 0:
                    found.append((start, -start - len(spelling), pattern, number))
        for char, (_, pattern, number) in self.single.items():
            if (start := text.find(char)) >= 0:
                found.append((start, -start - 1, pattern, number))
        closed = text.rstrip(_CLOSING)
        for length in (4, 3, 2, 1):
            if ending := self.endings.get(closed[-length:]):
                found.append((len(closed) - length, -len(closed), ending.pattern, ending.number))
                break
        return self._stands(found, text) if found else ()

    def _possible(self, text: str, grams: Grams | None) -> Iterable[tuple[Spelling, ...]]:
        if grams and grams.is_plain and self.by_bucket:
            return map(self.by_bucket.__getitem__, self.by_bucket.keys() & grams.two)
        return map(self.by_pair.__getitem__, self.by_pair.keys() & map(add, text, text[1:]))

    def _stands(self, found: list[Found], text: str) -> tuple[Stand, ...]:
        found.sort()
        stands: list[Stand] = []
        denied = max(map(text.rfind, _AFTER))
        reach, seen = -1, set()
        for start, less_end, pattern, number in found:
            if -less_end <= reach or pattern in seen:
                continue
            reach = -less_end
            seen.add(pattern)
            word = self.words[number]
            if number in self.fixed:
                stands.append(Stand(word, start, reach, word.weight))
            else:
                after = reach <= denied and _NEGATED_AFTER.match(text, reach) is not None
                stands.append(_stand(word, start, reach, text, after))
        return tuple(stands)


def read_lexicon(path: Path = FILE) -> Lexicon:
    """Return the lexicon of a file.

    Raises:
        SettingError: It is missing, or a line does not read; the line is told.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(path.name, "unreadable", advice="UTF-8 파일로 읽을 수 없습니다.") from error
    return lexicon_of(_words(content, path.name))


def lexicon_of(words: Iterable[Word]) -> Lexicon:
    """Return words made ready for searching."""
    words = tuple(words)
    by_pair: dict[str, list[Spelling]] = {}
    single: dict[str, Spelling] = {}
    endings: dict[str, Spelling] = {}
    for number, word in enumerate(words):
        pattern = word.pattern.lower().replace("#", "0")
        if pattern.endswith("$"):
            endings[pattern[:-1]] = Spelling(pattern[:-1], word.pattern, number)
        elif len(pattern) == 1:
            single[pattern] = Spelling(pattern, word.pattern, number)
        else:
            pieces = pattern.split("~")
            for blanks in product(("", " "), repeat=len(pieces) - 1):
                spelling = "".join(map(add, pieces, (*blanks, "")))
                by_pair.setdefault(spelling[:2], []).append(Spelling(spelling, word.pattern, number))
    return Lexicon(
        words=words,
        by_pair={pair: tuple(each) for pair, each in by_pair.items()},
        by_bucket=_by_bucket(by_pair),
        single=single,
        endings=endings,
        fixed=frozenset(
            number
            for number, word in enumerate(words)
            if word.category == NEWS or _NEGATIVE_ITSELF.search(word.pattern)
        ),
    )


def _by_bucket(by_pair: Mapping[str, list[Spelling]]) -> Mapping[int, tuple[Spelling, ...]]:
    buckets: dict[int, list[Spelling]] = {}
    for pair, spellings in by_pair.items():
        if len(pair) < 2 or not unicodedata.is_normalized("NFKC", pair):
            # Never in a text that is plain.
            continue
        if pair.isspace() or pair not in simplified(pair):
            # Folded away before there are grams.
            return {}
        buckets.setdefault(bucket_of(pair), []).extend(spellings)
    return {bucket: tuple(each) for bucket, each in buckets.items()}


def _words(content: str, name: str) -> Iterable[Word]:
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip() or line.startswith("# "):
            continue
        cells = line.split("\t")
        try:
            pattern, weight, category = cells[0], float(cells[1]), cells[2].strip()
        except (IndexError, ValueError) as error:
            raise SettingError(
                f"{name}:{number}",
                "not pattern, weight, category",
                advice="낱말, 무게, 갈래를 탭으로 나누어 적어 주세요.",
            ) from error
        if not pattern.strip("~$ ") or not -5 <= weight <= 5 or not category:
            raise SettingError(
                f"{name}:{number}", "unusable line", advice="낱말은 비울 수 없고, 무게는 -5에서 5까지입니다."
            )
        yield Word(pattern=pattern, weight=weight, category=category)


def _stand(word: Word, start: int, end: int, text: str, after: bool) -> Stand:  # noqa: FBT001
    if word.category in WANTED:
        return Stand(word, start, end, word.weight * (REFUSED if after else 1))
    if word.weight > 0:
        return Stand(word, start, end, word.weight * NEGATED_COMPLAINT if after else word.weight, after)
    if not after:
        before = text[max(0, start - 5) : start]
        after = not _BEFORE.isdisjoint(before) and _NEGATED_BEFORE.search(before) is not None
    return Stand(word, start, end, word.weight * NEGATED_PRAISE if after else word.weight, after)
