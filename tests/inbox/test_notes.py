from datetime import timedelta

import pytest

from plugins.core.errors import DecisionError, StoreError
from plugins.inbox.notes import LONGEST, Note, add_note, notes_of
from tests.inbox.builders import NOW, a_mention, an_inbox


@pytest.fixture
def store(tmp_path):
    with an_inbox(tmp_path) as opened:
        opened.add_mention(a_mention())
        yield opened


def test_notes_come_back_oldest_first_with_who_and_when(store):
    for n, who in enumerate(("윤하람", "차은결")):
        add_note(store, a_mention().id[:5], f" 메모 {n} ", who=who, now=NOW + timedelta(hours=n))

    assert notes_of(store, [a_mention().id])[a_mention().id] == (
        Note(text="메모 0", who="윤하람", at=NOW),
        Note(text="메모 1", who="차은결", at=NOW + timedelta(hours=1)),
    )


def test_a_mention_without_notes_is_missing(store):
    assert notes_of(store, [a_mention().id]) == {}


@pytest.mark.parametrize(
    ("text", "who", "said"),
    [
        pytest.param("  ", "윤하람", "메모에 적을 말", id="empty"),
        pytest.param("가" * (LONGEST + 1), "윤하람", "2000자까지", id="too long"),
        pytest.param("메모", " ", "누가 적는지", id="nobody"),
    ],
)
def test_a_note_that_says_nothing_too_much_or_is_nobody_s_is_refused(store, text, who, said):
    with pytest.raises(DecisionError) as error:
        add_note(store, a_mention().id, text, who=who, now=NOW)

    assert said in error.value.korean


def test_a_note_on_an_unknown_mention_is_refused(store):
    with pytest.raises(StoreError):
        add_note(store, "m-nope", "메모", who="윤하람", now=NOW)
