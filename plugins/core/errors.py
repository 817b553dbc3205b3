"""The failures we expect. Anything else is a bug and keeps its traceback.

``str(error)`` is English, for logs; ``error.korean`` is the one sentence that staff read.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from plugins.core.korean import with_object_particle

# A number by itself: the digits of m-3fa29c01 are letters like its others.
_NUMBER = re.compile(r"(?<![0-9a-z])[0-9]+(?![0-9a-z])")
# So many names are told where what was typed is near none of them.
_SHOWN = 6


class DeskError(Exception):
    """An expected failure: which thing, why (English), and what to do next (Korean)."""

    what = "refused"
    # Pelican's command line ends with this code when a receiver raises.
    exitcode = 2

    def __init__(self, which: str, why: str, *, advice: str) -> None:
        super().__init__(f"{self.what}: {which!r}: {why}")
        self.which = which
        self.advice = advice

    def __reduce__(self) -> tuple[Any, ...]:
        # An exception is else made again of its message alone; one of a worker comes to its parent this way.
        return _made_again, (type(self), self.args, vars(self))

    @property
    def korean(self) -> str:
        """The line to show at the keyboard: the thing and a whole Korean sentence."""
        return f"{self.which}: {self.advice}"


def _made_again(kind: type[DeskError], said: tuple[str, ...], facts: dict[str, object]) -> DeskError:
    error = kind.__new__(kind, *said)
    vars(error).update(facts)
    return error


class SettingError(DeskError):
    """A setting, or a key of one of our TOML files, that cannot be used."""

    what = "bad setting"

    def __init__(self, which: str, why: str, *, advice: str = "") -> None:
        super().__init__(which, why, advice=advice or f"설정을 쓸 수 없습니다: {why}")


class StoreError(DeskError):
    """The inbox's database cannot be used."""

    what = "store"


class DecisionError(DeskError):
    """A triage decision that cannot be taken."""

    what = "decision"


class Trouble(StrEnum):
    """How far a fetch came.

    Attributes:
        BARRED: Refused by ourselves, before anything was sent; it will be refused again.
        UNREACHED: Nobody was reached, so nothing was sent.
        SILENT: It may have been received; no answer came in time.
        BROKEN: It may have been received; the answer cannot be read.
    """

    BARRED = "barred"
    UNREACHED = "unreached"
    SILENT = "silent"
    BROKEN = "broken"


class FetchError(DeskError):
    """A source or page could not be fetched; its neighbours go on."""

    what = "fetch"

    def __init__(self, which: str, why: str, *, advice: str, trouble: Trouble = Trouble.BROKEN) -> None:
        super().__init__(which, why, advice=advice)
        self.why = why
        self.trouble = trouble


class BuildError(DeskError):
    """The site cannot be built or published; nothing in the output has changed."""

    what = "build"


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing wrong in one file under ``content/``, told so that staff can mend it.

    Attributes:
        path: Relative to the project, with ``/``.
        line: 1-based; 0 where the file as a whole is meant.
        field: Front-matter key, or "" for the body.
        advice: A whole Korean sentence: why, and what to do next.
    """

    path: str
    line: int
    field: str
    advice: str

    @property
    def korean(self) -> str:
        """The problem in one line: place, field, sentence."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.field}: {self.advice}" if self.field else f"{place}: {self.advice}"


class ContentError(DeskError):
    """Everything wrong with the content, all at once, so that staff mend it in one round."""

    what = "content"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.path, p.line, p.field)))
        first = self.problems[0]
        super().__init__(first.path, f"{len(self.problems)} problem(s)", advice=first.advice)

    @property
    def korean(self) -> str:
        """One line a problem."""
        return "\n".join(problem.korean for problem in self.problems)


def did_you_mean(name: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """Return the known name nearest to a misspelt one, or "" when none is near.

    Another number is no misspelt one: nobody who types MG-2026-999 means MG-2026-006, but MG-2026-06 may.

    Args:
        cutoff: How alike they must be, from 0 to 1.
    """
    spelt = {_keys(k): k for k in known if not _differs_in_numbers(name.lower(), k.lower())}
    near = get_close_matches(_keys(name), spelt, n=1, cutoff=cutoff)
    return spelt[near[0]] if near else ""


def _keys(name: str) -> str:
    """Return a name as it is typed: a slip on one key makes another syllable, 점겸 for 점검."""
    return unicodedata.normalize("NFD", name.lower())


def _differs_in_numbers(one: str, other: str) -> bool:
    if _NUMBER.sub("0", one) != _NUMBER.sub("0", other):
        return False
    return list(map(int, _NUMBER.findall(one))) != list(map(int, _NUMBER.findall(other)))


def choices(name: str, known: Iterable[str]) -> str:
    """Return what follows a refusal, a blank before it: the question, or where nothing is near the last there are."""
    there = sorted(known)
    shown = ("… " if len(there) > _SHOWN else "") + ", ".join(there[-_SHOWN:])
    return suggestion(name, there) or f" 있는 것: {shown or '없음'}."


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return the question that follows a refusal, with a blank before it; "" when nothing is near."""
    near = did_you_mean(name, known)
    return f" {with_object_particle(near)} 뜻하셨나요?" if near else ""
