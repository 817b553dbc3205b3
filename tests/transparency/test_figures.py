"""No order of events, move or reopening makes a figure better than it is."""

import json
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.core.model import PostKind, PromiseChange, PromiseUpdate, Stage, Stance
from plugins.transparency.account import Share
from plugins.transparency.facts import facts_of
from plugins.transparency.figuredata import figures_document
from plugins.transparency.figures import figures_of
from plugins.transparency.model import Kept, Wait
from plugins.transparency.opendata import (
    Publisher,
    cases_document,
    json_bytes,
    promises_document,
)
from tests.nouns import a_case, a_citation, a_post, a_promise
from tests.transparency.histories import EARLIER, NOW, histories, with_event, with_update
from tests.transparency.recount import plain, recount

EARLIEST = NOW - timedelta(days=1000)

quickly = settings(max_examples=25)
PUBLISHER = Publisher(
    site="시험", url="https://a.example", as_of=NOW, names={"윤하람": "윤하람", "yun-haram": "윤하람"}
)


def account(history, as_of=NOW):
    return figures_of(facts_of(*history, as_of), {}, as_of)[0]


def known(waited):
    """How bad a percentile is: one that is not known is worse than any that is."""
    return (True, timedelta(0)) if not waited.is_over else (False, waited.time)


def assert_not_better(after, before):
    """No wait became shorter, nothing more was kept, and nothing vanished from the count."""
    assert_no_shorter(after, before)
    assert after.promises.kept[Kept.IN_TIME] <= before.promises.kept[Kept.IN_TIME]
    assert after.promises.share.whole >= before.promises.share.whole
    assert after.promises.share_of_days.part <= before.promises.share_of_days.part
    assert after.promises.share_of_days.whole >= before.promises.share_of_days.whole


def assert_no_shorter(after, before):
    for now, then in zip(after.spreads, before.spreads, strict=True):
        assert now.cases >= then.cases
        if then.median:
            assert known(now.median) >= known(then.median)
            assert now.worst.time >= then.worst.time


@quickly
@given(histories())
def test_a_reader_who_counts_again_from_the_published_files_gets_the_same(history):
    facts = facts_of(*history, NOW)
    all_time, months = figures_of(facts, {}, NOW)

    published = json.loads(json_bytes(figures_document(all_time, months, PUBLISHER)))
    counted = recount(
        json.loads(json_bytes(cases_document(facts, PUBLISHER))),
        json.loads(json_bytes(promises_document(facts, PUBLISHER))),
    )

    assert plain(published["all_time"]) == counted["all_time"]
    assert [plain(month) for month in published["months"]] == counted["months"]


@quickly
@given(histories(), st.randoms())
def test_the_order_in_which_files_are_read_changes_nothing(history, chance):
    cases, posts = history
    mixed = (chance.sample(cases, len(cases)), chance.sample(posts, len(posts)))

    assert facts_of(*mixed, NOW) == facts_of(*history, NOW)


@quickly
@given(histories(), st.data())
def test_reopening_declining_or_merging_a_case_makes_nothing_better(history, data):
    number = data.draw(st.integers(0, len(history[0]) - 1))
    stage = data.draw(st.sampled_from([Stage.REOPENED, Stage.DISPUTED, Stage.DECLINED, Stage.MERGED, Stage.REFERRED]))
    shown = [one.case.id for one in facts_of(*history, NOW) if one.is_shown]
    # Taking a case up is an acknowledgement whatever it is called; here it was taken up before.
    if history[0][number].id not in shown:
        return

    after = with_event(history, number, stage, NOW - timedelta(minutes=1))

    assert_not_better(account(after), account(history))


