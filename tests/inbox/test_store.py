import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest

from plugins.core.errors import StoreError
from plugins.inbox.model import Attach, Decided, Dismiss, InboxState, Match, MentionId, Open, Watch
from plugins.inbox.store import open_store
from tests.inbox.builders import EVERYTHING, NOW, PAGE, TODAY, a_mention, an_inbox, waiting


@pytest.fixture
def store(tmp_path):
    with an_inbox(tmp_path, ".desk/inbox.sqlite3") as opened:
        yield opened


def decided(decision, *, who="윤하람", at=NOW):
    return Decided(decision=decision, who=who, at=at)


def test_a_mention_comes_back_as_it_was_stored(store):
    mention = a_mention(
        matches=(Match(term="모과나루", where="title", start=0, end=4),),
        revised_at=NOW + timedelta(minutes=3),
        published_on=date(2026, 10, 8),
    )

    store.add_mention(mention)

    assert store.item(mention.id).mention == mention


def test_a_mention_is_stored_once(store):
    assert [store.add_mention(a_mention()), store.add_mention(a_mention(title="anders"))] == [True, False]
    assert [item.mention.title for item in store.items(EVERYTHING)] == [a_mention().title]


def test_what_is_stored_outlives_the_process(tmp_path):
    with open_store(".desk/inbox.sqlite3", root=tmp_path) as first:
        first.add_mention(a_mention())

    with open_store(".desk/inbox.sqlite3", root=tmp_path) as second:
        assert len(second.items(EVERYTHING)) == 1


def test_the_worst_stand_first_and_of_equals_the_oldest(store):
    for n, (score, days) in enumerate([(0.2, 9), (0.9, 1), (0.9, 5), (0.5, 0)]):
        store.add_mention(a_mention(url=f"https://a.example/{n}", score=score, published_on=NOW - timedelta(days=days)))

    assert [item.mention.url[-1] for item in waiting(store)] == ["2", "1", "3", "0"]


def test_an_id_is_found_by_its_beginning(store):
    mention = a_mention()
    store.add_mention(mention)

    found = {
        store.item(which).mention.id for which in (mention.id, mention.id[:5], mention.id[2:6], mention.id.upper())
    }

    assert found == {mention.id}


def test_an_ambiguous_beginning_is_refused_with_the_choices(store):
    for n in (1, 2):
        store.add_mention(a_mention(id=MentionId(f"m-abc{n}0000"), url=f"https://a.example/{n}"))

    with pytest.raises(StoreError) as error:
        store.item("abc")

    assert "m-abc10000, m-abc20000" in error.value.korean


def test_no_id_at_all_names_those_there_are(store):
    for n in range(6):
        store.add_mention(a_mention(id=MentionId(f"m-{n}bc00000"), url=f"https://a.example/{n}"))

    with pytest.raises(StoreError) as error:
        store.item("m-")

    assert error.value.korean.endswith("m-0bc00000, m-1bc00000, m-2bc00000, m-3bc00000, m-4bc00000 …")


def test_what_is_like_an_id_by_chance_is_not_suggested(store):
    store.add_mention(a_mention(id=MentionId("m-3fa29c01")))

    with pytest.raises(StoreError) as error:
        store.item("m-3f9902c7")

    assert "뜻하셨나요" not in error.value.korean


def test_an_unknown_id_is_refused_with_a_suggestion(store):
    store.add_mention(a_mention(id=MentionId("m-3fa29c01")))

    with pytest.raises(StoreError) as error:
        store.item("m-3fa29c10")

    assert "m-3fa29c01을 뜻하셨나요?" in error.value.korean


@pytest.mark.parametrize("which", ["", "m-", "%", "m-%", "_"])
def test_a_wildcard_is_no_id(store, which):
    store.add_mention(a_mention())

    with pytest.raises(StoreError):
        store.item(which)


