"""A named second person answers for what stays; the other ways of signing are among the mutations."""

from plugins.editorial.examine import stopping
from plugins.editorial.model import Level
from plugins.editorial.waivers import waived
from tests.editorial.demo import RESPONSE_1, judged, texts

ORDER = "주문번호 20261101-0000001"


def signed(rule, by="서이든", words=ORDER):
    lines = f"---\nwaivers:\n  - {{rule: {rule}, why: 글쓴이가 밝힌 번호, by: {by}}}\n"
    findings, problems = judged({RESPONSE_1: texts()[RESPONSE_1].replace("---\n", lines, 1) + f"\n{words}\n"})
    assert not problems
    return findings


def test_without_a_name_a_review_stops_the_publication():
    findings, _ = judged({RESPONSE_1: texts()[RESPONSE_1] + f"\n{ORDER}\n"})

    assert [f.rule for f in stopping(findings)] == ["PII-ORDER"]


def test_with_a_name_it_is_told_and_counted():
    findings = signed("PII-ORDER")

    assert stopping(findings) == ()
    assert [(f.rule, f.level, f.waived_by) for f in waived(findings)] == [("PII-ORDER", Level.INFO, "서이든")]


def test_an_error_can_be_waived_by_slug_too():
    lines = "---\nwaivers:\n  - {rule: TIME-1, why: 공장이 쉬는 주, by: cha-eungyeol}\n"
    late = texts()[RESPONSE_1].replace("next_update_by: 2026-10-12", "next_update_by: 2026-11-12")

    findings, _ = judged({RESPONSE_1: late.replace("---\n", lines, 1)})

    assert [(f.rule, f.waived_by) for f in waived(findings)] == [("TIME-1", "차은결")]
    assert stopping(findings) == ()


def test_a_waiver_does_not_reach_another_rule():
    assert {f.rule for f in stopping(signed("PII-TEL"))} == {"PII-ORDER"}


def test_a_waiver_of_nothing_is_told_to_be_taken_out():
    assert [(f.rule, f.level) for f in signed("APO-3", words="") if f.rule.startswith("SIGN")] == [
        ("SIGN-4", Level.INFO)
    ]


def test_nobody_of_ours_may_not_sign():
    assert {f.rule for f in stopping(signed("PII-ORDER", by="홍길동"))} == {"PII-ORDER", "SIGN-1"}
