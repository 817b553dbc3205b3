"""Wording: where a text fails its reader, which words made it so, and a better sentence. Korean and English.

A rule is tried only on the sentences that can break it (``needles``), and only what it hits is looked at closer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.editorial.clauses import CLAUSES
from plugins.editorial.model import Finding, Level
from plugins.editorial.rulebook import Rule, Rulebook, rulebook
from plugins.editorial.sentences import Manuscript, Sentence, manuscript

_HANGUL = re.compile(r"[가-힣]")
_LATIN = re.compile(r"[A-Za-z]{2}")
_ORDER = {level: grade for grade, level in enumerate(Level)}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Hit:
    rule: Rule
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
    in_force = [
        rule.id not in rules_off and not any(excuse.search(whole) for excuse in rule.unless_doc) for rule in book.rules
    ]
    for number, sentence in enumerate(sentences):
        behind = sentences[number + 1].text if number + 1 < len(sentences) else ""
        gravest: dict[str, _Hit] = {}
        for candidate in book.index.candidates(sentence.text):
            rule = book.rules[candidate]
            held = gravest.get(rule.category)
            if not in_force[candidate] or (held and _ORDER[rule.level] >= _ORDER[held.rule.level]):
                continue
            if hit := _hit(rule, book, sentence.text, behind):
                gravest[rule.category] = hit
        for hit in gravest.values():
            yield _finding(script, sentence, hit, path)


def _hit(rule: Rule, book: Rulebook, text: str, behind: str) -> _Hit | None:
    """Return the first place of a sentence that breaks a rule.

    Args:
        behind: The sentence behind it, "" for the last. A greeting may run on into it.
    """
    for match in rule.pattern.finditer(f"{text} {behind}" if rule.whole else text):
        if any(e.search(text) for e in rule.unless) or any(e.search(behind) for e in rule.unless_next):
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
