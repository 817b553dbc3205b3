from textwrap import dedent

import pytest

from plugins.cases.cited import cited_urls
from plugins.cases.records import read_records, survey
from plugins.core.errors import ContentError
from plugins.core.model import PromiseChange, Stage
from tests.cases.content import (
    CASE,
    CASE_PATH,
    CORRECTION,
    CORRECTION_PATH,
    PERSON,
    RESPONSE,
    RESPONSE_PATH,
    content,
    with_value,
    without,
)


def problems(folder):
    return [problem.korean for problem in survey(folder)[1]]


def line_of(text, beginning):
    return next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(beginning))


def test_a_sound_site_has_no_problem(tmp_path):
    assert problems(content(tmp_path)) == []


def test_every_field_of_the_schema_is_kept(tmp_path):
    more = dedent("""\
        approved_by: [yun-haram]
        author_role: 이 일을 끝까지 맡습니다
        author_org: agency
        author_org_name: 여름숲
        reach: 메일로
        mentions: [c1]
        evidence: ["로그: 10월 5일 대조"]
        redactions: ["주소: 2 (글쓴이 요청)"]
        legal_basis: kr-pipa-34-1
        embargo_until: 2026-10-05T13:00:00+09:00
        rebuttal: open
        modified: 2026-10-06T12:00:00+09:00
        promise_updates:
          - {id: P1, moved: 2026-10-20, why: 사람이 모자람}
        tags: [환불]
        lang: ko
        kind: response
        status: published
        ---
        """)
    text = RESPONSE.replace("promises: [P1]\n---\n", f"promises: [P1]\n{more}")

    post = read_records(content(tmp_path, response=text)).posts[0].post

    assert (post.approved_by, post.author_role, post.author_org_name, post.mentions) == (
        ("yun-haram",),
        "이 일을 끝까지 맡습니다",
        "여름숲",
        ("c1",),
    )
    assert (post.evidence, post.redactions) == (("로그: 10월 5일 대조",), ("주소: 2 (글쓴이 요청)",))
    assert post.legal_basis == "kr-pipa-34-1"
    assert post.promise_updates[0].change is PromiseChange.MOVED


@pytest.mark.parametrize("key", ["title", "date", "case", "stage", "author", "next_update_by", "stance", "in_reply_to"])
def test_a_missing_field_of_a_response_is_told(tmp_path, key):
    folder = content(tmp_path, response=without(RESPONSE, key), correction="")

    assert any(f" {key}: " in said and said.startswith(f"content/{RESPONSE_PATH}") for said in problems(folder))


@pytest.mark.parametrize("key", ["corrects", "wrong", "right"])
def test_a_missing_field_of_a_correction_is_told(tmp_path, key):
    folder = content(tmp_path, correction=without(CORRECTION, key))

    assert any(f" {key}: 꼭 있어야" in said for said in problems(folder))


def test_a_correction_says_why_it_was_wrong(tmp_path):
    folder = content(tmp_path, correction=CORRECTION.replace("## 왜 틀렸나", "## 고친 곳"))

    assert any("'## 왜 틀렸나' 절이 있어야" in said for said in problems(folder))


def test_a_heading_inside_a_code_block_is_no_section(tmp_path):
    folder = content(tmp_path, correction=CORRECTION.replace("## 왜 틀렸나", "```\n## 왜 틀렸나\n```"))

    assert any("'## 왜 틀렸나' 절이 있어야" in said for said in problems(folder))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        pytest.param("stage", "answerd", "answered를 뜻하셨나요?", id="misspelt stage"),
        pytest.param("stance", "찬성", "쓸 수 있는 값: accept 저희 잘못 · partial 일부", id="no stance"),
        pytest.param("stance", "저희 잘못", "'저희 잘못'은 accept라고 적어 주세요.", id="stance in Korean"),
        pytest.param("stage", "답변함", "'답변함'은 answered라고 적어 주세요.", id="stage in Korean"),
        pytest.param("date", "2026년 10월 5일", "시각으로 읽을 수 없습니다", id="date in words"),
        pytest.param("date", "2026-10-05T12:00:00", "시간대가 없습니다", id="date without a zone"),
        pytest.param("case", "MG-2026-08", "없습니다. 있는 것: MG-2026-009.", id="unknown case"),
        pytest.param("author", "윤하란", "윤하람을 뜻하셨나요?", id="unknown person"),
        pytest.param("in_reply_to", "c2", "있는 것: c1.", id="unknown citation"),
        pytest.param("promises", "[P2]", "있는 것: P1.", id="unknown promise"),
        pytest.param("stage", "resolved", "끝난 단계라 다음 소식이 없습니다", id="a final stage with a next update"),
        pytest.param("stage", "disputed", "received일 때 disputed로 갈 수 없습니다", id="forbidden stage"),
        pytest.param("next_update_by", "2026-10-01T12:00:00+09:00", "올린 시각보다 앞섭니다", id="next update before"),
        pytest.param("date", "2026-09-01T12:00:00+09:00", "사건이 시작된 때", id="before the case"),
        pytest.param("gist", "[하나, 둘, 셋, 넷]", "4줄입니다", id="four lines of gist"),
    ],
)
def test_a_wrong_value_is_told_with_its_line(tmp_path, key, value, said):
    text = with_value(RESPONSE.replace("gist:\n  - 환불이 보름 늦었습니다.", "gist: [환불이 늦었습니다.]"), key, value)

    told = problems(content(tmp_path, response=text, correction=""))

    where = f"content/{RESPONSE_PATH}:{line_of(text, f'{key}:')}: "
    # A stage that is over makes the next update wrong, not itself.
    if said.startswith("끝난 단계"):
        where = f"content/{RESPONSE_PATH}:{line_of(text, 'next_update_by:')}: "
    assert any(t.startswith(where) and said in t for t in told), told


