import pytest

from plugins.cases.records import read_records, survey
from plugins.cases.unfinished import draft_paths, read_desktop
from tests.cases.content import CASE, CORRECTION, RESPONSE, content, with_value, without

DRAFT = RESPONSE.replace("---\n\n저희가", "status: draft\n---\n\n저희가")
SECOND = "content/responses/mg-2026-009-response-2.md"


def desktop(tmp_path, **drafts):
    """Read a site with more files, each named by its path with __ for / and _ for -."""
    folder = content(tmp_path)
    for name, text in drafts.items():
        (folder / f"{name.replace('__', '/').replace('_', '-')}.md").write_text(text, encoding="utf-8")
    return read_desktop(folder)


def second(tmp_path, text):
    found = desktop(tmp_path, responses__mg_2026_009_response_2=text)
    (draft,) = found.drafts
    return draft


def test_a_draft_whose_facts_hold_is_the_post_it_will_be(tmp_path):
    draft = second(tmp_path, DRAFT)

    assert (draft.path, draft.url, draft.missing, draft.questions) == (
        SECOND,
        "responses/mg-2026-009-response-2/",
        (),
        (),
    )
    assert draft.file.post.title == "환불이 보름 늦은 까닭"


def test_a_draft_without_words_still_joins_and_says_which_are_missing(tmp_path):
    text = with_value(DRAFT, "title", "''").replace("- 환불이 보름 늦었습니다.", "- ''")

    draft = second(tmp_path, text + "\n<!-- 물음: 언제 무엇을\n했는지. -->\n\n<!-- 물음: 약속. -->\n")

    assert [problem.field for problem in draft.missing] == ["title", "gist"]
    assert draft.questions == ("언제 무엇을 했는지.", "약속.")
    assert draft.file is not None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("date", "내일"),
        ("stance", "''"),
        ("case", "MG-2026-099"),
        ("author", "모르는 사람"),
        ("stage", "reopened"),
        ("in_reply_to", "c9"),
    ],
)
def test_a_draft_whose_facts_do_not_hold_stands_by_itself(tmp_path, key, value):
    draft = second(tmp_path, with_value(DRAFT, key, value))

    assert (draft.file, key in {problem.field for problem in draft.missing}) == (None, True)


def test_what_builds_on_a_draft_that_does_not_hold_stands_by_itself_too(tmp_path):
    correction = with_value(CORRECTION, "corrects", "[mg-2026-009-response-2]").replace(
        "---\n\n##", "status: draft\n---\n\n##"
    )

    found = desktop(
        tmp_path,
        responses__mg_2026_009_response_2=without(DRAFT, "date"),
        corrections__mg_2026_009_correction_2=correction,
    )

    assert [draft.file for draft in found.drafts] == [None, None]
    assert "corrects" in {problem.field for problem in found.drafts[1].missing}


def test_a_draft_that_would_break_another_post_stands_by_itself(tmp_path):
    # Published first, the case would have been over before the response that follows.
    text = with_value(
        with_value(without(DRAFT, "next_update_by"), "stage", "merged"), "date", "2026-10-03T12:00:00+09:00"
    )

    draft = second(tmp_path, text)

    assert draft.file is None
    assert {problem.path for problem in draft.missing} == {
        "content/responses/mg-2026-009-response.md",
    }


def test_drafts_change_nothing_of_what_is_published(tmp_path):
    before = read_records(content(tmp_path / "before"))

    desktop(tmp_path, responses__mg_2026_009_response_2=with_value(DRAFT, "date", "내일"))

    assert read_records(tmp_path / "content") == before


WAITING = CASE.replace("    due:", "    made_in: mg-2026-009-response-2\n    due:")


def test_a_promise_may_wait_for_the_draft_that_makes_it(tmp_path):
    folder = content(tmp_path, case=WAITING)
    (folder / "responses/mg-2026-009-response-2.md").write_text(DRAFT, encoding="utf-8")

    (case,), (draft,) = read_records(folder).cases, read_desktop(folder).drafts

    assert [promise.made_in for promise in case.case.promises] == [draft.slug]
    assert (draft.missing, draft.file is None) == ((), False)


def test_a_draft_that_cannot_be_read_yet_holds_no_promise_up_either(tmp_path):
    folder = content(tmp_path, case=WAITING)
    (folder / "responses/mg-2026-009-response-2.md").write_text(without(DRAFT, "date"), encoding="utf-8")

    (draft,) = read_desktop(folder).drafts

    assert read_records(folder).cases
    assert {problem.field for problem in draft.missing} == {"date"}


def test_a_promise_waits_for_no_case_that_is_a_draft(tmp_path):
    folder = content(tmp_path, case=CASE.replace("    due:", "    made_in: MG-2026-010\n    due:"))
    (folder / "cases/MG-2026-010.md").write_text(with_value(CASE, "title", "초안\nstatus: draft"), encoding="utf-8")

    _, problems = survey(folder)

    assert [(problem.path, "made_in 'MG-2026-010'이라는" in problem.advice) for problem in problems] == [
        ("content/cases/MG-2026-009.md", True)
    ]


def test_only_posts_that_say_so_are_drafts(tmp_path):
    folder = content(tmp_path)
    (folder / "responses/a.md").write_text("---\nstatus: 'Draft' # 다 쓰면 지웁니다\n---\n", encoding="utf-8")
    (folder / "responses/b.md").write_text("---\nstatus: published\n---\nstatus: draft\n", encoding="utf-8")

    assert draft_paths(folder) == ("content/responses/a.md",)
