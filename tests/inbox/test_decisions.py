from datetime import timedelta

import pytest

from plugins.core.errors import DecisionError
from plugins.inbox.decisions import check_decision, state_after
from plugins.inbox.model import Attach, Decided, Dismiss, InboxState, Open, Watch
from tests.inbox.builders import NOW, TODAY

TOMORROW = TODAY + timedelta(days=1)
OPEN = Open(case_id="MG-2026-007", citation_key="c1")
ATTACH = Attach(case_id="MG-2026-001", citation_key="c2")
WATCH = Watch(until=TOMORROW)
DISMISS = Dismiss(reason="칭찬")


def decided(decision):
    return Decided(decision=decision, who="윤하람", at=NOW) if decision else None


@pytest.mark.parametrize("new", [OPEN, ATTACH, WATCH, DISMISS], ids=lambda d: type(d).__name__)
@pytest.mark.parametrize("current", [None, WATCH, DISMISS, OPEN, ATTACH], ids=lambda d: type(d).__name__)
def test_a_linked_mention_stays_linked_and_all_else_can_be_decided_anew(current, new):
    may = not isinstance(current, Open | Attach) and not (current == new == DISMISS)

    try:
        check_decision("m-1", decided(current), new, who="윤하람", today=TODAY)
        refused = False
    except DecisionError:
        refused = True

    assert refused is not may


@pytest.mark.parametrize(
    ("decision", "who", "advice"),
    [
        (OPEN, " ", "누가 정했는지"),
        (Open(case_id="", citation_key="c1"), "윤하람", "사건 번호"),
        (Attach(case_id=""), "윤하람", "사건 번호"),
        (Watch(until=TODAY), "윤하람", "오늘보다 뒤"),
        (Dismiss(reason=" "), "윤하람", "까닭"),
    ],
)
def test_an_incomplete_decision_is_refused(decision, who, advice):
    with pytest.raises(DecisionError) as error:
        check_decision("m-3fa29c01", None, decision, who=who, today=TODAY)

    assert error.value.korean.startswith("m-3fa29c01: ")
    assert advice in error.value.korean


@pytest.mark.parametrize(
    ("decision", "today", "state"),
    [
        (None, TODAY, InboxState.WAITING),
        (OPEN, TODAY, InboxState.LINKED),
        (ATTACH, TODAY, InboxState.LINKED),
        (DISMISS, TODAY, InboxState.DISMISSED),
        (WATCH, TODAY, InboxState.WATCHED),
        (WATCH, TOMORROW, InboxState.WAITING),
    ],
)
def test_the_last_decision_says_where_a_mention_stands(decision, today, state):
    assert state_after(decided(decision), today=today) is state
