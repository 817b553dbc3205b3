"""How much a text sounds like a complaint, which words say so, and by how much. Pure; it orders the inbox, no more.

Log odds add up from parts that can each be shown: the prior (learned, shipped), the lexicon (weighed by staff), the
news register, the length, and what the staff's own decisions taught (``feedback``). A long text is scored piece by
piece, so that one bad sentence is not drowned by ten harmless ones.
"""

import hashlib
import math
import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from plugins.inbox.lexicon import FILE, NEWS, Lexicon, Stand, read_lexicon
from plugins.inbox.prior import Prior, grams_of, prior_from
from plugins.inbox.register import news_register

WEIGHTS = Path(__file__).with_name("prior.bin")
MIXTURE = Path(__file__).with_name("model.toml")
SHOW, SHOW_FIRST = 0.5, 0.8
# Below this nobody asks why; looking for evidence takes as long as scoring.
EXPLAIN_FROM = 0.25
WHOLE_CHARACTERS, PIECE_CHARACTERS = 300, 120
# A longer comment complains more often than a shorter one; beyond these lengths that says nothing more.
SHORTEST, LONGEST = 15, 400
# A calm complaint in the written style reads like a report too; its words of complaint blunt that part.
BLUNT_NEWS = 0.4
MOST_EVIDENCE = 6
# Counted up whenever code makes another verdict of the same files and decisions: a part of the version.
WAY = 2

_SENTENCE = re.compile(r"[^.!?。！？…\n]+[.!?。！？…]*[\"'”’)\]]*\s*|[.!?。！？…\n]+\s*")
_ENDED = re.compile(r"[.!?。！？…\n]")


class Label(StrEnum):
    """What the inbox does with a text of this score."""

    FIRST = "first"
    SHOWN = "shown"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mixture:
    """What each part counts for; fitted by ``bench/fit_prior.py`` but for the news register, which is set by hand.

    Attributes:
        complaint, praise: Of the sum of lexicon weights, up to 8, and of how close that sum is to saturation.
        length: Of the logarithm of the number of characters, and of its square.
        news: Of the news register above ``news_from``, up to ``news_most``.
    """

    bias: float
    prior: float
    complaint: tuple[float, float]
    praise: tuple[float, float]
    length: tuple[float, float]
    news: float
    news_from: float
    news_most: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """Everything a verdict depends on, and the name it goes by."""

    prior: Prior
    lexicon: Lexicon
    mixture: Mixture
    version: str


# Tuples, these three: ten thousand texts a second are scored, and each has half a dozen of them.
class Parts(NamedTuple):
    """The log odds of a verdict, part by part; they add up."""

    prior: float
    lexicon: float
    news: float
    length: float
    staff: float = 0.0

    @property
    def total(self) -> float:
        """The log odds."""
        return self.prior + self.lexicon + self.news + self.length + self.staff


class Evidence(NamedTuple):
    """A word that made the score.

    Attributes:
        start: Character offset in the text that was scored; ``end`` is one past the last.
        weight: Its share of the log odds.
        why: A category of the lexicon, or "" where the prior alone says so.
    """

    start: int
    end: int
    text: str
    weight: float
    why: str = ""


class Verdict(NamedTuple):
    """A score with its reasons.

    Attributes:
        value: 0 to 1; a complaint from ``SHOW``.
        sentence: The span of the sentence that says it most.
        evidence: Heaviest first; empty for a short text below ``EXPLAIN_FROM``.
        version: Of the model, so that a stored verdict can be explained later.
    """

    value: float
    label: Label
    parts: Parts
    sentence: tuple[int, int]
    evidence: tuple[Evidence, ...]
    version: str


Staff = Callable[[str, Parts], float]
"""What the decisions of the staff add, given a text and the parts of its log odds without them."""


def nothing_learned(text: str, parts: Parts) -> float:
    """Return 0: the staff part before anybody has decided."""
    return 0


@lru_cache(maxsize=1)
def load_model() -> Model:
    """Return the model that is shipped, with the lexicon as staff left it; errors as ``model_from``."""
    return model_from(WEIGHTS, MIXTURE, FILE)


def model_from(weights: Path, mixture: Path, lexicon: Path) -> Model:
    """Return the model of three files; its version is a digest of all of them and of the way they are read.

    Raises:
        SettingError: A line of the lexicon does not read.
    """
    content, settings = weights.read_bytes(), mixture.read_bytes()
    raw = tomllib.loads(settings.decode())
    read = read_lexicon(lexicon)
    digest = hashlib.sha256(content + settings + lexicon.read_bytes() + bytes((WAY,))).hexdigest()
    return Model(
        prior=prior_from(content, **raw["prior"]),
        lexicon=read,
        mixture=_mixture(raw["mixture"]),
        version=digest[:12],
    )


def _mixture(raw: Mapping[str, Any]) -> Mixture:
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}
    return Mixture(**values)


