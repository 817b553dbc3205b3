"""A link is an element that a reader can follow. Source: W3C Webmention, 3.2.2; WHATWG HTML, 13.2."""

import pytest

from plugins.linkbacks.graphemes import graphemes
from plugins.linkbacks.verifying import Look, looked_at, verdict_of
from tests.linkbacks.receiving import CASE, OURS, PAGE, SITE, SOURCE, TARGET, WORDS, a_page, a_reply


def look(page, **options):
    return verdict_of(a_reply(page, **options), SOURCE, OURS)


def seen(page, **options):
    (only,) = look(page, **options).seen
    return only


@pytest.mark.parametrize(
    "link",
    [
        pytest.param(f'<a href="{TARGET}">답</a>', id="a"),
        pytest.param(f"<A HREF='{TARGET}'>답</A>", id="capitals and single quotes"),
        pytest.param(f"<a rel=nofollow href={TARGET}>답</a>", id="no quotes"),
        pytest.param(f'<a href="\n {TARGET}\t">답</a>', id="blanks in the attribute"),
        pytest.param(f'<a href="{TARGET.replace("https:", "")}">답</a>', id="of the same scheme"),
        pytest.param(f'<a href="{TARGET.replace("/", "&#47;")}">답</a>', id="references"),
        pytest.param(f'<a href="{TARGET.rstrip("/")}?utm_source=a#x">답</a>', id="another spelling"),
        pytest.param(f'<map><area href="{TARGET}" alt="답"></map>', id="area"),
        pytest.param(f'<!-- x --><a href="{TARGET}">답</a>', id="after a comment"),
        pytest.param(f'<p>닫지 않은 <b>글 <a href="{TARGET}">답', id="nothing closed"),
        pytest.param(f'<table><a href="{TARGET}">답</a></table>', id="moved out of a table"),
    ],
)
def test_a_real_link_counts(link):
    assert seen(a_page(link=link)).page == PAGE


@pytest.mark.parametrize(
    "link",
    [
        pytest.param("", id="none"),
        pytest.param(TARGET, id="only the address as text"),
        pytest.param(f'<!-- <a href="{TARGET}">x</a> -->', id="comment"),
        pytest.param(f"<script>'<a href=\"{TARGET}\">x</a>'</script>", id="script"),
        pytest.param(f'<style>/* <a href="{TARGET}"> */</style>', id="style"),
        pytest.param(f'<textarea><a href="{TARGET}">x</a></textarea>', id="text area"),
        pytest.param(f'<template><a href="{TARGET}">x</a></template>', id="template"),
        pytest.param(f'<noscript><a href="{TARGET}">x</a></noscript>', id="noscript"),
        pytest.param(f'<iframe srcdoc><a href="{TARGET}">x</a></iframe>', id="iframe"),
        pytest.param(f'<xmp><a href="{TARGET}">x</a></xmp>', id="xmp"),
        pytest.param(f'<title><a href="{TARGET}">x</a></title>', id="title"),
        pytest.param(f'&lt;a href="{TARGET}"&gt;x&lt;/a&gt;', id="escaped"),
        pytest.param(f'<svg><a href="{TARGET}">x</a></svg>', id="drawing"),
        pytest.param(f'<a data-href="{TARGET}">x</a>', id="another attribute"),
        pytest.param(f"<a title='<a href=\"{TARGET}\">'>x</a>", id="within an attribute"),
        pytest.param(f'<img src="{TARGET}">', id="picture"),
        pytest.param(f'<link rel="canonical" href="{TARGET}">', id="canonical of a copy"),
        pytest.param(f'<a href="https://evil.example/?u={TARGET}">x</a>', id="in a query"),
        pytest.param(f"<a href=\"javascript:location='{TARGET}'\">x</a>", id="javascript"),
        pytest.param(f'<base href="https://evil.example/"><a href="/{PAGE}">x</a>', id="another base"),
        pytest.param(f'<a href="{SITE}/">x</a>', id="our home"),
    ],
)
def test_what_only_looks_like_a_link_is_none(link):
    assert look(a_page(link=link)).look is Look.NO_LINK


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("https://blog.naver.com/bori/223912345678", "https://m.blog.naver.com/bori/223912345678"),
        ("http://blog.naver.com/bori_1/22391?fromRss=true#x", "https://m.blog.naver.com/bori_1/22391"),
        ("https://blog.naver.com/bori", "https://blog.naver.com/bori"),
        ("https://blog.naver.com.evil.example/bori/1", "https://blog.naver.com.evil.example/bori/1"),
        (SOURCE, SOURCE),
    ],
)
def test_a_blog_in_a_frame_is_looked_at_where_its_words_stand(source, address):
    assert looked_at(source) == address


def test_a_base_of_ours_makes_a_relative_link_ours():
    assert seen(a_page(head=f'<base href="{SITE}/">', link=f'<a href="{PAGE}">답</a>')).page == PAGE


