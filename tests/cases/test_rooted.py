import pytest

from plugins.cases.rooted import rooted


@pytest.mark.parametrize(
    ("html", "becomes"),
    [
        ('<a href="/cases/">x</a>', '<a href="https://a.example/b/cases/">x</a>'),
        ("<a class='x' href='/'>x</a>", "<a class='x' href='https://a.example/b/'>x</a>"),
        ('<img alt="" src="/images/a.png">', '<img alt="" src="https://a.example/b/images/a.png">'),
        ('<a href="//c.example/">x</a>', '<a href="//c.example/">x</a>'),
        ('<a href="../cases/">x</a>', '<a href="../cases/">x</a>'),
        ('<a href="#x">x</a>', '<a href="#x">x</a>'),
        ('<code>&lt;a href="/cases/"&gt;</code>', '<code>&lt;a href="/cases/"&gt;</code>'),
    ],
)
def test_an_address_from_the_root_leads_into_the_site(html, becomes):
    assert rooted(html, "https://a.example/b") == becomes


def test_at_the_root_of_a_host_nothing_changes():
    assert rooted('<a href="/cases/">x</a>', "") == '<a href="/cases/">x</a>'
