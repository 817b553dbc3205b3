from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from plugins.inbox.feedback import FEWEST_OF_A_KIND, MOST_ADDED, Counts, Lesson, counts_of, learned_from, lesson_of
from plugins.inbox.scoring import Parts, load_model, verdict_of

MODEL = load_model()
LESSONS = st.builds(
    Lesson,
    signs=st.lists(st.sampled_from(["환불", "배송", "place 1 0 0 9", "place -2 1 0 7"]), unique=True).map(tuple),
    is_complaint=st.booleans(),
    expected=st.integers(0, 1000),
)


def parts(total=0.0):
    return Parts(prior=total, lexicon=0.0, news=0.0, length=0.0)


def taught(text, *, is_complaint):
    return lesson_of(text, verdict_of(text, MODEL), is_complaint)


@given(st.lists(LESSONS, max_size=6), LESSONS)
def test_undoing_a_decision_leaves_the_counts_as_they_were(lessons, more):
    before = counts_of(lessons)

    assert before.plus(more).minus(more) == Counts(tallies=dict(before.tallies))


def test_the_order_of_decisions_does_not_matter():
    lessons = [taught(text, is_complaint=is_bad) for text, is_bad in (("환불", True), ("좋아요", False), ("왜", True))]

    assert len({str(sorted(counts_of(order).tallies.items())) for order in permutations(lessons)}) == 1


def test_nothing_is_added_before_enough_decisions_of_both_kinds():
    lessons = [taught("모과 향이 진해요", is_complaint=True)] * (FEWEST_OF_A_KIND + 5)

    assert learned_from(counts_of(lessons)).log_odds("모과 향이 진해요", parts()) == 0


def test_a_word_that_staff_call_a_complaint_raises_the_score():
    bad = [taught(f"껍질이 씹혀요 {n}", is_complaint=True) for n in range(30)]
    fine = [taught(f"산책을 다녀왔어요 {n}", is_complaint=False) for n in range(30)]
    learned = learned_from(counts_of([*bad, *fine]))

    assert learned.log_odds("껍질이 또 씹혀요", parts(-1.0)) > learned.log_odds("산책 다녀왔어요", parts(-1.0)) + 1


def test_decisions_that_agree_with_the_score_teach_little():
    texts = ["최악이에요 환불해 주세요 불친절하고 화나요"] * 25 + ["맛있네요 좋아요 추천합니다"] * 25
    lessons = [taught(text, is_complaint=n < 25) for n, text in enumerate(texts)]

    learned = learned_from(counts_of(lessons))

    assert abs(learned.weighing.always) < 0.7


def test_however_far_a_text_lies_from_all_that_was_decided_little_is_added():
    bad = [taught(f"껍질이 씹혀요 {n}", is_complaint=True) for n in range(60)]
    fine = [taught(f"환불 최악 실망 짜증나요 {n}", is_complaint=False) for n in range(60)]
    learned = learned_from(counts_of([*bad, *fine]))

    assert abs(learned.log_odds("껍질이", parts(-1e6))) <= MOST_ADDED


def test_counts_of_an_inbox_that_has_no_places_yet_still_teach_their_words():
    older = [
        Lesson(signs=("news 0", "score 0", "껍질" if n < 30 else "산책"), is_complaint=n < 30, expected=300)
        for n in range(60)
    ]
    learned = learned_from(counts_of(older))

    assert learned.log_odds("껍질", parts()) > 0 > learned.log_odds("산책", parts())
