"""How findings read: the words underlined at the keyboard, SARIF for code hosts."""

from plugins.editorial.model import Finding, Level
from plugins.editorial.report import as_json, as_sarif, in_reading_order, korean_report, summary, verdict


def a_finding(**facts):
    plain = {
        "rule": "APO-1",
        "level": Level.ERROR,
        "path": "content/a.md",
        "line": 2,
        "column": 5,
        "where": "본문",
        "excerpt": "느끼셨다면",
        "advice": "겪으신 일은 사실입니다.",
        "instead": "불편을 드렸습니다.",
    }
    return Finding(**{**plain, **facts})


def test_the_words_are_underlined_as_wide_as_they_are():
    report = korean_report([a_finding()], {"content/a.md": "첫 줄\n불편을 느끼셨다면 죄송합니다.\n"})

    lines = report.split("\n")
    assert lines[0] == "[잘못] APO-1  content/a.md:2:5"
    assert lines[1] == "   불편을 느끼셨다면 죄송합니다."
    assert lines[2] == "   " + " " * 7 + "~" * 10
    assert lines[3:5] == ["  까닭: 겪으신 일은 사실입니다.", "  이렇게: 불편을 드렸습니다."]


def test_a_long_line_is_cut_around_the_words():
    source = "가" * 500 + "느끼셨다면" + "나" * 500

    report = korean_report([a_finding(line=1, column=501)], {"content/a.md": source})

    shown, marked = report.split("\n")[1:3]
    assert len(shown) < 110
    assert marked.count("~") == 10
    assert shown.index("느") - 3 == (marked.index("~") - 3) // 2


def test_what_is_overdue_stands_on_top_then_the_gravest():
    found = [
        a_finding(rule="W", level=Level.WARN),
        a_finding(rule="B", level=Level.BLOCK),
        a_finding(rule="TIME-2", level=Level.WARN),
    ]

    assert [f.rule for f in in_reading_order(found)] == ["TIME-2", "B", "W"]


def test_the_summary_counts_what_somebody_answers_for_apart():
    assert summary([a_finding(), a_finding(level=Level.INFO, waived_by="서이든")]) == "잘못 1곳, 넘김 1곳"
    assert summary([]) == "걸린 것이 없습니다"


def test_the_verdict_says_whether_the_texts_go_out():
    warned = [a_finding(level=Level.WARN)]

    assert verdict([]) == verdict(warned) == "막힌 곳이 없어 이대로 올라갑니다."
    assert verdict([*warned, a_finding(), a_finding(level=Level.REVIEW)]) == "막힘 2곳: 이대로는 올라가지 않습니다."


def test_the_verdict_on_a_draft_never_says_that_it_goes_out():
    assert verdict([], drafts=1) == (
        "막힌 곳은 없지만 초안 1편은 올라가지 않습니다. 다 썼으면 status: draft 줄을 지워 주세요."
    )
    assert verdict([a_finding()], drafts=1) == "막힘 1곳: 이대로는 올라가지 않습니다."


def test_sarif_names_rule_place_and_level():
    log = as_sarif([a_finding(), a_finding(rule="X", level=Level.INFO, column=0, line=0, waived_by="서이든")])

    (run,) = log["runs"]
    first, second = run["results"]
    assert log["version"] == "2.1.0"
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {"APO-1", "X"}
    assert first["level"] == "error"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content/a.md"
    assert place["region"] == {"startLine": 2, "startColumn": 5, "endColumn": 10}
    assert (second["level"], second["suppressions"][0]["kind"]) == ("note", "inSource")


def test_json_holds_every_field():
    (told,) = as_json([a_finding(words=("느끼",))])

    assert (told["level"], told["line"], told["words"], told["instead"]) == ("error", 2, ["느끼"], "불편을 드렸습니다.")
