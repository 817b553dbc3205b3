from datetime import datetime

import pytest

from plugins.cases.agenda import agenda, moments_after
from plugins.cases.records import read_records
from plugins.cases.unfinished import read_desktop
from tests.cases.content import CASE, RESPONSE, content


def told(folder, now):
    items = agenda(read_records(folder), read_desktop(folder).drafts, datetime.fromisoformat(now))
    return [(item.state, item.kind, item.at.isoformat()[:16] if item.at else None, item.what) for item in items]


TITLE = "환불이 늦은 보름"
UPDATE = ("update", "2026-10-12T17:00", TITLE)
PROMISE = ("promise", "2026-10-13T00:00", "P1 고칩니다")


@pytest.mark.parametrize(
    ("now", "lines"),
    [
        pytest.param("2026-10-12T16:59+09:00", [("due", *UPDATE), ("due", *PROMISE)], id="in time"),
        pytest.param("2026-10-12T17:01+09:00", [("overdue", *UPDATE), ("due", *PROMISE)], id="a word late"),
        pytest.param("2026-10-13T00:00+09:00", [("overdue", *UPDATE), ("overdue", *PROMISE)], id="a promise late"),
        pytest.param(
            "2026-10-06T12:00+09:00",
            [("due", *UPDATE), ("due", *PROMISE), ("waiting", "post", "2026-10-07T12:00", "바로잡습니다")],
            id="a post waits",
        ),
        pytest.param(
            "2026-10-04T12:00+09:00",
            [
                ("due", "answer", "2026-10-02T09:00", TITLE),
                ("due", *PROMISE),
                ("waiting", "post", "2026-10-05T12:00", "환불이 보름 늦은 까닭"),
                ("waiting", "post", "2026-10-07T12:00", "바로잡습니다"),
            ],
            id="no answer yet",
        ),
    ],
)
def test_what_is_to_be_written_is_told_most_pressing_first(tmp_path, now, lines):
    assert told(content(tmp_path), now) == lines


def test_a_promise_that_was_kept_is_no_longer_told(tmp_path):
    kept = "promise_updates: [{id: P1, kept: 2026-10-05}]\nstance: accept"
    folder = content(tmp_path, response=RESPONSE.replace("stance: accept", kept))

    assert told(folder, "2026-11-01T00:00+09:00") == [("overdue", *UPDATE)]


def test_a_case_that_is_over_owes_no_word(tmp_path):
    over = RESPONSE.replace("stage: answered", "stage: merged").replace(
        "next_update_by: 2026-10-12T17:00:00+09:00\n", ""
    )
    folder = content(tmp_path, response=over, correction="", case=CASE)

    assert told(folder, "2026-11-01T00:00+09:00") == []


def test_a_draft_is_told_with_how_much_is_missing(tmp_path):
    folder = content(tmp_path)
    draft = "---\ntitle: 새 소식\ncase: MG-2026-009\nstatus: draft\n---\n\n<!-- 물음: 무엇이? -->\n"
    (folder / "progress").mkdir()
    (folder / "progress/x.md").write_text(draft, encoding="utf-8")

    items = agenda(read_records(folder), read_desktop(folder).drafts, datetime.fromisoformat("2026-10-08T00:00+09:00"))

    (item,) = [item for item in items if item.state == "draft"]
    assert (item.what, item.case_id, item.path) == ("새 소식", "MG-2026-009", "content/progress/x.md")
    assert item.open_points > 1


def test_a_person_has_one_name_however_a_file_names_them(tmp_path):
    folder = content(tmp_path, case=CASE.replace("owner: 윤하람", "owner: yun-haram"))

    items = agenda(read_records(folder), (), datetime.fromisoformat("2026-10-12T16:59+09:00"))

    assert {item.who for item in items} == {"윤하람"}


def test_a_site_changes_by_itself_when_a_post_appears_and_when_the_next_word_is_due(tmp_path):
    moments = moments_after(read_records(content(tmp_path)), datetime.fromisoformat("2026-10-06T12:00+09:00"))

    assert [(at.isoformat()[:16], path) for at, path in moments] == [
        ("2026-10-07T12:00", "content/corrections/mg-2026-009-correction-1.md"),
        ("2026-10-12T17:00", ""),
    ]
