"""Whether a response speaks of this complaint: which of its facts it repeats, however they are spelt.

A fact is a few words of the case file (글 41개, 새벽 두 시까지). Numbers count alike in figures and in words, particles
and blanks do not count.
"""

import re
import unicodedata
from collections.abc import Iterable

_ONES = ("한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")
_ONES_ALONE = ("하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉")
_TENS = ("열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
_COUNTERS = (
    "개|번|명|분|건|통|장|곳|줄|편|권|대|채|살|시간|시|달|해|가지|사람|마리|그루|켤레|벌|잔|병|그릇|접시|상자|봉지|차례|군데|층|쪽|글자|문장|번째"
    "|가구|세대|집|자리|켤레|박스|세트|모금|끼|밤|날|주"
)
_DAYS = dict(
    zip(("하루", "이틀", "사흘", "나흘", "닷새", "엿새", "이레", "여드레", "아흐레", "열흘"), range(1, 11), strict=True)
) | {"보름": 15}
_SINO = {"일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9}
_UNITS = {"십": 10, "백": 100, "천": 1000}
_PARTICLE = re.compile(
    r"(?:까지|부터|에서|에게|으로|처럼|보다|마다|밖에|조차|이라고|라고|이나|께서|[은는이가을를의에도만와과로])$"
)
_WORD = re.compile(r"[가-힣]+|[a-z]+|\d+")


def _native() -> dict[str, int]:
    words = {word: n for n, word in enumerate(_ONES, 1)} | {word: n for n, word in enumerate(_ONES_ALONE, 1)}
    words |= {"스무": 20}
    for ten, base in enumerate(_TENS, 1):
        words[base] = ten * 10
        for n, (one, alone) in enumerate(zip(_ONES, _ONES_ALONE, strict=True), 1):
            words[base + one] = words[base + alone] = ten * 10 + n
    return words


_NATIVE = _native()
_NATIVE_COUNT = re.compile(rf"(?<![가-힣])({'|'.join(sorted(_NATIVE, key=len, reverse=True))})\s*(?=(?:{_COUNTERS}))")
_DAY_COUNT = re.compile(rf"(?<![가-힣])({'|'.join(sorted(_DAYS, key=len, reverse=True))})(?![가-힣]{{2}})")
_SINO_COUNT = re.compile(r"(?<![가-힣\d])([일이삼사오육칠팔구십백천]+만?)\s*(?=원|만\s*원|년|월|일\s|분\s|층|퍼센트)")
_MAN = re.compile(r"(\d+(?:\.\d+)?)\s*만\s*(?:(\d+)\s*천)?\s*(\d{1,4})?")
_THOUSAND = re.compile(r"(\d+)\s*천(?=\s*(?:원|명|건|개|번|분))")


def facts_found(facts: Iterable[str], text: str) -> tuple[str, ...]:
    """Return the facts that a text repeats, as they were given and in their order.

    A fact stands where all its numbers stand beside the words around them, or, without a number, all its words do.
    """
    words = _words(text)
    places: dict[str, list[int]] = {}
    for index, word in enumerate(words):
        places.setdefault(word, []).append(index)
    return tuple(fact for fact in facts if _stands(_words(fact), words, places))


def _stands(fact: list[str], words: list[str], places: dict[str, list[int]]) -> bool:
    if not fact:
        return False
    # Around each place of the rarest word of the fact, the others must be near: facts are a phrase, not a bag.
    reach = 3 + 2 * len(fact)
    known = [(len(found), found) for word in fact if (found := _places(word, places))]
    if len(known) < _needed(len(fact)):
        return False
    for centre in min(known, key=lambda pair: pair[0])[1]:
        near = words[max(0, centre - reach) : centre + reach + 1]
        numbers = [word for word in fact if word.isdigit()]
        if all(number in near for number in numbers) and sum(_like(word, near) for word in fact) >= _needed(len(fact)):
            return True
    return False


def _needed(words: int) -> int:
    """All of up to three words, and of longer facts three in four."""
    return words if words <= 3 else -(-words * 3 // 4)


def _like(word: str, words: list[str]) -> bool:
    return word in words if word.isdigit() else any(_alike(word, other) for other in words)


def _alike(word: str, other: str) -> bool:
    if len(word) == 1:
        return other in (word, f"{word}이", f"{word}가")
    return other.startswith(word) or (len(other) > 1 and word.startswith(other))


def _places(word: str, places: dict[str, list[int]]) -> list[int]:
    if word.isdigit():
        return places.get(word, [])
    return [i for other, found in places.items() if _alike(word, other) for i in found]


def _words(text: str) -> list[str]:
    """Return a text's words without particles, every number in figures."""
    plain = unicodedata.normalize("NFC", text).lower()
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", plain)
    plain = _NATIVE_COUNT.sub(lambda match: f"{_NATIVE[match[1]]} ", plain)
    plain = _DAY_COUNT.sub(lambda match: f"{_DAYS[match[1]]} 일 ", plain)
    plain = _SINO_COUNT.sub(lambda match: f"{_sino(match[1])} ", plain)
    plain = _MAN.sub(_whole, plain)
    plain = _THOUSAND.sub(lambda match: f"{int(match[1]) * 1000} ", plain)
    return [_bare(word) for word in _WORD.findall(plain)]


def _bare(word: str) -> str:
    """Return a word without its particle; of 아이 the 이 is no particle, so two letters lose only a sure one."""
    if len(word) == 2:
        return word[0] if word[1] in "은는을를의에도만과와" else word
    return _PARTICLE.sub("", word) if len(word) > 2 else word


def _sino(word: str) -> int:
    total, man, digit = 0, 0, 0
    for char in word:
        if char in _SINO:
            digit = _SINO[char]
        elif char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            man, total, digit = (total + digit or 1) * 10000, 0, 0
    return man + total + digit


def _whole(match: re.Match[str]) -> str:
    return f"{int(float(match[1]) * 10000) + int(match[2] or 0) * 1000 + int(match[3] or 0)} "
