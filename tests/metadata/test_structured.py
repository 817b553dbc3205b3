import json
from pathlib import Path

import pytest

from plugins.core.site import Site
from plugins.metadata.structured import PostFacts, breadcrumbs, linked_data, posting, web_page, web_site
from tests.metadata.vocabulary import faults
from tests.nouns import at

SITE = Site(
    name="모과나루 답변",
    brand="모과나루",
    url="https://a.example",
    description="답합니다",
    case_prefix="MG",
    contact_email="a@a.example",
)


def a_post(**facts):
    plain = {
        "url": "https://a.example/responses/x/",
        "headline": "제목",
        "description": "요약",
        "language": "ko",
        "published": at(10, 6),
        "modified": at(10, 14),
        "picture": "https://a.example/pictures/x.png",
        "author": "윤하람",
        "author_url": "https://a.example/people/yun-haram/",
        "works_for": "한빛대행",
        "case": ("사건", "https://a.example/cases/MG-2026-001/"),
        "complaint": ("불만", "https://blog.example/1", "글쓴이", "2026-10-04"),
        "corrections": [("41명입니다", at(10, 14), "https://a.example/corrections/y/")],
    }
    return PostFacts(**{**plain, **facts})


def test_a_post_says_who_answered_what_and_what_was_corrected():
    said = posting(SITE, a_post())

    assert faults(said) == []
    assert said["author"]["worksFor"]["name"] == "한빛대행"
    assert said["citation"]["url"] == "https://blog.example/1"
    assert said["correction"][0]["@type"] == "CorrectionComment"
    assert (said["datePublished"], said["dateModified"]) == ("2026-10-06T12:00:00+09:00", "2026-10-14T12:00:00+09:00")


def test_what_is_not_known_is_not_said():
    said = posting(SITE, a_post(complaint=("", "", "", ""), corrections=[], works_for="", case=("", "")))

    assert {"citation", "correction", "about"}.isdisjoint(said)
    assert "worksFor" not in said["author"]


@pytest.mark.parametrize(
    "thing",
    [
        pytest.param(web_site(SITE, "ko"), id="the site"),
        pytest.param(web_page(SITE, "CollectionPage", "https://a.example/cases/", "사건", "ko"), id="a list"),
        pytest.param(breadcrumbs([("처음", "https://a.example/"), ("사건", "https://a.example/cases/")]), id="a way"),
    ],
)
def test_every_word_is_one_of_schema_org(thing):
    assert faults(thing) == []


def test_no_word_can_leave_the_script_element():
    said = linked_data(posting(SITE, a_post(headline="</script><!-- <b>&\u2028")))

    assert not set("<>&\u2028") & set(str(said))
    assert json.loads(str(said))["headline"] == "</script><!-- <b>&\u2028"


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"@type": "BlogPost"}, "no type: BlogPost"),
        ({"@type": "BlogPosting", "titel": "x"}, "no property: titel"),
        ({"@type": "Person", "headline": "x"}, "headline is not for Person"),
        ({"@type": "BlogPosting", "author": {"@type": "Place", "name": "x"}}, "author cannot be Place"),
    ],
)
def test_a_word_that_is_none_is_noticed(wrong, fault):
    assert faults(wrong) == [fault]


def test_the_vocabulary_names_its_licence():
    text = (Path(__file__).parents[1] / "data/standards/README.md").read_text(encoding="utf-8")

    assert "CC BY-SA 3.0" in text
