"""What stays of what was taken back: that it was, when, why and for whom; and nothing of its words."""

from datetime import datetime

import pytest

from plugins.cases.casefile import read_case
from plugins.cases.gone import gone_rules
from plugins.cases.postfile import read_post
from plugins.cases.withdrawal import withdrawn_case, withdrawn_post, without_citation, without_reply_note
from plugins.core.model import Consent
from tests.demo import REPOSITORY, demo_of

AT = datetime.fromisoformat("2026-11-22T09:00:00+09:00")
SAID = {"at": AT, "why": "글쓴이가 청하셨습니다", "asked_by": "글쓴이"}
BY_A_COURT = {"at": AT, "why": "법원이 청했습니다", "asked_by": "법원"}


def demo(path):
    return (demo_of(REPOSITORY) / "content" / path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path",
    ["responses/mg-2026-001-response.md", "progress/mg-2026-001-progress-1.md", "stories/mg-2026-001-story.md",
     "corrections/mg-2026-001-correction-1.md"],
)  # fmt: skip
def test_a_withdrawn_post_is_a_post_without_words(path):
    before, after, problems = demo(path), withdrawn_post(demo(path), **SAID), []

    file = read_post(f"content/{path}", after, problems)

    assert problems == []
    assert (file.post.title, file.post.gist, file.body.strip()) == ("거둔 글", ("글쓴이가 청하셨습니다",), "")
    assert (file.post.withdrawn.at, file.post.withdrawn.asked_by, file.post.correction) == (AT, "글쓴이", None)
    assert "달빛주머니" in before
    assert "달빛주머니" not in after


NOTED = "in_reply_to: c1   # 보름째 오지 않는 환불 (달빛주머니)\n"


def a_noted_answer():
    before = demo("responses/mg-2026-001-response.md")
    after = before.replace("in_reply_to: c1\n", NOTED, 1)
    assert after != before
    return before, after


def test_what_the_skeleton_told_of_a_citation_goes_with_it_and_the_answer_stays():
    before, noted = a_noted_answer()

    assert without_reply_note(noted, case_id="MG-2026-001", key="c1") == before


@pytest.mark.parametrize("which", [{"case_id": "MG-2026-001", "key": "c2"}, {"case_id": "MG-2026-002", "key": "c1"}])
def test_what_is_told_of_another_citation_stays(which):
    _, noted = a_noted_answer()

    assert without_reply_note(noted, **which) == noted


def test_a_withdrawn_post_tells_nothing_of_what_it_answered():
    before, noted = a_noted_answer()

    assert withdrawn_post(noted, **SAID) == withdrawn_post(before, **SAID)


def test_a_withdrawn_case_keeps_its_dates_and_loses_its_words():
    after, problems = withdrawn_case(demo("cases/MG-2026-001.md"), owner="yun-haram", **SAID), []

    case = read_case("content/cases/MG-2026-001.md", after, problems).case

    assert problems == []
    assert (case.title, case.withdrawn_reason, case.events[-1].stage) == ("거둔 사건", SAID["why"], "withdrawn")
    assert [(c.url, c.author, c.excerpt, c.withdrawn) for c in case.citations] == [(None, "", "", case.withdrawn)]
    assert "달빛주머니" not in after


def test_a_withdrawn_citation_leads_nowhere_and_its_neighbours_stay():
    path = "cases/MG-2026-003.md"
    before, problems = read_case(f"content/{path}", demo(path), []).case, []

    after = read_case(f"content/{path}", without_citation(demo(path), "c1", **BY_A_COURT), problems).case

    assert problems == []
    gone = after.citations[0]
    assert (gone.key, gone.url, gone.title, gone.author, gone.facts) == ("c1", None, "", "", ())
    assert (gone.withdrawn.why, gone.withdrawn.asked_by, gone.withdrawn.at) == ("법원이 청했습니다", "법원", AT)
    assert after.citations[1:] == before.citations[1:]
    assert (after.title, after.promises, after.events) == (before.title, before.promises, before.events)


@pytest.mark.parametrize("said", [SAID, BY_A_COURT], ids=["its writer", "a court"])
def test_of_its_writer_nothing_is_said_that_nobody_told_us(said):
    text = without_citation(demo("cases/MG-2026-003.md"), "c1", **said)

    gone = read_case("content/cases/MG-2026-003.md", text, []).case.citations[0]

    assert (gone.consent, gone.removed_on, gone.removed_by) == (Consent.NONE, None, "")


def test_a_citation_keeps_its_own_reason_when_the_case_is_taken_back_after_it():
    text = without_citation(demo("cases/MG-2026-004.md"), "c1", **BY_A_COURT)

    case = read_case("content/cases/MG-2026-004.md", withdrawn_case(text, owner="yun-haram", **SAID), []).case

    assert [c.withdrawn.asked_by for c in case.citations][:2] == ["법원", "글쓴이"]


def test_a_withdrawn_citation_leaves_no_paragraph_and_no_comment_behind():
    words = "    excerpt: |\n      보름째 기다렸습니다.\n\n      이제 지쳤습니다.\n    # 전화로 확인함\n"
    before = demo("cases/MG-2026-003.md").replace("  - key: c1\n", f"  - key: c1\n{words}")

    after = without_citation(before, "c1", **BY_A_COURT)

    assert words in before
    assert after == without_citation(demo("cases/MG-2026-003.md"), "c1", **BY_A_COURT)


def test_a_citation_that_is_not_there_cannot_be_withdrawn():
    with pytest.raises(KeyError):
        without_citation(demo("cases/MG-2026-003.md"), "c9", **BY_A_COURT)


def test_a_withdrawal_without_a_reason_is_refused():
    problems = []
    text = withdrawn_post(demo("responses/mg-2026-001-response.md"), **SAID).replace("  asked_by: 글쓴이\n", "")

    read_post("content/responses/mg-2026-001-response.md", text, problems)

    assert len(problems) == 1


def test_every_common_host_is_told_to_answer_410():
    rules = gone_rules(["responses/mg-1/", "responses/한글 (1)/"], base="/answers")

    assert "/answers/responses/mg-1/ /answers/responses/mg-1/index.html 410!\n" in rules["_redirects"]
    assert "/answers/responses/%ED%95%9C%EA%B8%80%20%281%29/ " in rules["_redirects"]
    assert r'RedirectMatch gone "^/answers/responses/한글 \(1\)/(index\.html)?$"' in rules[".htaccess"]
    assert '"/answers/responses/mg-1/" 1;\n' in rules["gone.nginx-map.txt"]


def test_where_nothing_was_withdrawn_there_are_no_rules():
    assert gone_rules([], base="") == {}
