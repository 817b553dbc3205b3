"""Content is read far from its page: every address in it is absolute, and nothing else changes."""

import pytest

from plugins.syndication.links import absolute_links

PAGE = "https://answers.mogwanaru.example/responses/a/"
SITE = "https://answers.mogwanaru.example"

TABLE = {
    "root": ('<a href="/cases/X/">', '<a href="https://answers.mogwanaru.example/cases/X/">'),
    "relative": ('<img src="b.png">', '<img src="https://answers.mogwanaru.example/responses/a/b.png">'),
    "up": ("<a href='../b/'>", '<a href="https://answers.mogwanaru.example/responses/b/">'),
    "fragment": ('<a href="#fn:1">', '<a href="https://answers.mogwanaru.example/responses/a/#fn:1">'),
    "without quotes": ("<a href=/b/ title=x>", '<a href="https://answers.mogwanaru.example/b/" title=x>'),
    "capitals": ('<A HREF="/b/">', '<A HREF="https://answers.mogwanaru.example/b/">'),
    "same scheme": ('<img src="//cdn.example/a.png">', '<img src="https://cdn.example/a.png">'),
    "query with ampersand": ('<a href="/b?x=1&amp;y=2">', f'<a href="{SITE}/b?x=1&amp;y=2">'),
    "cite": ('<del class="wrong" cite="/c/">', f'<del class="wrong" cite="{SITE}/c/">'),
    "srcset": ('<img srcset="/a.png 1x, b.png 2x">', f'<img srcset="{SITE}/a.png 1x, {PAGE}b.png 2x">'),
    "poster": ('<video poster="/a.png">', f'<video poster="{SITE}/a.png">'),
    "ping": ('<a href="/a/" ping="/p /q">', f'<a href="{SITE}/a/" ping="{SITE}/p {SITE}/q">'),
    "after a script": ("<script>'<a'</script><a href='/b/'>", f"<script>'<a'</script><a href=\"{SITE}/b/\">"),
    "a greater sign in a value": ('<a title="1 > 0" href="/b/">', f'<a title="1 > 0" href="{SITE}/b/">'),
    "several": ('<a href="/b/"><img src="/c.png"></a>', f'<a href="{SITE}/b/"><img src="{SITE}/c.png"></a>'),
    "over lines": ('<p>가\n나</p>\n<a\n  href="/b/">', f'<p>가\n나</p>\n<a\n  href="{SITE}/b/">'),
    "closed": ('<img src="/a.png" />', f'<img src="{SITE}/a.png" />'),
}


@pytest.mark.parametrize(("before", "after"), TABLE.values(), ids=TABLE)
def test_an_address_becomes_absolute(before, after):
    result = absolute_links(before, PAGE, SITE)

    assert result == after


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://blog.example/%eb%ac%bc?a=1&amp;b=2">달빛주머니</a>',
        "<a href='https://blog.example/'>x</a>",
        '<a href="mailto:haram@mogwanaru.example?subject=%5BMG%5D">메일</a>',
        '<a href="tel:+8220000000">전화</a>',
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">',
        '<p title="href=/b/">1 &lt; 2 &amp; href="/b/" &nbsp;</p>',
        '<p title=\'x href="/b/"\' data-href="/b/">x</p>',
        '<!-- <a href="/b/"> -->',
        '<!-- <a href="/b/"> which never ends',
        "<script>document.write('<a href=\"/b/\">')</script>",
        '1 < 2 and href="/b/" > 0',
        '<a href="/b/',
        "<table><tr><td>1</td></tr></table>\n\n<p>그대로\r\n</p>",
        '<a href="http://[">x</a>',
        "",
    ],
)
def test_everything_else_stays_byte_for_byte(html):
    result = absolute_links(html, PAGE, SITE)

    assert result == html


def test_a_site_below_a_folder_keeps_the_folder():
    result = absolute_links('<a href="/b/">', "https://x.example/answers/a/", "https://x.example/answers")

    assert result == '<a href="https://x.example/answers/b/">'
