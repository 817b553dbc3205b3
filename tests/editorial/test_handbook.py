"""The staff's handbook says what the rules say today."""

from pathlib import Path

import pytest

from plugins.editorial.checklist import wording_labels
from plugins.editorial.handbook import with_rules
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
