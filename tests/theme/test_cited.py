"""The sentence that other software reads: see the shape of a response page in docs/design.md."""

import re
from types import SimpleNamespace

import pytest

from plugins.core.model import Consent, PostKind, Withdrawal
from tests.nouns import a_citation, a_post, at
from tests.theme.templates import an_environment

LONG = "밤새도록 접수되었습니다라는 말만 스물세 번 들은 사람이 쓰는 아주 긴 제목의 글입니다"
SENTENCE = """{% import "_labels.html" as label %}{% import "_parts.html" as part with context %}
{% include "_cited.html" %}"""


def the_sentence(**facts):
    article = SimpleNamespace(citation=a_citation(**facts))
    post = a_post(kind=PostKind.RESPONSE)
    return an_environment().from_string(SENTENCE).render(article=article, post=post, SITEURL="")


@pytest.mark.parametrize("title", ["환불이 안 됩니다", LONG, "가" * 80], ids=["short", "long", "one word"])
def test_the_link_to_the_complaint_is_at_most_thirty_syllables_with_words_on_both_sides(title):
    html = the_sentence(title=title)

    before, link, after = re.search(r"<p[^>]*>(.*)<a class=\"u-in-reply-to\"[^>]*>(.*?)</a>(.*?)</p>", html).groups()
    assert len(link.encode()) <= 90
    assert before.startswith("이 글은 ")
    assert after == " 글을 읽고 드리는 답변입니다."


def test_the_complaint_is_linked_exactly_once_as_its_site_writes_the_address():
    html = the_sentence(url="https://cafe.example/%eb%aa%a8?a=1&b=2")

    assert re.findall(r'href="([^"]*)"', html) == ["https://cafe.example/%eb%aa%a8?a=1&amp;b=2"]


def test_a_complaint_without_a_public_address_says_so_and_is_not_linked():
    html = the_sentence(url=None, consent=Consent.REFUSED)

    assert "공개 주소가 없는 글입니다" in html
    assert "글쓴이가 주소를 싣지 않기를 바라셨습니다" in html
    assert "href" not in html
    assert "cite" not in html.replace('class="cited"', "")


TAKEN_BACK = {"url": None, "title": "", "author": "", "place": "", "excerpt": "", "facts": ()}
LINE = '{% import "_parts.html" as part with context %}{{ part.citation_link(citation) }}'
ITEM = '{% import "_parts.html" as part with context %}{{ part.citation_item(citation) }}'


@pytest.mark.parametrize("asked_by", ["법원", "글쓴이"])
@pytest.mark.parametrize("template", [SENTENCE, LINE, ITEM], ids=["under the title", "in the timeline", "in a list"])
def test_of_a_complaint_that_was_taken_back_only_when_why_and_for_whom_is_told(template, asked_by):
    said = Withdrawal(at=at(11, 22, 9), why=f"{asked_by}의 청이 있었습니다", asked_by=asked_by)
    citation = a_citation(**TAKEN_BACK, withdrawn=said)

    html = (
        an_environment()
        .from_string(template)
        .render(article=SimpleNamespace(citation=citation), citation=citation, post=a_post(), SITEURL="")
    )

    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))
    assert "거두었습니다. 까닭: " + said.why + " · 부탁하신 분: " + asked_by in text
    assert "2026년 11월 22일 오전 9시에" in text
    assert not re.search("바라셨습니다|지웠습니다|공개 주소가 없는|“|<q|href|, *2026년 10월", html)


def test_the_sentence_of_a_complaint_that_was_taken_back_still_reads():
    html = the_sentence(**TAKEN_BACK, withdrawn=Withdrawal(at=at(11, 22), why="법원이 청했습니다", asked_by="법원"))

    text = re.sub(r"<[^>]+>", "", html)
    assert "이 글은 2026년 10월 1일 올리신 불만 글을 읽고 드리는 답변입니다." in text


def test_a_complaint_of_nobody_on_no_day_still_makes_a_sentence():
    html = the_sentence(author="", published_on=None)

    assert "이 글은 어느 블로그에 올리신 <a" in html
