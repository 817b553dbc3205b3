from datetime import date

import pytest

from plugins.core.errors import DecisionError
from plugins.inbox.model import Attach, Dismiss, InboxState, Open
from plugins.inbox.triage import check, propose, triage
from tests.inbox.builders import NOW, a_mention, an_inbox


@pytest.fixture
def store(tmp_path):
    with an_inbox(tmp_path) as opened:
        opened.add_mention(a_mention())
        yield opened


def test_what_would_become_public_is_shown_and_nothing_is_written(store):
    disclosure = propose(store, a_mention().id, citation_key="c2", attached_on=date(2026, 11, 22))

    assert (disclosure.citation.key, disclosure.citation.attached_on) == ("c2", date(2026, 11, 22))
    assert store.item(a_mention().id).history == ()


def test_a_decision_is_recorded(store):
    item = triage(store, a_mention().id[:6], Open(case_id="MG-2026-007", citation_key="c1"), " 윤하람 ", NOW)

    assert (item.state, item.case_id, item.decided.who, item.decided.at) == (
        InboxState.LINKED,
        "MG-2026-007",
        "윤하람",
        NOW,
    )


def test_a_linked_mention_is_refused_before_a_file_is_written(store):
    triage(store, a_mention().id, Attach(case_id="MG-2026-001", citation_key="c2"), "윤하람", NOW)

    with pytest.raises(DecisionError) as error:
        check(store, a_mention().id, Dismiss(reason="x"), "윤하람", NOW)

    assert "이미 MG-2026-001에" in error.value.korean
