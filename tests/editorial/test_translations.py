"""A translation is judged for its wording, for personal data and for being older than what it translates."""

import pytest

from plugins.editorial.examine import stopping
from tests.editorial.demo import judged, texts

TRANSLATION = "content/responses/mg-2026-001-response-en.md"


def found_in(old="", new=""):
    text = texts()[TRANSLATION]
    assert old in text
    findings, problems = judged({TRANSLATION: text.replace(old, new, 1)})
    assert problems == ()
    return findings


def test_what_it_says_was_judged_in_its_original():
    # No section has a Korean name, and the next word is further away than an answer's may be.
    assert found_in() == ()


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("We are sorry if anyone felt offended.", "conditional-apology"),
        ("You can write to me on 010-2345-6789.", "PII-"),
    ],
)
def test_its_words_are_judged_as_all_words_are(words, rule):
    findings = found_in("We do not know where the password leaked.", words)

    assert [f for f in stopping(findings) if rule in (f.category, f.rule[:4])]


def test_one_that_is_older_than_a_correction_of_its_original_is_told_of_and_not_stopped():
    (finding,) = found_in("date: 2026-11-13T10:00:00+09:00", "date: 2026-10-07T10:00:00+09:00")

    assert (finding.rule, finding.level.value, finding.line) == ("COR-9", "warn", 3)
    assert "2026년 10월 14일 오전 9시 40분" in finding.advice


def test_one_that_was_mended_after_the_correction_is_not():
    mended = "date: 2026-10-07T10:00:00+09:00\nmodified: 2026-10-15T10:00:00+09:00"

    assert found_in("date: 2026-11-13T10:00:00+09:00", mended) == ()
