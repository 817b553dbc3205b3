from datetime import UTC, datetime

from plugins.inbox.page import read_page

URL = "https://blog.example/1?utm_source=x"


def test_a_page_that_says_nothing_of_itself_keeps_its_address_and_words():
    entry = read_page("<h1>모과나루 환불</h1><p>보름째.</p>", URL)

    assert (entry.title, entry.link, entry.place, entry.author) == (
        "모과나루 환불",
        "https://blog.example/1",
        "blog.example",
        "",
    )
    assert entry.published_on is None


def test_linked_data_are_read():
    data = '{"@graph": [{"datePublished": "2026-10-15T13:20:00+09:00", "author": [{"name": "느린우체통"}]}]}'

    entry = read_page(f'<script type="application/ld+json">{data}</script>', URL)

    assert (entry.author, entry.published_on) == ("느린우체통", datetime(2026, 10, 15, 4, 20, tzinfo=UTC))


def test_damaged_linked_data_are_passed_over():
    assert read_page('<script type="application/ld+json">{oops</script><h1>제목</h1>', URL).title == "제목"


def test_an_address_is_nobodys_name():
    assert read_page('<meta property="article:author" content="https://social.example/me">', URL).author == ""


def test_the_body_of_a_korean_platform_wins_over_its_comments():
    html = '<article><div class="se-main-container">본문</div><div class="comment">댓글</div></article>'

    assert read_page(html, URL).text == "본문"