def test_a_misspelt_key_is_refused_with_a_suggestion(tmp_path):
    text = RESPONSE.replace("stance: accept", "stanse: accept")

    told = problems(content(tmp_path, response=text))

    where = f"content/{RESPONSE_PATH}:{line_of(text, 'stanse:')}: stanse: "
    assert f"{where}모르는 열쇠입니다. stance를 뜻하셨나요?" in told


def test_a_colon_in_a_bare_value_is_explained(tmp_path):
    text = with_value(RESPONSE, "title", "환불: 보름: 늦은 까닭")

    assert any("따옴표로 감싸" in said for said in problems(content(tmp_path, response=text, correction="")))


def test_a_key_twice_is_refused(tmp_path):
    text = RESPONSE.replace("stance: accept", "stance: accept\nstance: partial")

    assert any("같은 열쇠가 두 번" in said for said in problems(content(tmp_path, response=text)))


def test_no_and_times_stay_the_words_they_are(tmp_path):
    text = with_value(RESPONSE, "title", "no")

    assert read_records(content(tmp_path, response=text)).posts[0].post.title == "no"


def test_a_file_without_a_header_is_told(tmp_path):
    told = problems(content(tmp_path, response="그냥 글", correction=""))

    assert told == [
        f"content/{RESPONSE_PATH}:1: 머리말이 없습니다. 첫 줄과 머리말 끝에 --- 를 적어 주세요.",
    ]


def test_a_file_that_is_not_utf8_is_told(tmp_path):
    folder = content(tmp_path, correction="")
    (folder / RESPONSE_PATH).write_bytes(RESPONSE.encode("cp949"))

    assert problems(folder) == [
        f"content/{RESPONSE_PATH}: UTF-8 글로 읽을 수 없습니다. 편집기에서 UTF-8로 다시 저장해 주세요."
    ]


def test_decomposed_letters_are_read_as_composed(tmp_path):
    folder = content(tmp_path)
    import unicodedata

    (folder / RESPONSE_PATH).write_text(unicodedata.normalize("NFD", RESPONSE), encoding="utf-8")

    assert read_records(folder).posts[0].post.title == "환불이 보름 늦은 까닭"


def test_a_draft_is_left_out(tmp_path):
    text = RESPONSE.replace("stance: accept", "stance: ''\nstatus: draft")

    assert read_records(content(tmp_path, response=text, correction="")).posts == ()


def test_a_question_that_is_still_open_keeps_a_post_from_being_published(tmp_path):
    text = RESPONSE + "\n<!-- 물음: 누가 무엇을 했나요? -->\n"

    told = problems(content(tmp_path, response=text))

    line = line_of(text, "<!-- 물음")
    assert told == [
        f"content/{RESPONSE_PATH}:{line}: 본문: 아직 답하지 않은 물음이 남아 있습니다. 답을 적고 물음을 지워 주세요."
    ]


def test_a_case_that_only_waits_may_still_hold_its_question(tmp_path):
    folder = content(tmp_path, case=CASE + "\n<!-- 물음: 무슨 일? -->\n", response="", correction="")

    assert problems(folder) == []


def test_a_case_with_a_post_answers_its_question(tmp_path):
    folder = content(tmp_path, case=CASE + "\n<!-- 물음: 무슨 일? -->\n", correction="")

    assert any("무슨 일이 있었는지" in said for said in problems(folder))


def test_a_stage_in_a_case_file_is_refused(tmp_path):
    folder = content(tmp_path, case=CASE.replace("severity: 2", "severity: 2\nstage: acting"))

    assert any("손으로 적지 않습니다" in said for said in problems(folder))


