"""What a site changes in ``editorial.toml``, and what it may not."""

import pytest

from plugins.core.errors import SettingError
from plugins.editorial.house import read_house
from plugins.editorial.known import known_rules
from plugins.editorial.model import Level
from tests.editorial.demo import RESPONSE_1, judged, texts

OWN = """
[[rule]]
id = "SHOP-1"
level = "error"
pattern = "모과포인트"
advice = "'적립금'이라고 적어 주세요."
instead = "적립금으로 돌려드립니다."
bad = "모과포인트로 드립니다."
"""


def house(text):
    return read_house(text, known_rules())


def rules_of(text, changes):
    findings, _ = judged({RESPONSE_1: texts()[RESPONSE_1] + text}, house=house(changes))
    return {f.rule: f.level for f in findings}


def test_a_rule_of_the_sites_own_is_found_where_it_stands():
    findings, _ = judged({RESPONSE_1: texts()[RESPONSE_1] + "\n모과포인트로 드립니다.\n"}, house=house(OWN))

    (finding,) = [f for f in findings if f.rule == "SHOP-1"]
    assert (finding.line, finding.column) == (texts()[RESPONSE_1].count("\n") + 2, 1)
    assert finding.instead == "적립금으로 돌려드립니다."


def test_a_rule_is_switched_off():
    assert "APO-3" in rules_of("죄송합니다. " * 5, "")
    assert "APO-3" not in rules_of("죄송합니다. " * 5, 'off = ["APO-3"]')


def test_a_rule_is_given_another_level():
    assert rules_of("죄송합니다. " * 5, '[level]\n"APO-3" = "error"')["APO-3"] is Level.ERROR


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param('off = ["APO-33"]', "APO-3", id="misspelt rule"),
        pytest.param('[level]\n"TIEM-1" = "info"', "TIME-1", id="misspelt level"),
        pytest.param('ofF = ["APO-3"]', "off를 뜻하셨나요?", id="misspelt key"),
        pytest.param('off = ["PIPA-1"]', "끄거나 낮출 수 없습니다", id="block off"),
        pytest.param('off = ["PII-MOBILE"]', "끄거나 낮출 수 없습니다", id="personal data off"),
        pytest.param('[level]\n"PII-IMG-EXIF" = "info"', "끄거나 낮출 수 없습니다", id="block lowered"),
        pytest.param('off = ["SIGN-1"]', "끄거나 낮출 수 없습니다", id="signatures off"),
        pytest.param('[level]\n"APO-3" = "fatal"', "block, error, review, warn, info", id="no level"),
        pytest.param("off = [", "TOML로 읽을 수 없습니다", id="no TOML"),
        pytest.param(OWN.replace("SHOP-1", "APO-1"), "새 id", id="taken"),
        pytest.param(OWN.replace('bad = "모과포인트', 'bad = "적립금'), "찾지 못하는", id="finds nothing"),
        pytest.param(OWN.replace('pattern = "모과포인트"', 'pattern = "("'), "읽을 수 없습니다", id="no pattern"),
        pytest.param('[[signed]]\npath = "a"\nrule = "PII-TEL"', "why, by", id="half a signature"),
    ],
)
def test_what_cannot_be_is_refused_with_a_suggestion(text, said):
    with pytest.raises(SettingError) as error:
        house(text)

    assert said in error.value.korean


def test_our_own_corporation_number_passes_though_it_reads_like_a_resident_number():
    number = "110111-0000002"
    listed = house(f'own_numbers = ["{number}"]')

    found, _ = judged({RESPONSE_1: f"{texts()[RESPONSE_1]}\n법인등록번호 {number}\n"}, house=listed)
    without, _ = judged({RESPONSE_1: f"{texts()[RESPONSE_1]}\n법인등록번호 {number}\n"})

    assert "PII-RRN" not in {f.rule for f in found}
    assert "PII-RRN" in {f.rule for f in without}


def test_no_resident_number_passes_by_being_listed():
    listed = house('own_numbers = ["990230-1234567"]')

    found, _ = judged({RESPONSE_1: f"{texts()[RESPONSE_1]}\n990230-1234567\n"}, house=listed)

    assert "PII-RRN" in {f.rule for f in found}


def test_a_page_is_signed_for_in_the_file():
    page = "content/pages/contact.md"
    signed = house(f'[[signed]]\npath = "{page}"\nrule = "PII-TEL"\nwhy = "대표 번호"\nby = "차은결"')

    found, _ = judged({page: f"{texts()[page]}\n대표 전화 02-000-0000\n"}, house=signed)

    assert [(f.level, f.waived_by) for f in found if f.rule == "PII-TEL"] == [(Level.INFO, "차은결")]
