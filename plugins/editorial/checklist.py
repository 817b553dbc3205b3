"""The editorial checks as data, read once from ``rules/checks.toml``. What a check asks for stands in code by subject.

A missing or broken data file is a bug of ours and keeps its traceback: without rules nothing may be published.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from plugins.editorial.model import Level

DATA = Path(__file__).parent / "rules" / "checks.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One editorial check.

    Attributes:
        enforced: Where it is looked at: post, case, pasted, wording, records, output, site, person.
        rule: Korean: what must hold.
        advice: Korean: why, and what to do next.
        instead: A better sentence; "" where none can be given.
        basis: Where the check comes from.
        seen: Whether the basis was verified; where not, the check only advises.
        law_as_of: The date of the law it was held against; None for a rule of our own.
    """

    id: str
    level: Level
    enforced: str
    rule: str
    advice: str
    instead: str
    basis: str
    seen: bool
    law_as_of: date | None

    def told(self, said: str) -> str:
        """Return the advice as staff read it; a check of law says when it was read, and what it is not.

        Args:
            said: What exactly was found; "" where there is nothing to add.
        """
        advice = f"{self.advice} {said}".strip()
        if self.law_as_of is None:
            return advice
        return f"{advice} [{self.basis}. {self.law_as_of.isoformat()} 기준이며 법률 자문이 아닙니다]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The checks whose ids begin alike, with one bad and one good sentence for people."""

    id: str
    label: str
    bad: str
    good: str


@cache
def checks() -> Mapping[str, Check]:
    """Return every check by its id, in the order of the file."""
    raw = _raw()
    return MappingProxyType({c["id"]: _check(c, raw["law_as_of"]) for c in raw["check"]})


@cache
def groups() -> tuple[Group, ...]:
    """Return the groups in the order of the file."""
    return tuple(Group(**group) for group in _raw()["group"])


@cache
def section_names() -> Mapping[str, tuple[str, ...]]:
    """Return the headings by which each kind of section is known."""
    return MappingProxyType({name: tuple(titles) for name, titles in _raw()["sections"].items()})


@cache
def wording_labels() -> Mapping[str, str]:
    """Return what people call each category of wording."""
    return MappingProxyType(dict(_raw()["wording"]))


def _check(raw: dict[str, Any], law_as_of: date) -> Check:
    return Check(
        id=raw["id"],
        level=Level(raw["level"]),
        enforced=raw["enforced"],
        rule=raw["rule"],
        advice=raw["advice"],
        instead=raw.get("instead", ""),
        basis=raw["basis"],
        seen=raw["seen"],
        law_as_of=law_as_of if raw.get("law") else None,
    )


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))
