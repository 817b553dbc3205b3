"""Discovery, section by section of the three specifications; the shapes of the public Webmention suite among them."""

import pytest

from plugins.linkbacks.endpoints import endpoint_of
from plugins.linkbacks.model import Endpoint, Protocol
from tests.linkbacks.sending import TARGET, a_reply, rdf

BASE = "https://blog.example/test/1"
END = "https://blog.example/test/1/webmention"
PING = "https://blog.example/xmlrpc.php"


def found(page="", *headers, url=BASE, target=BASE, media="text/html; charset=utf-8"):
    return endpoint_of(a_reply(page, url=url, headers=headers, media=media), target=target)


def webmention(url=END):
    return Endpoint(protocol=Protocol.WEBMENTION, url=url)


def pingback(url=PING):
    return Endpoint(protocol=Protocol.PINGBACK, url=url)


def trackback(url):
    return Endpoint(protocol=Protocol.TRACKBACK, url=url)


@pytest.mark.parametrize(
    ("page", "headers"),
    [
        pytest.param("", [("Link", "</test/1/webmention>; rel=webmention")], id="1 header, bare rel, relative"),
        pytest.param("", [("Link", f"<{END}>; rel=webmention")], id="2 header, absolute"),
        pytest.param('<link rel="webmention" href="/test/1/webmention">', [], id="3 link, relative"),
        pytest.param(f'<link href="{END}" rel="webmention">', [], id="4 link, absolute, href first"),
        pytest.param('<a rel="webmention" href="/test/1/webmention">x</a>', [], id="5 a, relative"),
        pytest.param(f'<a href="{END}" rel="webmention">x</a>', [], id="6 a, absolute"),
        pytest.param("", [("LinK", f"<{END}>; rel=webmention")], id="7 odd case of the header"),
        pytest.param("", [("Link", f'<{END}>; rel="webmention"')], id="8 quoted rel"),
        pytest.param(f'<link rel="webmention other" href="{END}">', [], id="9 rel list of link"),
        pytest.param("", [("Link", f'<{END}>; rel="webmention other"')], id="10 rel list of header"),
        pytest.param(
            '<link rel="webmention" href="/wrong"><a rel="webmention" href="/wrong">x</a>',
            [("Link", '</test/1/webmention>; rel="webmention"')],
            id="11 header before link before a",
        ),
        pytest.param(
            f'<link rel="not-webmention" href="/wrong"><a href="{END}" rel="webmention">x</a>', [], id="12 exact rel"
        ),
        pytest.param(
            f'<!-- <a href="/wrong" rel="webmention"></a> --><a href="{END}" rel="webmention">x</a>',
            [],
            id="13 comment",
        ),
        pytest.param(
            f'<code>&lt;a href="/wrong" rel="webmention"&gt;&lt;/a&gt;</code><a href="{END}" rel="webmention">x</a>',
            [],
            id="14 escaped",
        ),
        pytest.param(
            f'<p><a href="{END}" rel="webmention">x</a><link rel="webmention" href="/wrong">', [], id="16 a first"
        ),
        pytest.param(
            f'<p><link rel="webmention" href="{END}"><a href="/wrong" rel="webmention">x</a>', [], id="17 link first"
        ),
        pytest.param(
            "", [("Link", '</wrong>; rel="other"'), ("Link", f'<{END}>; rel="webmention"')], id="18 several headers"
        ),
        pytest.param("", [("Link", f'</wrong>; rel="other", <{END}>; rel="webmention"')], id="19 several values"),
        pytest.param(f'<link rel="webmention"><a href="{END}" rel="webmention">x</a>', [], id="20 no href"),
        pytest.param('<link rel="webmention" href="1/webmention">', [], id="22 relative to the page"),
        pytest.param(f'<link rel="WebMention" href="{END}">', [], id="rel in any case"),
        pytest.param(
            f'<script>"<a rel=webmention href=/wrong>"</script><link rel=webmention href="{END}">', [], id="script"
        ),
        pytest.param(
            f'<textarea><a rel=webmention href=/wrong></textarea><a rel=webmention href="{END}">', [], id="textarea"
        ),
        pytest.param(
            f'<template><a rel=webmention href=/wrong>x</a></template><a rel=webmention href="{END}">',
            [],
            id="template",
        ),
        pytest.param(
            f'<b rel="webmention" href="/wrong">x</b><a rel=webmention href="{END}">', [], id="no link element"
        ),
        pytest.param(
            f'<svg><a rel=webmention href=/wrong /></svg><a rel=webmention href="{END}">', [], id="in a drawing"
        ),
        pytest.param(
            "", [("Link", f'</x>; title="a, <b>; rel=webmention", <{END}>; rel=webmention')], id="commas in quotes"
        ),
        pytest.param(
            "", [("Link", f"</x>; rel=other; rel=webmention, <{END}>; rel=webmention")], id="second rel is ignored"
        ),
        pytest.param(
            "", [("Link", f'</x>; rel=webmention; anchor="/other", <{END}>; rel=webmention')], id="another context"
        ),
        pytest.param('<base href="/test/1/"><link rel="webmention" href="webmention">', [], id="base"),
        pytest.param('<link rel="webmention" href=" /test/1/web\nmention ">', [], id="blanks in the address"),
        pytest.param(
            f'<link rel="pingback" href="{PING}"><a rel=webmention href="{END}">',
            [("X-Pingback", PING)],
            id="before pingback",
        ),
    ],
)
def test_the_webmention_endpoint_is_found(page, headers):
    assert found(page, *headers) == webmention()


