from datetime import date

import pytest

from plugins.cases.draft import DraftError, attach_citation, draft_case, draft_post, next_citation_key
from plugins.cases.records import read_records, survey
from plugins.core.errors import DeskError
from plugins.core.model import PostKind, Stage
from tests.cases.content import CASE, CASE_PATH, RESPONSE, content
from tests.nouns import NOW, a_citation, at


def begin(tmp_path, **facts):
    return draft_case(tmp_path, prefix="MG", title="떡이 다음 날 왔습니다", owner="윤하람", now=NOW, **facts)


def test_a_new_case_gets_the_next_number_of_the_year(tmp_path):
    content(tmp_path)

    assert begin(tmp_path).name == "MG-2026-010.md"


def test_a_new_case_is_read_back_as_it_was_meant(tmp_path):
    content(tmp_path, response="", correction="")
    cited = a_citation(
        title="환갑 떡: '다음 날' 왔다", facts=("다섯 번",), license="CC BY 4.0", excerpt='그는 "늦다"고: #1'
    )

    path = begin(tmp_path, citation=cited)

    case = next(f.case for f in read_records(tmp_path / "content").cases if f.path.endswith(path.name))
    assert (case.title, case.owner, case.opened_at, case.citations) == (
        "떡이 다음 날 왔습니다",
        "윤하람",
        at(10, 1),
        (cited,),
    )


def test_a_case_of_a_complaint_without_a_date_asks_for_it_and_waits(tmp_path):
    folder = content(tmp_path, response="", correction="")

    path = begin(tmp_path, citation=a_citation(published_on=None))

    case = next(f.case for f in read_records(folder).cases if f.path.endswith(path.name))
    assert "opened_at:   # 물음: " in path.read_text(encoding="utf-8")
    assert case.is_undated


def test_no_post_of_a_case_is_published_before_its_beginning_is_told(tmp_path):
    folder = content(tmp_path, response="", correction="")
    case = begin(tmp_path, citation=a_citation(published_on=None)).stem

    (folder / "responses").mkdir()
    answer = RESPONSE.replace("MG-2026-009", case).replace("promises: [P1]\n", "").replace("10-", "11-")
    (folder / "responses" / "answer.md").write_text(answer, encoding="utf-8")

    assert {(p.path.rsplit("/", 1)[-1], p.field) for p in survey(folder)[1]} == {
        (f"{case}.md", "opened_at"), (f"{case}.md", "본문"),
    }  # fmt: skip


def test_a_case_that_we_tell_ourselves_begins_when_we_knew(tmp_path):
    content(tmp_path, response="", correction="")

    text = begin(tmp_path).read_text(encoding="utf-8")

    assert "opened_at: 2026-11-22T09:00:00+09:00   # 우리가 처음 안 때" in text


@pytest.mark.parametrize("severity", [0, 5, 9])
def test_a_severity_that_is_none_is_refused_and_nothing_is_written(tmp_path, severity):
    folder = content(tmp_path)

    with pytest.raises(DraftError, match="no such severity"):
        begin(tmp_path, severity=severity)

    assert [p.name for p in (folder / "cases").iterdir()] == ["MG-2026-009.md"]


def test_an_unknown_owner_is_refused_and_nothing_is_written(tmp_path):
    folder = content(tmp_path)

    with pytest.raises(DraftError) as error:
        draft_case(tmp_path, prefix="MG", title="떡", owner="윤하란", now=NOW)

    assert error.value.advice.endswith("윤하람을 뜻하셨나요?")
    assert [p.name for p in (folder / "cases").iterdir()] == ["MG-2026-009.md"]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(CASE, id="our indentation"),
        pytest.param(
            CASE.replace("citations:\n  - key: c1\n    ", "citations:\n- key: c1\n  ").replace(
                "\n    title: 환불이 안 됩니다\n    published_on", "\n  title: 환불이 안 됩니다\n  published_on"
            ),
            id="no indentation",
        ),
        pytest.param(CASE.replace("promises:", "# 약속은 아래에\npromises:"), id="a comment behind"),
        pytest.param(
            CASE.replace("    title: 환불이 안 됩니다", "    title: >-\n      환불이 안\n      됩니다"),
            id="a folded text",
        ),
    ],
)
def test_a_citation_joins_a_case_and_every_other_line_stays(tmp_path, case):
    folder = content(tmp_path, case=case)

    attach_citation(tmp_path, "mg-2026-009", a_citation(key="c2", url="https://cafe.example/2"), on=date(2026, 11, 20))

    after = (folder / CASE_PATH).read_text(encoding="utf-8")
    found = next(f.case for f in read_records(folder).cases).citations
    assert [(c.key, c.attached_on) for c in found] == [("c1", None), ("c2", date(2026, 11, 20))]
    assert [line for line in case.splitlines() if line not in after.splitlines()] == []


