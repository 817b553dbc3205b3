from datetime import UTC, date, datetime, timedelta

import pytest

from plugins.linkbacks.received import Hidden, received_id
from plugins.linkbacks.showing import by_page
from tests.linkbacks.receiving import CASE, NOW, PAGE, SOURCE, a_record, some_facts
from tests.theme.templates import an_environment

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def views(*records):
    return by_page(records, NOW + timedelta(days=1))


def test_every_page_has_its_own_the_oldest_first():
    other = "https://other.example/1"
    found = views(
        a_record(accepted_at=NOW + timedelta(hours=1)),
        a_record(id=received_id(other, PAGE), source=other),
        a_record(id=received_id(other, CASE), source=other, page=CASE),
    )

    assert {page: [view.url for view in shown] for page, shown in found.items()} == {
        CASE: [other],
        PAGE: [other, SOURCE],
    }


def test_what_was_accepted_later_is_not_shown_yet():
    assert by_page([a_record(accepted_at=NOW)], NOW - timedelta(seconds=1)) == {}
    assert by_page([a_record(accepted_at=NOW)], NOW).keys() == {PAGE}


def test_what_is_hidden_is_not_shown():
    assert views(a_record().hidden(Hidden.GONE, NOW)) == {}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("", None),
        ("2026-11-20", date(2026, 11, 20)),
        ("2026-11-20T01:00:00Z", datetime(2026, 11, 20, 1, tzinfo=UTC)),
        ("2026-11-20T23:30:00", date(2026, 11, 20)),
    ],
)
def test_a_date_without_a_zone_is_a_day(said, shown):
    (view,) = views(a_record(facts=some_facts(published_on=said)))[PAGE]

    assert view.published_on == shown


@pytest.mark.parametrize(
    ("facts", "title", "place"),
    [
        (some_facts(), "답을 읽었습니다", "bori.blog.example"),
        (some_facts(title=""), "bori.blog.example", ""),
        (some_facts(title="", place=""), SOURCE, ""),
    ],
)
def test_a_link_always_has_words(facts, title, place):
    (view,) = views(a_record(facts=facts))[PAGE]

    assert (view.title, view.place) == (title, place)


def rendered(record):
    shown = views(record)[PAGE]
    template = an_environment().from_string(
        '{% import "_labels.html" as label with context %}{% include "_received.html" %}'
    )
    return template.render(speaking=shown, SITEURL="")


def test_the_page_shows_an_h_cite_with_a_link_that_vouches_for_nothing():
    html = rendered(a_record(facts=some_facts(author="보리", published_on="2026-11-20")))

    assert 'class="u-comment h-cite"' in html
    assert f'<a class="u-url p-name" rel="nofollow ugc noopener" href="{SOURCE}">답을 읽었습니다</a>' in html
    assert "이 글을 이어 쓴 글" in html
    assert '<time class="dt-published" datetime="2026-11-20">2026년 11월 20일</time>' in html


def test_words_of_strangers_are_words_only():
    facts = some_facts(title=HOSTILE, author=HOSTILE, place=HOSTILE, excerpt=HOSTILE)

    html = rendered(a_record(facts=facts, source="https://a.example/?a=1&b='x'"))

    assert ("<script" in html, "<img" in html, "onerror=alert(1)>" in html) == (False, False, False)
    assert 'href="https://a.example/?a=1&amp;b=&#39;x&#39;"' in html
