"""Every turn of a promise is news once, at the instant it could be known, and never news that was not true."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from plugins.core.model import Promise, PromiseChange, PromiseUpdate
from plugins.core.promises import promise_records
from plugins.syndication.promises import offered, promise_news
from tests.syndication.builders import SEOUL, a_case, a_person, a_post

DUE = date(2026, 10, 12)
LAST_WORD = datetime(2026, 11, 22, tzinfo=SEOUL)


def on(month, day, hour=12):
    return datetime(2026, month, day, hour, tzinfo=SEOUL)


def a_promise(**facts):
    plain = {"id": "P1", "what": "고칩니다", "who": "윤하람", "due": DUE, "recurring": "", "made_in": "response"}
    return Promise(**{**plain, **facts})


def an_update(change, day, **facts):
    plain = {"promise": "P1", "change": PromiseChange(change), "on": day, "why": "", "proof": ""}
    return PromiseUpdate(**{**plain, **facts})


def news(*posts, promise=None, as_of=LAST_WORD):
    """What happened, oldest first, of one promise that is made in ``response`` on 6 October."""
    promise = promise or a_promise()
    articles = (a_post("response", at=on(10, 6), promises=("P1",)), *posts)
    seen = [a for a in articles if a.post.published_at <= as_of]
    (record,) = promise_records([promise], [a.post for a in seen], as_of) or (None,)
    facts = () if record is None else ("promise", "state", "due", "moves", "settled", "occurrences")
    views = (SimpleNamespace(who=a_person(), **{name: getattr(record, name) for name in facts}),) if record else ()
    return promise_news([a_case(*seen, promises=views, began=on(10, 5))], as_of)[::-1]


def told(*posts, **facts):
    return [(item.what, item.at) for item in news(*posts, **facts)]


def says(change, day, *, at, **facts):
    return a_post(f"post-{at:%m%d}", at=at, promise_updates=(an_update(change, day, **facts),))


MADE = ("made", on(10, 6))
TABLE = {
    "made": ((), {"as_of": on(10, 7)}, [MADE]),
    "kept in time": ((says("kept", DUE, at=on(10, 12)),), {}, [MADE, ("kept", on(10, 12))]),
    "kept in time and told later was never overdue": (
        (says("kept", DUE, at=on(10, 20)),),
        {},
        [MADE, ("kept", on(10, 20))],
    ),
    "overdue": ((), {}, [MADE, ("overdue", on(10, 13, 0))]),
    "not overdue on its own day": ((), {"as_of": on(10, 12, 23)}, [MADE]),
    "kept late": (
        (says("kept", date(2026, 10, 15), at=on(10, 15)),),
        {},
        [MADE, ("overdue", on(10, 13, 0)), ("kept-late", on(10, 15))],
    ),
    "moved in time and kept by the new day": (
        (
            says("moved", date(2026, 10, 20), at=on(10, 11), why="부품"),
            says("kept", date(2026, 10, 19), at=on(10, 19)),
        ),
        {},
        [MADE, ("moved", on(10, 11)), ("kept-late", on(10, 19))],
    ),
    "moved too late": (
        (says("moved", date(2026, 12, 20), at=on(10, 15), why="부품"),),
        {},
        [MADE, ("overdue", on(10, 13, 0)), ("moved", on(10, 15))],
    ),
    "moved and overdue again": (
        (says("moved", date(2026, 10, 20), at=on(10, 11), why="부품"),),
        {},
        [MADE, ("moved", on(10, 11)), ("overdue", on(10, 21, 0))],
    ),
    "withdrawn": (
        (says("withdrawn", date(2026, 10, 10), at=on(10, 10), why="다른 길"),),
        {},
        [MADE, ("withdrawn", on(10, 10))],
    ),
    "made by no post": (
        (),
        {"promise": a_promise(made_in="", id="P9"), "as_of": on(10, 7)},
        [("made", on(10, 5))],
    ),
    "its post is not out yet": ((), {"promise": a_promise(made_in="later")}, []),
}


@pytest.mark.parametrize(("posts", "facts", "expected"), TABLE.values(), ids=TABLE)
def test_what_happened_to_a_promise(posts, facts, expected):
    assert told(*posts, **facts) == expected


def test_every_day_of_a_recurring_promise_is_news_of_its_own():
    weekly = a_promise(due=date(2026, 10, 9), recurring="weekly:FRI16:00")
    posts = (
        a_post(
            "progress",
            at=on(10, 9, 16),
            promise_updates=(an_update("kept", date(2026, 10, 9), occurrence=date(2026, 10, 9), at=on(10, 9, 15)),),
        ),
    )

    found = news(*posts, promise=weekly, as_of=on(10, 17))

    assert [(item.what, item.occurrence, item.at) for item in found] == [
        ("made", None, on(10, 6)),
        ("kept", date(2026, 10, 9), on(10, 9, 16)),
        ("overdue", date(2026, 10, 16), on(10, 16, 16)),
    ]


def test_nothing_is_told_twice_and_every_piece_has_a_name_of_its_own():
    posts = (
        says("moved", date(2026, 10, 14), at=on(10, 11), why="부품"),
        says("moved", date(2026, 10, 20), at=on(10, 16), why="또"),
        says("kept", date(2026, 10, 22), at=on(10, 23)),
    )

    names = [item.name for item in news(*posts)]

    assert len(set(names)) == len(names) == 6
    assert names[0] == "promises/MG-2026-001/P1/made"


def test_a_name_stays_when_the_post_is_renamed():
    update = (an_update("kept", DUE),)
    before = news(a_post("progress", at=on(10, 12), promise_updates=update))

    after = news(a_post("better", id="progress", at=on(10, 12), promise_updates=update))

    assert [item.name for item in after] == [item.name for item in before]


def test_what_was_news_stays_news():
    posts = (
        says("moved", date(2026, 10, 20), at=on(10, 15), why="부품"),
        says("kept", date(2026, 10, 18), at=on(10, 18)),
    )

    before = {item.name for item in news(*posts, as_of=on(10, 16))}

    assert before <= {item.name for item in news(*posts)}


def test_news_leads_to_the_post_that_says_it_and_an_overdue_promise_to_its_case():
    _, overdue, kept = news(says("kept", date(2026, 10, 15), at=on(10, 15)))

    entries = [offered(item, "<p>글</p>") for item in (overdue, kept)]

    assert [entry.page for entry in entries] == ["cases/MG-2026-001/", "responses/post-1015/"]
    assert entries[0].title == "기한이 지났습니다: 고칩니다 (MG-2026-001 P1)"
    assert entries[0].author == "윤하람"
    assert entries[0].tags == ("기한이 지났습니다", "MG-2026-001")


def test_what_a_post_said_that_was_taken_back_is_told_no_more():
    gone = SimpleNamespace(at=on(11, 1), why="")
    kept = a_post("post", at=on(10, 12), promise_updates=(an_update("kept", DUE, proof="그 글의 말"),), withdrawn=gone)

    found = news(kept)

    assert [item.what for item in found] == ["made"]


def test_a_case_that_was_taken_back_tells_no_promise():
    case = a_case(a_post("response", at=on(10, 6), promises=("P1",)), promises=(a_promise(),))
    case.case.withdrawn = SimpleNamespace(at=on(11, 1), why="")

    assert promise_news([case], LAST_WORD) == ()


def test_the_newest_news_stands_first_and_a_case_without_promises_has_none():
    case = a_case(a_post("response", at=on(10, 6)))

    assert promise_news([case], LAST_WORD) == ()
    assert [item.at for item in news()] == [on(10, 6), on(10, 13, 0)]


@pytest.mark.parametrize("author", [a_person(name="윤하늘"), a_person(slug="yun-haram-2")])
def test_news_signed_by_somebody_with_another_name_or_page_is_other_news(author):
    signed, again = (says("kept", date(2026, 10, 10), at=on(10, 10)) for _ in range(2))
    signed.author_view, again.author_view = a_person(), author

    before, now = news(signed)[-1], news(again)[-1]

    assert (before.headers, before.read) != (now.headers, now.read)
    assert offered(now, "").author == author.person.name
