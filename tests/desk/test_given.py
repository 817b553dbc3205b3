"""Files that staff name: what is wrong with one is told by its name."""

import pytest

from plugins.desk.arguments import UsageError
from plugins.desk.given import absent, text_of

WORDS = "두부가 쉬었어요\n한 모를 버렸습니다. 똠방각하도 놀랐습니다.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_a_text_is_read_as_whatever_program_wrote_it(tmp_path, encoding):
    path = tmp_path / "전화.txt"
    path.write_bytes(WORDS.encode(encoding))

    assert text_of(path).split() == WORDS.split()


@pytest.mark.parametrize(
    ("name", "said"),
    [("없음.txt", "그런 파일이 없습니다"), ("폴더", "폴더입니다"), ("사진.png", "글 파일로 읽을 수 없습니다")],
)
def test_a_file_that_is_no_text_is_told_by_what_it_is(tmp_path, name, said):
    (tmp_path / "폴더").mkdir()
    (tmp_path / "사진.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\xc0\x00")
    with pytest.raises(UsageError) as error:
        text_of(tmp_path / name)

    assert said in error.value.korean


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "content/responses/mg-2026-07-response.md",
            "그런 글이나 폴더가 없습니다. mg-2026-007-response.md를 뜻하셨나요?",
        ),
        ("responces/아무것", "그런 글이나 폴더가 없습니다. content/ 아래의 것을 적어 주세요. 예: content/responses"),
    ],
)
def test_a_misspelt_name_is_told_with_the_one_that_is_there(tmp_path, name, said):
    (tmp_path / "responses").mkdir()
    (tmp_path / "responses/mg-2026-007-response.md").touch()

    assert absent(name, tmp_path).korean == f"{name}: {said}"
