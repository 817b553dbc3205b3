import re
from enum import StrEnum

import pytest
from jinja2 import UndefinedError

from plugins.cases import views
from plugins.core import model, promises
from tests.theme.templates import an_environment

# Every closed set a template may have to name; a new one is found here by itself.
CLOSED_SETS = sorted(
    {
        thing
        for module in (model, promises, views)
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, StrEnum) and thing is not StrEnum
    },
    key=lambda closed: closed.__name__,
)


def the_words(name):
    return getattr(an_environment().get_template("_labels.html").module, name)


def constant(name):
    """ClockState -> CLOCK_STATE."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper()


@pytest.mark.parametrize("closed", CLOSED_SETS, ids=lambda closed: closed.__name__)
def test_every_value_of_a_closed_set_has_a_korean_word(closed):
    words = the_words(constant(closed.__name__))

    assert set(words) == {value.value for value in closed}
    assert all(re.search("[가-힣]", word) for word in words.values())


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("STAGE_MEANING", set(model.Stage)),
        ("POST_KIND_MEANING", set(model.PostKind)),
        ("SEVERITY", {1, 2, 3, 4}),
        ("REMOVED_BY", {"author", "platform", "us", ""}),
    ],
)
def test_what_is_told_at_more_length_is_told_of_every_value(name, values):
    assert set(the_words(name)) == values


def test_a_value_without_a_word_stops_the_build():
    template = an_environment().from_string('{% import "_labels.html" as label %}{{ label.stage("forgotten") }}')

    with pytest.raises(UndefinedError):
        template.render()


def test_two_stages_never_share_a_word():
    words = the_words("STAGE").values()

    assert len(set(words)) == len(model.Stage)
