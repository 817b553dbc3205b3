"""Histories of cases, generated: whatever staff may do in whatever order, sensible or not."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache

from hypothesis import strategies as st

from plugins.core.model import (
    CaseId,
    Correction,
    CorrectionLevel,
    Fault,
    FoundBy,
    PostKind,
    PromiseChange,
    PromiseUpdate,
    Stage,
    Stance,
    Waiver,
)
from plugins.transparency.facts import facts_of
from tests.nouns import SEOUL, a_case, a_citation, a_post, a_promise, an_event

FIRST = datetime(2026, 1, 1, tzinfo=SEOUL)
NOW = datetime(2026, 6, 30, 9, tzinfo=SEOUL)
EARLIER = timedelta(days=120)

_hours = st.integers(0, 24 * 150).map(lambda n: timedelta(hours=n))
_days = st.integers(0, 200).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
_whys = st.just("까닭")


# A strategy that is made anew for each case takes longer than what is drawn from it.
@cache
def updates_of(ids):
    """What a post may say: of any promise, in any order."""
    if not ids:
        return st.just(())
    said = st.builds(
        lambda id_, change, on, named: PromiseUpdate(
            promise=id_,
            change=change,
            on=on,
            why="까닭",
            proof="",
            occurrence=on if named and id_.startswith("R") else None,
        ),
        st.sampled_from(ids),
        st.sampled_from(PromiseChange),
        _days,
        st.booleans(),
    )
    return st.lists(said, max_size=2).map(tuple)


@st.composite
def promises(draw):
    singles = [a_promise(id=f"P{n}", due=due) for n, due in enumerate(draw(st.lists(_days, max_size=3)))]
    recurring = draw(st.sampled_from(["", "", "weekly:FRI", "monthly:lastMON"]))
    if recurring:
        due = {"weekly:FRI": date(2026, 2, 6), "monthly:lastMON": date(2026, 2, 23)}[recurring]
        singles.append(a_promise(id="R1", due=due, recurring=recurring))
    return tuple(singles)


_promises = promises()
_published = st.sampled_from([None, "hours before", "that day"])


@cache
@st.composite
def cases(draw, number):
    """One case and its posts."""
    opened_at = FIRST + draw(_hours)
    id_ = CaseId(f"MG-2026-{number:03}")
    promised = draw(_promises)
    published = {"hours before": opened_at - timedelta(hours=5), "that day": opened_at.date()}.get(draw(_published))
    events = tuple(
        an_event(draw(st.sampled_from(Stage)), opened_at + draw(_hours)) for _ in range(draw(st.integers(0, 3)))
    )
    case = a_case(
        id=id_,
        title=f"사건 {number}",
        topic=draw(st.sampled_from(["refund", "outage"])),
        fault=draw(st.sampled_from(Fault)),
        opened_at=opened_at,
        known_at=opened_at,
        citations=(a_citation(published_on=published),),
        promises=promised,
        events=events,
        merged_into=f"MG-2026-{draw(st.integers(1, 4)):03}",
        waivers=(Waiver(rule="r", why="w", by="b"),) * draw(st.integers(0, 1)),
    )
    posts = []
    for count in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(PostKind))
        at = opened_at + draw(_hours)
        posts.append(
            a_post(
                kind=kind,
                slug=f"{id_.lower()}-{count}",
                case_id=id_,
                published_at=at,
                stage=draw(st.sampled_from(Stage)),
                stance=draw(st.sampled_from(Stance)) if kind is PostKind.RESPONSE else None,
                promise_updates=draw(updates_of(tuple(p.id for p in promised))),
                redactions=("가림",) * draw(st.integers(0, 2)),
                correction=a_correction(draw, at) if kind is PostKind.CORRECTION else None,
            )
        )
    return case, tuple(posts)


def a_correction(draw, at):
    return Correction(
        corrects=("x",),
        wrong="a",
        right="b",
        correction_class=None,
        level=draw(st.sampled_from([None, *CorrectionLevel])),
        found_by=draw(st.sampled_from([None, *FoundBy])),
        reported_at=draw(st.sampled_from([None, at - timedelta(hours=7)])),
        why_late="",
    )


@st.composite
def histories(draw, *, most=3):
    """All cases of a site and all their posts."""
    found = [draw(cases(number)) for number in range(1, draw(st.integers(1, most)) + 1)]
    return tuple(case for case, _ in found), tuple(post for _, posts in found for post in posts)


def with_event(history, number, stage, at):
    """The same history with one more event of one case."""
    found, posts = history
    case = replace(found[number], events=(*found[number].events, an_event(stage, at)))
    return (*found[:number], case, *found[number + 1 :]), posts


def with_update(history, number, update, at):
    """The same history with one more post of one case, which says something of a promise and nothing of the stage."""
    found, posts = history
    case = found[number]
    (stage,) = [one.stage for one in facts_of(found, posts, at) if one.case.id == case.id]
    post = a_post(
        slug=f"{case.id.lower()}-more",
        case_id=case.id,
        published_at=at,
        stage=stage,
        promise_updates=(update,),
    )
    return found, (*posts, post)
