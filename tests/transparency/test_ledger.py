from datetime import date

from plugins.core.model import PromiseChange
from plugins.core.promises import PromiseState
from plugins.transparency.facts import facts_of
from plugins.transparency.ledger import changes_of, entries_of, ledger_of
from tests.nouns import NOW, a_case, a_post, a_promise, an_update, at

KEPT, MOVED, WITHDRAWN = PromiseChange.KEPT, PromiseChange.MOVED, PromiseChange.WITHDRAWN


def the_entries(*promises, posts=()):
    made = a_post(slug="mg-2026-009-response", published_at=at(10, 3), in_reply_to="c1")
    case = a_case(promises=promises)
    return entries_of(facts_of([case], [made, *posts], NOW))


def said(day, *updates):
    return a_post(slug=f"p{day}", published_at=at(10, day), promise_updates=updates)


def test_the_longest_overdue_stands_first():
    entries = the_entries(a_promise(id="P1", due=date(2026, 11, 2)), a_promise(id="P2", due=date(2026, 10, 20)))

    assert [entry.promise.record.promise.id for entry in ledger_of(entries).overdue] == ["P2", "P1"]


def test_a_promise_stands_in_exactly_one_group():
    entries = the_entries(
        *(a_promise(id=f"P{n}") for n in range(1, 5)),
        a_promise(id="P5", due=date(2027, 1, 1)),
        posts=[
            said(12, an_update(KEPT, date(2026, 10, 12), promise="P1"), an_update(WITHDRAWN, date(2026, 10, 12), "P2")),
            said(13, an_update(MOVED, date(2026, 12, 12), promise="P3")),
        ],
    )

    ledger = ledger_of(entries)

    groups = (ledger.overdue, ledger.moved, ledger.open, ledger.settled)
    assert [[e.promise.record.promise.id for e in group] for group in groups] == [["P4"], ["P3"], ["P5"], ["P2", "P1"]]


def test_what_the_first_page_does_not_hold_stands_on_the_page_of_its_year():
    kept = [an_update(KEPT, date(2026, 10, 12), promise=f"P{n}") for n in range(3)]
    entries = the_entries(*(a_promise(id=f"P{n}") for n in range(3)), posts=[said(12, *kept)])

    ledger = ledger_of(entries, first_page=1)

    assert len(ledger.settled) == 1
    assert [(year, len(older)) for year, older in ledger.years] == [(2026, 2)]


def test_a_change_leads_from_the_complaint_over_the_promise_to_what_changed():
    kept = said(12, an_update(KEPT, date(2026, 10, 12)))

    (change,) = changes_of(the_entries(a_promise(made_in="mg-2026-009-response"), posts=[kept]), {})

    assert (change.citation.key, change.entry.made_in.slug, change.said_in.slug) == (
        "c1",
        "mg-2026-009-response",
        "p12",
    )


def test_the_newest_change_stands_first():
    posts = [
        said(12, an_update(KEPT, date(2026, 10, 12), promise="P1")),
        said(20, an_update(KEPT, date(2026, 10, 20), promise="P2")),
    ]

    changes = changes_of(the_entries(a_promise(id="P1"), a_promise(id="P2"), posts=posts), {})

    assert [change.name for change in changes] == ["MG-2026-009/P2", "MG-2026-009/P1"]


def test_a_promise_that_is_moved_or_withdrawn_changed_nothing():
    posts = [
        said(12, an_update(MOVED, date(2026, 12, 12), promise="P1"), an_update(WITHDRAWN, date(2026, 10, 12), "P2"))
    ]

    assert changes_of(the_entries(a_promise(id="P1"), a_promise(id="P2"), posts=posts), {}) == ()


def test_a_promise_of_a_later_post_is_not_in_the_ledger():
    assert the_entries(a_promise(made_in="mg-2026-009-later")) == ()


def test_of_a_recurring_promise_the_ledger_says_how_many_days_were_kept():
    (entry,) = the_entries(a_promise(due=date(2026, 11, 6), recurring="weekly:FRI"))

    assert (entry.days, entry.days_kept, [o.state for o in entry.missed]) == (3, 0, [PromiseState.OVERDUE] * 3)
