import pickle

import pytest

from plugins.core.errors import (
    BuildError,
    ContentError,
    DecisionError,
    FetchError,
    Problem,
    SettingError,
    Trouble,
    choices,
    did_you_mean,
)


def a_problem(path="content/a.md", line=3, field="stage"):
    return Problem(path=path, line=line, field=field, advice="고쳐 주세요.")


def test_an_error_is_english_for_logs_and_korean_for_staff():
    error = DecisionError("m-1", "already linked", advice="확인하세요.")

    assert (str(error), error.korean) == ("decision: 'm-1': already linked", "m-1: 확인하세요.")


def test_a_setting_error_advises_even_where_nobody_wrote_advice():
    assert "unknown" in SettingError("X", "unknown").korean


@pytest.mark.parametrize(
    "error",
    [
        BuildError("site", "no zone", advice="시간대가 없습니다."),
        SettingError("SITE", "missing"),
        ContentError([a_problem(), a_problem(line=1)]),
        FetchError("https://a.example", "late", advice="기다려 주세요.", trouble=Trouble.SILENT),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_of_another_process_is_told_as_if_it_were_our_own(error):
    told = pickle.loads(pickle.dumps(error))

    assert type(told) is type(error)
    assert (str(told), told.korean, vars(told)) == (str(error), error.korean, vars(error))


def test_every_expected_failure_ends_with_code_2():
    assert BuildError("x", "y", advice="z").exitcode == 2


@pytest.mark.parametrize(
    ("problem", "korean"),
    [
        (a_problem(), "content/a.md:3: stage: 고쳐 주세요."),
        (a_problem(line=0), "content/a.md: stage: 고쳐 주세요."),
        (a_problem(field=""), "content/a.md:3: 고쳐 주세요."),
    ],
    ids=["whole", "no line", "body"],
)
def test_a_problem_names_file_line_and_field(problem, korean):
    assert problem.korean == korean


def test_all_problems_are_told_at_once_in_the_order_of_the_files():
    error = ContentError([a_problem(path="content/b.md"), a_problem(line=9), a_problem(line=2)])

    assert [line.split(": ")[0] for line in error.korean.splitlines()] == [
        "content/a.md:2",
        "content/a.md:9",
        "content/b.md:3",
    ]


@pytest.mark.parametrize(
    ("name", "near"),
    [("sorce", "source"), ("SOURCE", "source"), ("xyzzy", ""), ("", "")],
)
def test_the_nearest_known_name_is_suggested(name, near):
    assert did_you_mean(name, ["source", "brand"]) == near


@pytest.mark.parametrize(
    ("name", "near"),
    [("점겸", "점검"), ("밣행", "발행"), ("잡수함", "접수함"), ("윤하롬", "윤하람"), ("누구", "")],
)
def test_a_slip_on_one_key_of_a_korean_word_is_understood(name, near):
    assert did_you_mean(name, ["점검", "발행", "접수함", "윤하람"]) == near


@pytest.mark.parametrize(
    ("name", "near"),
    [("MG-2026-999", ""), ("MG-2026-008", ""), ("MG-2026-06", "MG-2026-006"), ("MH-2026-006", "MG-2026-006")],
)
def test_another_number_is_no_misspelt_one(name, near):
    assert did_you_mean(name, ["MG-2026-006", "MG-2026-007"]) == near


def test_where_nothing_is_near_the_last_there_are_are_named():
    cases = [f"MG-2026-{n:03d}" for n in range(1, 9)]

    assert choices("MG-2026-999", cases) == f" 있는 것: … {', '.join(cases[2:])}."
    assert choices("MG-2026-08", cases) == " MG-2026-008을 뜻하셨나요?"
