import gzip

import pytest

from plugins.tidy.squeeze import short_names, squeezed
from tests.theme.templates import STYLESHEETS


@pytest.mark.parametrize(
    ("css", "less"),
    [
        pytest.param("a { color: red; }\n", "a{color:red}", id="spaces and the last semicolon"),
        pytest.param("/* why */\na { color: red }", "a{color:red}", id="a comment"),
        pytest.param("a/**/b { margin: 0 }", "a b{margin:0}", id="a comment between words"),
        pytest.param('a::before { content: "· /* { } " }', 'a::before{content:"· /* { } "}', id="a string"),
        pytest.param("a::before { content: '\\'; }' }", "a::before{content:'\\'; }'}", id="an escaped quote"),
        pytest.param(".a :is(b, c) > d { x: 1 }", ".a :is(b,c)>d{x:1}", id="a descendant before a colon"),
        pytest.param("a { b: c } .a + .b,c + d { x: 1 }", "a{b:c}.a+.b,c+d{x:1}", id="siblings"),
        pytest.param("a { width: calc(1rem + 2px) }", "a{width:calc(1rem + 2px)}", id="a sum"),
        pytest.param("@media (min-width: 1rem) { a { b: c } }", "@media (min-width:1rem){a{b:c}}", id="a media query"),
        pytest.param(
            "@media (width > calc(1rem + 2px)) { a + b { c: d } }",
            "@media (width>calc(1rem + 2px)){a+b{c:d}}",
            id="a sum in a media query",
        ),
        pytest.param("a { font: 1rem/1.75 A, 'B C', d }", "a{font:1rem/1.75 A,'B C',d}", id="a font list"),
        pytest.param("a { width: 50% ; b: url(/x/y.png) }", "a{width:50%;b:url(/x/y.png)}", id="a path"),
    ],
)
def test_only_what_has_no_meaning_goes(css, less):
    assert squeezed(css) == less + "\n"


def test_squeezing_twice_changes_nothing():
    css = STYLESHEETS[0].read_text(encoding="utf-8")
    once = squeezed(css, short_names([css]))

    assert squeezed(once, short_names([once])) == once


def test_a_custom_property_has_a_short_name_wherever_it_stands():
    css = ":root { --paper: #fff; --paper-dark: #000 } a { color: var(--paper, var(--paper-dark)) }"

    assert squeezed(css, short_names([css])) == ":root{--a:#fff;--b:#000}a{color:var(--a,var(--b))}\n"


def test_a_name_that_a_template_or_a_string_speaks_of_is_left():
    css = ':root { --paper: #fff; --ink: #000 } a::before { content: "--ink" }'
    names = short_names([css], ['<path fill="var(--paper)">', "var(--a)"])

    assert squeezed(css, names) == ':root{--paper:#fff;--b:#000}a::before{content:"--ink"}\n'


def test_two_stylesheets_share_their_names():
    assert short_names([":root { --a-b: 1 }", ":root { --c: 2; --a-b: 3 }"]) == {"--a-b": "--a", "--c": "--b"}


def test_the_stylesheet_gets_lighter():
    css = STYLESHEETS[0].read_text(encoding="utf-8")

    assert len(gzip.compress(squeezed(css).encode(), 9)) < len(gzip.compress(css.encode(), 9)) - 200
