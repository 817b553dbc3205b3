"""The wording rules and word classes of ``rules/*.toml``, read once; a pattern is compiled when a text first needs it.

A rule's pattern may name a word class or a macro of ``words.<language>.toml`` as ``{class}``; what stands for a class
is captured, so that a finding can say which words made it one. Judges nothing.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from plugins.core.errors import SettingError
from plugins.editorial.model import Level
from plugins.editorial.needles import Index, grams_of

RULES = Path(__file__).with_name("rules")
_NAMED = re.compile(r"\{([a-z_]+)\}")
# What is left of a pattern once Hangul, figures, marks and the escapes and groups that have no case are taken out.
_CASELESS = re.compile(
    r"\\[sSdDwWbBAZnt\W\d]|[가-힣]-[가-힣]|[0-9]-[0-9]|\(\?(?:P[<=]\w+[>)]|[:=!>]|<[=!])|[가-힣0-9\s^$.|?*+(){}\[\],~!…·%'\"‘’“”:;/@#&=<>]"
)
_CASED = re.compile(r".", re.DOTALL)
_ADVICE = "문장 규칙이 잘못 적혀 있어 점검하지 못했습니다."


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One way of failing the reader.

    Attributes:
        source: What makes it one, or where ``clause`` is set, where to look closer; a regular expression.
        clause: Name of a function of ``clauses`` that decides, "" where the pattern does.
        lifts: Built on word classes: the captured classes (not the whole match) are the words that made it one, and
            it keeps silent about what the ear takes for decent. A given phrase is found wherever it stands.
        whole: May run on into the sentence behind.
        unless: Not where one of these [defs] stands in the same sentence; ``unless_next``, in the one behind it;
            ``unless_doc``, anywhere in the text.
        advice: Korean: why it fails the reader.
        bad: A text that must be found; ``good`` a better sentence that must raise nothing.
    """

    id: str
    category: str
    level: Level
    source: str
    clause: str
    lifts: bool
    whole: bool
    unless: tuple[str, ...]
    unless_next: tuple[str, ...]
    unless_doc: tuple[str, ...]
    advice: str
    bad: str
    good: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """``source``, compiled.

        Raises:
            SettingError: It is no regular expression.
        """
        return _compiled(self.source, self.id)


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """What is said of a sentence that only the ear calls a fault. Never more than a warning."""

    id: str
    category: str
    level: Level
    advice: str
    bad: str
    good: str


class Patterns(Mapping[str, re.Pattern[str]]):
    """Regular expressions by name, compiled when they are first asked for."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = dict(sources)

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return _compiled(self._sources[name], name)

    def __contains__(self, name: object) -> bool:
        # A mapping's own asks for the value.
        return name in self._sources

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


@dataclass(frozen=True, kw_only=True, slots=True)
class InUse:
    """The rules that are not switched off, a bit for each by its number in the rulebook.

    Attributes:
        given: The given phrases.
        lifting: By category, those that are built on word classes.
        excused_by_text: The numbers of those that something anywhere in the text excuses.
    """

    given: int
    lifting: Mapping[str, int]
    excused_by_text: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rulebook:
    """Every wording rule of one language.

    Attributes:
        heard: By category, what is said where only the ear hears it.
        index: The rules by what every match of theirs must hold.
        words: Each word class as one pattern.
        defs: What excuses: DATE, NUMBER, ACTOR …
        mention: Looked for behind a match; where it holds, the words are spoken of and not used.
        denied: The same for what is said not to be done; only for the categories ``denied_for``.
    """

    language: str
    rules: tuple[Rule, ...]
    heard: Mapping[str, Heard]
    index: Index
    words: Patterns
    defs: Patterns
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
    defs = Patterns({name: _whole(text, named) for name, text in table["defs"].items()})
    rows = [
        (row, lifts)
        for name, lifts in ((f"phrases.{language}.toml", False), (f"forms.{language}.toml", True))
        for row in _toml(name)["rule"]
    ]
    rules = tuple(_rule(row, named, defs, lifts=lifts) for row, lifts in rows)
    heard = {row["category"]: _heard(row) for row in _toml(f"heard.{language}.toml")["rule"]}
    ids = [*(rule.id for rule in rules), *(one.id for one in heard.values())]
    if twice := {name for name in ids if ids.count(name) > 1}:
        raise SettingError(
            min(twice), "two wording rules of this id", advice="규칙 번호가 겹칩니다. 하나를 바꿔 주세요."
        )
    known = _known_grams(language)
    return Rulebook(
        language=language,
        rules=rules,
        heard=MappingProxyType(heard),
        index=Index(_grams(rule, known) for rule in rules),
        words=Patterns({name: named[name] for name in table["classes"]}),
        defs=defs,
        mention=_compiled(_whole(table["guards"]["mention"], named), "mention"),
        denied=_compiled(_whole(table["guards"]["denied"], named), "denied"),
        denied_for=frozenset(table["guards"]["denied_for"]),
    )


# A text of a sentence or two takes longer to go through three hundred rules than to be judged.
@lru_cache(maxsize=8)
def rules_in_use(language: str, off: frozenset[str]) -> InUse:
    """Return the rules of a language without those of the given ids."""
    given, lifting, excused = 0, dict[str, int](), []
    for number, rule in enumerate(rulebook(language).rules):
        if rule.id in off:
            continue
        if rule.unless_doc:
            excused.append(number)
        if rule.lifts:
            lifting[rule.category] = lifting.get(rule.category, 0) | 1 << number
        else:
            given |= 1 << number
    return InUse(given=given, lifting=MappingProxyType(lifting), excused_by_text=tuple(excused))


def needles_file(language: str) -> Path:
    """Return where the needles of a language's rules are kept: reading them out of the patterns takes 0.3 s."""
    return RULES / f"needles.{language}.json"


