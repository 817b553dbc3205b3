import pytest

from plugins.cases.quotations import attributed

QUOTED = "<blockquote>\n<p>한 말</p>\n</blockquote>"


def test_the_line_with_a_dash_below_a_quotation_says_whose_it_is_and_where_it_stands():
    html = attributed(
        f'<p>앞</p>\n{QUOTED}\n<p>— <a href="https://a.example/1?b=1&amp;c=2">그분의 글</a></p>\n<p>뒤</p>'
    )

    assert html == (
        '<p>앞</p>\n<figure>\n<blockquote cite="https://a.example/1?b=1&amp;c=2">\n<p>한 말</p>\n</blockquote>\n'
        '<figcaption>— <a href="https://a.example/1?b=1&amp;c=2">그분의 글</a></figcaption>\n</figure>\n<p>뒤</p>'
    )


def test_words_that_no_address_leads_to_have_a_caption_alone():
    assert attributed(f"{QUOTED}\n<p>— 그분의 메일</p>") == (
        f"<figure>\n{QUOTED}\n<figcaption>— 그분의 메일</figcaption>\n</figure>"
    )


def test_every_quotation_has_its_own():
    html = attributed(f"{QUOTED}\n<p>— 하나</p>\n{QUOTED}\n<p>— 둘</p>")

    assert html.count("<figure>") == 2


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"{QUOTED}\n<p>맞는 말씀입니다.</p>", id="other words behind it"),
        pytest.param(f"{QUOTED}\n<p>-3도였습니다.</p>", id="a minus"),
        pytest.param("<p>— 줄표로 시작하는 글</p>", id="no quotation"),
        pytest.param(f"{QUOTED}\n<h2>다음</h2>\n<p>— 그분</p>", id="a heading between"),
        pytest.param(f"<blockquote>\n{QUOTED}\n</blockquote>\n<p>— 그분</p>", id="one in another"),
    ],
)
def test_what_says_nothing_of_a_quotation_is_left(html):
    assert attributed(html) == html
