"""``kill -9`` at many points of collect, triage and undo; two at once; a full disk and a read-only folder."""

import fcntl
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.site.trees import a_tree, invoked

pytestmark = pytest.mark.build
KILLING = Path(__file__).with_name("killing.py")


def killed(folder, *words):
    """What ``killing.py`` tells; see there."""
    root = a_tree(folder)
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONUTF8": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(
        [sys.executable, str(KILLING), *words], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(("scenario", "tries"), [("collect", 5), ("open", 4), ("attach", 4), ("undo", 4)])
def test_the_next_run_completes_what_was_killed_anywhere(tmp_path, scenario, tries):
    told = killed(tmp_path, scenario, str(tries))

    assert (told["wrong"], told["points"] > 20, told["tried"] >= tries) == ([], True, True)


def test_a_full_disk_and_a_read_only_folder_are_one_sentence_and_change_nothing():
    # Not under pytest's own folder, into which nobody but its owner may look.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        told = killed(Path(folder), "refusals")

    _, _, before = told.pop("before")
    # 40,000 bytes may be enough for a small inbox; then it is done, and otherwise refused like the rest.
    assert {how for how, _, _ in told.values()} <= {"refused", "done"}
    assert (told["first collect full"][0], told["first collect again"]) == ("refused", ["done", "", before])
    for name in ("collect full 0", "open full 300", "collect read-only", "open read-only"):
        how, said, left = told[name]
        assert (how, said.count("\n"), left) == ("refused", 0, before), (name, said)


@pytest.mark.parametrize("seconds", [0.6, 1.4])
def test_a_collect_that_was_killed_after_a_while_is_completed_by_the_next(tmp_path, seconds):
    root = a_tree(tmp_path)
    running = subprocess.Popen(
        [sys.executable, "-m", "invoke", "collect"], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(seconds)
    running.send_signal(signal.SIGKILL)
    running.wait()

    done = invoked(root, "collect", "--force")

    assert (done.returncode, done.stderr, "모두 12건" in done.stdout) == (0, "", True), done.stdout


def test_a_second_collect_says_that_another_one_is_running(tmp_path):
    root = a_tree(tmp_path)
    (root / ".desk").mkdir(mode=0o700)
    with (root / ".desk/collect.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = invoked(root, "collect")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "collect: 다른 수집이 돌고 있습니다. 끝난 뒤에 다시 해 주세요.\n"


def test_two_triages_at_once_open_two_cases(tmp_path):
    root = a_tree(tmp_path)
    invoked(root, "collect")
    listed = json.loads(invoked(root, "inbox", "--json").stdout)
    items = listed["items"] if isinstance(listed, dict) else listed
    command = [sys.executable, "-m", "invoke", "triage", "--open", "--owner", "윤하람", "--by", "윤하람", "--yes"]
    running = [
        subprocess.Popen([*command, item["mention"]["id"]], cwd=root, stdout=subprocess.PIPE, text=True)
        for item in items[:2]
    ]

    said = "".join(process.communicate()[0] for process in running)

    assert [process.returncode for process in running] == [0, 0]
    assert len(set(re.findall(r": (\S+) 사건을 엶", said))) == 2
