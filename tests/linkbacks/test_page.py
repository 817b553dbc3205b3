import pytest

from plugins.linkbacks.charsets import page_text
from plugins.linkbacks.page import Page
from plugins.linkbacks.saying import digest_of, saying_of
from tests.linkbacks.sending import an_answer


def page(markup):
    return Page(markup, url="https://answers.example/a/")


@pytest.mark.parametrize(
    ("body", "declared"),
    [
        pytest.param("똠방각하".encode("cp949"), "euc-kr", id="euc-kr means cp949"),
        pytest.param("똠방각하".encode("cp949"), "KS_C_5601-1987", id="old label"),
        pytest.param('<meta charset="EUC-KR">똠방각하'.encode("cp949"), "", id="label of its own"),
        pytest.param("똠방각하".encode("cp949"), "", id="no label"),
        pytest.param("똠방각하".encode(), "", id="utf-8 without a label"),
        pytest.param("똠방각하".encode("utf-8-sig"), "euc-kr", id="a mark wins"),
        pytest.param(
            b'<!-- <meta charset="euc-kr"> --><meta charset=utf-8>' + "똠방각하".encode(), "", id="in a comment"
        ),
        pytest.param("똠방각하".encode(), "zlib", id="no text encoding"),
    ],
)
def test_korean_is_read_by_whatever_label_it_has(body, declared):
    assert page_text(body, declared=declared).endswith("똠방각하")


def test_a_page_cut_within_a_letter_is_still_utf_8():
    assert page_text("똠방각하".encode()[:-1]).startswith("똠방각")


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<div>" * 200_000, id="deep"),
        pytest.param("".join(f"<font color={n}>" for n in range(5000)) + "<p>" * 100_000, id="opened again"),
        pytest.param("<a " + " ".join(f"a{n}=1" for n in range(100_000)) + ">", id="attributes"),
        pytest.param("<a href=x><table><tr><td>" * 20_000, id="links in links"),
    ],
)
def test_a_page_made_to_be_expensive_is_read_as_far_as_it_is_harmless(markup):
    # Without the guard these take from half a minute to many.
    read = page('<a href="/first">x</a>' + markup)

    assert read.links()[0].url == "https://answers.example/first"
    assert len(read.markup) < len(markup)


def test_a_trackback_says_title_excerpt_and_site_as_the_page_does():
    saying = saying_of(page(an_answer("https://blog.example/1", title="늦은 까닭 & 날짜")))

    assert (saying.title, saying.excerpt, saying.blog_name) == (
        "늦은 까닭 & 날짜",
        "늦은 까닭과 고칠 날짜",
        "모과나루 답변",
    )


def test_an_excerpt_has_at_most_250_characters():
    words = page(f'<article class="h-entry"><div class="e-content">{"가나다라 " * 200}</div></article>')

    assert len(saying_of(words).excerpt) <= 250


@pytest.mark.parametrize(
    ("changed", "is_news"),
    [
        pytest.param(an_answer(words="이틀 늦었습니다."), True, id="words"),
        pytest.param(an_answer(words="<del>하루 늦었습니다.</del> 고치겠습니다."), True, id="struck"),
        pytest.param(an_answer(words='하루 <a href="/p">늦었습니다</a>. 고치겠습니다.'), True, id="link"),
        pytest.param(an_answer(title="다른 제목"), True, id="title"),
        pytest.param(an_answer(head="<style>p{}</style>"), False, id="theme"),
        pytest.param(an_answer(words="하루 늦었습니다.\n  고치겠습니다."), False, id="blanks"),
        pytest.param(
            an_answer().replace("</article>", "<section><li class=h-cite>들은 말</li></section></article>"),
            False,
            id="received",
        ),
    ],
)
def test_only_what_a_reader_would_call_the_answer_is_news(changed, is_news):
    assert (digest_of(page(changed)) != digest_of(page(an_answer()))) is is_news