def test_an_event_bears_a_stage(tmp_path):
    events = "events:\n  - at: 2026-10-02T10:00:00+09:00\n    stage: investigating\n    why: 맡음\n    who: 윤하람\n---"

    case = read_records(content(tmp_path, case=CASE.replace("12\n---", f"12\n{events}"))).cases[0].case

    assert case.events[0].stage is Stage.INVESTIGATING


def test_a_forbidden_event_is_told_at_its_own_line(tmp_path):
    events = "events:\n  - at: 2026-10-02T10:00:00+09:00\n    stage: resolved\n    why: 끝\n    who: 윤하람\n---"
    text = CASE.replace("12\n---", f"12\n{events}")

    told = problems(content(tmp_path, case=text, response="", correction=""))

    assert told[0].startswith(f"content/{CASE_PATH}:{line_of(text, '  - at:')}: stage: 사건이 received일 때 resolved로")


def test_a_moved_promise_says_why(tmp_path):
    text = RESPONSE.replace("promises: [P1]", "promise_updates:\n  - {id: P1, moved: 2026-10-20}")

    assert any("까닭(why)을 적어야" in said for said in problems(content(tmp_path, response=text)))


def test_a_promise_update_says_exactly_one_thing(tmp_path):
    text = RESPONSE.replace("promises: [P1]", "promise_updates:\n  - {id: P1, kept: 2026-10-12, moved: 2026-10-20}")

    assert any("꼭 하나를 적어" in said for said in problems(content(tmp_path, response=text)))


def test_a_correction_of_a_later_post_is_told(tmp_path):
    text = with_value(CORRECTION, "date", "2026-10-04T12:00:00+09:00")

    assert any("이 정정보다 먼저 올라온 글이 아닙니다" in said for said in problems(content(tmp_path, correction=text)))


def test_a_response_with_words_of_a_correction_is_told(tmp_path):
    text = RESPONSE.replace("stance: accept", "stance: accept\nwrong: 틀린 글")

    assert any("정정(corrections/)에만" in said for said in problems(content(tmp_path, response=text)))


def test_an_agency_person_names_the_agency(tmp_path):
    folder = content(tmp_path, person=PERSON.replace("inhouse", "agency"))

    assert any("소속 회사 이름" in said for said in problems(folder))


def test_a_citation_whose_writer_refused_has_no_address(tmp_path):
    text = CASE.replace("title: 환불이 안 됩니다", "title: 환불이 안 됩니다\n    consent: refused")

    assert any("거절했습니다" in said for said in problems(content(tmp_path, case=text)))


def test_a_long_excerpt_is_refused(tmp_path):
    text = CASE.replace("title: 환불이 안 됩니다", f"title: 환불이 안 됩니다\n    excerpt: {'가' * 301}")

    assert any("301자입니다" in said for said in problems(content(tmp_path, case=text)))


def test_everything_wrong_is_told_at_once(tmp_path):
    folder = content(tmp_path, response=with_value(RESPONSE, "case", "X"), correction=without(CORRECTION, "right"))

    with pytest.raises(ContentError) as error:
        read_records(folder)

    assert {problem.path for problem in error.value.problems} == {
        f"content/{RESPONSE_PATH}",
        f"content/{CORRECTION_PATH}",
    }


def test_the_address_of_a_citation_leads_to_its_case(tmp_path):
    assert cited_urls(content(tmp_path)) == {"https://blog.example/1": "MG-2026-009"}


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(CASE.replace("---\n", "---\nstatus: draft\n", 1), id="a draft"),
        pytest.param("---\ncitations: [", id="unreadable"),
        pytest.param(CASE.replace("url: https://blog.example/1", "url: null"), id="no address"),
    ],
)
def test_a_case_that_is_not_public_or_cites_no_address_leads_nowhere(tmp_path, case):
    assert cited_urls(content(tmp_path, case=case)) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param("저희가 보름 늦었습니다", id="through emphasis"),
        pytest.param("환불이 보름 늦었습니다", id="in the gist"),
        pytest.param("환불이 보름 늦은 까닭", id="in the title"),
    ],
)
def test_a_wrong_sentence_is_found_where_a_reader_sees_it(tmp_path, wrong):
    folder = content(tmp_path, correction=with_value(CORRECTION, "wrong", wrong))

    assert problems(folder) == []


def test_a_wrong_sentence_that_nobody_published_is_told_before_any_build(tmp_path):
    text = with_value(CORRECTION, "wrong", "환불은 4건이었습니다")

    told = problems(content(tmp_path, correction=text))

    assert told == [
        f"content/{CORRECTION_PATH}:{line_of(text, 'wrong:')}: wrong: "
        "mg-2026-009-response에 이 문장이 그대로 있지 않습니다. 화면에 보이는 글자만 옮겨 주세요."
    ]
