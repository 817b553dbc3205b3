from dataclasses import replace
from datetime import timedelta

import pytest

from plugins.linkbacks.moderation import (
    NEVER,
    PAUSES,
    Fate,
    Sites,
    accepted,
    after_link,
    after_no_link,
    heard_later,
    refusal_of,
    site_of,
)
from plugins.linkbacks.received import Hidden, RecordError, received_id
from plugins.linkbacks.verifying import Look, Seen, Verdict
from tests.linkbacks.receiving import (
    NOW,
    OURS,
    PAGE,
    SITE,
    SOURCE,
    TARGET,
    a_heard,
    a_pending,
    a_record,
    some_facts,
)

ID = received_id(SOURCE, PAGE)
NOBODY = Sites()


def step(*, facts=None, sites=NOBODY, refused=(), known=None, url=SOURCE):
    seen = Seen(page=PAGE, target=TARGET, facts=facts or some_facts())
    verdict = Verdict(look=Look.LINKS, seen=(seen,), url=url)
    return after_link(a_heard(), seen, verdict, sites=sites, refused=refused, known=known, now=NOW)


@pytest.mark.parametrize(
    ("address", "site"),
    [
        pytest.param("https://www.bori.blog.example/entry/1", "bori.blog.example", id="host"),
        pytest.param("bori.blog.example", "bori.blog.example", id="as staff write it"),
        pytest.param("https://m.blog.naver.com/bori/22391", "blog.naver.com/bori", id="a blog of Naver's"),
        pytest.param("https://blog.naver.com", "blog.naver.com", id="all of Naver's"),
        pytest.param("https://brunch.co.kr/@bori/3", "brunch.co.kr/@bori", id="brunch"),
        pytest.param("https://mastodon.example/@bori/113", "mastodon.example/@bori", id="a folder of one's own"),
        pytest.param("https://univ.example/~bori/a.html", "univ.example/~bori", id="a home folder"),
        pytest.param("https://한글.example/글", "xn--bj0bj06e.example", id="Hangul host"),
        pytest.param("mailto:a@b.example", "", id="mail"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_site_is_one_persons_place(address, site):
    assert site_of(address) == site


@pytest.mark.parametrize(
    ("blocked", "address", "is_blocked"),
    [
        ("blog.naver.com/spam", "https://blog.naver.com/spam/1", True),
        ("blog.naver.com/spam", "https://m.blog.naver.com/SPAM/1", True),
        ("blog.naver.com/spam", "https://blog.naver.com/bori/1", False),
        ("blog.naver.com", "https://blog.naver.com/bori/1", True),
        ("spam.example", "https://a.b.spam.example/x", True),
        ("spam.example", "https://notspam.example/", False),
    ],
)
def test_a_block_reaches_what_lies_below_and_nothing_beside(blocked, address, is_blocked):
    assert Sites(blocked=frozenset({blocked})).is_blocked(address) is is_blocked


@pytest.mark.parametrize(
    ("heard", "says"),
    [
        pytest.param(a_heard(), "", id="fine"),
        pytest.param(a_heard(target=""), "", id="any page of ours"),
        pytest.param(a_heard(source="ftp://a.example/"), "http나 https", id="scheme"),
        pytest.param(a_heard(source=f"https://a.example/{'x' * 3000}"), "http나 https", id="endless"),
        pytest.param(a_heard(source=f"{SITE}/about/"), "저희 누리집의 글", id="our own"),
        pytest.param(a_heard(target=f"{SITE}/none/"), "target", id="no such page"),
        pytest.param(a_heard(source="https://a.example/?q=010-2345-6789"), "개인정보", id="personal data"),
        pytest.param(a_heard(source="https://a.example/%30%31%30-2345-6789"), "개인정보", id="escaped personal data"),
    ],
)
def test_what_is_not_worth_a_look_is_refused(heard, says):
    told = refusal_of(heard, OURS, NOBODY, ())

    assert says in told
    assert bool(says) == bool(told)


def test_what_a_person_refused_or_blocked_is_not_looked_at_again():
    assert refusal_of(a_heard(), OURS, NOBODY, {ID}) == NEVER
    assert refusal_of(a_heard(), OURS, Sites(blocked=frozenset({"blog.example"})), ()) == NEVER


def test_a_link_waits_for_a_person():
    found = step()

    assert (found.fate, found.record, found.pending.facts) == (Fate.PENDING, None, some_facts())


def test_an_allowed_site_does_not_wait():
    found = step(sites=Sites(allowed=frozenset({"bori.blog.example"})))

    assert (found.fate, found.record.accepted_by, found.pending) == (Fate.ACCEPTED, "허용 목록", None)


@pytest.mark.parametrize(
    "sites",
    [
        Sites(allowed=frozenset({"bori.blog.example"}), blocked=frozenset({"blog.example"})),
        Sites(blocked=frozenset({"evil.example"})),
    ],
    ids=["a block wins", "where it leads"],
)
def test_a_blocked_site_is_dropped_whatever_else_is_said(sites):
    assert step(sites=sites, url="https://evil.example/x").fate is Fate.DROPPED


def test_an_allowed_address_that_leads_elsewhere_waits_and_says_where():
    found = step(sites=Sites(allowed=frozenset({"bori.blog.example"})), url="https://other.example/x")

    assert (found.fate, found.pending.landed) == (Fate.PENDING, "https://other.example/x")


def test_what_stands_and_is_unchanged_stays():
    assert step(known=a_record()).fate is Fate.SAME


def test_changed_words_go_at_once_and_the_new_ones_wait():
    found = step(known=a_record(), facts=some_facts(excerpt="도박 사이트로 오세요"))

    assert (found.fate, found.record.facts) == (Fate.PENDING, some_facts(excerpt=""))
    assert (found.pending.is_edit, found.pending.facts.excerpt) == (True, "도박 사이트로 오세요")


def test_what_was_hidden_waits_for_a_person_again():
    found = step(known=a_record().hidden(Hidden.GONE, NOW))

    assert (found.fate, found.record, found.pending.is_edit) == (Fate.PENDING, None, False)


@pytest.mark.parametrize(
    ("look", "missing", "fate", "why"),
    [
        (Look.GONE, 1, Fate.HIDDEN, Hidden.GONE),
        (Look.NO_LINK, 1, Fate.HIDDEN, Hidden.NO_LINK),
        (Look.NO_PAGE, 1, Fate.HIDDEN, Hidden.NO_LINK),
        (Look.NOT_FOUND, 1, Fate.LATER, None),
        (Look.NOT_FOUND, 2, Fate.LATER, None),
        (Look.NOT_FOUND, 3, Fate.HIDDEN, Hidden.NOT_FOUND),
        (Look.LATER, 9, Fate.LATER, None),
    ],
)
def test_what_stands_is_hidden_when_it_is_gone_for_good(look, missing, fate, why):
    found = after_no_link(ID, Verdict(look=look, why="왜"), a_record(), missing, NOW)

    assert (found.fate, found.record.hidden_why if found.record else None) == (fate, why)


def test_what_is_hidden_keeps_no_words():
    found = after_no_link(ID, Verdict(look=Look.GONE), a_record(), 1, NOW)

    assert set(vars_of(found.record.facts)) == {""}


def vars_of(facts):
    return [getattr(facts, name) for name in facts.__slots__]


@pytest.mark.parametrize("look", [Look.GONE, Look.NO_LINK, Look.NO_PAGE, Look.NOT_FOUND])
def test_what_nobody_accepted_is_dropped_without_a_link(look):
    assert after_no_link(ID, Verdict(look=look), None, 1, NOW).fate is Fate.DROPPED


def test_a_page_out_of_reach_is_tried_four_times():
    heard, times = a_heard(), []
    while heard := heard_later(heard, "답이 없음", NOW):
        times.append(heard.not_before - NOW)

    assert times == list(PAUSES)
    assert PAUSES[0] >= timedelta(minutes=15)


def test_somebody_decides():
    assert accepted(a_pending(), by=" 윤하람 ", at=NOW).accepted_by == "윤하람"
    with pytest.raises(RecordError):
        accepted(replace(a_pending()), by=" ", at=NOW)
