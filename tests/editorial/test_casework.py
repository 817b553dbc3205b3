"""Clocks, overdue words and legal notices: what time and the case file decide."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from plugins.core.personal_data import Allowed
from plugins.editorial.examine import examine, stopping
from tests.editorial.demo import AS_OF, CASE_1, CASE_2, RESPONSE_1, RESPONSE_2, judged, laid_out, texts


def changed(path, *changes):
    text = texts()[path]
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return {path: text}


def rules(*args, **world):
    return {f.rule for f in judged(*args, **world)[0]}


def test_an_overdue_word_is_a_warning_and_stops_nothing():
    findings, _ = judged(only=[CASE_2], as_of=datetime.fromisoformat("2026-11-29T09:00:00+09:00"))

    (late,) = [f for f in findings if f.rule == "TIME-2" and "다음 소식" in f.advice]
    assert "1일 17시간 늦었습니다" in late.advice
    assert stopping(findings) == ()


def test_an_overdue_promise_is_a_warning_and_stops_nothing():
    findings, _ = judged(only=[CASE_1], as_of=datetime.fromisoformat("2026-12-22T09:00:00+09:00"))

    assert ["P4" in f.advice for f in findings if f.rule == "TIME-2"] == [True]
    assert stopping(findings) == ()


def at(text):
    return datetime.fromisoformat(text)


# The first response of case 2, made the last word said: the gravest kind of case, still being looked into.
LOOKING = (("stage: answered", "stage: investigating"), ("stance: accept", "stance: undetermined"))


def alone(**changes):
    """Case 2 with its response as the only post, its text changed."""
    content, _ = laid_out(changed(RESPONSE_2, *LOOKING), **changes)
    posts = tuple(p for p in content.posts if p.post.case_id != "MG-2026-002" or p.path == RESPONSE_2)
    return {f.rule: f for f in examine(replace(content, posts=posts), Allowed(), only=frozenset({CASE_2, RESPONSE_2}))}


@pytest.mark.parametrize(
    ("hours", "told"), [(24, set()), (25, {"TIME-9"}), (7 * 24, {"TIME-9"}), (7 * 24 + 1, {"TIME-9", "TIME-10"})]
)
def test_a_silence_is_told_after_a_day_and_an_open_answer_after_a_week(hours, told):
    content, _ = laid_out(changed(RESPONSE_2, *LOOKING))
    published = next(p.post.published_at for p in content.posts if p.path == RESPONSE_2)

    found = alone(as_of=published + timedelta(hours=hours))

    assert found.keys() & {"TIME-9", "TIME-10"} == told


def test_a_silence_says_how_long_and_stops_nothing():
    found = alone(as_of=at("2026-11-22T09:00:00+09:00"))

    assert "지났습니다" in found["TIME-9"].advice
    assert "mg-2026-002-response" in found["TIME-10"].advice
    assert stopping([found["TIME-9"], found["TIME-10"]]) == ()


def test_while_harm_may_spread_the_next_word_is_a_day_away():
    found = alone(as_of=AS_OF)

    assert found["TIME-8"].level == "warn"


def test_another_word_ends_the_silence():
    found = {f.rule for f in judged(changed(RESPONSE_2, *LOOKING[1:]), only=[CASE_2])[0]}

    assert not found & {"TIME-9", "TIME-10"}


def test_a_likeness_beside_an_admission_is_a_warning_and_takes_nothing_back():
    words = "저희는 그대로 출고했고 다음 일은 배송하신 분이 아실 거예요."
    findings, _ = judged({RESPONSE_1: f"{texts()[RESPONSE_1]}\n{words}\n"})

    assert [f.level for f in findings if f.rule == "KO-BLAME-200"] == ["warn"]
    assert "SCCT-2" not in {f.rule for f in findings}


@pytest.mark.parametrize(
    ("stance", "fault", "is_told"),
    [
        ("accept", "ours", False),
        ("accept", "partial", False),
        ("accept", "unclear", True),
        ("accept", "third-party", True),
        ("partial", "partial", False),
        ("partial", "misunderstanding", True),
        ("disagree", "disagreement", False),
        ("disagree", "ours", True),
        ("undetermined", "unclear", False),
    ],
)
def test_an_answer_and_its_case_say_one_thing_of_the_fault(stance, fault, is_told):
    texts_changed = changed(CASE_1, ("fault: ours", f"fault: {fault}"))
    texts_changed |= changed(RESPONSE_1, ("stance: accept", f"stance: {stance}"))
    content, _ = laid_out(texts_changed)
    posts = tuple(p for p in content.posts if p.post.case_id != "MG-2026-001" or p.path == RESPONSE_1)

    found = examine(replace(content, posts=posts), Allowed(), only=frozenset({CASE_1}))

    told = [f for f in found if f.rule == "FAULT-1"]
    assert [(f.level, f.path, f"fault는 {fault}입" in f.advice) for f in told] == [("error", CASE_1, True)] * is_told


@pytest.mark.parametrize(("fault", "is_told"), [("third-party", False), ("unclear", True)])
def test_beside_an_answer_that_was_corrected_a_case_may_say_what_was_found_out(fault, is_told):
    assert ("FAULT-1" in rules(changed(CASE_1, ("fault: ours", f"fault: {fault}")))) is is_told


def test_a_clock_of_the_law_that_ran_out_is_told_with_the_hours():
    broken = changed(CASE_2, ("    done_at: 2026-09-14T13:00:00+09:00\n", ""))

    (finding,) = [f for f in judged(broken)[0] if f.rule == "PIPA-10"]

    assert "시작한 지 70일 23시간" in finding.advice


@pytest.mark.parametrize(
    ("path", "changes", "rule"),
    [
        pytest.param(CASE_1, [("topic: account-security", "topic: security")], "NET-1", id="incident without report"),
        pytest.param(CASE_1, [("topic: account-security", "topic: refund")], "", id="no incident"),
        pytest.param(CASE_2, [("topic: personal-data", "topic: refund")], "", id="no leak"),
        pytest.param(
            CASE_1,
            [("https://dalbit.blog.example/217", "https://cafe.naver.com/x/1"), ("consent: granted", "consent: asked")],
            "QUO-5",
            id="members only",
        ),
    ],
)
def test_the_case_file_is_held_against_its_clocks_and_sources(path, changes, rule):
    found = rules(changed(path, *changes))

    assert (rule in found) if rule else not found & {"NET-1", "PIPA-7"}


def test_a_case_alike_within_a_year_is_to_be_told():
    broken = changed(CASE_2, ("topic: personal-data", "topic: account-security"))

    found = judged({**broken, CASE_1: texts()[CASE_1] + "\n"})[0]

    assert ["MG-2026-002" in f.advice for f in found if f.rule == "SCCT-3" and f.path == CASE_1] == [True]


def test_a_notice_after_72_hours_must_say_why():
    late = changed(CASE_2, ("done_at: 2026-09-14T16:30:00+09:00", "done_at: 2026-09-16T16:30:00+09:00"))
    why = {
        RESPONSE_2: texts()[RESPONSE_2] + "\n통지가 늦은 까닭은 연락처를 두 번 맞춰 보느라 하루가 더 걸려서입니다.\n"
    }

    assert "PIPA-2" in rules(late, only=[RESPONSE_2])
    assert "PIPA-2" not in rules({**late, **why}, only=[RESPONSE_2])


POSSIBLE = """
## 유출 가능성 통지

