"""``content/figures/<month>.json``: what the inbox counted in a month. Numbers only, read as strictly as any text.

Written by ``invoke count`` and reviewed by a person like text; the build reads the files and asks no database.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields

from plugins.core.errors import ContentError, Problem

FOLDER = "figures"
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthCounts:
    """What was heard in one month, or in several.

    Attributes:
        mentions: Tellings of their own that name us, first heard in this time.
        complaints: Of those, the ones that sound like a complaint (the inbox's score) or were linked to a case.
        linked: Of the mentions, those that belong to a case; ``watched``, ``dismissed`` and ``waiting`` are the
            others, as it stood when it was counted.
        copies: Tellings that repeat an earlier one; not among ``mentions``.
        sources: Places where something was heard.
    """

    mentions: int
    complaints: int
    linked: int
    watched: int
    dismissed: int
    waiting: int
    copies: int
    sources: int

    @staticmethod
    def sum_of(months: Iterable["MonthCounts"]) -> "MonthCounts":
        """Return the sum of months; of ``sources`` the most of any month, since the same place is heard every month."""
        months = tuple(months)
        summed = {key: sum(getattr(m, key) for m in months) for key in _KEYS}
        summed["sources"] = max((m.sources for m in months), default=0)
        return MonthCounts(**summed)


_KEYS = tuple(spec.name for spec in fields(MonthCounts))


def read_counts(files: Mapping[str, str]) -> dict[str, MonthCounts]:
    """Return the counts by month.

    Args:
        files: Text by file name, e.g. ``2026-10.json``.

    Raises:
        ContentError: A file is not named after a month, holds anything but the numbers, or its numbers do not add up.
    """
    found: dict[str, MonthCounts] = {}
    problems: list[Problem] = []
    for name, text in sorted(files.items()):
        path, month = f"content/{FOLDER}/{name}", name.removesuffix(".json")
        advice = _fault(month, text)
        if advice:
            problems.append(Problem(path=path, line=1, field="", advice=advice))
        else:
            found[month] = MonthCounts(**{key: json.loads(text)[key] for key in _KEYS})
    if problems:
        raise ContentError(problems)
    return found


def _fault(month: str, text: str) -> str:
    if not MONTH.fullmatch(month):
        return "파일 이름은 달이어야 합니다. 예: 2026-10.json. `invoke count`가 만듭니다."
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        return f"JSON으로 읽을 수 없습니다({error.msg}, {error.lineno}째 줄). `invoke count`로 다시 세어 주세요."
    if not isinstance(raw, dict) or raw.get("month") != month or set(raw) != {"month", *_KEYS}:
        return f"month와 수 여덟 개({', '.join(_KEYS)})만 있어야 합니다. `invoke count`로 다시 세어 주세요."
    if not all(isinstance(raw[key], int) and not isinstance(raw[key], bool) and raw[key] >= 0 for key in _KEYS):
        return "수는 0이거나 그보다 큰 정수여야 합니다. `invoke count`로 다시 세어 주세요."
    if raw["linked"] + raw["watched"] + raw["dismissed"] + raw["waiting"] != raw["mentions"]:
        return "이어짐·지켜봄·접어둠·기다림을 더한 수가 언급 수와 다릅니다. `invoke count`로 다시 세어 주세요."
    if raw["complaints"] > raw["mentions"]:
        return "불만의 수가 언급의 수보다 많습니다. `invoke count`로 다시 세어 주세요."
    return ""


def counts_text(month: str, counts: MonthCounts) -> str:
    """Return the file of one month: the same counts give the same bytes."""
    return json.dumps({"month": month, **asdict(counts)}, ensure_ascii=False, indent=2) + "\n"


def is_silent(month: str, *, heard: Iterable[str], begun: Iterable[str]) -> bool:
    """Return whether a month lies before all we know of: nobody listened, so its zeros would say what nobody knows.

    Args:
        heard: Months with a number; those are never silent, since an old text may be found late.
        begun: Months in which something began: a case, what the inbox found first, a file of counts.
    """
    return month not in set(heard) and month < min(begun, default=month)


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Return every month from the first to the last, both included, oldest first."""
    year, month = map(int, first.split("-"))
    found = []
    while (name := f"{year:04}-{month:02}") <= last:
        found.append(name)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return tuple(found)