@pytest.mark.parametrize(
    ("decision", "state", "case"),
    [
        (Open(case_id="MG-2026-007", citation_key="c1"), InboxState.LINKED, "MG-2026-007"),
        (Attach(case_id="MG-2026-001", citation_key="c2"), InboxState.LINKED, "MG-2026-001"),
        (Watch(until=TODAY + timedelta(days=3), reason="더 본다"), InboxState.WATCHED, ""),
        (Dismiss(reason="칭찬"), InboxState.DISMISSED, ""),
    ],
)
def test_a_decision_is_recorded_with_who_and_when(store, decision, state, case):
    mention = a_mention()
    store.add_mention(mention)

    store.decide(mention.id, decided(decision))

    item = store.item(mention.id, today=TODAY)
    assert (item.history, item.state, item.case_id) == ((decided(decision),), state, case)
    assert waiting(store) == ()
    assert [each.mention.id for each in store.items(replace(EVERYTHING, states=(state,)))] == [mention.id]


def test_a_watched_mention_comes_back_on_its_day(store):
    mention = a_mention()
    store.add_mention(mention)

    store.decide(mention.id, decided(Watch(until=TODAY + timedelta(days=1))))

    assert waiting(store) == ()
    assert [item.state for item in waiting(store, today=TODAY + timedelta(days=1))] == [InboxState.WAITING]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"text": "환불"}, 1),
        ({"text": "느린우체통"}, 1),
        ({"text": "10%"}, 0),
        ({"source": "alerts"}, 1),
        ({"case_id": "MG-2026-001"}, 0),
        ({"found_since": NOW + timedelta(hours=1)}, 1),
        ({"limit": 1}, 1),
        ({}, 2),
    ],
)
def test_the_inbox_is_filtered(store, changes, found):
    store.add_mention(a_mention())
    store.add_mention(
        a_mention(
            url="https://a.example/",
            title="환불",
            author="느린우체통",
            source="alerts",
            found_at=NOW + timedelta(hours=2),
        )
    )

    assert len(waiting(store, **changes)) == found


def test_copies_are_folded_under_their_first_telling(store):
    first, copy = a_mention(), a_mention(url="https://copy.example/", copy_of=a_mention().id)
    store.add_mention(first)
    store.add_mention(copy)

    assert [(item.mention.id, item.copies) for item in waiting(store)] == [(first.id, (copy.id,))]
    assert len(waiting(store, copies=True)) == 2


def test_what_git_cites_is_attached_by_git_once(store):
    store.add_mention(a_mention())
    cited = {"http://www.bori.blog.example/entry/88/?utm_source=x": "MG-2026-002"}

    first, second = store.attach_cited(cited, now=NOW), store.attach_cited(cited, now=NOW)

    item = store.item(a_mention().id)
    assert (first, second) == ((a_mention().id,), ())
    assert [(d.decision, d.who) for d in item.history] == [(Attach(case_id="MG-2026-002"), "git")]


def test_git_leaves_a_decision_for_the_same_case_alone(store):
    store.add_mention(a_mention())
    store.decide(a_mention().id, decided(Open(case_id="MG-2026-002", citation_key="c1")))

    assert store.attach_cited({PAGE: "MG-2026-002"}, now=NOW) == ()


def test_two_desks_write_one_after_the_other(tmp_path):
    with (
        open_store("inbox.sqlite3", root=tmp_path) as one,
        open_store("inbox.sqlite3", root=tmp_path) as two,
    ):
        for n in range(20):
            (one if n % 2 else two).add_mention(a_mention(url=f"https://a.example/{n}"))

        assert len(one.items(EVERYTHING)) == 20


def test_a_store_that_vanishes_under_us_is_one_sentence(tmp_path):
    with open_store("inbox.sqlite3", root=tmp_path) as store:
        with closing(sqlite3.connect(tmp_path / "inbox.sqlite3")) as other:
            other.execute("DROP TABLE decisions")

        with pytest.raises(StoreError) as error:
            store.decide(a_mention().id, decided(Dismiss(reason="x")))

    assert "저장소를 쓸 수 없습니다" in error.value.korean
