from types import SimpleNamespace

import pytest

from plugins.cases.translations import translate
from plugins.core.model import PostKind, Stage
from plugins.core.timeline import timeline
from tests.nouns import FOREVER, a_case, a_post, at


def an_article(**facts):
    return SimpleNamespace(post=a_post(kind=PostKind.RESPONSE, **facts), corrections=())


def a_pair(**facts):
    original = an_article(slug="a", published_at=at(10, 1))
    translation = an_article(slug="a-en", published_at=at(10, 3), translation_of="a", lang="en")
    original.post = a_post(**{"kind": PostKind.RESPONSE, "slug": "a", "published_at": at(10, 1)} | facts)
    return original, translation


def test_each_leads_to_the_other():
    original, translation = a_pair()

    translate({"a": original, "a-en": translation})

    assert (original.translations, original.original) == ((translation,), None)
    assert (translation.translations, translation.original) == ((), original)


@pytest.mark.parametrize(
    ("facts", "stale"),
    [
        pytest.param({}, False, id="never changed"),
        pytest.param({"modified_at": at(10, 2)}, False, id="changed before"),
        pytest.param({"modified_at": at(10, 4)}, True, id="changed after"),
    ],
)
def test_a_translation_is_stale_when_its_original_changed_after_it(facts, stale):
    original, translation = a_pair(**facts)

    translate({"a": original, "a-en": translation})

    assert (translation.is_stale, original.is_stale) == (stale, False)


def test_a_correction_after_the_translation_makes_it_stale():
    original, translation = a_pair()
    original.corrections = (an_article(slug="c", published_at=at(10, 5)),)

    translate({"a": original, "a-en": translation})

    assert translation.is_stale


def test_a_translation_that_was_brought_up_to_date_is_not_stale():
    original, translation = a_pair(modified_at=at(10, 4))
    translation.post = a_post(slug="a-en", published_at=at(10, 3), modified_at=at(10, 5), translation_of="a", lang="en")

    translate({"a": original, "a-en": translation})

    assert not translation.is_stale


def test_a_translation_whose_original_has_not_happened_stands_alone():
    _, translation = a_pair()

    translate({"a-en": translation})

    assert (translation.original, translation.is_stale) == (None, False)


def test_a_translation_is_no_step_of_its_case():
    post = a_post(slug="a", published_at=at(10, 5), stage=Stage.ANSWERED)
    translated = a_post(slug="a-en", published_at=at(11, 5), stage=Stage.RESOLVED, translation_of="a", lang="en")

    line = timeline(a_case(), [post, translated], FOREVER)

    assert (line.stage, [p.slug for p in line.posts]) == (Stage.ANSWERED, ["a"])
