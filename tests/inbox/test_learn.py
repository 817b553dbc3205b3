import pytest
from sqlalchemy import select

from plugins.inbox.forget import blank, erase
from plugins.inbox.learn import learn_now, learn_report, sampled
from plugins.inbox.lessons import counts_in
from plugins.inbox.model import Attach, Decided, Dismiss, Undo
from plugins.inbox.tables import MENTIONS
from tests.inbox.builders import EVERYTHING, NOW, a_mention, an_inbox


@pytest.fixture
def store(tmp_path):
    with an_inbox(tmp_path, ".desk/inbox.sqlite3") as opened:
        yield opened


def told(number, **changes):
    return a_mention(url=f"https://blog.example/{number}", **changes)


def decided(decision):
    return Decided(decision=decision, who="윤하람", at=NOW)


def tallies(store):
    with store.snapshot() as connection:
        return counts_in(connection).tallies


def test_a_decision_teaches_and_undoing_it_takes_exactly_that_back(store):
    for number in (1, 2):
        store.add_mention(told(number))
    store.decide(told(1).id, decided(Dismiss(reason="광고")))
    before = tallies(store)

    store.decide(told(2).id, decided(Attach(case_id="MG-2026-001")))
    store.decide(told(2).id, decided(Undo()))

    seen = {sign: tally for sign, tally in tallies(store).items() if tally.seen}
    assert seen == before


def test_erasing_a_mention_takes_back_what_it_taught_and_its_words(store):
    store.add_mention(told(1))
    store.add_mention(told(2, title="", text="견과에서 껍질이 씹혀요"))
    store.decide(told(1).id, decided(Dismiss(reason="광고")))
    before = tallies(store)
    store.decide(told(2).id, decided(Attach(case_id="MG-2026-001")))

    erase(store, [store.item(told(2).id)], now=NOW)

    assert tallies(store) == before


def test_blanking_keeps_what_was_learned_and_no_word_of_the_mention(store):
    store.add_mention(told(1))
    store.decide(told(1).id, decided(Dismiss(reason="광고")))
    before = tallies(store)

    blank(store, [told(1).id], now=NOW)
    store.decide(told(1).id, decided(Undo()))

    assert tallies(store) == before
    with store.snapshot() as connection:
        row = connection.execute(select(MENTIONS.c.lesson, MENTIONS.c.reasons, MENTIONS.c.evidence)).one()
    assert tuple(row) == (None, None, [])


def test_another_decision_on_the_same_mention_replaces_what_it_taught(store):
    store.add_mention(told(1))
    store.decide(told(1).id, decided(Dismiss(reason="광고")))

    store.decide(told(1).id, decided(Attach(case_id="MG-2026-001")))

    report = learn_report(store)
    assert (report.complaints, report.others) == (1, 0)


def test_scoring_again_keeps_the_places_of_the_words(store):
    store.add_mention(told(1, title="", text="다섯 번 전화했는데 환불도 안 해 줘요. 최악입니다.", score=0.0))

    changed = learn_now(store)

    (item,) = store.items(EVERYTHING)
    reasons = item.mention.reasons
    assert changed == 1
    assert reasons is not None
    assert all(item.mention.text[start:end].strip() for _, start, end in (reason.place for reason in reasons.evidence))


def test_a_sample_is_the_same_until_its_items_are_decided(store):
    for number in range(30):
        store.add_mention(told(number, score=number / 30))
    items = store.items(EVERYTHING)

    drawn = sampled(items, count=10)

    assert drawn == sampled(items[::-1], count=10)
    assert {item.mention.score > 0.5 for item in drawn} == {True, False}
