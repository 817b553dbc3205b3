"""What is kept from build to build says the same as judging everything anew."""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from plugins.cases.records import survey
from plugins.core.memo import FORGETFUL
from plugins.core.personal_data import Allowed
from plugins.edge.memo import MemoStore
from plugins.editorial.check import ChangedError, lay_out
from plugins.editorial.examine import examine
from plugins.editorial.gate import pass_gate
from plugins.editorial.house import House
from plugins.editorial.kept import kept_by_name
from plugins.editorial.model import PersonalDataError
from tests.demo import DEMO
from tests.editorial.demo import AS_OF, CASE_1, CORRECTION_1, PROGRESS_2, RESPONSE_1, RESPONSE_2, laid_out, texts

NUMBER = "010-0000-1234"


class Judge:
    """Finds something by name and says for which names it was asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, name):
        self.asked.append(name)
        return f"{name}!"


def kept(folder, keys, *, common=b""):
    memo, judge = MemoStore(folder / "memo", b"", workers=1), Judge()
    found = kept_by_name(memo, "test", keys, judge, common=common)
    memo.close()
    return found, judge.asked


def test_only_what_has_another_key_is_judged_again(tmp_path):
    kept(tmp_path, {"a": 1, "b": 1, "c": 1})

    found, asked = kept(tmp_path, {"b": 1, "c": 2, "d": 1})

    assert found == {"b": "b!", "c": "c!", "d": "d!"}
    assert asked == ["c", "d"]


def test_what_is_gone_is_forgotten(tmp_path):
    kept(tmp_path, {"a": 1, "b": 1})
    kept(tmp_path, {"a": 1})

    _, asked = kept(tmp_path, {"a": 1, "b": 1})

    assert asked == ["b"]


def test_where_the_common_ground_moves_everything_is_judged_again(tmp_path):
    kept(tmp_path, {"a": 1, "b": 1}, common=b"1")

    _, asked = kept(tmp_path, {"a": 1, "b": 1}, common=b"2")

    assert asked == ["a", "b"]


def test_a_number_put_into_a_file_that_was_clean_is_found(tmp_path):
    folder = tmp_path / "output"
    folder.mkdir()
    for name in ("a.html", "b.html"):
        (folder / name).write_text("<p>맑은 글</p>", encoding="utf-8")
    memo = MemoStore(tmp_path / "memo", b"")
    assert pass_gate(folder, Allowed(), memo=memo) == ()
    (folder / "b.html").write_text(f"<p>{NUMBER}</p>", encoding="utf-8")

    with pytest.raises(PersonalDataError) as error:
        pass_gate(folder, Allowed(), memo=memo)

    assert [f.path for f in error.value.findings] == ["b.html"]


def test_a_number_that_is_ours_no_more_is_found_in_files_that_did_not_change(tmp_path):
    folder = tmp_path / "output"
    folder.mkdir()
    (folder / "a.html").write_text(f"<p>{NUMBER}</p>", encoding="utf-8")
    memo = MemoStore(tmp_path / "memo", b"")
    assert pass_gate(folder, Allowed(values=frozenset({NUMBER})), memo=memo) == ()

    with pytest.raises(PersonalDataError):
        pass_gate(folder, Allowed(), memo=memo)


def edited(path, old, new):
    assert old in texts()[path]
    return {path: texts()[path].replace(old, new, 1)}


WRONG = next(
    line.removeprefix("wrong: ").strip("\"'") for line in texts()[CORRECTION_1].splitlines() if "wrong: " in line
)
WORLDS = {
    "nothing": ({}, AS_OF, House()),
    "a body": ({RESPONSE_1: texts()[RESPONSE_1] + "\n혹시 불편을 느끼셨다면 유감입니다.\n"}, AS_OF, House()),
    "a copy": ({RESPONSE_2: texts()[RESPONSE_1].replace("MG-2026-001", "MG-2026-002")}, AS_OF, House()),
    "what was wrong, elsewhere": ({RESPONSE_2: f"{texts()[RESPONSE_2]}\n{WRONG}\n"}, AS_OF, House()),
    "a correction": (edited(CORRECTION_1, "wrong: ", "wrong: 다른 "), AS_OF, House()),
    "a case": (edited(CASE_1, "severity: ", "severity: 4 #"), AS_OF, House()),
    "a progress post that is gone": ({PROGRESS_2: "---\nstatus: draft\n---\n"}, AS_OF, House()),
    "the hour": ({}, AS_OF + timedelta(days=90), House()),
    "a rule that is off": ({}, AS_OF, House(off=frozenset({"TIME-2", "COPY-2"}))),
    "nothing again": ({}, AS_OF, House()),
}


def test_an_edit_is_judged_as_if_everything_were_new(tmp_path):
    for name, (changed, as_of, house) in WORLDS.items():
        content, _ = laid_out(changed, as_of=as_of)
        memo = MemoStore(tmp_path / "memo", b"", workers=1)
        found = examine(content, Allowed(), house, memo=memo)
        memo.close()

        assert found == examine(content, Allowed(), house, memo=FORGETFUL), name
        assert found, name


def test_a_source_that_is_written_while_it_is_judged_is_refused(tmp_path):
    (tmp_path / "content/responses").mkdir(parents=True)
    path = tmp_path / RESPONSE_1
    path.write_text(texts()[RESPONSE_1], encoding="utf-8")
    content, _ = laid_out()
    post = next(post for post in content.posts if post.path == RESPONSE_1)
    read = lay_out(tmp_path, (post,), (), (), AS_OF)
    path.write_text("다른 글", encoding="utf-8")

    with pytest.raises(ChangedError):
        examine(replace(content, posts=read.posts), Allowed())


def told_of_cases(root, memo):
    records, _ = survey(root / "content", memo=memo)
    people = [file.person for file in records.people]
    content = lay_out(root, records.posts, records.cases, people, AS_OF, memo=memo)
    return [finding for finding in examine(content, Allowed(), House(), memo=memo) if "cases/" in finding.path]


def test_a_case_is_judged_again_when_another_of_its_topic_has_a_new_name(tmp_path):
    shutil.copytree(DEMO / "content", tmp_path / "content")
    cases = tmp_path / "content/cases"
    text = (cases / "MG-2026-004.md").read_text(encoding="utf-8")
    like_it = text.replace("opened_at: 2026-10", "opened_at: 2026-05")
    (cases / "MG-2026-094.md").write_text(like_it, encoding="utf-8")
    named = text.replace("topic:", "related: [MG-2026-094]\ntopic:", 1)
    (cases / "MG-2026-004.md").write_text(named, encoding="utf-8")
    memo = MemoStore(tmp_path / "memo", b"", workers=1)
    before = told_of_cases(tmp_path, memo)
    memo.close()
    (cases / "MG-2026-094.md").rename(cases / "MG-2026-095.md")

    memo = MemoStore(tmp_path / "memo", b"", workers=1)
    found = told_of_cases(tmp_path, memo)
    memo.close()

    assert found == told_of_cases(tmp_path, FORGETFUL)
    assert found != before
