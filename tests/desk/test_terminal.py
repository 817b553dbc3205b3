"""Questions at the keyboard."""

import subprocess
import sys
from pathlib import Path

import pytest

from plugins.desk.terminal import say_next

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("asked", "option"),
    [("is_agreed('지울까요?')", "--yes를"), ("answer_to('이름: ', option='--name 값')", "--name 값을")],
)
def test_where_nobody_can_answer_the_option_that_does_is_named(asked, option):
    code = "\n".join(
        ("from plugins.desk.terminal import answer_to, is_agreed", "try:", f" {asked}", "except Exception as error:")
    )

    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n print(error.korean)"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )

    assert f"답할 사람이 없습니다. 명령 뒤에 {option} 붙여 주세요." in done.stdout


def test_the_next_command_stands_on_a_line_of_its_own(capsys):
    say_next("보낼 것을 봐 주세요", "invoke publish --dry")

    assert capsys.readouterr().out == "다음: 보낼 것을 봐 주세요.\n  invoke publish --dry\n"
