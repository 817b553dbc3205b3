"""What is remembered of the files is what a first reading says, whatever happens to them between two readings."""

import pytest

from plugins.cases.records import BLOCK, survey
from plugins.core.memo import FORGETFUL
from plugins.edge.memo import MemoStore
from tests.cases.content import CASE, CASE_PATH, PERSON, RESPONSE, RESPONSE_PATH, content, with_value

DRAFT = RESPONSE.replace("---\n", "---\nstatus: draft\n", 1)


def surveyed(folder, tmp_path, **options):
    memo = MemoStore(tmp_path / "memo", b"1", workers=1)
    found = survey(folder, memo=memo, **options)
    memo.close()
    return found


def write(folder, path, text):
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


CHANGES = {
    "nothing": {},
    "a title": {RESPONSE_PATH: with_value(RESPONSE, "title", "다른 제목")},
    "a body": {RESPONSE_PATH: RESPONSE + "\n한 문장 더 적습니다.\n"},
    "a case": {CASE_PATH: with_value(CASE, "title", "다른 사건")},
    "a draft": {RESPONSE_PATH: DRAFT},
    "no text": {RESPONSE_PATH: b"\xff\xfe"},
    "a mistake": {RESPONSE_PATH: with_value(RESPONSE, "stage", "nowhere")},
    "many new people": {
        f"people/new-{number}.md": PERSON.replace("name: ", f"name: {number}", 1) for number in range(BLOCK * 2)
    },
    "line ends": {RESPONSE_PATH: RESPONSE.replace("\n", "\r\n")},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_file_is_read_again_and_the_others_are_as_they_were(tmp_path, change):
    folder = content(tmp_path)
    surveyed(folder, tmp_path)
    for path, text in change.items():
        write(folder, path, text)

    again, thrice = surveyed(folder, tmp_path), surveyed(folder, tmp_path)

    assert again == thrice == survey(folder, memo=FORGETFUL)


def test_a_file_that_is_gone_is_forgotten_and_one_that_is_back_is_read(tmp_path):
    folder = content(tmp_path)
    first = surveyed(folder, tmp_path)
    response = folder / RESPONSE_PATH
    text = response.read_bytes()
    response.unlink()
    without, plain = surveyed(folder, tmp_path), survey(folder, memo=FORGETFUL)
    response.write_bytes(text)

    assert without == plain != first
    assert surveyed(folder, tmp_path) == first


def test_a_draft_that_was_read_as_if_it_were_none_is_one_again(tmp_path):
    folder = content(tmp_path, response=DRAFT)
    plain = surveyed(folder, tmp_path)
    joined = surveyed(folder, tmp_path, as_if_published=frozenset({f"content/{RESPONSE_PATH}"}))

    assert len(joined[0].posts) == len(plain[0].posts) + 1
    assert surveyed(folder, tmp_path) == plain


def test_the_digest_is_of_the_headers_alone(tmp_path):
    folder = content(tmp_path)
    before = survey(folder)[0].digest
    write(folder, RESPONSE_PATH, RESPONSE + "\n한 문장 더 적습니다.\n")
    after_body = survey(folder)[0].digest
    write(folder, RESPONSE_PATH, with_value(RESPONSE, "title", "다른 제목"))

    assert before == after_body != survey(folder)[0].digest
