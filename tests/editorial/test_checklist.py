"""The checks as data: complete, tied to code, and honest about law."""

import re

from plugins.editorial.checkbook import CASE_CHECKS, POST_CHECKS
from plugins.editorial.checklist import checks, groups
from plugins.editorial.examine import examine
from plugins.editorial.known import known_rules
from plugins.editorial.model import Level
from plugins.editorial.rulebook import rulebook
from tests.editorial.demo import RESPONSE_2, judged, texts

# The ids that the product was asked for, by group. One that is dropped is noticed here.
ASKED = {
    "APO": 6, "SCCT": 5, "ISO": 4, "PIPA": 9, "NET": 4, "GDPR": 2, "EC": 3, "DEF": 4, "QUO": 5, "COR": 6,
    "TIME": 5, "COPY": 4, "WHO": 3, "WEB": 3,
}  # fmt: skip


def test_every_check_that_was_asked_for_is_there():
    missing = {f"{group}-{n}" for group, most in ASKED.items() for n in range(1, most + 1)} - checks().keys()

    assert (sum(ASKED.values()), missing) == (63, set())


def test_what_is_enforced_in_code_has_its_function_and_nothing_else_has():
    in_data = {id_: check.enforced for id_, check in checks().items()}

    assert {id_ for id_, where in in_data.items() if where == "post"} - {"SIGN-1", "SIGN-2", "SIGN-3", "SIGN-4"} == set(
        POST_CHECKS
    )
    assert {id_ for id_, where in in_data.items() if where == "case"} == set(CASE_CHECKS)


def test_an_unverified_basis_only_advises():
    assert [c.id for c in checks().values() if not c.seen and c.level not in (Level.WARN, Level.INFO)] == []


def test_every_advice_is_korean_and_every_group_has_its_two_sentences():
    assert [c.id for c in checks().values() if not re.search(r"[가-힣].*[.?]$", c.advice)] == []
    assert {c.id.split("-")[0] for c in checks().values()} == {g.id for g in groups() if g.bad and g.good}


def test_advice_is_polite_to_its_end():
    advice = [rule.advice for language in ("ko", "en") for rule in rulebook(language).rules]
    advice += [check.advice for check in checks().values()]

    curt = [said for said in advice if re.search(r"(?:(?!니)[가-힣]|아니)다[.\]]", said)]

    assert curt == []


def test_a_legal_finding_says_when_the_law_was_read_and_what_it_is_not():
    findings, _ = judged({RESPONSE_2: texts()[RESPONSE_2].replace("법정손해배상", "배상")})

    (finding,) = [f for f in findings if f.rule == "PIPA-1"]
    assert finding.level is Level.BLOCK
    assert "2026-11-22 기준이며 법률 자문이 아닙니다" in finding.advice
    assert "⑥" in finding.advice
    assert "지났습니다" in finding.advice


def test_no_id_is_used_twice():
    assert len(known_rules()) >= len(checks()) + 100
    assert examine.__doc__
