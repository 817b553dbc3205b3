"""How much a text sounds like a complaint, and which words say so. The words are in ``words.toml``; pure.

It only orders the inbox: nothing is dropped or decided by a score.
"""

import re
from dataclasses import dataclass

from plugins.inbox.words import load_words

_NEGATED = re.compile(r"\s*(?:은|는|이|가|도|을|를)?\s*(?:없(?!이는)|아니|않|0건)")
# At this sum of weights a text counts as half a complaint.
HALF = 4.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """A verdict with its reasons.

    Attributes:
        value: 0 to 1.
        evidence: The words that raised it, heaviest first.
    """

    value: float
    evidence: tuple[str, ...]


def complaint_score(title: str, text: str) -> Score:
    """Return how much this sounds like a complaint; a word counts once, however often it stands there."""
    whole = f"{title}\n{text}".casefold()
    found = [(weight, word) for word, weight in load_words().complaint if _stands(word, whole)]
    praise = sum(weight for word, weight in load_words().praise if word in whole)
    total = max(0.0, float(sum(weight for weight, _ in found) - praise))
    evidence = tuple(word for _, word in sorted(found, key=lambda pair: (-pair[0], pair[1])))
    return Score(value=round(total / (total + HALF), 3), evidence=evidence)


def _stands(word: str, text: str) -> bool:
    """Whether a word stands there and is not taken back, as in 불편은 없었다."""
    at = text.find(word)
    while at >= 0:
        if not _NEGATED.match(text, at + len(word)):
            return True
        at = text.find(word, at + 1)
    return False
