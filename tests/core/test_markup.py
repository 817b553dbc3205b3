"""Tokens of HTML are those that the parser of the standard library finds, however they are found."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.core import markup
from plugins.core.markup import Kind, tokens

_NAMES = st.sampled_from("p a b br div img svg title textarea script style noscript viewBox h1 tBody".split())
_VALUES = st.text(st.sampled_from("ab가 &<>;#x3A2'\n/=-."), max_size=8)
_TEXTS = st.text(st.sampled_from("ab가 \n&amp;<>!-/\"'=?x]["), max_size=12)
_ATTRIBUTES = st.lists(
    st.one_of(
        st.builds('{} {}="{}"'.format, st.just(""), st.sampled_from("id class href data-x viewBox".split()), _VALUES),
        st.builds("{}\n{}".format, st.just(""), st.sampled_from(["hidden", "async", "x='1'", "y=2", "z = '3'", "/"])),
    ),
    max_size=3,
).map("".join)
_PIECES = st.one_of(
    st.builds("<{}{}>".format, _NAMES, _ATTRIBUTES),
    st.builds("<{}{}/>".format, _NAMES, _ATTRIBUTES),
    st.builds("</{}>".format, _NAMES),
    st.builds("<{0}>{1}</{0}>".format, _NAMES, _TEXTS),
    st.builds("<!--{}-->".format, _TEXTS),
    st.sampled_from(
        ["<!doctype html>", "<!DOCTYPE html>", "<?pi?>", "<![CDATA[x]]>", "&amp;", "&#10;", "&lt", "&copy=1"]
    ),
    _TEXTS,
)


@given(st.lists(_PIECES, max_size=8).map("".join))
@settings(max_examples=400, deadline=None)
@example('<p title="a&copy=1">x</p>')
@example("<script>if (a < b) c()</script>")
@example("<script><!-- x --></script>")
@example("<title>a <b>c</b></title>")
@example('<a href="a"id="b">x</a>')
@example("<!-->x-->")
@example("<!--a--b-->")
@example("<a\n\nid\n>x\n<b/>\ny")
def test_what_is_written_plainly_is_read_as_the_parser_reads_it(text: str) -> None:
    plainly = markup._written_plainly(text)

    assert plainly is None or [tuple(map(_bare, token)) for token in plainly] == [
        tuple(map(_bare, token)) for token in markup._read_by_parser(text)
    ]


@pytest.mark.parametrize(
    "text",
    [
        '<!doctype html>\n<html lang="ko"><body class="a b"><p id="가">하나 &amp; 둘<br>셋</p><!-- 넷 --></body>',
        '<script type="application/ld+json">{"a": 1}</script><style>p { color: red }</style>',
        '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>',
    ],
)
def test_html_of_a_template_is_written_plainly(text: str) -> None:
    assert markup._written_plainly(text)


@pytest.mark.parametrize("text", ["<p id='a'>", "<p id=a>", "a < b", "<![CDATA[x]]>", "<p", "<!-- x", "<script>x"])
def test_what_is_written_otherwise_is_left_to_the_parser(text: str) -> None:
    plainly = markup._written_plainly(text)

    assert plainly is None
    assert list(tokens(text)) == markup._read_by_parser(text)


def test_a_token_knows_its_line_and_an_empty_tag_ends_at_once() -> None:
    found = tokens('<p>\n<img\nalt="x"/>둘\n</p>')

    assert [(kind, line, said) for kind, line, said, _ in found] == [
        (Kind.START, 1, "p"),
        (Kind.DATA, 1, "\n"),
        (Kind.START, 2, "img"),
        (Kind.END, 2, "img"),
        (Kind.DATA, 3, "둘\n"),
        (Kind.END, 4, "p"),
    ]


def _bare(value: object) -> object:
    return [tuple(pair) for pair in value] if isinstance(value, list | tuple) else value