def test_a_page_may_speak_of_several_pages_of_ours():
    verdict = look(
        a_page(link=f'<a href="{TARGET}">답</a> <a href="{SITE}/{CASE}">사건</a> <a href="{TARGET}#x">또</a>')
    )

    assert [each.page for each in verdict.seen] == [PAGE, CASE]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param({"status": 410}, Look.GONE, id="410"),
        pytest.param({"status": 404}, Look.NOT_FOUND, id="404"),
        pytest.param({"status": 403}, Look.LATER, id="403"),
        pytest.param({"status": 429}, Look.LATER, id="429"),
        pytest.param({"status": 500}, Look.LATER, id="500"),
        pytest.param({"status": 304}, Look.LATER, id="304"),
        pytest.param({"media": "image/png"}, Look.NO_PAGE, id="picture"),
        pytest.param({"media": "application/json"}, Look.NO_PAGE, id="JSON"),
        pytest.param({"media": "text/plain"}, Look.NO_PAGE, id="text"),
        pytest.param({"media": "TEXT/HTML"}, Look.LINKS, id="capitals"),
        pytest.param({"media": "application/xhtml+xml"}, Look.LINKS, id="XHTML"),
        pytest.param({"url": f"{SITE}/{CASE}"}, Look.NO_PAGE, id="leads to ourselves"),
    ],
)
def test_the_answer_says_what_there_is(options, expected):
    assert look(a_page(), **options).look is expected


@pytest.mark.parametrize("page", ["<div>" * 100_000, "<div><table></div></table>" * 30_000, "<b>" * 200_000])
def test_a_page_that_nests_without_end_is_read_to_a_point_only(page):
    assert look(page + a_page()).look is Look.NO_LINK


def test_the_words_around_the_link_are_shown():
    page = a_page(
        words="<b>모과나루</b>의 답을 읽었다.<script>evil()</script> 날짜가 있어 믿어 보기로 했다. 다음 달에 본다."
    )

    assert seen(page).facts.excerpt == "모과나루의 답을 읽었다. 날짜가 있어 믿어 보기로 했다. 다음 달에 본다. 답변"


def test_a_board_without_paragraphs_gives_the_line_of_the_link_and_the_one_before():
    link = f'먼 옛날 이야기<br>환불이 늦어서 화가 났었다.<br>이번 답은 나았다: <a href="{TARGET}">답변</a><br>끝'

    assert seen(a_page(words="", link=link)).facts.excerpt == "환불이 늦어서 화가 났었다. 이번 답은 나았다: 답변"


def test_an_excerpt_has_at_most_280_characters_as_a_reader_counts_them():
    excerpt = seen(a_page(words="👨‍👩‍👧‍👦" * 400)).facts.excerpt

    assert (sum(1 for _ in graphemes(excerpt)), excerpt[-1]) == (280, "…")


def test_personal_data_are_masked_also_where_they_hide():
    facts = seen(a_page(words=f"{WORDS} 제 번호는 010-\u200b2345-6789입니다", title="hong@naver.com 홍길동")).facts

    assert ("2345" in facts.excerpt, "가림" in facts.excerpt, "hong" in facts.title) == (False, True, False)


def test_nothing_turns_the_line_round_or_hides_in_it():
    facts = seen(a_page(words=f"{WORDS}\u202eexe.gpj\u200b", title="제\u2067목")).facts

    assert (facts.title, "\u202e" in facts.excerpt, "\u200b" in facts.excerpt) == ("제목", False, False)


def test_a_page_says_who_wrote_it_where_and_when():
    head = (
        '<meta property="og:title" content="답을 &amp; 읽음"><meta name="author" content="보리차한잔">'
        '<meta property="og:site_name" content="보리의 블로그"><meta property="article:published_time"'
        ' content="2026-11-20T10:00:00+09:00">'
    )

    facts = seen(a_page(head=head)).facts

    assert (facts.title, facts.author, facts.place) == ("답을 & 읽음", "보리차한잔", "보리의 블로그")
    assert facts.published_on == "2026-11-20T10:00:00+09:00"


def test_microformats_are_read_and_an_unreadable_date_is_none():
    page = (
        f'<div class="h-entry"><h2 class="p-name">답을 읽고</h2><a class="p-author h-card" href="/">보리</a>'
        f'<time class="dt-published" datetime="어제">어제</time><p>{WORDS} <a href="{TARGET}">답</a></p></div>'
    )

    facts = seen(page).facts

    assert (facts.title, facts.author, facts.published_on, facts.place) == (
        "답을 읽고",
        "보리",
        "",
        "bori.blog.example",
    )


def test_a_licence_that_forbids_parts_leaves_the_link_alone():
    page = a_page(head='<link rel="license" href="https://creativecommons.org/licenses/by-nc-nd/4.0/">')

    assert seen(page).facts.excerpt == ""


def test_a_page_in_an_older_encoding_is_read():
    page = a_page().replace("utf-8", "euc-kr").encode("cp949")

    assert seen(page, media="text/html").facts.title == "답을 읽었습니다"
