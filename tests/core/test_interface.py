from datetime import date
from types import SimpleNamespace

import pytest

from plugins.core import interface
from tests.theme.templates import an_environment

ENGLISH, KOREAN, FRENCH = (SimpleNamespace(lang=lang) for lang in ("en", "ko", "fr"))


def said(text, **context):
    return an_environment().from_string(text).render(**context)


@pytest.mark.parametrize(
    ("context", "language"),
    [
        pytest.param({}, "ko", id="a list"),
        pytest.param({"article": ENGLISH}, "en", id="an English post"),
        pytest.param({"page": ENGLISH}, "en", id="an English page"),
        pytest.param({"article": KOREAN, "page": ENGLISH}, "ko", id="the post first"),
        pytest.param({"article": FRENCH}, "ko", id="no catalogue"),
        pytest.param({"DEFAULT_LANG": "en"}, "en", id="an English site"),
        pytest.param({"DEFAULT_LANG": "en", "article": KOREAN}, "ko", id="a Korean post of an English site"),
    ],
)
def test_a_page_speaks_the_language_of_its_post_else_of_the_site(context, language):
    assert said("{{ language_of() }}", **context) == language


def test_words_days_and_spans_follow_the_page():
    text = "{{ _('약속') }}, {{ due|day }}"

    assert said(text, due=date(2026, 9, 1)) == "약속, 2026년 9월 1일"
    assert said(text, due=date(2026, 9, 1), article=ENGLISH) == "Promises, September 1, 2026"


def test_macros_follow_the_page_they_are_used_on():
    text = '{% import "_labels.html" as label with context %}{{ label.stage("acting") }}'

    assert said(text) == '<b class="mark half">고치는 중</b>'
    assert said(text, article=ENGLISH) == '<b class="mark half">Acting</b>'


def test_what_people_wrote_is_escaped_inside_a_translated_sentence():
    html = said("{% trans who=name %}{{ who }} 님이{% endtrans %}", name="<b>")

    assert html == "&lt;b&gt; 님이"


def test_what_stays_korean_on_an_english_page_says_so():
    text = '{% import "_labels.html" as label with context %}<p{{ label.own() }}>'

    assert (said(text), said(text, article=ENGLISH)) == ("<p>", '<p lang="ko">')


def test_the_catalogues_lie_in_the_theme():
    assert (interface.LOCALE / "en/LC_MESSAGES/messages.po").is_file()
