"""The wording rules and word classes of ``rules/*.toml``, read once and compiled. Judges nothing.

A rule's pattern may name a word class or a macro of ``words.<language>.toml`` as ``{class}``; what stands for a class
is captured, so that a finding can say which words made it one.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from plugins.core.errors import SettingError
from plugins.editorial.model import Level
from plugins.editorial.needles import Index

RULES = Path(__file__).with_name("rules")
_NAMED = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One way of failing the reader.

    Attributes:
        pattern: What makes it one, or where ``clause`` is set, where to look closer.
        clause: Name of a function of ``clauses`` that decides, "" where the pattern does.
        lifts: Whether the captured classes (not the whole match) are the words that made it one.
        whole: May run on into the sentence behind.
        unless: Not where one of these stands in the same sentence; ``unless_next``, in the one behind it;
            ``unless_doc``, anywhere in the text.
        advice: Korean: why it fails the reader.
        bad: A text that must be found; ``good`` a better sentence that must raise nothing.
    """

    id: str
    category: str
    level: Level
    pattern: re.Pattern[str]
    clause: str
    lifts: bool
    whole: bool
    unless: tuple[re.Pattern[str], ...]
    unless_next: tuple[re.Pattern[str], ...]
    unless_doc: tuple[re.Pattern[str], ...]
    advice: str
    bad: str
    good: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Rulebook:
    """Every wording rule of one language.

    Attributes:
        index: The rules by what every match of theirs must hold.
        words: Each word class as one pattern.
        defs: What excuses: DATE, NUMBER, ACTOR …
        mention: Looked for behind a match; where it holds, the words are spoken of and not used.
        denied: The same for what is said not to be done; only for the categories ``denied_for``.
    """

    language: str
    rules: tuple[Rule, ...]
    index: Index
    words: Mapping[str, re.Pattern[str]]
    defs: Mapping[str, re.Pattern[str]]
    mention: re.Pattern[str]
    denied: re.Pattern[str]
    denied_for: frozenset[str]


@lru_cache
def rulebook(language: str) -> Rulebook:
    """Return the rules of ``ko`` or ``en``.

    Raises:
        SettingError: A rules file is missing or cannot be read as one; nothing is judged then.
    """
    table = _toml(f"words.{language}.toml")
    named = {name: f"({_either(words)})" for name, words in table["classes"].items()} | dict(table["macros"])
    defs = {name: _compiled(text, named) for name, text in table["defs"].items()}
    rows = [
        (row, lifts)
        for name, lifts in ((f"phrases.{language}.toml", False), (f"forms.{language}.toml", True))
        for row in _toml(name)["rule"]
    ]
    rules = tuple(_rule(row, named, defs, lifts=lifts) for row, lifts in rows)
    twice = {rule.id for rule in rules if sum(other.id == rule.id for other in rules) > 1}
    if twice:
        raise SettingError(
            min(twice), "two wording rules of this id", advice="규칙 번호가 겹칩니다. 하나를 바꿔 주세요."
        )
    return Rulebook(
        language=language,
        rules=rules,
        index=Index("" if rule.whole else rule.pattern.pattern for rule in rules),
        words=MappingProxyType({name: _compiled(named[name], {}) for name in table["classes"]}),
        defs=MappingProxyType(defs),
        mention=_compiled(table["guards"]["mention"], named),
        denied=_compiled(table["guards"]["denied"], named),
        denied_for=frozenset(table["guards"]["denied_for"]),
    )


def _toml(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((RULES / name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingError(name, str(error), advice="문장 규칙을 읽을 수 없어 아무것도 점검하지 못했습니다.") from error


def _either(words: list[str]) -> str:
    # Longest first: 작은~불편 must win over 작은. Where no word can begin, none is tried: half the time of a class.
    begins = "".join(sorted({re.escape(word[0]) for word in words}))
    either = "|".join(
        re.escape(word).replace("\\~", r"\s*").replace("~", r"\s*") for word in sorted(words, key=len)[::-1]
    )
    return f"(?=[{begins}])(?:{either})"


def _compiled(text: str, named: Mapping[str, str]) -> re.Pattern[str]:
    for _ in range(2):  # a macro may name a class
        text = _NAMED.sub(lambda match: named[match[1]], text)
    return re.compile(text, re.IGNORECASE)


def _rule(
    row: Mapping[str, object], named: Mapping[str, str], defs: Mapping[str, re.Pattern[str]], *, lifts: bool
) -> Rule:
    try:
        return Rule(
            id=str(row["id"]),
            category=str(row["category"]),
            level=Level(str(row["level"])),
            pattern=_compiled(str(row["pattern"]), named),
            clause=str(row.get("clause", "")),
            lifts=lifts,
            whole=row.get("scope") == "document",
            unless=tuple(defs[name] for name in _names(row.get("unless"))),
            unless_next=tuple(defs[name] for name in _names(row.get("unless_next"))),
            unless_doc=tuple(defs[name] for name in _names(row.get("unless_doc"))),
            advice=str(row["advice"]),
            bad=str(row["bad"]),
            good=str(row["good"]),
        )
    except (KeyError, ValueError, re.error) as error:
        which = str(row.get("id", "?"))
        raise SettingError(which, repr(error), advice="문장 규칙이 잘못 적혀 있어 점검하지 못했습니다.") from error


def _names(value: object) -> tuple[str, ...]:
    return tuple(str(name) for name in value) if isinstance(value, list) else ()