def test_a_case_without_citations_gets_its_first(tmp_path):
    text = CASE.replace("origin: complaint", "origin: self-disclosed")
    text = text.replace(text[text.index("citations:") : text.index("promises:")], "")
    folder = content(tmp_path, case=text, response="", correction="")

    attach_citation(tmp_path, "MG-2026-009", a_citation(), on=date(2026, 11, 20))

    assert [c.key for c in read_records(folder).cases[0].case.citations] == ["c1"]


def test_the_same_address_is_not_cited_twice(tmp_path):
    folder = content(tmp_path)
    before = (folder / CASE_PATH).read_bytes()

    with pytest.raises(DraftError):
        attach_citation(
            tmp_path, "MG-2026-009", a_citation(key="c2", url="https://blog.example/1"), on=date(2026, 11, 20)
        )

    assert (folder / CASE_PATH).read_bytes() == before


def test_an_unknown_case_is_refused_with_those_there_are(tmp_path):
    content(tmp_path)

    with pytest.raises(DraftError) as error:
        attach_citation(tmp_path, "MG-2026-090", a_citation(), on=date(2026, 11, 20))

    assert error.value.advice == "그런 사건이 없습니다. 있는 것: MG-2026-009."


def test_the_next_citation_key_is_free(tmp_path):
    content(tmp_path)

    assert next_citation_key(tmp_path, "MG-2026-009") == "c2"


@pytest.mark.parametrize("kind", PostKind)
def test_a_skeleton_is_a_draft_that_the_build_leaves_alone(tmp_path, kind):
    folder = content(tmp_path)

    path = draft_post(tmp_path, kind, "MG-2026-009", now=NOW)

    records, problems = survey(folder)
    assert problems == ()
    assert path.name not in {f.path.rsplit("/", 1)[-1] for f in records.posts}


@pytest.mark.parametrize("kind", PostKind)
def test_a_skeleton_is_one_step_from_being_read(tmp_path, kind):
    folder = content(tmp_path)
    path = draft_post(tmp_path, kind, "MG-2026-009", now=NOW)
    text = path.read_text(encoding="utf-8")

    path.write_text(text.replace("status: draft", "status: published"), encoding="utf-8")

    told = [p for p in survey(folder)[1] if p.path.endswith(path.name)]
    assert {p.field for p in told} <= {"title", "gist", "stance", "wrong", "right", "본문"}


def test_a_response_answers_the_first_citation_that_nobody_answered(tmp_path):
    folder = content(tmp_path)
    attach_citation(tmp_path, "MG-2026-009", a_citation(key="c2", url="https://cafe.example/2"), on=date(2026, 11, 20))

    path = draft_post(tmp_path, PostKind.RESPONSE, "MG-2026-009", now=NOW)

    assert "in_reply_to: c2" in path.read_text(encoding="utf-8")
    assert folder in path.parents


def test_what_was_taken_back_is_not_answered_while_another_complaint_stands(tmp_path):
    gone = "    withdrawn: {at: 2026-10-06T09:00:00+09:00, why: 법원이 청했습니다, asked_by: 법원}\n"
    case = CASE.replace("    url: https://blog.example/1\n    title: 환불이 안 됩니다\n", gone)
    content(tmp_path, case=case, response="", correction="")
    attach_citation(tmp_path, "MG-2026-009", a_citation(key="c2", url="https://cafe.example/2"), on=date(2026, 11, 20))

    path = draft_post(tmp_path, PostKind.RESPONSE, "MG-2026-009", now=NOW)

    assert "in_reply_to: c2" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ("보름째", "사실 하나를 답에 담았나요? 보름째 -->"),
        ("보름째, 네 번", "사실 가운데 두 가지 이상을 답에 담았나요? 보름째, 네 번 -->"),
    ],
)
def test_a_skeleton_names_the_facts_of_the_complaint_and_asks_for_as_many_as_are_enough(tmp_path, facts, asked):
    content(
        tmp_path,
        case=CASE.replace("    title: 환불이 안 됩니다", f"    title: 환불이\n    facts: [{facts}]"),
        response="",
        correction="",
    )

    path = draft_post(tmp_path, PostKind.RESPONSE, "MG-2026-009", now=NOW)

    assert asked in path.read_text(encoding="utf-8")


