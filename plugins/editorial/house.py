"""``editorial.toml``: what a site changes about the checks. It adds, switches off and re-levels rules by id.

Refuses what it does not know: a misspelt id would be a guard that is silently off, or never was on.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from plugins.core.errors import SettingError, suggestion
from plugins.core.model import Waiver
from plugins.core.settings import toml_advice
from plugins.editorial.model import Finding, Level
from plugins.editorial.sheets import Written

NAME = "editorial.toml"
_KEYS = ("off", "level", "rule", "own_numbers", "signed")


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnRule:
    """A wording rule of the site."""

    id: str
    level: Level
    pattern: re.Pattern[str]
    advice: str
    instead: str
    bad: str


@dataclass(frozen=True, kw_only=True, slots=True)
class House:
    """What the site changes.

    Attributes:
        own_numbers: Its own numbers and addresses, e.g. 대표 번호, 사업자등록번호, 법인등록번호.
        signed: By path: waivers for files that have no front matter to sign in.
    """

    off: frozenset[str] = frozenset()
    levels: Mapping[str, Level] = field(default_factory=dict)
    rules: tuple[OwnRule, ...] = ()
    own_numbers: tuple[str, ...] = ()
    signed: Mapping[str, tuple[Waiver, ...]] = field(default_factory=dict)


PLAIN = House()


def read_house(text: str, known: Mapping[str, Level]) -> House:
    """Return what an ``editorial.toml`` says.

    Args:
        known: Level of every rule there is without the site's own.

    Raises:
        SettingError: It is no TOML, or something in it is unknown or may not be changed.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingError(NAME, str(error), advice=toml_advice(error)) from error
    for key in raw:
        if key not in _KEYS:
            raise _unknown(key, _KEYS)
    rules = tuple(_own_rule(item, known) for item in raw.get("rule", ()))
    everything = {**known, **{rule.id: rule.level for rule in rules}}
    levels = {}
    for name, said in raw.get("level", {}).items():
        levels[_changeable(name, everything)] = _level(name, said)
    signed: dict[str, tuple[Waiver, ...]] = {}
    for item in raw.get("signed", ()):
        path, waiver = _signature(item, everything)
        signed[path] = (*signed.get(path, ()), waiver)
    return House(
        off=frozenset(_changeable(name, everything) for name in raw.get("off", ())),
        levels=MappingProxyType(levels),
        rules=rules,
        own_numbers=tuple(raw.get("own_numbers", ())),
        signed=MappingProxyType(signed),
    )


def as_the_house_says(findings: Iterable[Finding], house: House) -> Iterator[Finding]:
    """Yield the findings at the levels the site gives them, without those it switched off. A block stays a block."""
    for finding in findings:
        if finding.level is Level.BLOCK:
            yield finding
        elif finding.rule not in house.off:
            yield replace(finding, level=house.levels.get(finding.rule, finding.level))


def own_findings(written: Written, house: House) -> Iterator[Finding]:
    """Yield where a rule of the site's own stands in a text."""
    for rule in house.rules:
        for sentence in written.words.sentences:
            if match := rule.pattern.search(sentence.text):
                line, column = written.position(sentence, match.start())
                yield Finding(
                    rule=rule.id,
                    level=rule.level,
                    path=written.path,
                    line=line,
                    column=column,
                    where=sentence.where,
                    excerpt=match.group(),
                    advice=rule.advice,
                    instead=rule.instead,
                )


def _own_rule(raw: Mapping[str, Any], known: Mapping[str, Level]) -> OwnRule:
    name = str(raw.get("id", ""))
    if not name or name in known:
        raise SettingError(f"{NAME}: rule {name}", "id taken or missing", advice="새 규칙에는 새 id를 적어 주세요.")
    missing = [key for key in ("level", "pattern", "advice", "bad") if not raw.get(key)]
    if missing:
        raise SettingError(f"{NAME}: rule {name}", "incomplete", advice=f"빠진 것: {', '.join(missing)}.")
    try:
        pattern = re.compile(raw["pattern"])
    except re.error as error:
        raise SettingError(f"{NAME}: rule {name}", str(error), advice=f"무늬를 읽을 수 없습니다({error}).") from error
    if not pattern.search(raw["bad"]):
        advice = "bad에 적은 글을 찾지 못하는 무늬입니다."
        raise SettingError(f"{NAME}: rule {name}", "does not find its bad", advice=advice)
    return OwnRule(
        id=name,
        level=_level(name, raw["level"]),
        pattern=pattern,
        advice=raw["advice"],
        instead=raw.get("instead", ""),
        bad=raw["bad"],
    )


def _signature(raw: Mapping[str, Any], known: Mapping[str, Level]) -> tuple[str, Waiver]:
    missing = [key for key in ("path", "rule", "why", "by") if not raw.get(key)]
    if missing:
        raise SettingError(f"{NAME}: signed", "incomplete", advice=f"빠진 것: {', '.join(missing)}.")
    rule = _changeable(raw["rule"], known)
    return raw["path"], Waiver(rule=rule, why=raw["why"], by=raw["by"])


def _changeable(name: str, known: Mapping[str, Level]) -> str:
    if name not in known:
        raise _unknown(name, known)
    if known[name] is Level.BLOCK or name.startswith("SIGN-"):
        raise SettingError(f"{NAME}: {name}", "cannot be changed", advice="이 규칙은 끄거나 낮출 수 없습니다.")
    return name


def _level(name: str, said: object) -> Level:
    try:
        return Level(str(said))
    except ValueError as error:
        ways = ", ".join(Level)
        raise SettingError(f"{NAME}: {name}", f"no level {said!r}", advice=f"쓸 수 있는 것: {ways}.") from error


def _unknown(name: str, known: Iterable[str]) -> SettingError:
    return SettingError(f"{NAME}: {name}", "unknown", advice=f"그런 규칙이나 열쇠가 없습니다.{suggestion(name, known)}")
