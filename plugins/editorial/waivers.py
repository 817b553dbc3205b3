"""Who answers for a finding that stays: a named second person, with a reason. Nobody can answer for a block."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from plugins.core.errors import suggestion
from plugins.core.model import Waiver
from plugins.editorial.checklist import checks
from plugins.editorial.model import Finding, Level
from plugins.editorial.sheets import People


def with_waivers(
    findings: Iterable[Finding],
    waivers: Iterable[Waiver],
    *,
    author: str,
    people: People,
    known: Mapping[str, Level],
    path: str,
    line: int,
) -> tuple[Finding, ...]:
    """Return the findings of one file, those that were answered for as told only, and what is wrong with the answers.

    Args:
        author: Of the post, or who owns the case: whoever may not sign.
        known: Level of every rule there is.
        path: The file's; ``line`` is where its waivers stand.
    """
    found = list(findings)
    wrong: list[Finding] = []
    for waiver in waivers:
        rule, said = _refusal(waiver, found, author, people, known)
        if rule:
            wrong.append(_finding(rule, said, path, line))
            continue
        person = people.find(waiver.by)
        name = person.name if person else waiver.by
        found = [
            replace(f, level=Level.INFO, waived_by=name) if f.rule == waiver.rule and f.level is not Level.BLOCK else f
            for f in found
        ]
    return (*found, *wrong)


def waived(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings somebody answers for; the site counts them in public."""
    return (finding for finding in findings if finding.waived_by)


def _refusal(
    waiver: Waiver, found: list[Finding], author: str, people: People, known: Mapping[str, Level]
) -> tuple[str, str]:
    """Return the rule that a waiver breaks and what to add to its advice; "" where it holds."""
    if waiver.rule not in known:
        return "SIGN-3", f"'{waiver.rule}'.{suggestion(waiver.rule, known)}"
    if known[waiver.rule] is Level.BLOCK or waiver.rule.startswith("SIGN-"):
        return "SIGN-2", f"{waiver.rule}."
    if people.find(waiver.by) is None or people.same(waiver.by, author):
        return "SIGN-1", f"{waiver.rule}: {waiver.by}."
    if not any(f.rule == waiver.rule for f in found):
        return "SIGN-4", f"{waiver.rule}."
    return "", ""


def _finding(rule: str, said: str, path: str, line: int) -> Finding:
    check = checks()[rule]
    return Finding(
        rule=rule,
        level=check.level,
        path=path,
        line=line,
        column=0,
        where="머리말",
        excerpt="",
        advice=check.told(said),
        instead=check.instead,
    )