def test_a_correction_takes_the_latest_post_of_the_case(tmp_path):
    content(tmp_path)

    path = draft_post(tmp_path, PostKind.CORRECTION, "MG-2026-009", now=NOW)

    assert (path.name, "corrects: [mg-2026-009-response]" in path.read_text(encoding="utf-8")) == (
        "mg-2026-009-correction-2.md",
        True,
    )


@pytest.mark.parametrize(
    ("published", "dated"),
    [("2026-11-22T08:58:00", "2026-11-22T09:00:00"), ("2026-11-22T09:00:00", "2026-11-22T09:00:17")],
    ids=["to the minute", "within the minute of what it corrects"],
)
def test_a_correction_is_begun_now_and_after_what_it_corrects(tmp_path, published, dated):
    content(tmp_path, response=RESPONSE.replace("2026-10-05T12:00:00", published), correction="")

    path = draft_post(tmp_path, PostKind.CORRECTION, "MG-2026-009", now=NOW.replace(second=17, microsecond=5))

    text = path.read_text(encoding="utf-8")
    assert f"date: {dated}+09:00" in text
    assert "reported_at:   # 물음: 틀린 것을 언제 아셨나요?" in text


def test_a_case_without_posts_has_nothing_to_correct(tmp_path):
    content(tmp_path, response="", correction="")

    with pytest.raises(DraftError, match="nothing to correct"):
        draft_post(tmp_path, PostKind.CORRECTION, "MG-2026-009", now=NOW)


def test_a_second_skeleton_never_goes_over_the_first(tmp_path):
    content(tmp_path)

    paths = [draft_post(tmp_path, PostKind.STORY, "MG-2026-009", now=NOW, again=True).name for _ in range(2)]

    assert paths == ["mg-2026-009-story.md", "mg-2026-009-story-2.md"]


def test_the_proposed_stage_is_one_the_case_may_go_to(tmp_path):
    content(tmp_path, response="", correction="")

    path = draft_post(tmp_path, PostKind.STORY, "MG-2026-009", now=NOW)

    assert f"stage: {Stage.RECEIVED}" in path.read_text(encoding="utf-8")


def test_an_unknown_citation_is_refused(tmp_path):
    content(tmp_path)

    with pytest.raises(DeskError, match="unknown citation"):
        draft_post(tmp_path, PostKind.RESPONSE, "MG-2026-009", now=NOW, replies="c9")


def begun(folder, kind=PostKind.RESPONSE, **words):
    return draft_post(folder, kind, "MG-2026-009", now=NOW, **words)


def test_a_second_draft_of_a_kind_is_only_begun_on_request(tmp_path):
    content(tmp_path, response="", correction="")
    first = begun(tmp_path)

    with pytest.raises(DraftError) as error:
        begun(tmp_path)
    second = begun(tmp_path, again=True)

    assert error.value.korean.startswith("content/responses/mg-2026-009-response.md: 쓰던 초안이 있습니다.")
    assert "--again" in error.value.korean
    assert first != second


def test_a_draft_that_answers_another_complaint_is_no_second_one(tmp_path):
    text = (content(tmp_path, response="", correction="") / CASE_PATH).read_text(encoding="utf-8")
    other = "promises:\n"
    (tmp_path / "content" / CASE_PATH).write_text(
        text.replace(other, f"  - {{key: c2, title: 또 다른 글}}\n{other}"), encoding="utf-8"
    )
    begun(tmp_path, replies="c1")

    assert begun(tmp_path, replies="c2").name == "mg-2026-009-response-2.md"


def test_another_kind_is_no_second_draft(tmp_path):
    content(tmp_path, response="", correction="")
    begun(tmp_path)

    assert begun(tmp_path, PostKind.PROGRESS).name == "mg-2026-009-progress-1.md"
