import unicodedata
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from plugins.cases.indexes import indexes
from plugins.cases.tags import slug_of
from plugins.core.model import PostKind
from tests.nouns import NOW, a_case, a_post, at


def an_article(*, corrections=(), **facts):
    return SimpleNamespace(post=a_post(**facts), corrections=corrections)


def a_view(**facts):
    return SimpleNamespace(case=a_case(**facts))


def of(*articles, cases=()):
    newest = sorted(articles, key=lambda a: a.post.published_at, reverse=True)
    return indexes(cases, newest, NOW)


@pytest.mark.parametrize(
    ("word", "slug"),
    [
        pytest.param("환불", "환불", id="Korean stays"),
        pytest.param("늦은 답", "늦은-답", id="a blank"),
        pytest.param("C++ & <태그>", "c-태그", id="marks"),
        pytest.param("../../etc", "etc", id="out of its folder"),
        pytest.param(unicodedata.normalize("NFD", "환불"), "환불", id="decomposed"),
        pytest.param("A_B", "a-b", id="underscore"),
        pytest.param("!!", "", id="nothing left"),
    ],
)
def test_a_word_becomes_one_safe_part_of_an_address(word, slug):
    assert slug_of(word) == slug


def test_a_tag_gathers_posts_and_cases_newest_first():
    post = an_article(tags=("환불",), published_at=at(10, 5))
    case = a_view(tags=("환불", "배송"), opened_at=at(10, 1))

    refund, delivery = sorted(of(post, cases=[case]).tags, key=lambda tag: tag.text, reverse=True)

    assert [(e.article, e.view) for e in refund.entries] == [(post, None), (None, case)]
    assert (refund.url, refund.count, delivery.count) == ("tags/환불/", 2, 1)


def test_a_month_is_a_month_in_korea():
    late = an_article(published_at=datetime(2026, 9, 30, 16, 0, tzinfo=UTC))

    (year,) = of(late).years

    assert [(month.url, month.count) for month in year.months] == [("archive/2026/10/", 1)]


def test_years_and_months_begin_with_the_newest():
    years = of(*(an_article(published_at=datetime(y, m, 5, tzinfo=UTC)) for y, m in ((2025, 12), (2026, 1), (2026, 3))))

    assert [(y.year, [m.month for m in y.months]) for y in years.years] == [(2026, [3, 1]), (2025, [12])]


def test_cases_are_gathered_by_topic_the_last_opened_first():
    first, last = a_view(opened_at=at(9, 1)), a_view(opened_at=at(9, 5))
    other = a_view(topic="결제 오류")

    topics = of(cases=[first, other, last]).topics

    assert [(t.topic, t.url, t.count) for t in topics] == [
        ("refund", "cases/topic/refund/", 2),
        ("결제 오류", "cases/topic/결제-오류/", 1),
    ]
    assert topics[0].cases == (last, first)


def test_a_change_is_a_post_modified_or_corrected_the_last_change_first():
    correction = an_article(kind=PostKind.CORRECTION, slug="c", published_at=at(10, 8))
    corrected = an_article(slug="a", corrections=(correction,), published_at=at(10, 1))
    modified = an_article(slug="b", published_at=at(10, 2), modified_at=at(10, 9))

    changes = of(correction, corrected, modified).changes

    assert [(c.article, c.by, c.at) for c in changes] == [
        (modified, None, at(10, 9)),
        (corrected, correction, at(10, 8)),
    ]


def test_a_change_that_has_not_happened_yet_is_left_out():
    assert of(an_article(modified_at=at(12, 1))).changes == ()
