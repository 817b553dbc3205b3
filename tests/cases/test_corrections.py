from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from plugins.cases.corrections import LABEL, strike

HREF = "/corrections/c-1/"


def struck(html, wrong):
    marked, _ = strike(html, wrong, HREF)
    return [tag.get_text() for tag in BeautifulSoup(marked, "html.parser").find_all("del")]


def test_a_wrong_sentence_is_struck_where_it_stands():
    marked, found = strike("<p>앞. 환불은 3건입니다. 뒤.</p>", "환불은 3건입니다.", HREF)

    assert found == 1
    assert marked == (
        f'<p>앞. <del cite="{HREF}" class="wrong">환불은 3건입니다.</del> '
        f'<a class="wrong-link" href="{HREF}">{LABEL}</a> 뒤.</p>'
    )


def test_a_sentence_is_found_through_emphasis():
    assert struck("<p>환불은 <strong>3건</strong>이었습니다</p>", "환불은 3건이었습니다") == [
        "환불은 ",
        "3건",
        "이었습니다",
    ]


def test_a_sentence_broken_over_lines_is_found():
    assert struck("<p>환불은\n3건입니다</p>", "환불은 3건입니다") == ["환불은\n3건입니다"]


def test_every_place_is_struck():
    _, found = strike("<p>3,120명. 그리고 3,120명</p><ul><li>3,120명</li></ul>", "3,120명", HREF)

    assert found == 3


def test_what_is_struck_already_is_not_struck_again():
    marked, _ = strike("<p>3건입니다</p>", "3건", HREF)

    assert strike(marked, "3건", "/other/") == (marked, 0)


def test_a_text_in_a_comment_or_script_is_not_on_the_page():
    assert strike("<!-- 3건 --><script>3건</script>", "3건", HREF)[1] == 0


def test_decomposed_letters_are_found():
    import unicodedata

    assert struck(unicodedata.normalize("NFD", "<p>환불은 3건</p>"), "환불은 3건") == ["환불은 3건"]


def test_html_without_the_sentence_is_left_as_it_is():
    html = "<p>환불은 &quot;5건&quot;<br></p>"

    assert strike(html, "3건", HREF) == (html, 0)


@given(st.text(alphabet="가나다 ", min_size=1), st.text(alphabet="가나다 <b>", max_size=30))
def test_striking_adds_links_and_changes_no_word(wrong, around):
    from html import escape

    html = f"<p>{escape(around)}{escape(wrong)}</p>"

    soup = BeautifulSoup(strike(html, wrong, HREF)[0], "html.parser")
    for link in soup.find_all("a", class_="wrong-link"):
        link.decompose()

    assert "".join(soup.get_text().split()) == "".join((around + wrong).split())
