import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.desk.commandline import wrong_use
from tasks import namespace

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        pytest.param(["build", "--dry"], "--dry", id="dry"),
        pytest.param(["--dry", "publish"], "--dry", id="dry before the command"),
        pytest.param(["publish", "-R"], "--dry", id="dry in one letter"),
        pytest.param(["collect", "--echo"], "--echo", id="echo"),
        pytest.param(["serve", "-w"], "--warn-only", id="warn only"),
        pytest.param(["posts", "--command-timeout", "3"], "--command-timeout", id="timeout"),
    ],
)
def test_a_flag_of_invoke_that_would_do_nothing_here_is_refused(words, flag):
    refused = wrong_use(namespace, words)

    assert refused.korean.startswith(f"{flag}: 없는 선택지입니다.")


@pytest.mark.parametrize(
    "words",
    [
        ["publish", "--dry", "--target", "www"],
        ["--list"],
        ["--help", "publish"],
        ["--version"],
        ["--complete"],
        ["build"],
    ],
)
def test_what_invoke_and_the_commands_know_is_not_refused(words):
    assert wrong_use(namespace, words) is None


@pytest.mark.parametrize("words", ["--list", "--help 분류", "posts --json"])
def test_who_has_seen_enough_gets_no_traceback(words):
    reading, writing = os.pipe()
    # As `invoke … | head` once head has gone.
    os.close(reading)

    done = subprocess.run(
        [sys.executable, "-m", "invoke", *words.split()], cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)

    assert done.stderr.decode() == ""
