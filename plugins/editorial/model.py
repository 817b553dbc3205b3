"""The nouns of the editorial check, and the failure that stops a publication."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from plugins.core.errors import DeskError

# The rule a file breaks that nobody could read, and which therefore nobody checked.
UNREADABLE = "UNREADABLE"
# A datum in the footer stands on every page: so many of them show where to look.
_PLACES_TOLD = 10


class Level(StrEnum):
    """What a finding does to a publication, the gravest first.

    ``BLOCK`` stops it and nobody can waive it. ``ERROR`` stops it until it is mended or waived. ``REVIEW`` stops it
    until a named person has signed. ``WARN`` and ``INFO`` are told and counted.
    """

    BLOCK = "block"
    ERROR = "error"
    REVIEW = "review"
    WARN = "warn"
    INFO = "info"


# Of ERROR and REVIEW a named second person may answer for; see ``plugins.editorial.waivers``.
STOPPING = frozenset({Level.BLOCK, Level.ERROR, Level.REVIEW})


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing a rule found, told without repeating a datum.

    Attributes:
        path: As the reader of the finding knows the file; data in a file's name are masked.
        line: 1-based; 0 where unknown or where the file's name is meant.
        column: 1-based, in characters; 0 where unknown.
        where: Which part of the file, in Korean: 본문, 속성 href, 주석 …
        excerpt: What stands there, masked; from ``column`` on that many characters are meant.
        advice: A whole Korean sentence: why, and what to do next.
        instead: A better sentence; "" where none can be given.
        waived_by: Who answers for it; "" where nobody does.
        category: The kind of wording it is, e.g. ``conditional-apology``; "" where it is no rule of wording.
        words: The words that made it one, in order.
        same: Alike for one datum wherever it stands: too short a digest to lead back to it. "" where none is meant.
    """

    rule: str
    level: Level
    path: str
    line: int
    column: int
    where: str
    excerpt: str
    advice: str
    instead: str = ""
    waived_by: str = ""
    category: str = ""
    words: tuple[str, ...] = ()
    same: str = ""

    @property
    def stops(self) -> bool:
        """Whether it keeps its file from being published."""
        return self.level in STOPPING

    @property
    def korean(self) -> str:
        """The finding in one line: place, part, sentence."""
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        return f"{place}: {self.where}: {self.advice}"


class GateError(DeskError):
    """Something stands in what was to be published that must not be published."""

    what = "editorial gate"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        first = self.findings[0]
        super().__init__(first.path, f"{first.rule}; {len(self.findings)} finding(s)", advice=first.advice)

    @property
    def korean(self) -> str:
        """One line a finding."""
        return "\n".join(finding.korean for finding in self.findings)


class PersonalDataError(GateError):
    """Personal data stand in what was to be published, or a file could not be searched for them."""

    what = "personal data"

    @property
    def korean(self) -> str:
        """One line a datum, with the places where it stands."""
        told: dict[tuple[str, ...], list[Finding]] = {}
        for finding in self.findings:
            # What has no digest (a picture, a file nobody could read) is told by itself.
            key = (finding.rule, finding.same) if finding.same else (finding.path, finding.rule, finding.excerpt)
            told.setdefault(key, []).append(finding)
        return "\n".join(_once(findings) for findings in told.values())


def _once(findings: list[Finding]) -> str:
    first, *others = findings
    places = list(dict.fromkeys(f"{f.path}:{f.line}" if f.line else f.path for f in others))
    if not places:
        return first.korean
    more = f" 들 {len(places)}곳" if len(places) > _PLACES_TOLD else ""
    return f"{first.korean} 같은 것이 있는 곳: {', '.join(places[:_PLACES_TOLD])}{more}."


def refuse(findings: Iterable[Finding]) -> None:
    """Do nothing where no finding blocks.

    Raises:
        PersonalDataError: With every finding that blocks, in the order given.
    """
    blocking = tuple(finding for finding in findings if finding.level is Level.BLOCK)
    if blocking:
        raise PersonalDataError(blocking)