의심되는 항목은 이름과 메일입니다. 9월 2일 밤에 낯선 접속이 있었습니다. 피해를 줄이는 방법은 위에 적었습니다.
피해 구제 절차는 사흘 안의 서면 답입니다. 피해 신고 받는 곳은 haram@mogwanaru.example 입니다.
유출이 확인되면 바로 다시 알려 드립니다. 메일로 모두 알렸습니다.
"""


@pytest.mark.parametrize(
    ("basis", "words", "rule", "expected"),
    [
        pytest.param("kr-pipa-34-2", "", "PIPA-5", True, id="possible leak, nothing said"),
        pytest.param("kr-pipa-34-2", POSSIBLE, "PIPA-5", False, id="possible leak, all said"),
        pytest.param("kr-pipa-34-2", POSSIBLE, "PIPA-4", False, id="told each"),
        pytest.param("kr-pipa-34-1", "", "PIPA-1", True, id="leak, nothing said"),
        pytest.param("kr-pipa-34-1", "", "PIPA-2", True, id="leak, no clock"),
        pytest.param("kr-network-48-3-4", "", "NET-2", False, id="users told in the demo's words"),
        pytest.param("eu-gdpr-34", "", "GDPR-1", True, id="GDPR, nothing said"),
        pytest.param("eu-gdpr-34", "", "GDPR-2", True, id="GDPR, no clock"),
        pytest.param(
            "eu-gdpr-34",
            "\n유출된 정보는 이름입니다. 개인정보 보호책임자 haram@mogwanaru.example."
            " 스팸이 올 수 있습니다. 서버를 끊었습니다.\n",
            "GDPR-1",
            False,
            id="GDPR, all said",
        ),
        pytest.param("press-arbitration", "", "DEF-3", True, id="press, no kind"),
        pytest.param("press-arbitration", "\n반론보도를 청구했습니다.\n", "DEF-3", False, id="press, a kind"),
    ],
)
def test_a_legal_notice_is_a_checklist(basis, words, rule, expected):
    text = changed(RESPONSE_1, ("legal_basis: none", f"legal_basis: {basis}"))[RESPONSE_1]

    assert (rule in rules({RESPONSE_1: text + words})) is expected


def test_exposed_is_no_word_for_leaked():
    words = changed(RESPONSE_1, ("case: MG-2026-001", "case: MG-2026-002"))[RESPONSE_1] + "\n번호가 노출되었습니다.\n"

    assert "PIPA-8" in rules({RESPONSE_1: words})


def test_a_promise_in_the_past_is_refused():
    assert "TIME-6" in rules(changed(CASE_1, ("due: 2026-10-12", "due: 2026-10-05")), only=[RESPONSE_1])


def test_a_promise_beyond_a_hundred_days_needs_a_day_in_between():
    far = changed(CASE_1, ("due: 2026-10-12", "due: 2027-03-12"))

    findings, _ = judged(far, only=[RESPONSE_1])

    assert [f.rule for f in findings if "100일보다 멉니다" in f.advice] == ["TIME-3"]


def test_who_knew_first_says_since_when():
    silent = changed(RESPONSE_2, ("9월 12일", "그날"))

    assert "SCCT-5" in rules(silent)
