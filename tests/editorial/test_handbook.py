"""The staff's handbook says what the rules say today."""

from pathlib import Path

import pytest

from plugins.editorial.checklist import wording_labels
from plugins.editorial.handbook import rules_section, with_rules
from plugins.editorial.rulebook import rulebook

ROOT = Path(__file__).resolve().parents[2]


def test_the_handbook_is_current():
    text = (ROOT / "docs/staff.md").read_text(encoding="utf-8")

    assert text == with_rules(text), "run: python -m plugins.editorial.handbook docs/staff.md"


def test_every_category_of_wording_has_a_name_for_people():
    categories = {rule.category for language in ("ko", "en") for rule in rulebook(language).rules}

    assert categories == set(wording_labels())


def test_a_handbook_without_its_marks_is_refused():
    with pytest.raises(ValueError, match="marks"):
        with_rules("# 안내")


def test_the_handbook_says_beside_every_example_whether_it_stops_a_post():
    text = (ROOT / "docs/staff.md").read_text(encoding="utf-8")

    assert "- 안 됩니다 **(막힘)**: 빠른 시일 내에 조치하겠습니다." in text
    assert "- 안 됩니다 **(주의)**: 업무상 착오가 있었습니다." in text
    assert "- 안 됩니다:" not in text


def test_an_example_is_told_with_the_gravest_that_becomes_of_it():
    # Its own rule only warns; another one stops it.
    assert "- 안 됩니다 **(막힘)**: 입이 열 개라도 드릴 말씀이 없습니다." in rules_section()