@quickly
@given(histories(), st.data())
def test_moving_or_withdrawing_a_promise_makes_nothing_better(history, data):
    promised = [(n, p) for n, case in enumerate(history[0]) for p in case.promises]
    if not promised:
        return
    number, promise = data.draw(st.sampled_from(promised))
    if not any(one.is_shown for one in facts_of(*history, NOW) if one.case.id == history[0][number].id):
        return
    update = PromiseUpdate(
        promise=promise.id,
        change=data.draw(st.sampled_from([PromiseChange.MOVED, PromiseChange.WITHDRAWN])),
        on=data.draw(st.dates(date(2025, 1, 1), date(2027, 1, 1))),
        why="까닭",
        proof="",
        occurrence=data.draw(st.sampled_from([None, date(2026, 2, 6)])) if promise.recurring else None,
    )

    after = with_update(history, number, update, NOW - timedelta(minutes=1))

    assert_not_better(account(after), account(history))


@quickly
@given(histories(), st.integers(1, 400))
def test_waiting_makes_nothing_better(history, days):
    # Nothing more is done: the same history is judged later.
    done = facts_of(*history, NOW)
    last = max([NOW, *(step.at for one in done for step in one.steps)])
    cases = [replace(c, events=tuple(e for e in c.events if e.at <= last)) for c in history[0]]
    posts = [p for p in history[1] if p.published_at <= last]

    before, after = account((cases, posts), last), account((cases, posts), last + timedelta(days=days))

    assert_no_shorter(after, before)
    # What was not kept in time never will be.
    missed = [each.promises.share.whole - each.promises.share.part for each in (before, after)]
    assert missed[1] >= missed[0]


@quickly
@given(histories(), st.data())
def test_taking_an_answer_away_makes_nothing_better(history, data):
    cases, posts = history
    if not posts:
        return
    gone = data.draw(st.sampled_from(posts))
    without = (cases, tuple(post for post in posts if post is not gone))
    shown = [one.case.id for one in facts_of(*without, NOW) if one.is_shown]
    # What nobody took up is counted from the start of its day and has no promises; that is another matter. And
    # where a post took a withdrawn case up again, it is withdrawn once more without the post.
    withdrawn = [one.case.id for one in facts_of(*without, NOW) if Stage.WITHDRAWN in [s.stage for s in one.steps]]
    if gone.case_id not in shown or gone.case_id in withdrawn or gone.promise_updates:
        return

    before, after = account(history), account(without)

    answered = [spreads[1] for spreads in (before.spreads, after.spreads)]
    assert known(answered[1].median) >= known(answered[0].median)
    assert answered[1].worst.time >= answered[0].worst.time


@quickly
@given(histories())
def test_a_complaint_of_which_nobody_knows_the_day_yet_counts_nowhere(history):
    undated = a_case(id="MG-2026-900", opened_at=EARLIEST, known_at=EARLIEST, is_undated=True)

    assert facts_of((*history[0], undated), history[1], NOW) == facts_of(*history, NOW)


@quickly
@given(histories(), st.integers(0, 100))
def test_a_new_complaint_makes_nothing_better(history, hours):
    began = NOW - timedelta(hours=hours)
    new = a_case(id="MG-2026-900", opened_at=began, known_at=began, citations=(a_citation(published_on=began),))
    before, after = account(history), account(((*history[0], new), history[1]))

    for now, then in zip(after.spreads, before.spreads, strict=True):
        if then.median:
            assert known(now.median) >= known(then.median)
        assert now.waiting == then.waiting + 1


@quickly
@given(histories(), st.timedeltas(timedelta(0), timedelta(days=90)))
def test_opening_a_case_later_than_its_complaint_makes_nothing_shorter(history, late):
    cases, posts = history
    late_cases = [replace(case, opened_at=case.opened_at + late) for case in cases if case.citations[0].published_on]
    on_time = [case for case in cases if case.citations[0].published_on]
    posts = [p for p in posts if p.case_id in {case.id for case in on_time}]

    before = {one.case.id: one.clocks.began_at for one in facts_of(on_time, posts, NOW)}
    after = {one.case.id: one.clocks.began_at for one in facts_of(late_cases, posts, NOW)}

    # A day without a time is counted from its start, so an opening within that day changes nothing either.
    assert all(after[id_] <= began for id_, began in before.items() if id_ in after)


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_share_is_never_rounded_up_and_never_told_of_few(part, more):
    share = Share(part=part, whole=part + more)

    assert share.percent is None if share.whole < 10 else share.percent * share.whole <= part * 100


