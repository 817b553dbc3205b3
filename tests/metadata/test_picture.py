from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from plugins.editorial.images import traces
from plugins.metadata.picture import HEIGHT, WIDTH, Card, Pen, drawn, name_of

FONTS = Path(__file__).resolve().parents[2] / "theme/fonts"
RED = (156, 43, 27)


@pytest.fixture(scope="module")
def pen():
    return Pen(FONTS / "NanumSquareB.ttf")


def a_card(**facts):
    plain = {
        "kind": "답변",
        "aside": "고치는 중",
        "mended": "",
        "title": "환불이 늦은 까닭",
        "whose": "모과나루 답변",
        "when": "2026년 9월 1일",
    }
    return Card(**{**plain, **facts})  # fmt: skip


def pixels(card, pen):
    return Image.open(BytesIO(drawn(card, pen))).convert("RGB")


def colours(picture):
    return {colour for _count, colour in picture.getcolors(WIDTH * HEIGHT)}


def test_a_picture_is_of_the_size_that_nobody_cuts_and_small(pen):
    content = drawn(a_card(title="모과나루 아이디 도용: 글 41개가 올라간 밤과 두 줄짜리 답장에 대하여"), pen)

    assert Image.open(BytesIO(content)).size == (WIDTH, HEIGHT)
    assert len(content) < 20 * 1024


def test_the_same_facts_give_the_same_bytes_and_the_same_name(pen):
    other = Pen(FONTS / "NanumSquareB.ttf")

    assert drawn(a_card(), pen) == drawn(a_card(), other)
    assert name_of(a_card(), pen) == name_of(a_card(), other)


@pytest.mark.parametrize("field", ["kind", "aside", "mended", "title", "whose", "when"])
def test_another_fact_is_another_picture_and_another_name(pen, field):
    other = a_card(**{field: "다른 말"})

    assert drawn(other, pen) != drawn(a_card(), pen)
    assert name_of(other, pen) != name_of(a_card(), pen)


def test_a_name_holds_no_digit(pen):
    assert name_of(a_card(), pen).isalpha()


def test_a_correction_is_red_and_nothing_else_is(pen):
    assert RED in colours(pixels(a_card(mended="정정 있음"), pen))
    assert RED not in colours(pixels(a_card(), pen))


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("긴 제목 " * 60, id="long"),
        pytest.param("https://answers.mogwanaru.example/" + "x" * 200, id="one long word"),
        pytest.param("🎉🙏🏽", id="emoji"),
        pytest.param("", id="empty"),
        pytest.param("뷁 iPhone 15 Pro & 12,000원 “따옴표” — 끝", id="mixed"),
    ],
)
def test_no_title_leaves_its_place(pen, title):
    picture = pixels(a_card(title=title), pen)

    paper = picture.getpixel((WIDTH - 1, HEIGHT - 1))
    margins = [(0, 20, 80, HEIGHT), (WIDTH - 80, 20, WIDTH, HEIGHT), (0, 508, WIDTH, 528)]
    assert [box for box in margins if colours(picture.crop(box)) != {paper}] == []


def test_what_the_font_cannot_write_is_left_out(pen):
    assert pen.writable("🎉 환불 🙏🏽 끝") == "환불 끝"


def test_every_korean_syllable_can_be_written(pen):
    syllables = "".join(map(chr, range(0xAC00, 0xD7A4, 7)))

    assert pen.writable(syllables) == syllables


def test_a_picture_tells_nothing_besides_itself(pen):
    assert traces(drawn(a_card(), pen)) == ()


def test_the_font_has_its_licence_beside_it():
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
