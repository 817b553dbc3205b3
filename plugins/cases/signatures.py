"""The names under a file: who approved it and how long that took, and who answers for a finding that stays in it."""

from plugins.cases.frontmatter import Fields
from plugins.core.model import Approval, Waiver


def read_approvals(fields: Fields) -> tuple[Approval, ...]:
    """Return the ``approvals:`` list, each ``{who, asked_at, approved_at}``."""
    found = []
    for item in fields.mappings("approvals", named_by="who"):
        who = item.text("who", required=True)
        asked, approved = item.moment("asked_at", required=True), item.moment("approved_at", required=True)
        item.refuse_unknown()
        if asked and approved and approved < asked:
            item.fault("approved_at", "부탁한 때(asked_at)보다 앞섭니다. 시각을 확인해 주세요.")
        if asked and approved:
            found.append(Approval(who=who, asked_at=asked, approved_at=approved))
    return tuple(found)


def read_waivers(fields: Fields) -> tuple[Waiver, ...]:
    """Return the ``waivers:`` list, each ``{rule, why, by}``; the editorial check judges who may sign."""
    found = []
    for item in fields.mappings("waivers", named_by="rule"):
        rule, why, by = (item.text(key, required=True) for key in ("rule", "why", "by"))
        item.refuse_unknown()
        if rule and why and by:
            found.append(Waiver(rule=rule, why=why, by=by))
    return tuple(found)