def a_history(*posts, **facts):
    return ((a_case(opened_at=NOW - EARLIER, known_at=NOW - EARLIER, citations=(), **facts),), posts)


def answer(days, **facts):
    usual = {"kind": PostKind.RESPONSE, "stage": Stage.ANSWERED, "stance": Stance.ACCEPT, "slug": f"p{days}"}
    return a_post(published_at=NOW - EARLIER + timedelta(days=days), **usual | facts)


def times(history):
    return {spread.wait: spread.median for spread in account(history).spreads}


def test_being_told_that_it_was_received_is_no_answer():
    received = answer(1, stage=Stage.INVESTIGATING, stance=Stance.UNDETERMINED)

    found = times(a_history(received, answer(3)))

    assert found[Wait.ACKNOWLEDGED].time == timedelta(days=1)
    assert found[Wait.ANSWERED].time == timedelta(days=3)


def test_a_response_that_has_not_made_up_its_mind_is_no_answer():
    assert not times(a_history(answer(1, stance=Stance.UNDETERMINED)))[Wait.ANSWERED].is_over


def test_a_reopened_case_goes_on_from_its_first_day():
    resolved = answer(2, stage=Stage.RESOLVED)
    again = answer(40, kind=PostKind.PROGRESS, stage=Stage.REOPENED, stance=None)
    at_last = answer(60, stage=Stage.RESOLVED)

    assert times(a_history(resolved, again))[Wait.RESOLVED].is_over is False
    assert times(a_history(resolved, again, at_last))[Wait.RESOLVED].time == timedelta(days=60)


def test_a_merged_case_waits_for_the_answer_of_the_other():
    (case,), _ = a_history()
    other = replace(case, id="MG-2026-010")
    merged = replace(case, merged_into=other.id)
    both = with_event(((merged, other), (answer(30, case_id=other.id, slug="o"),)), 0, Stage.MERGED, NOW - EARLIER)

    found = facts_of(*both, NOW)

    assert [one.clocks.waited(Wait.ANSWERED, NOW).time.days for one in found] == [30, 30]


def test_what_only_waits_is_in_every_figure():
    found = account(a_history())

    assert (found.begun, found.untaken) == (1, 1)
    assert [spread.waiting for spread in found.spreads] == [1, 1, 1]


def test_a_promise_that_is_withdrawn_before_its_day_still_counts_on_it():
    withdrawn = PromiseUpdate(promise="P1", change=PromiseChange.WITHDRAWN, on=date(2026, 5, 1), why="까닭", proof="")
    history = a_history(answer(3, promise_updates=(withdrawn,)), promises=(a_promise(due=date(2026, 5, 20)),))

    found = account(history).promises

    assert (found.share.part, found.share.whole, found.kept[Kept.WITHDRAWN]) == (0, 1, 1)


def kept_figures(promise, *updates):
    posts = [
        answer(3 + n, promise_updates=(PromiseUpdate(promise=promise.id, why="까닭", proof="", **said),))
        for n, said in enumerate(updates)
    ]
    return account(a_history(*posts, answer(1), promises=(promise,))).promises


def test_a_promise_whose_first_day_is_over_counts_although_it_was_moved():
    moved = {"change": PromiseChange.MOVED, "on": date(2027, 1, 1)}

    found = kept_figures(a_promise(due=date(2026, 5, 20)), moved)

    assert (found.share.part, found.share.whole, found.kept[Kept.MOVED]) == (0, 1, 1)