def verdict_of(text: str, model: Model, *, staff: Staff = nothing_learned) -> Verdict:
    """Return how much a text sounds like a complaint, and why.

    Args:
        text: NFC text without markup; a title goes before it on a line of its own.
        staff: What decisions add; ``feedback.Learned.log_odds``.
    """
    pieces = _pieces(text)
    read = [_Piece(text, start, end, model) for start, end in pieces]
    best = max(read, key=lambda piece: piece.parts.total) if len(read) > 1 else read[0]
    parts = best.parts
    if len(pieces) > 1:
        # The best of many pieces is high by chance alone.
        parts = parts._replace(length=parts.length - 0.35 * math.log(len(pieces)))
    if learned := staff(text, parts):
        parts = parts._replace(staff=learned)
    value = 1 / (1 + math.exp(-max(-30.0, min(30.0, parts.total))))
    evidence = best.evidence() if value >= EXPLAIN_FROM or len(pieces) > 1 else ()
    return Verdict(
        value=round(value, 4),
        label=Label.FIRST if value >= SHOW_FIRST else Label.SHOWN if value >= SHOW else Label.OTHER,
        parts=parts,
        sentence=_sentence(best, evidence) if evidence else (best.start, best.end),
        evidence=evidence[:MOST_EVIDENCE],
        version=model.version,
    )


class _Piece:
    """One piece of a text while it is scored."""

    __slots__ = ("complaint", "end", "folded", "model", "parts", "stands", "start", "text", "units")

    def __init__(self, whole: str, start: int, end: int, model: Model) -> None:
        self.text, self.start, self.end, self.model = whole[start:end], start, end, model
        mix = model.mixture
        lower = self.text.lower()
        grams = grams_of(self.text)
        self.folded = grams.text
        self.units = model.prior.units_of(grams)
        self.stands: tuple[Stand, ...] = model.lexicon.find(lower if len(lower) == end - start else self.text, grams)
        complaint = praise = report = 0.0
        for stand in self.stands:
            if stand.word.category == NEWS:
                report -= stand.weight
            elif stand.weight > 0:
                complaint += stand.weight
            else:
                praise -= stand.weight
        self.complaint = complaint
        lexicon = (
            mix.complaint[0] * min(complaint, 8.0)
            + mix.complaint[1] * complaint / (complaint + 2)
            + mix.praise[0] * min(praise, 8.0)
            + mix.praise[1] * praise / (praise + 2)
        )
        news = min(mix.news_most, 0.6 * report + news_register(self.text))
        length = math.log(min(LONGEST, max(SHORTEST, end - start)))
        self.parts = Parts(
            prior=mix.prior * model.prior.log_odds(self.units),
            lexicon=lexicon,
            news=-mix.news * max(0.0, news - mix.news_from) * (1 - BLUNT_NEWS * min(complaint, 5.0) / 5),
            length=mix.bias + mix.length[0] * length + mix.length[1] * length * length,
        )

    def evidence(self) -> tuple[Evidence, ...]:
        """Return the words that raise the score, heaviest first; at least one where there is a word at all."""
        words = self.text.split()
        if not words:
            return ()
        mix = self.model.mixture
        shares = [mix.prior * share for share in self.model.prior.by_word(self.folded, self.units)]
        if len(shares) != len(words):
            # Folding made or removed a blank; the lexicon alone can tell then.
            shares = [0.0] * len(words)
        whys: dict[int, str] = {}
        ends, end = [], 0
        for word in words:
            end = self.text.index(word, end) + len(word)
            ends.append(end)
        unit = self._unit()
        for stand in self.stands:
            if (why := stand.word.category) == NEWS:
                continue
            at = min(bisect_right(ends, stand.start), len(words) - 1)
            shares[at] += stand.weight * unit
            if stand.weight > 0:
                whys.setdefault(at, why)
        # Of equals the first stays first.
        order = sorted(range(len(words)), key=shares.__getitem__, reverse=True)
        kept = [n for n in order[: MOST_EVIDENCE + 2] if shares[n] > 0.05] or order[:1]
        found = [(self.start + ends[n], words[n], round(shares[n], 3), whys.get(n, "")) for n in kept]
        return tuple([Evidence(end - len(word), end, word, weight, why) for end, word, weight, why in found])

    def _unit(self) -> float:
        """What one unit of a lexicon weight is worth here, on the side of complaint."""
        mix, total = self.model.mixture, self.complaint
        return (mix.complaint[0] * min(total, 8.0) + mix.complaint[1] * total / (total + 2)) / total if total else 0.3


def _pieces(text: str) -> list[tuple[int, int]]:
    if len(text) <= WHOLE_CHARACTERS:
        return [(0, len(text))]
    pieces: list[tuple[int, int]] = []
    start = end = 0
    for match in _SENTENCE.finditer(text):
        if match.end() - start > PIECE_CHARACTERS and end > start:
            pieces.append((start, end))
            start = match.start()
        end = match.end()
    pieces.append((start, len(text)))
    return [
        (at, min(at + 2 * PIECE_CHARACTERS, end))
        for start, end in pieces
        for at in range(start, end, 2 * PIECE_CHARACTERS)
        if text[at:end].strip()
    ] or [(0, len(text))]


def _sentence(piece: _Piece, evidence: tuple[Evidence, ...]) -> tuple[int, int]:
    """Return the sentence in which most of the evidence stands, the first of equals."""
    text = piece.text
    starts = [match.start() for match in _SENTENCE.finditer(text)] if _ENDED.search(text) else [0]
    weights = [0.0] * len(starts)
    for word in evidence:
        weights[bisect_right(starts, word.start - piece.start) - 1] += word.weight
    ends = [*starts[1:], len(text)]
    told = [text[start:end].rstrip() for start, end in zip(starts, ends, strict=True)]
    best = max((n for n, sentence in enumerate(told) if sentence), key=weights.__getitem__)
    return piece.start + starts[best], piece.start + starts[best] + len(told[best])
