import codecs

import pytest

from plugins.inbox.decode import decode

TEXT = "모과나루 환불이 안 됩니다. 똠방각하와 펲시, 쀍."


def labelled(label):
    return f'<?xml version="1.0" encoding="{label}"?><rss><title>{TEXT}</title></rss>'


@pytest.mark.parametrize(
    "label", ["euc-kr", "EUC-KR", "ks_c_5601-1987", "cp949", "x-windows-949", "utf-8", "iso-8859-1", "no-such"]
)
def test_korean_bytes_are_read_under_any_label(label):
    read = decode(labelled(label).encode("cp949"))

    assert (TEXT in read.text, read.holes) == (True, 0)


@pytest.mark.parametrize("label", ["euc-kr", "iso-8859-1", "utf-16", "hex", "shift_jis"])
def test_valid_utf8_wins_over_any_label(label):
    read = decode(labelled(label).encode(), declared=label)

    assert (TEXT in read.text, read.encoding) == (True, "utf-8")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_and_marks_are_recognised(codec):
    body = labelled("utf-16").encode(codec)

    assert TEXT in decode(body).text


def test_a_big_endian_mark_is_recognised():
    assert TEXT in decode(codecs.BOM_UTF16_BE + labelled("x").encode("utf-16-be")).text


@pytest.mark.parametrize("codec", ["utf-8", "cp949"])
def test_one_broken_byte_costs_one_character_not_the_document(codec):
    body = (labelled("euc-kr" if codec == "cp949" else codec) + "가나다" * 20).encode(codec)
    middle = body.index("환불".encode(codec))

    read = decode(body[:middle] + b"\xff" + body[middle:])

    assert "안 됩니다" in read.text
    assert "모과나루" in read.text
    assert 1 <= read.holes <= 2


def test_a_western_text_under_its_label_stays_western():
    assert "café à la crème, déjà" in decode("café à la crème, déjà".encode("latin-1"), declared="iso-8859-1").text


def test_seven_bit_korean_is_read():
    assert decode("모과나루".encode("iso2022_kr")).text == "모과나루"


def test_control_characters_are_gone():
    assert decode(b"a\x00\x0bb\r\nc").text == "ab\nc"
