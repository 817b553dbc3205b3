import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.text import clean, folded, one_line, plain_text, shortened


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<b>모과나루</b> 개인정보 유출", "모과나루 개인정보 유출"),
        ("<p>하나</p><p>둘<br>셋</p>", "하나\n둘\n셋"),
        ("A &amp; B &lt;b&gt; &#44032;&nbsp;나", "A & B <b> 가 나"),
        ("값 < 3 이고 5 > 4", "값 < 3 이고 5 > 4"),
        ("앞<script>alert(1)</script><style>p{}</style>뒤", "앞뒤"),
        ("<![CDATA[속]]>", "속"),
        ("<p>안 닫힘 <b>굵게", "안 닫힘 굵게"),
        ("그냥 글", "그냥 글"),
    ],
)
def test_markup_becomes_what_a_reader_reads(markup, text):
    assert plain_text(markup) == text


def test_decomposed_hangul_is_joined_and_control_characters_go():
    assert clean(unicodedata.normalize("NFD", "모과\x00나루\r\n끝")) == "모과나루\n끝"


def test_one_line_is_one_line():
    assert one_line(" 모과\n\t나루 \u00a0 글 ") == "모과 나루 글"


@given(st.text(alphabet="가나다 .!?\n…abc", max_size=400), st.integers(2, 300))
def test_a_shortened_text_is_short_and_a_beginning(text, limit):
    short = shortened(text, limit)

    assert len(short) <= limit
    assert text.startswith(short.removesuffix("…").rstrip()) or text.startswith(short)


def test_a_text_is_cut_after_a_sentence():
    assert shortened("첫 문장입니다. 둘째 문장은 길어서 들어가지 않습니다.", 20) == "첫 문장입니다."


def test_a_long_sentence_is_cut_after_a_word():
    assert shortened("끝나지 않는 문장은 낱말 뒤에서 자릅니다", 13) == "끝나지 않는 문장은…"


def test_a_short_text_is_left_alone():
    assert shortened("그대로", 3) == "그대로"


@pytest.mark.parametrize(
    ("text", "found"), [("ＭＯＧＷＡ naru", "mogwa naru"), ("모\u200b과나\u00ad루", "모과나루"), ("Straße", "strasse")]
)
def test_folding_makes_equal(text, found):
    assert folded(text).text == found


@given(st.text(max_size=60).map(lambda text: unicodedata.normalize("NFC", text)))
def test_every_folded_character_is_found_again_in_the_original(text):
    fold = folded(text)

    spans = [fold.original_span(n, n + 1) for n in range(len(fold.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
