"""The part of ``docs/staff.md`` that lists every group of rules, written from the rules so that it cannot rot.

``python -m plugins.editorial.handbook docs/staff.md`` writes it anew; a test says when that is due.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from plugins.editorial.checklist import Check, checks, groups, wording_labels
from plugins.editorial.model import STOPPING, Level
from plugins.editorial.report import LABELS
from plugins.editorial.rulebook import Rule, rulebook
from plugins.editorial.wording import judge_wording

BEGIN, END = "<!-- rules: begin (이 아래는 규칙에서 저절로 씁니다) -->", "<!-- rules: end -->"
_WHERE = {
    "post": "글",
    "case": "사건 파일",
    "pasted": "지난 답변과 비교",
    "wording": "말투 점검",
    "records": "기록을 읽을 때",
    "output": "다 지은 쪽과 사진",
    "site": "누리집과 그 시험",
    "person": "사람이 확인",
}
_LANGUAGES = ("ko", "en")


def with_rules(text: str) -> str:
    """Return a handbook with its list of rules as the rules are now.

    Raises:
        ValueError: The marks between which the list stands are missing.
    """
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError("the marks of the list are missing")
    return f"{head}{BEGIN}\n\n{rules_section()}\n{END}{tail}"


def rules_section() -> str:
    """Return the list: wording by category, then the checks by group."""
    return "\n".join((*_wording(), *_checks()))


def _wording() -> Iterator[str]:
    yield "## 말투\n"
    rules = [rule for language in _LANGUAGES for rule in rulebook(language).rules]
    for category, label in wording_labels().items():
        found = [rule for rule in rules if rule.category == category]
        yield f"### {label}\n"
        for language in _LANGUAGES:
            yield from _examples([rule for rule in found if rule in rulebook(language).rules])
        heard = ", ".join(rulebook(language).heard[category].id for language in _spoken(category))
        stopping = sum(rule.level in STOPPING for rule in found)
        counts = f"규칙 {len(found)}개({found[0].id} 들): 막힘 {stopping}, 알림 {len(found) - stopping}."
        yield f"{counts} {found[0].advice} 규칙에 없어도 닮게 들리면 주의로 알립니다({heard}).\n"


def _spoken(category: str) -> list[str]:
    return [language for language in _LANGUAGES if category in rulebook(language).heard]


def _examples(rules: Sequence[Rule]) -> Iterator[str]:
    """Yield the first sentence that stops a post and the first that is only told, in the order of the rules."""
    shown: dict[bool, tuple[Rule, Level]] = {}
    for rule in rules:
        # Another rule may take the same sentence more gravely.
        level = min((f.level for f in judge_wording(f"{rule.bad}\n", path="")), key=list(Level).index)
        shown.setdefault(level in STOPPING, (rule, level))
    for rule, level in shown.values():
        yield f"- 안 됩니다 **({_weight(level)})**: {rule.bad}"
    for rule, _ in list(shown.values())[:1]:
        yield f"- 이렇게: {rule.good}\n"


def _weight(level: Level) -> str:
    return "막힘" if level in STOPPING else LABELS[level]


def _checks() -> Iterator[str]:
    yield "## 점검\n"
    for group in groups():
        yield f"### {group.label} ({group.id})\n"
        own = [check for check in checks().values() if check.id.rpartition("-")[0].split("-")[0] == group.id]
        stopping = [check.level in STOPPING for check in own]
        said = "막힘" if all(stopping) else "막힘이나 주의, 아래 표" if any(stopping) else "주의"
        yield f"- 안 됩니다 **({said})**: {group.bad}"
        yield f"- 이렇게: {group.good}\n"
        yield "| 번호 | 무게 | 무엇을 | 어디서 |"
        yield "| --- | --- | --- | --- |"
        yield from (_row(check) for check in own)
        yield ""
        if any(check.law_as_of for check in own):
            day = max(check.law_as_of for check in own if check.law_as_of)
            yield f"{day.isoformat()}의 법을 기준으로 살폈습니다. 법률 자문이 아닙니다.\n"


def _row(check: Check) -> str:
    unseen = "" if check.seen else " (근거를 아직 확인하지 못함)"
    rule = check.rule.replace("|", "/")
    label, said = LABELS[check.level], _weight(check.level)
    weight = label if label == said else f"{label} ({said})"
    return f"| {check.id} | {weight} | {rule}{unseen} | {_WHERE[check.enforced]} |"


def main(arguments: Sequence[str]) -> int:
    """Write the list into the handbooks named and return the exit code."""
    for name in arguments:
        path = Path(name)
        path.write_text(with_rules(path.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
