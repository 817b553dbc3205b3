"""What a reader takes for one character, and what a stranger's text may not smuggle in. Source: UAX 29; UTS 51."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.linkbacks.graphemes import MOST_IN_CLUSTER, cut, graphemes, safe_line

FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param("모과나루", 4, id="syllables"),
        pytest.param(unicodedata.normalize("NFD", "모과나루"), 4, id="decomposed syllables"),
        pytest.param("ᄒᆞᆫ글", 2, id="old Hangul that has no syllable"),
        pytest.param("ᄀᄀ", 1, id="two leading jamo (GB6)"),
        pytest.param("각ᆨ", 1, id="a syllable and one more final (GB8)"),
        pytest.param("ㅋㅋㅋ", 3, id="compatibility jamo stand alone"),
        pytest.param("e\u0301a", 2, id="a letter and its accent (GB9)"),
        pytest.param("กำ", 2, id="Thai vowel that is a letter"),
        pytest.param("कि", 1, id="spacing mark (GB9a)"),
        pytest.param(FAMILY, 1, id="family (GB11)"),
        pytest.param("👩🏽‍💻👍🏿", 2, id="skin tones (GB11)"),
        pytest.param("❤️‍🔥", 1, id="heart on fire"),
        pytest.param("🇰🇷🇰🇵🇯", 3, id="flags are pairs (GB12, GB13)"),
        pytest.param("a\u200db", 2, id="a joiner joins no letters"),
        pytest.param("\r\n\n", 2, id="line ends (GB3 to GB5)"),
        pytest.param("1️⃣#️⃣", 2, id="keycaps"),
    ],
)
def test_a_character_is_what_a_reader_takes_for_one(text, count):
    clusters = list(graphemes(text))

    assert (len(clusters), "".join(clusters)) == (count, text)


@given(st.text())
def test_nothing_is_lost_in_clusters(text):
    assert "".join(graphemes(text)) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("환불\u202e금지\u2066!\u2069", "환불금지!", id="bidirectional controls"),
        pytest.param("\u200b모\u200c과\u2060나\ufeff루\u00ad", "모과나루", id="zero width"),
        pytest.param("a\u200db", "ab", id="joiner in a word"),
        pytest.param(FAMILY, FAMILY, id="joiner in a picture"),
        pytest.param("❤️ 1️⃣", "❤️ 1️⃣", id="emoji style"),
        pytest.param("A\ufe0fB\ufe01", "AB", id="style on a letter"),
        pytest.param("줄\n바꿈\u2028그리고\ttab", "줄 바꿈 그리고 tab", id="one line"),
        pytest.param("\x00\x1b[31m빨강", "[31m빨강", id="controls"),
        pytest.param("빈\u3164칸\u115f\u1160\uffa0", "빈칸", id="blank letters"),
        pytest.param("x\U000e0041\U000e0042", "x", id="hidden tags"),
        pytest.param("\ue000사용자", "사용자", id="private use"),
        pytest.param("한글", "한글", id="composed"),
        pytest.param("ᄒ\u200bᅡᆫ", "한", id="composed once nothing stands between"),
    ],
)
def test_what_cannot_be_seen_is_not_shown(text, shown):
    assert safe_line(text) == shown


def test_marks_are_not_heaped_over_the_lines_around():
    heaped = safe_line("Z" + "\u0335" * 500)

    assert len(heaped) == MOST_IN_CLUSTER


@given(st.text())
def test_safe_text_stays_as_it_is(text):
    once = safe_line(text)

    assert safe_line(once) == once


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        pytest.param("모과나루", 4, "모과나루", id="fits"),
        pytest.param("모과나루가", 4, "모과나…", id="cut"),
        pytest.param("하나 둘 셋 넷 다섯", 7, "하나 둘 셋…", id="after a word"),
        pytest.param(f"{FAMILY * 3}", 2, f"{FAMILY}…", id="never within a picture"),
        pytest.param("ᄒᆞᆫᄒᆞᆫᄒᆞᆫ", 2, "ᄒᆞᆫ…", id="never within a syllable"),
    ],
)
def test_text_is_cut_between_characters(text, limit, shown):
    assert cut(text, limit) == shown


@given(st.text(), st.integers(min_value=1, max_value=300))
def test_what_is_cut_is_never_longer_than_asked(text, limit):
    assert sum(1 for _ in graphemes(cut(text, limit))) <= limit