def test_15_an_empty_href_is_the_page_itself():
    assert found('<link rel="webmention" href="">') == webmention(BASE)


def test_21_query_strings_are_kept():
    assert found('<link rel="webmention" href="/end?query=yes&amp;b=">') == webmention(
        "https://blog.example/end?query=yes&b="
    )


def test_a_blank_within_an_address_is_escaped():
    assert found('<a rel="webmention" href="/web mention">') == webmention("https://blog.example/web%20mention")


def test_23_an_endpoint_is_relative_to_where_redirects_led():
    reply = a_reply('<link rel="webmention" href="end">', url="https://blog.example/moved/page")

    assert endpoint_of(reply, target=BASE) == webmention("https://blog.example/moved/end")


def test_only_the_header_counts_where_there_is_no_html():
    assert found(f'<a rel="webmention" href="{END}">', media="application/pdf") is None
    assert found("", ("Link", f"<{END}>; rel=webmention"), media="application/pdf") == webmention()


def test_a_korean_page_of_the_old_code_page_is_read():
    page = '<meta charset="euc-kr"><title>똠방각하 펲</title><a rel="webmention" href="/끝">x</a>'.encode("cp949")

    assert found(page, media="text/html") == webmention("https://blog.example/끝")


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(f'<link rel="pingback" href="{PING}">', id="html"),
        pytest.param(f'<link rel="pingback" href="{PING}" />', id="xhtml"),
        pytest.param(f'<link rel="pingback" href="{PING}"/>', id="no blank"),
    ],
)
def test_a_pingback_link_is_found_in_its_exact_form(page):
    assert found(page) == pingback()


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(f"<link rel='pingback' href='{PING}'>", id="single quotes"),
        pytest.param(f'<link href="{PING}" rel="pingback">', id="other order"),
        pytest.param(f'<LINK REL="pingback" HREF="{PING}">', id="capitals"),
        pytest.param(f'<!-- <link rel="pingback" href="{PING}"> -->', id="comment"),
        pytest.param(f'<textarea><link rel="pingback" href="{PING}"></textarea>', id="textarea"),
    ],
)
def test_what_only_looks_like_a_pingback_link_is_none(page):
    assert found(page) is None


def test_the_pingback_header_wins_over_the_link():
    assert found('<link rel="pingback" href="https://wrong.example/">', ("x-PINGBACK", PING)) == pingback()


def test_raw_bytes_in_a_header_are_escaped_as_they_came():
    raw = "끝".encode("cp949").decode("utf-8", "surrogateescape")

    assert found("", ("X-Pingback", f"https://blog.example/{raw}")) == pingback("https://blog.example/%B3%A1")
    assert found("", ("Link", f"</{raw}>; rel=webmention")) == webmention("https://blog.example/%B3%A1")


def test_the_four_entities_of_a_pingback_address_are_read():
    page = f'<link rel="pingback" href="{PING}?a=1&amp;b=&quot;">'

    assert found(page) == pingback(f'{PING}?a=1&b="')


def test_the_rdf_of_the_target_is_found_in_a_comment():
    page = rdf("https://blog.example/other", "https://blog.example/tb/2") + rdf(
        BASE, "https://blog.example/tb/1?a=1&amp;b=2"
    )

    assert found(page) == trackback("https://blog.example/tb/1?a=1&b=2")


def test_the_rdf_of_the_target_is_found_outside_a_comment():
    page = rdf(BASE, "/tb/1").removeprefix("<!--").removesuffix("-->")

    assert found(page) == trackback("https://blog.example/tb/1")


def test_the_rdf_of_another_page_is_not_ours_to_ping():
    assert found(rdf("https://blog.example/other", "/tb/2")) is None


def test_rdf_in_a_script_is_no_rdf():
    assert found(f"<script>{rdf(BASE, '/tb/1')}</script>") is None


def test_a_trackback_link_is_found():
    assert found('<a rel="nofollow trackback" href="/tb">x</a>') == trackback("https://blog.example/tb")


def test_pingback_comes_before_trackback():
    assert found(f'<link rel="pingback" href="{PING}">' + rdf(BASE, "/tb/1")) == pingback()


def test_a_page_that_says_nothing_has_no_endpoint():
    assert found("<p>안녕하세요</p>", target=TARGET) is None
