"""Which pairs are to be told, how far a run may go with each, and what the ledger remembers."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from plugins.linkbacks.byhand import approved, by_hand, comment_for
from plugins.linkbacks.clocks import NextTry, RetryClocks
from plugins.linkbacks.history import Event, EventKind, pair_id, standing_of
from plugins.linkbacks.ledger import Ledger, LedgerError
from plugins.linkbacks.model import Delivery, Endpoint, Linkback, Outcome, Protocol
from plugins.linkbacks.outbox import Announcement, errands
from plugins.linkbacks.retries import next_try, settled
from plugins.linkbacks.shown import told_of
from plugins.linkbacks.sources import Built
from plugins.linkbacks.telling import Consent
from tests.nouns import a_citation

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PAGE = "https://answers.example/responses/mg-1/"
TARGET = "https://blog.example/1"
PAIR = Linkback(page_url=PAGE, target_url=TARGET)


def an_announcement(**facts):
    plain = Announcement(
        slug="mg-1",
        title="늦은 까닭",
        author="윤하람",
        page_url=PAGE,
        targets=(TARGET,),
        is_withdrawn=False,
        built=Built(digest="now"),
    )
    return replace(plain, **facts)


def an_event(outcome=Outcome.DELIVERED, protocol=Protocol.WEBMENTION, *, linkback=PAIR, digest="now", at=NOW, **facts):
    endpoint = Endpoint(protocol=protocol, url="https://blog.example/end") if protocol else None
    delivery = Delivery(outcome=outcome, endpoint=endpoint, **facts)
    return Event(at=at, kind=EventKind.OUTCOME, linkback=linkback, delivery=delivery, digest=digest)


def found(*events, **facts):
    return [(e.linkback.target_url, e.consent) for e in errands([an_announcement(**facts)], {"mg-1": events})]


def test_the_first_word_to_a_host_is_a_persons():
    assert found() == [(TARGET, Consent.ASK)]


def test_a_host_that_was_told_before_is_no_stranger_to_webmentions():
    other = Linkback(page_url=PAGE, target_url="https://blog.example/other")

    assert (TARGET, Consent.WEBMENTION) in found(
        an_event(linkback=other, protocol=Protocol.PINGBACK), targets=(TARGET,)
    )


def test_what_a_person_approved_goes_out_by_any_protocol():
    assert found(approved(PAIR, who="윤하람", at=NOW)) == [(TARGET, Consent.ALL)]


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(an_event(), id="told of this answer"),
        pytest.param(an_event(protocol=Protocol.PINGBACK, digest="old"), id="told by what has no updates"),
        pytest.param(an_event(Outcome.UNKNOWN, Protocol.TRACKBACK), id="unknown"),
        pytest.param(an_event(Outcome.REFUSED), id="refused"),
        pytest.param(an_event(Outcome.NONE, None), id="no way to tell"),
        pytest.param(by_hand(PAIR, who="윤하람", at=NOW), id="told by hand"),
        pytest.param(replace(an_event(), kind=EventKind.INTENT), id="an intent without an outcome"),
    ],
)
def test_a_pair_at_rest_is_left_alone(event):
    assert found(event) == []


@pytest.mark.parametrize(
    "event", [pytest.param(an_event(digest="old"), id="changed"), pytest.param(an_event(Outcome.LATER), id="put off")]
)
def test_a_pair_with_news_is_not_at_rest(event):
    assert [target for target, _ in found(event)] == [TARGET]


def test_who_is_not_linked_any_more_is_told_so():
    assert [target for target, _ in found(an_event(), targets=())] == [TARGET]


def test_a_withdrawn_post_is_told_only_to_those_who_knew_of_it():
    new = "https://new.example/"

    assert [target for target, _ in found(an_event(), targets=(TARGET, new), is_withdrawn=True)] == [TARGET]


def test_two_spellings_of_one_address_are_one_complaint_and_two_places_in_a_page_are_two():
    spelt = Linkback(page_url=PAGE, target_url="http://www.blog.example/1/?utm_source=x")
    place = Linkback(page_url=PAGE, target_url=f"{TARGET}#comment-3")

    assert pair_id(spelt) == pair_id(PAIR) != pair_id(place)


def test_a_comment_by_hand_is_short_and_says_who_and_where():
    comment = comment_for(an_announcement(), brand="모과나루")

    assert comment.startswith("모과나루 윤하람입니다.")
    assert f"\n{PAGE}\n" in comment
    assert len(comment) < 200


def test_waits_grow_and_the_other_sides_wish_wins():
    later = Delivery(outcome=Outcome.LATER)

    hours = [(next_try(n, later, now=NOW) - NOW) / timedelta(hours=1) for n in range(1, 7)]

    assert hours == [0.25, 1, 6, 24, 72, 72]
    assert next_try(5, replace(later, retry_after_seconds=60), now=NOW) == NOW + timedelta(minutes=1)
    assert next_try(1, replace(later, retry_after_seconds=9e9), now=NOW) == NOW + timedelta(days=14)


def test_after_five_tries_it_is_refused():
    failures = [an_event(Outcome.LATER)] * 5
    later = Delivery(outcome=Outcome.LATER)

    assert settled(later, standing_of(failures[:4], PAIR)) is Outcome.LATER
    assert settled(later, standing_of(failures, PAIR)) is Outcome.REFUSED


def test_a_ledger_gives_back_what_was_put_in(tmp_path):
    ledger = Ledger(tmp_path, site_url="https://answers.example")
    events = (
        approved(PAIR, who="윤하람", at=NOW),
        an_event(Outcome.LATER, Protocol.TRACKBACK, status=503, why="status 503"),
        an_event(Outcome.REFUSED, Protocol.PINGBACK, status=200, fault="33"),
        an_event(Outcome.NONE, None),
        by_hand(PAIR, who="서이든", at=NOW),
    )
    for event in events:
        ledger.add(event)

    assert ledger.events_of(PAGE) == events
    assert ledger.everything() == {"mg-1": events}


def test_pages_of_strangers_have_files_of_their_own(tmp_path):
    ledger = Ledger(tmp_path, site_url="https://answers.example")
    names = [
        ledger.path_of(url).name for url in ("https://a.example/x/", "https://b.example/x/", "https://a.example/글/")
    ]

    assert len(set(names)) == 3
    assert all(name.isascii() for name in names)


def test_a_line_that_a_crash_cut_short_is_passed_over_and_ended(tmp_path):
    ledger = Ledger(tmp_path, site_url="https://answers.example")
    ledger.add(an_event())
    with (tmp_path / "mg-1.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"at": "2026-11-22T00:0')

    ledger.add(an_event(Outcome.LATER))

    assert [event.delivery.outcome for event in ledger.events_of(PAGE)] == ["delivered", "later"]


@pytest.mark.parametrize("line", ["<<<<<<< HEAD", "{}", '{"at": "2026-11-22T00:00:00", "event": "outcome"}', "null"])
def test_a_line_that_nobody_understands_stops_everything(tmp_path, line):
    (tmp_path / "mg-1.jsonl").write_text(f"{line}\n", encoding="utf-8")

    with pytest.raises(LedgerError):
        Ledger(tmp_path, site_url="https://answers.example").events_of(PAGE)


def test_clocks_that_are_lost_or_damaged_are_no_clocks(tmp_path):
    clocks = RetryClocks(tmp_path / "retries.json")
    when = NextTry(at=NOW, was_asked=True)
    clocks.put("a", when)
    clocks.put("b", when)
    clocks.put("b", None)

    assert clocks.all() == {"a": when}
    (tmp_path / "retries.json").write_text("{", encoding="utf-8")
    assert clocks.all() == {}


@pytest.mark.parametrize(
    ("event", "way"),
    [
        (an_event(), "webmention"),
        (an_event(protocol=Protocol.PINGBACK), "pingback"),
        (an_event(protocol=Protocol.TRACKBACK), "trackback"),
        (by_hand(PAIR, who="윤하람", at=NOW), "comment"),
        (an_event(Outcome.NONE, None), "no-way"),
        (an_event(Outcome.LATER), None),
        (an_event(at=NOW + timedelta(hours=1)), None),
    ],
)
def test_a_page_says_how_a_complaint_was_told_of_it(event, way):
    told = told_of([a_citation(url=TARGET), a_citation(key="c2", url=None)], PAGE, [event], NOW)

    assert [one.way for one in told] == ([way] if way else [])


def test_a_ledger_line_holds_no_words_of_the_target(tmp_path):
    ledger = Ledger(tmp_path, site_url="https://answers.example")
    ledger.add(an_event(status=202, why="status 202"))

    (line,) = (tmp_path / "mg-1.jsonl").read_text(encoding="utf-8").splitlines()
    assert set(json.loads(line)) == {
        "at", "event", "source", "target", "protocol", "endpoint", "outcome", "status", "why", "digest"
    }  # fmt: skip


def test_the_events_of_many_pages_are_those_of_each(tmp_path):
    ledger = Ledger(tmp_path, site_url="https://answers.example")
    ledger.add(an_event())

    assert ledger.events_of_each([PAGE, "https://answers.example/responses/none/"]) == {PAGE: ledger.events_of(PAGE)}
    assert Ledger(tmp_path / "none").events_of_each([PAGE]) == {}
