"""Nothing but the gate decides: what the check refuses is not built, and what could not be checked is not either."""

import json

import pytest

from tests.site.trees import a_small_tree, built, edited, invoked, moved, published_tree

pytestmark = pytest.mark.build
RESPONSE = "content/responses/mg-2026-001-response.md"
SENTENCE = "댓글을 남기고 나서 보내 주신 긴 메일은 어젯밤에 두 번 읽었습니다."


@pytest.fixture
def tree(tmp_path):
    return a_small_tree(tmp_path)


def test_a_conditional_apology_stops_the_build_and_says_where(tree):
    edited(tree, RESPONSE, SENTENCE, "불편을 느끼셨다면 죄송합니다.")

    done = built(tree)

    assert done.returncode == 2, done.stderr
    assert f"{RESPONSE}:" in done.stderr
    assert not (tree / "output/index.html").exists()


def test_a_silent_edit_stops_the_next_build_and_modified_lets_a_slip_pass(tmp_path):
    tree = moved(published_tree(), tmp_path)
    edited(tree, RESPONSE, "어젯밤에 두 번 읽었습니다", "어젯밤에 거듭 읽었습니다")
    silent = built(tree)
    edited(tree, RESPONSE, "\ncase: MG-2026-001\n", "\nmodified: 2026-11-22T08:00:00+09:00\ncase: MG-2026-001\n")

    told = built(tree)

    assert (silent.returncode, "알림 없이 글이 바뀌었습니다" in silent.stderr) == (2, True), silent.stderr
    assert told.returncode == 0, told.stderr


# tests/editorial/test_closed.py holds every one of them.
@pytest.mark.parametrize("name", ["checks.toml", "ear.ko.tsv"])
def test_without_its_rules_nothing_is_built(tree, name):
    (tree / "plugins/editorial/rules" / name).unlink()

    done = built(tree)

    assert done.returncode in (1, 2), done.stdout
    assert name in done.stderr
    assert not (tree / "output/index.html").exists()


def test_a_check_that_fails_stops_the_build(tree):
    edited(
        tree,
        "plugins/editorial/byline.py",
        '    """Yield a spot where only',
        '    raise KeyError("fell")\n    """Yield',
    )

    done = built(tree)

    assert (done.returncode, "fell" in done.stderr) == (1, True), done.stderr
    assert not (tree / "output/index.html").exists()


def test_a_post_that_nobody_can_read_stops_the_build(tree):
    (tree / RESPONSE).write_bytes((tree / RESPONSE).read_bytes() + b"\xff\xfe")

    done = built(tree)

    assert (done.returncode, RESPONSE in done.stderr) == (2, True), done.stderr
    assert not (tree / "output/index.html").exists()


def test_a_misspelt_rule_in_editorial_toml_stops_the_build(tree):
    (tree / "editorial.toml").write_text('off = ["TIEM-1"]\n', encoding="utf-8")

    done = built(tree)

    assert (done.returncode, "TIME-1" in done.stderr) == (2, True), done.stderr


def test_the_desk_command_tells_the_same_as_the_build_in_three_ways(tree):
    edited(tree, RESPONSE, "next_update_by: 2026-10-12", "next_update_by: 2026-11-12")

    told, as_json, as_sarif = (invoked(tree, "check", RESPONSE, *flag) for flag in ([], ["--json"], ["--sarif"]))

    assert [done.returncode for done in (told, as_json, as_sarif)] == [2, 2, 2], told.stderr
    assert f"[잘못] TIME-1  {RESPONSE}:" in told.stdout
    assert [f["rule"] for f in json.loads(as_json.stdout) if f["level"] == "error"] == ["TIME-1"]
    assert "TIME-1" in {result["ruleId"] for result in json.loads(as_sarif.stdout)["runs"][0]["results"]}


def test_a_draft_that_is_named_is_judged_to_the_end(tree):
    edited(tree, RESPONSE, "\nlegal_basis: none\n", "\nlegal_basis: none\nstatus: draft\n")
    sound = invoked(tree, "check", RESPONSE)
    edited(tree, RESPONSE, SENTENCE, "불편을 느끼셨다면 죄송합니다.")

    done = invoked(tree, "check", RESPONSE)

    # Nothing is wrong with it, and it does not go out all the same.
    assert (sound.returncode, "초안 1편은 올라가지 않습니다." in sound.stdout) == (0, True), sound.stdout + sound.stderr
    assert (done.returncode, "느끼셨다면" in done.stdout) == (2, True), done.stdout + done.stderr


def test_a_path_that_is_none_of_ours_is_wrong_use(tree):
    done = invoked(tree, "check", "theme")

    assert (done.returncode, "content/ 아래" in done.stderr) == (2, True)
