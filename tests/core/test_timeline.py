from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.model import FINAL_STAGES, PostKind, Stage
from plugins.core.timeline import allowed, forbidden, next_stages, timeline
from tests.nouns import FOREVER, NOW, a_case, a_citation, a_post, an_event, at

S = Stage

# The architecture's table: the domain's transitions with acknowledged read as investigating, watching as acting and
# closed as resolved, and the four that received gained.
TABLE = {
    S.RECEIVED: "investigating answered acting referred merged declined withdrawn",
    S.INVESTIGATING: "answered acting referred merged withdrawn",
    S.ANSWERED: "acting resolved disputed declined referred withdrawn",
    S.ACTING: "answered referred disputed withdrawn resolved reopened",
    S.RESOLVED: "reopened disputed withdrawn",
    S.REOPENED: "investigating acting answered merged",
    S.DISPUTED: "answered acting referred resolved withdrawn",
    S.DECLINED: "disputed resolved reopened withdrawn",
    S.REFERRED: "answered acting resolved withdrawn",
    S.MERGED: "",
    S.WITHDRAWN: "",
}


@pytest.mark.parametrize("before", Stage)
@pytest.mark.parametrize("after", Stage)
def test_a_case_goes_only_where_the_table_lets_it(before, after):
    stays_open = before is after and before not in FINAL_STAGES

    assert allowed(before, after, PostKind.PROGRESS) == (after in TABLE[before].split() or stays_open)


@pytest.mark.parametrize(
    ("kind", "stage", "may"),
    [
        pytest.param(PostKind.STORY, S.RESOLVED, True, id="a story of a resolved case"),
        pytest.param(PostKind.CORRECTION, S.RESOLVED, True, id="a correction in a resolved case"),
        pytest.param(PostKind.CORRECTION, S.DECLINED, True, id="a correction in a declined case"),
        pytest.param(PostKind.STORY, S.DECLINED, False, id="a story of a declined case"),
        pytest.param(PostKind.RESPONSE, S.RESOLVED, False, id="a response in a resolved case"),
    ],
)
def test_a_case_that_is_over_stays_over_only_for_stories_and_corrections(kind, stage, may):
    assert allowed(stage, stage, kind) is may


def test_a_case_begins_as_received():
    assert timeline(a_case(), (), NOW).stage is S.RECEIVED


def test_the_latest_word_says_the_stage():
    case = a_case(events=(an_event(S.INVESTIGATING, at(10, 2)),))
    posts = [a_post(stage=S.ACTING, published_at=at(10, 9)), a_post(stage=S.ANSWERED, published_at=at(10, 5))]

    line = timeline(case, posts, NOW)

    assert line.stage is S.ACTING


def test_what_lies_after_the_instant_has_not_happened():
    posts = [a_post(stage=S.ANSWERED, published_at=at(10, 5)), a_post(stage=S.ACTING, published_at=at(10, 9))]

    line = timeline(a_case(), posts, at(10, 6))

    assert line.stage is S.ANSWERED


def test_a_complaint_joins_the_timeline_on_the_day_it_was_attached():
    late = a_citation(key="c2", attached_on=at(10, 7).date())

    line = timeline(a_case(citations=(a_citation(), late)), [a_post(published_at=at(10, 5))], NOW)

    assert [m.citation.key if m.citation else "post" for m in line.moments] == ["c1", "post", "c2"]


def test_only_a_response_stops_the_first_answer_clock():
    case = a_case(events=(an_event(S.INVESTIGATING, at(10, 2)),), opened_at=at(10, 1))
    answer = a_post(kind=PostKind.RESPONSE, stage=S.ANSWERED, published_at=at(10, 4))

    line = timeline(case, [answer], NOW)

    assert line.first_answer_after == timedelta(days=3)


def test_a_case_is_overdue_once_its_next_update_has_passed():
    line = timeline(a_case(), [a_post(next_update_by=at(10, 12, 17))], FOREVER)

    assert (line.overdue(at(10, 12, 17)), line.overdue(at(10, 12, 17, 1))) == (False, True)


def test_a_case_that_is_over_owes_no_update():
    over = a_post(stage=S.RESOLVED, next_update_by=None, published_at=at(10, 9))

    line = timeline(a_case(), [a_post(stage=S.ANSWERED), over], FOREVER)

    assert line.next_update_by is None


def test_a_forbidden_step_is_told_with_the_stage_it_came_from():
    line = timeline(a_case(), [a_post(stage=S.RESOLVED, published_at=at(10, 5))], FOREVER)

    assert [(before, moment.stage) for before, moment in forbidden(line)] == [(S.RECEIVED, S.RESOLVED)]


@given(st.lists(st.sampled_from(list(Stage)), max_size=8))
def test_following_the_advice_is_never_forbidden(wishes):
    posts, stage = [], S.RECEIVED
    for number, wish in enumerate(wishes):
        ways = next_stages(stage)
        if not ways:
            break
        stage = wish if wish in ways else ways[0]
        posts.append(a_post(stage=stage, slug=f"p{number}", published_at=at(10, 5) + timedelta(days=number)))

    assert forbidden(timeline(a_case(), posts, FOREVER)) == ()


def test_at_one_instant_an_answer_comes_before_its_correction():
    answer = a_post(kind=PostKind.RESPONSE, slug="z-response", stage=S.ANSWERED, published_at=at(10, 5))
    correction = a_post(kind=PostKind.CORRECTION, slug="a-correction", stage=S.ANSWERED, published_at=at(10, 5))

    assert timeline(a_case(), [correction, answer], NOW).posts == (answer, correction)
