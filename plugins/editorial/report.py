"""The findings as people and machines read them: a Korean report with the words underlined, JSON, and SARIF.

Source of the last: SARIF 2.1.0 (OASIS), the parts that code hosts show.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plugins.editorial.model import Finding, Level

LABELS: Mapping[Level, str] = {
    Level.BLOCK: "막음",
    Level.ERROR: "잘못",
    Level.REVIEW: "서명 필요",
    Level.WARN: "주의",
    Level.INFO: "참고",
}
_SARIF = {Level.BLOCK: "error", Level.ERROR: "error", Level.REVIEW: "error", Level.WARN: "warning", Level.INFO: "note"}
_GRAVITY = {level: grade for grade, level in enumerate(Level)}
# An overdue word, or a silence, stands on top, whatever else is found: somebody is waiting for it.
_FIRST = ("TIME-2", "TIME-9", "TIME-10", "PIPA-10")
_WIDTH = 100


def in_reading_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what is overdue first, then the gravest, then by file and line."""
    return tuple(
        sorted(findings, key=lambda f: (f.rule not in _FIRST, _GRAVITY[f.level], f.path, f.line, f.column, f.rule))
    )


def korean_report(findings: Iterable[Finding], sources: Mapping[str, str]) -> str:
    """Return a report to read at the keyboard.

    Args:
        sources: Text by path; where it is missing the excerpt stands alone.
    """
    ordered = in_reading_order(findings)
    blocks = ["\n".join(_told(finding, sources.get(finding.path, ""))) for finding in ordered]
    return "\n\n".join((*blocks, summary(ordered)))


def summary(findings: Iterable[Finding]) -> str:
    """Return how many findings of each level there are, and how many somebody answers for."""
    found = tuple(findings)
    counts = Counter(f.level for f in found if not f.waived_by)
    parts = [f"{LABELS[level]} {counts[level]}곳" for level in Level if counts[level]]
    if answered := sum(1 for f in found if f.waived_by):
        parts.append(f"넘김 {answered}곳")
    return ", ".join(parts) or "걸린 것이 없습니다"


def verdict(findings: Iterable[Finding], *, drafts: int = 0) -> str:
    """Return whether the texts go out as they are: the names of the levels alone do not say it.

    Args:
        drafts: How many of the texts that somebody asks about say that they are drafts.
    """
    stopping = sum(finding.stops for finding in findings)
    if stopping:
        return f"막힘 {stopping}곳: 이대로는 올라가지 않습니다."
    if drafts:
        return f"막힌 곳은 없지만 초안 {drafts}편은 올라가지 않습니다. 다 썼으면 status: draft 줄을 지워 주세요."
    return "막힌 곳이 없어 이대로 올라갑니다."


def as_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return the findings as plain data."""
    return [
        {
            "rule": f.rule,
            "level": f.level.value,
            "path": f.path,
            "line": f.line,
            "column": f.column,
            "where": f.where,
            "excerpt": f.excerpt,
            "advice": f.advice,
            "instead": f.instead,
            "words": list(f.words),
            "waived_by": f.waived_by,
        }
        for f in in_reading_order(findings)
    ]


def as_sarif(findings: Iterable[Finding]) -> dict[str, Any]:
    """Return the findings as a SARIF log of one run."""
    ordered = in_reading_order(findings)
    rules = {f.rule: f.advice for f in reversed(ordered)}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "sinmungo-check",
                        "rules": [{"id": rule, "shortDescription": {"text": text}} for rule, text in rules.items()],
                    }
                },
                "results": [_result(f) for f in ordered],
            }
        ],
    }


def _result(finding: Finding) -> dict[str, Any]:
    region: dict[str, int] = {"startLine": max(finding.line, 1)}
    if finding.column:
        region |= {"startColumn": finding.column, "endColumn": finding.column + max(len(finding.excerpt), 1)}
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _SARIF[finding.level],
        "message": {"text": f"{finding.advice} {_instead(finding)}".strip()},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": finding.path}, "region": region}},
        ],
    }
    if finding.waived_by:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.waived_by}]
    return result


def _instead(finding: Finding) -> str:
    return f"이렇게: {finding.instead}" if finding.instead else ""


def _told(finding: Finding, source: str) -> Iterator[str]:
    place = ":".join(str(part) for part in (finding.path, finding.line, finding.column) if part)
    yield f"[{LABELS[finding.level]}] {finding.rule}  {place}"
    lines = source.split("\n")
    if finding.column and 0 < finding.line <= len(lines):
        yield from _underlined(lines[finding.line - 1], finding.column - 1, len(finding.excerpt))
    yield f"  까닭: {finding.advice}"
    if finding.words:
        yield f"  걸린 말: {', '.join(finding.words)}"
    if finding.instead:
        yield f"  이렇게: {finding.instead}"
    if finding.waived_by:
        yield f"  넘김: {finding.waived_by}"


def _underlined(line: str, start: int, length: int) -> Iterator[str]:
    """Yield the part of a line around the words, and the line that marks them."""
    first = max(0, start - _WIDTH // 3)
    shown = line[first : first + _WIDTH]
    lead, marked = shown[: start - first], shown[start - first : start - first + max(length, 1)]
    yield f"  {'…' if first else ' '}{shown}"
    yield f"   {' ' * _cells(lead)}{'~' * max(_cells(marked), 1)}"


def _cells(text: str) -> int:
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1 for char in text
    )
