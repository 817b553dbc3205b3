"""Wording: where a text fails its reader, which words made it so, and a better sentence. Korean and English.

The ear listens to every sentence first. A rule built on word classes is tried only where the ear hears a likeness, a
given phrase everywhere, both only on the sentences that can break them (``needles``). What the ear hears loudly and no
rule knows is told as a warning.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import add

from plugins.editorial.clauses import CLAUSES
from plugins.editorial.ear import Ear, ear, likely, normal, runs
from plugins.editorial.model import Finding, Level
from plugins.editorial.rulebook import Heard, Rule, Rulebook, rulebook, rules_in_use
from plugins.editorial.sentences import Manuscript, Sentence, manuscript

_HANGUL = re.compile(r"[가-힣]")
_LATIN = re.compile(r"[A-Za-z]{2}")
_ORDER = {level: grade for grade, level in enumerate(Level)}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Hit:
    rule: Rule | Heard
    start: int
    end: int
    words: tuple[str, ...]


def judge_wording(text: str, *, path: str, rules_off: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
    """Return what an editor would mend in a Markdown source, by line and column.

    At most one finding a sentence and category: the gravest rule's.

    Args:
        text: The source as it stands in the file, front matter and all; quotations in it are not judged.

    Raises:
        SettingError: A rules file cannot be read; nothing was judged.
    """
    script = manuscript(text)
    korean = [sentence for sentence in script.sentences if _HANGUL.search(sentence.text)]
    english = [
        sentence for sentence in script.sentences if not _HANGUL.search(sentence.text) and _LATIN.search(sentence.text)
    ]
    found = [
        finding
        for language, sentences in (("ko", korean), ("en", english))
        if sentences
        for finding in _judged(script, sentences, rulebook(language), path, rules_off)
    ]
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.column, finding.rule)))


def _judged(
    script: Manuscript, sentences: list[Sentence], book: Rulebook, path: str, rules_off: frozenset[str]
) -> Iterator[Finding]:
    whole = " ".join(sentence.text for sentence in sentences)
    listener = ear(book.language)
    in_use = rules_in_use(book.language, rules_off)
    off = sum(
        1 << number
        for number in in_use.excused_by_text
        if any(book.defs[name].search(whole) for name in book.rules[number].unless_doc)
    )
    hearing = (runs(normal(sentence.text, book.language), book.language) for sentence in sentences)
    # What was heard of all of them at once is more than a processor keeps at hand.
    heard, then = next(hearing), next(hearing, None)
    for number, sentence in enumerate(sentences):
        sounds = _Sounds(listener, heard, then)
        heard, then = then or set(), next(hearing, None)
        if sounds.fault <= listener.sure:
            continue
        behind = sentences[number + 1].text if number + 1 < len(sentences) else ""
        gravest: dict[str, _Hit] = {}
        in_force = in_use.given
        for category, sound in sounds.alone.items():
            if sound > listener.faint:
                in_force |= in_use.lifting.get(category, 0)
        for candidate in book.index.candidates(sentence.text, in_force & ~off):
            rule = book.rules[candidate]
            held = gravest.get(rule.category)
            if held and _ORDER[rule.level] >= _ORDER[held.rule.level]:
                continue
            hit = _hit(rule, book, sentence.text, behind)
            if hit and not (rule.lifts and sounds.together(rule.category) <= listener.faint):
                gravest[rule.category] = hit
        # A heading is a few words that no verb closes: too little to hear anything in.
        for category in sounds.loud() if sentence.where != "소제목" else ():
            if category not in gravest and book.heard[category].id not in rules_off:
                gravest[category] = _heard(listener, book.heard[category], sentence.text)
        for hit in gravest.values():
            yield _finding(script, sentence, hit, path)


class _Sounds:
    """How much a sentence sounds like each category; a fact in the sentence behind it can make it decent."""

    def __init__(self, listener: Ear, heard: set[str], behind: set[str] | None = None) -> None:
        self._listener = listener
        self._runs = heard
        self._behind = behind
        self._weighed = listener.weighed(heard)
        self.alone = listener.sounds(len(heard), self._weighed)
        self.fault = likely(self.alone)
        self._with: Mapping[str, float] = {}

    def together(self, category: str) -> float:
        """Return the lesser of what is heard in the sentence alone and beside the one behind it."""
        return min(self.alone[category], self._beside()[category])

    def _beside(self) -> Mapping[str, float]:
        if not self._with:
            # Most of what is heard in both was weighed already.
            more = self._behind - self._runs if self._behind else set[str]()
            total = tuple(map(add, self._weighed, self._listener.weighed(more)))
            self._with = self._listener.sounds(len(self._runs) + len(more), total)
        return self._with

    def loud(self) -> tuple[str, ...]:
        """Return the categories that are heard as a fault, whatever stands behind."""
        found = self._listener.faults(self.alone, self.fault)
        if not found or not self._behind:
            return found
        fault = likely(self._beside())
        return tuple(category for category in found if fault > self._listener.bar(category))


def _heard(listener: Ear, heard: Heard, text: str) -> _Hit:
    places = listener.telling(text, heard.category)
    words = tuple(text[start:end].strip(".,!?") for start, end in places)
    return _Hit(rule=heard, start=places[0][0], end=places[-1][1], words=words)


def _hit(rule: Rule, book: Rulebook, text: str, behind: str) -> _Hit | None:
    """Return the first place of a sentence that breaks a rule.

    Args:
        behind: The sentence behind it, "" for the last. A greeting may run on into it.
    """
    place = f"{text} {behind}" if rule.whole else text
    if not rule.pattern.search(place):
        # So it is nine times out of ten.
        return None
    for match in rule.pattern.finditer(place):
        if any(book.defs[name].search(text) for name in rule.unless):
            return None
        if any(book.defs[name].search(behind) for name in rule.unless_next):
            return None
        if match.start() >= len(text) or _only_spoken_of(rule, book, match.string[match.end() : match.end() + 40]):
            continue
        words = CLAUSES[rule.clause](text, match, book) if rule.clause else _words(rule, match)
        if words:
            return _Hit(rule=rule, start=match.start(), end=min(match.end(), len(text)), words=words)
    return None


def _only_spoken_of(rule: Rule, book: Rulebook, after: str) -> bool:
    if book.mention.search(after):
        return True
    return not rule.clause and rule.category in book.denied_for and book.denied.search(after) is not None


def _words(rule: Rule, match: re.Match[str]) -> tuple[str, ...]:
    lifted = tuple(group.strip() for group in match.groups() if group and group.strip()) if rule.lifts else ()
    return lifted or (match.group().strip(),)


def _finding(script: Manuscript, sentence: Sentence, hit: _Hit, path: str) -> Finding:
    start = sentence.offset(hit.start)
    line, column = script.position(start)
    return Finding(
        rule=hit.rule.id,
        level=hit.rule.level,
        path=path,
        line=line,
        column=column,
        where=sentence.where,
        excerpt=script.source[start : sentence.offset(hit.end - 1) + 1],
        advice=hit.rule.advice,
        category=hit.rule.category,
        words=hit.words,
        instead=hit.rule.good,
    )
