"""What a new case is about where nobody says so: what the inbox heard."""

from types import SimpleNamespace

import pytest

from plugins.desk.triage_commands import TOPICS, topic_of
from plugins.inbox.kinds import Kind
from tests.theme.templates import an_environment


@pytest.mark.parametrize(
    ("kinds", "topic"),
    [
        pytest.param(("refund", "question"), "refund", id="a kind with a topic"),
        pytest.param(("question", "delivery", "refund"), "delivery", id="the first that has one"),
        pytest.param(("praise", "account"), "", id="none"),
    ],
)
def test_a_case_takes_the_topic_of_what_was_heard(kinds, topic):
    assert topic_of(SimpleNamespace(reasons=SimpleNamespace(kinds=kinds))) == topic


def test_a_mention_that_nobody_scored_proposes_nothing():
    assert topic_of(SimpleNamespace(reasons=None)) == ""


def test_every_topic_that_is_proposed_has_a_name_for_readers():
    names = an_environment().get_template("_labels.html").module.TOPIC

    assert set(TOPICS) <= set(Kind)
    assert set(TOPICS.values()) <= set(names)
