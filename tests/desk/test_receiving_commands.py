"""What staff type to receive linkbacks, read without a process."""

import pytest

from plugins.desk.arguments import UsageError
from plugins.desk.received_showing import agree, named, short, state_named
from plugins.desk.receiver_commands import remembered
from tests.linkbacks.receiving import a_pending, some_facts


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("pending", "pending"),
        ("기다림", "pending"),
        ("확인전", "queued"),
        ("확인 전", "queued"),
        ("모두", "all"),
        ("ALL", "all"),
    ],
)
def test_a_state_is_named_in_either_language(typed, state):
    assert state_named(typed) == state


@pytest.mark.parametrize(("typed", "said"), [("기달림", "기다림을 뜻하셨나요?"), ("x", "있는 것: pending 기다림")])
def test_an_unknown_state_is_told_with_those_there_are(typed, said):
    with pytest.raises(UsageError) as error:
        state_named(typed)

    assert said in error.value.korean


def test_several_ids_are_typed_with_commas_or_blanks():
    assert named("r-1, r-2 r-3,") == ["r-1", "r-2", "r-3"]


def test_a_cell_is_short():
    assert (short("가" * 40), short("가" * 41)) == ("가" * 40, f"{'가' * 40}…")


def test_a_thing_is_made_again_only_when_it_is_old():
    made = []
    often = remembered(lambda: made.append(1), seconds=0.0)
    once = remembered(lambda: made.append(2), seconds=1000.0)
    for _ in range(3):
        once()
    before = list(made)
    often()

    assert (before, made) == ([2], [2, 1])


def test_what_would_become_public_is_dated_in_korea(capsys):
    agree(a_pending(facts=some_facts(published_on="2026-11-19T23:12:00Z")), yes=True)

    assert "쓴 날: 2026년 11월 20일 오전 8시 12분\n" in capsys.readouterr().out
