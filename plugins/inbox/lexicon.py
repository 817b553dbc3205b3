"""``lexicon.ko.tsv``: the words that staff weigh by hand, where they stand in a text, and whether they are negated.

Pure but for reading that file. A line is pattern, weight and category, with tabs between; in a pattern ``~`` is an
optional blank, ``#`` any digit, and a closing ``$`` the end of the text.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from operator import add
from pathlib import Path

from plugins.core.errors import SettingError

FILE = Path(__file__).with_name("lexicon.ko.tsv")
NEWS = "보도"
"""The category of words that mark a report; they lower a score and are no praise."""

_NEGATED_AFTER = re.compile(
    r"(?:함|하거나|할|스러움|스럽지|스러운|럽지|러운|하지|되지|지|인|한|해|하는)?"
    r"(?:\s?(?:이|가|은|는|을|를|도|점|일|것|거|걱정|하나)){0,3}\s?"
    r"(?:없(?!었으면|었으면|으면\s좋)|않|안\s|안해|안하|안나|못하|못해|못함|아니(?!냐|고\s뭐)|\d건)"
)
_NEGATED_BEFORE = re.compile(r"(?:^|\s)(?:안|못|별로|그닥|그다지|전혀|하나도)\s?$")
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Stand:
    """Where a word of the lexicon stands.

    Attributes:
        weight: As it counts here: turned round where it is negated.
    """

    word: Word
    start: int
    end: int
    weight: float
    is_negated: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Lexicon:
    """The words, indexed by their first two characters; make it with ``lexicon_of``."""

    words: tuple[Word, ...]
    by_pair: Mapping[str, tuple[tuple[str, Word], ...]]
    single: Mapping[str, Word]
    any_single: re.Pattern[str]
    endings: Mapping[str, Word]

    def find(self, text: str) -> tuple[Stand, ...]:
        """Return where words stand, in their order, each word once; one inside a longer one does not count.

        Args:
            text: Lower case; places are told in it.
        """
        text = _NUMBER.sub("0", text)
        found: list[tuple[int, int, Word]] = []
        for pair in self.by_pair.keys() & set(map(add, text, text[1:])):
            for spelling, word in self.by_pair[pair]:
                if (start := text.find(spelling)) >= 0:
                    found.append((start, start + len(spelling), word))
        for char in set(self.any_single.findall(text)):
            start = text.find(char)
            found.append((start, start + 1, self.single[char]))
        closed = text.rstrip(_CLOSING)
        for length in (4, 3, 2, 1):
            if ending := self.endings.get(closed[-length:]):
                found.append((len(closed) - length, len(closed), ending))
                break
        return _stands(found, text)


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
    by_pair: dict[str, list[tuple[str, Word]]] = {}
    single: dict[str, Word] = {}
    endings: dict[str, Word] = {}
    for word in words:
        pattern = word.pattern.lower().replace("#", "0")
        if pattern.endswith("$"):
            endings[pattern[:-1]] = word
        elif len(pattern) == 1:
            single[pattern] = word
        else:
            for blanks in product(("", " "), repeat=pattern.count("~")):
                pieces = pattern.split("~")
                spelling = "".join(map(add, pieces, (*blanks, "")))
                by_pair.setdefault(spelling[:2], []).append((spelling, word))
    return Lexicon(
        words=words,
        by_pair={pair: tuple(each) for pair, each in by_pair.items()},
        single=single,
        any_single=re.compile(f"[{re.escape(''.join(sorted(single)))}]" if single else "(?!)"),
        endings=endings,
    )


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


def _stands(found: list[tuple[int, int, Word]], text: str) -> tuple[Stand, ...]:
    if not found:
        return ()
    found.sort(key=lambda each: (each[0], -each[1], each[2].pattern))
    stands: list[Stand] = []
    reach, seen = -1, set()
    for start, end, word in found:
        if end <= reach or word.pattern in seen:
            continue
        reach = max(reach, end)
        seen.add(word.pattern)
        stands.append(_stand(word, start, end, text))
    return tuple(stands)


def _stand(word: Word, start: int, end: int, text: str) -> Stand:
    if word.category == NEWS or _NEGATIVE_ITSELF.search(word.pattern):
        return Stand(word=word, start=start, end=end, weight=word.weight)
    after = _NEGATED_AFTER.match(text, end) is not None
    if word.category in WANTED:
        return Stand(word=word, start=start, end=end, weight=word.weight * (REFUSED if after else 1))
    if word.weight > 0:
        weight = word.weight * NEGATED_COMPLAINT if after else word.weight
        return Stand(word=word, start=start, end=end, weight=weight, is_negated=after)
    is_negated = after or _NEGATED_BEFORE.search(text[max(0, start - 5) : start]) is not None
    weight = word.weight * NEGATED_PRAISE if is_negated else word.weight
    return Stand(word=word, start=start, end=end, weight=weight, is_negated=is_negated)
