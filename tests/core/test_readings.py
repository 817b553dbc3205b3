"""Every reading keeps, for each of its characters, the place in the original that it came from."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.personal_data import load_patterns, scan
from plugins.core.readings import normal, readings

PATTERNS = load_patterns()
INVISIBLE = ["", "", "", "\u200b", "\u00ad", "\u2060", "\ufeff", "\u0332", "\u200e"]
DIGITS = [0x30, 0xFF10, 0x660, 0x1D7CE]


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("0123 -.①０ㅡ\u200b가공일이에\u1100\u1161\u11a8"))))
def test_every_character_of_every_reading_has_a_place(text):
    for reading, _ in readings(text):
        assert len(reading.text) == len(reading.starts) == len(reading.ends)
        assert all(0 <= s < e <= len(text) for s, e in zip(reading.starts, reading.ends, strict=True))
        assert list(reading.starts) == sorted(reading.starts)


@given(st.lists(st.tuples(st.sampled_from(DIGITS), st.sampled_from(INVISIBLE)), min_size=11, max_size=11))
def test_no_digits_and_no_invisible_characters_hide_a_number(disguise):
    number = "".join(chr(zero + int(d)) + gap for d, (zero, gap) in zip("01000001234", disguise, strict=True))

    found = scan(f"연락처 {number} 입니다", PATTERNS)

    assert [d.pattern for d in found] == ["PII-MOBILE"]
    assert (found[0].start, number.startswith(f"연락처 {number}"[found[0].start : found[0].end])) == (4, True)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("０１０—１２", "010-12"),
        ("가\u3000나", "가 나"),
        (unicodedata.normalize("NFD", "계좌 은행"), "계좌 은행"),
        ("a\u200bb", "ab"),
        ("＠ｅｘ", "@ex"),
        ("plain 글", "plain 글"),
    ],
)
def test_the_first_reading_is_the_plain_text(text, plain):
    assert normal(text).text == plain
