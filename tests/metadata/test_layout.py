import pytest

from plugins.metadata.layout import CUT, fitted, wrapped

# Every letter is as wide as its size, so that widths can be counted.
SIZES = ((20, 2), (10, 3))


def measure(text, size):
    return len(text) * size


def test_a_line_ends_at_a_blank():
    assert wrapped("새벽 배송이 늦은 까닭", 60, 10, measure) == ["새벽 배송이", "늦은 까닭"]


def test_only_a_word_that_is_wider_than_the_line_is_broken():
    assert wrapped("주소 https://a.example 입니다", 60, 10, measure) == ["주소", "https:", "//a.ex", "ample", "입니다"]


def test_the_largest_size_that_holds_the_text_is_taken():
    assert fitted("배송이 늦은", 120, SIZES, measure).size == 20
    assert fitted("배송이 늦은 까닭을 말씀드립니다", 120, SIZES, measure).size == 10


def test_a_smaller_size_is_taken_before_a_word_is_broken():
    assert fitted("고객이야기팀입니다", 120, SIZES, measure).size == 10


def test_lines_are_of_about_one_length():
    assert fitted("하나 둘 셋 넷 다섯", 100, ((10, 2),), measure).lines == ("하나 둘 셋", "넷 다섯")


def test_what_fits_no_size_is_cut_after_a_word():
    block = fitted("한 줄에 다 들어가지 않는 아주 긴 제목은 어디에선가 잘려야 합니다", 100, SIZES, measure)

    assert len(block.lines) == 3
    assert block.lines[-1].endswith(CUT)
    assert all(measure(line, block.size) <= 100 for line in block.lines)


@pytest.mark.parametrize("text", ["", "   "])
def test_no_words_are_no_lines(text):
    assert fitted(text, 100, SIZES, measure).lines == ()
