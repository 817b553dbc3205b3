"""What of a Korean text can be searched: pairs of letters, and the nouns that only look as if a particle ended them.

A Korean word carries its particles and is written together with its neighbours or apart, so words are no keys: pairs
of letters are, over blanks and whatever else stands between the letters of a sentence. ``theme/static/js/find.js``
reads queries by the same rules; ``tests/search`` holds the two against each other.
"""

import re
import unicodedata

# A sentence ends a run of letters: a pair over two sentences is no word, and would make the index larger by a tenth.
_SENTENCE = re.compile(r"(?<=[.!?。？！…])[\"'”’)\]]*\s+|\n+")
# Everything but letters and digits (Unicode L and N).
_BETWEEN = re.compile(r"[\W_]+")

# Endings that a noun may have of its own (고양이, 만족도, 전문의, 투자가), and the particles that show that it does.
_DOUBTFUL = ("이", "도", "의", "가", "로")
_PROOF = (*"을를은는이가", "에서", "에게", "으로", "로", "에")
# 카드로는 and 환불도는: the second particle proves nothing of the first.
_STACKED = ("로는", "로은")


def letters(text: str) -> str:
    """Return the letters and digits of a text, as a query is read too: NFKC, lower case, nothing between them."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return _BETWEEN.sub("", plain)


def runs(text: str) -> str:
    """Return the letters of a text, a sentence a line."""
    return "\n".join(map(letters, _SENTENCE.split(text)))


def grams(of_runs: str) -> set[str]:
    """Return every letter, and every pair of letters that stand together in a sentence.

    Args:
        of_runs: As ``runs`` returns it.
    """
    found = set(of_runs)
    found.update(map(str.__add__, of_runs, of_runs[1:]))
    return {gram for gram in found if "\n" not in gram}


def is_closed(word: str) -> bool:
    """Return whether a word ends in a closed Korean syllable, as 환불 does and 배송료 does not."""
    last = word[-1:]
    return "가" <= last <= "힣" and (ord(last) - ord("가")) % 28 > 0


def noun_before_particle(run: str) -> str:
    """Return the noun that a word shows to end like a noun and its particle, "" for most words: 고양이 is no 고양.

    Only the texts can tell: where 고양이 stands before 를 and 에게, it is a word of its own; 환불이를 is never written.

    Args:
        run: The letters of a word as it stands between blanks.
    """
    noun = "" if run.endswith(_STACKED) else _before_particle(run)
    return noun if len(noun) > 2 and noun.endswith(_DOUBTFUL) and _agrees(noun) else ""


def _before_particle(word: str) -> str:
    for particle in _PROOF:
        noun = word.removesuffix(particle)
        if noun != word and (
            particle in ("에서", "에게", "에") or is_closed(noun) == (particle in ("을", "은", "이", "으로"))
        ):
            return noun
    return ""


def _agrees(noun: str) -> bool:
    stem, ending = noun[:-1], noun[-1]
    return ending in "도의로" or is_closed(stem) == (ending == "이")
