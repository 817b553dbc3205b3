from datetime import date, timedelta

import pytest

from plugins.core.errors import DecisionError
from plugins.inbox.model import Attach, Decided, Dismiss, InboxState, Open, Undo, Watch, standing
from plugins.inbox.triage import check, triage, undoable
from tests.inbox.builders import NOW, a_mention, an_inbox, waiting

WATCH = Watch(until=date(2026, 11, 30))
DISMISS = Dismiss(reason="광고")


@pytest.fixture
def store(tmp_path):
    with an_inbox(tmp_path) as opened:
        opened.add_mention(a_mention())
        yield opened


def decide(store, *decisions, at=NOW):
    for decision in decisions:
        item = triage(store, a_mention().id, decision, "윤하람", at)
    return item


def test_an_undone_decision_stays_on_record_with_who_undid_it_and_when():
    history = [Decided(decision=d, who="윤하람", at=NOW) for d in (WATCH, DISMISS, Undo(reason="실수"))]

    assert standing(history) == history[0]


@pytest.mark.parametrize(
    ("decisions", "holds"),
    [
        pytest.param([], None, id="nothing"),
        pytest.param([WATCH, Undo()], None, id="the only one"),
        pytest.param([WATCH, DISMISS, Undo()], WATCH, id="the last of two"),
        pytest.param([WATCH, DISMISS, Undo(), Undo()], None, id="both"),
        pytest.param([WATCH, Undo(), DISMISS], DISMISS, id="decided anew"),
    ],
)
def test_what_holds_is_the_last_decision_not_undone(decisions, holds):
    found = standing(Decided(decision=d, who="윤하람", at=NOW) for d in decisions)

    assert (found.decision if found else None) == holds


def test_an_undone_mention_waits_again_and_its_history_is_whole(store):
    item = decide(store, DISMISS, Undo(reason="실수"))

    assert (item.state, item.decided, [i.mention.id for i in waiting(store)]) == (
        InboxState.WAITING,
        None,
        [a_mention().id],
    )
    assert [d.decision for d in item.history] == [DISMISS, Undo(reason="실수")]
    assert [(d.who, d.at) for d in item.history] == [("윤하람", NOW)] * 2


def test_an_undo_brings_back_the_decision_before(store):
    item = decide(store, WATCH, DISMISS, Undo())

    assert (item.state, waiting(store)) == (InboxState.WATCHED, ())


def test_a_link_can_be_undone_and_then_decided_anew(store):
    item = decide(store, Attach(case_id="MG-2026-001", citation_key="c2"), Undo(), DISMISS)

    assert (item.state, item.case_id) == (InboxState.DISMISSED, "")


def test_a_linked_mention_is_refused_with_the_way_to_undo_it(store):
    decide(store, Open(case_id="MG-2026-007", citation_key="c1"))

    with pytest.raises(DecisionError) as error:
        check(store, a_mention().id, DISMISS, "윤하람", NOW)

    assert f"invoke undo {a_mention().id}" in error.value.korean


@pytest.mark.parametrize(("who", "said"), [("윤하람", "되돌릴 결정이 없습니다"), (" ", "누가 정했는지")])
def test_nothing_to_undo_and_nobody_to_undo_it_are_refused(store, who, said):
    with pytest.raises(DecisionError) as error:
        undoable(store, a_mention().id, who, NOW)

    assert said in error.value.korean


def test_what_a_decision_wrote_is_remembered(store):
    item = decide(store, Open(case_id="MG-2026-007", citation_key="c1", written="ab" * 32))

    assert item.decided.decision.written == "ab" * 32


def test_a_watched_mention_comes_back_on_its_day_on_top_of_worse_ones(store):
    store.add_mention(a_mention(url="https://a.example/worse", score=0.99))
    decide(store, WATCH)

    before = waiting(store, today=date(2026, 11, 29))
    on_the_day = waiting(store, today=date(2026, 11, 30))

    assert [item.mention.score for item in before] == [0.99]
    assert [(item.mention.score, item.came_back) for item in on_the_day] == [(0.5, True), (0.99, False)]


def test_a_watched_mention_that_came_back_can_be_watched_again(store):
    decide(store, WATCH)

    item = decide(store, Watch(until=date(2026, 12, 31)), at=NOW + timedelta(days=9))

    assert (item.state, item.came_back) == (InboxState.WATCHED, False)