def fridays(last):
    first = date(2026, 6, 5)
    return [first + timedelta(days=7 * n) for n in range((last - first).days // 7 + 1)]


def kept_on(day, **changed):
    return {"change": PromiseChange.KEPT, "on": day, "occurrence": day} | changed


WEEKLY = a_promise(due=date(2026, 6, 5), recurring="weekly:FRI")


def test_a_recurring_promise_is_kept_when_every_day_that_came_was_kept():
    found = kept_figures(WEEKLY, *(kept_on(day) for day in fridays(NOW.date())))

    assert (found.kept[Kept.IN_TIME], found.share_of_days.part, found.share_of_days.whole) == (1, 4, 4)


def test_a_recurring_promise_with_another_rhythm_is_moved_whatever_was_kept():
    moved = {"change": PromiseChange.MOVED, "on": date(2026, 7, 31)}

    found = kept_figures(WEEKLY, *(kept_on(day) for day in fridays(NOW.date())), moved)

    assert (found.kept[Kept.IN_TIME], found.kept[Kept.MOVED], found.share_of_days.part) == (0, 1, 4)


def test_a_day_that_was_moved_counts_from_its_first_date():
    days = fridays(NOW.date())
    moved = {"change": PromiseChange.MOVED, "on": date(2026, 12, 4), "occurrence": days[-1]}

    found = kept_figures(WEEKLY, *(kept_on(day) for day in days[:-1]), moved)

    assert (found.kept[Kept.MOVED], found.share_of_days.part, found.share_of_days.whole) == (1, 3, 4)


def test_many_easy_days_do_not_drown_one_broken_promise():
    weekly = kept_figures(WEEKLY, *(kept_on(day) for day in fridays(NOW.date())))

    assert weekly.share.whole == 1


def merged_after_fifty_days(*posts):
    """The clocks of a case that was merged into another one, which has these posts."""
    (case,), _ = a_history()
    other = replace(case, id="MG-2026-010")
    merged = replace(case, merged_into=other.id)
    merged_at = NOW - EARLIER + timedelta(days=50)
    own = tuple(replace(post, case_id=other.id) for post in posts)
    return facts_of(*with_event(((merged, other), own), 0, Stage.MERGED, merged_at), NOW)[0].clocks


def test_merging_into_an_answered_case_answers_nothing_by_itself():
    assert merged_after_fifty_days(answer(30)).answered_at is None
    assert merged_after_fifty_days(answer(30), answer(60)).waited(Wait.ANSWERED, NOW).time.days == 60


def test_merging_into_a_resolved_case_resolves_nothing_until_somebody_says_so():
    resolved = answer(30, stage=Stage.RESOLVED)
    told = answer(70, stage=Stage.RESOLVED, kind=PostKind.STORY, stance=None)

    assert merged_after_fifty_days(resolved).resolved_at is None
    assert merged_after_fifty_days(resolved, told).waited(Wait.RESOLVED, NOW).time.days == 70


def test_cases_merged_into_each_other_wait_for_ever():
    (case,), _ = a_history()
    pair = (replace(case, merged_into="MG-2026-010"), replace(case, id="MG-2026-010", merged_into=case.id))
    both = with_event(with_event((pair, ()), 0, Stage.MERGED, NOW), 1, Stage.MERGED, NOW)

    assert [one.clocks.answered_at for one in facts_of(*both, NOW)] == [None, None]


def test_a_withdrawn_case_waited_until_then_and_was_not_resolved():
    history = with_event(a_history(answer(1)), 0, Stage.WITHDRAWN, NOW - EARLIER + timedelta(days=9))

    worst = account(history).spreads[2].worst

    assert (worst.time, worst.is_over) == (timedelta(days=9), False)


def test_of_nine_cases_no_ninetieth_percentile_is_told_and_of_ten_it_is():
    (case,), _ = a_history()
    many = [replace(case, id=f"MG-2026-{n:03}") for n in range(10)]

    assert [account((many[:n], ())).spreads[0].ninetieth is None for n in (9, 10)] == [True, False]