def written_needles(language: str) -> bytes:
    """Return what ``needles_file`` must hold; what it lacks is read out of the patterns each time."""
    rules = rulebook(language).rules
    table = {_digest(rule): sorted(_grams(rule, {})) for rule in rules}
    return json.dumps(table, ensure_ascii=False, indent=0, sort_keys=True).encode() + b"\n"


def _known_grams(language: str) -> Mapping[str, list[str]]:
    try:
        known: dict[str, list[str]] = json.loads(needles_file(language).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingError(needles_file(language).name, str(error), advice=_ADVICE) from error
    return known


def _grams(rule: Rule, known: Mapping[str, list[str]]) -> frozenset[str]:
    found = known.get(_digest(rule))
    if found is not None:
        return frozenset(found)
    try:
        return frozenset() if rule.whole else grams_of(rule.source)
    except re.error as error:
        raise SettingError(rule.id, str(error), advice=_ADVICE) from error


def _digest(rule: Rule) -> str:
    return hashlib.sha256(f"{rule.whole}{rule.source}".encode()).hexdigest()[:12]


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


def _whole(text: str, named: Mapping[str, str]) -> str:
    for _ in range(2):  # a macro may name a class
        text = _NAMED.sub(lambda match: named[match[1]], text)
    return text


@cache
def _compiled(source: str, name: str) -> re.Pattern[str]:
    try:
        # Where nothing has case, looking for every case of 11,172 syllables is two thirds of the time.
        return re.compile(source, re.IGNORECASE if _CASED.search(_CASELESS.sub("", source)) else 0)
    except re.error as error:
        raise SettingError(name, str(error), advice=_ADVICE) from error


def _rule(row: Mapping[str, object], named: Mapping[str, str], defs: Patterns, *, lifts: bool) -> Rule:
    try:
        return Rule(
            id=str(row["id"]),
            category=str(row["category"]),
            level=Level(str(row["level"])),
            source=_whole(str(row["pattern"]), named),
            clause=str(row.get("clause", "")),
            lifts=lifts,
            whole=row.get("scope") == "document",
            unless=_names(row.get("unless"), defs),
            unless_next=_names(row.get("unless_next"), defs),
            unless_doc=_names(row.get("unless_doc"), defs),
            advice=str(row["advice"]),
            bad=str(row["bad"]),
            good=str(row["good"]),
        )
    except (KeyError, ValueError) as error:
        raise SettingError(str(row.get("id", "?")), repr(error), advice=_ADVICE) from error


def _heard(row: Mapping[str, str]) -> Heard:
    try:
        return Heard(level=Level.WARN, **row)
    except TypeError as error:
        raise SettingError(row.get("id", "?"), str(error), advice=_ADVICE) from error


def _names(value: object, defs: Patterns) -> tuple[str, ...]:
    names = tuple(str(name) for name in value) if isinstance(value, list) else ()
    if unknown := [name for name in names if name not in defs]:
        raise ValueError(f"no def {unknown[0]}")
    return names
