import pytest

from plugins.desk.commandline import wrong_use
from tasks import namespace


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
