"""A full disk, a folder that must not be written to, two at once, a browser at the preview: the real commands."""

import ctypes
import http.client
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.demo import DRAFT
from tests.site.trees import AS_OF, a_small_tree, a_tree, edited, environment_of_staff, invoked, small_tree, snapshot

pytestmark = pytest.mark.build
_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE = 24, 1


def a_command(root, *words, before=None):
    command, environment = [sys.executable, "-m", "invoke", *words], environment_of_staff()
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=root, env=environment, preexec_fn=before, **pipes)  # noqa: PLW1509


def a_full_disk():
    # Files end at this size, as they do where the disk does.
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))


def as_in_a_terminal():
    """Hear Ctrl-C, also where the tests themselves were started in the background and do not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def as_nobody_special():
    """Let root obey the permissions of files as everybody else does."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, 0, 0, 0)


@pytest.fixture(scope="module")
def finished():
    """A finished site, by path."""
    return snapshot(small_tree() / "output")


@pytest.fixture(scope="module")
def tree(tmp_path_factory, finished):
    """A project with a finished site in its output and a change that is not built yet."""
    root = a_small_tree(tmp_path_factory.mktemp("bad-day"))
    for name, content in finished.items():
        path = root / "output" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    about = root / "content/pages/about.md"
    about.write_text(about.read_text(encoding="utf-8") + "\n새 문장입니다.\n", encoding="utf-8")
    (root / "cache").mkdir(exist_ok=True)
    # Python itself writes half a .pyc file where the disk is full and stumbles over it later; here nothing is to write.
    compiled = [sys.executable, "-m", "compileall", "-q", "plugins", "tasks.py", "pelicanconf.py"]
    subprocess.run(compiled, cwd=root, check=True)
    return root


def test_a_full_disk_is_one_sentence_and_leaves_the_output_as_it_was(tree, finished):
    run = a_command(tree, "build", "--as-of", AS_OF, before=a_full_disk)
    _, said = run.communicate()

    assert (run.returncode, said.count("\n")) == (2, 1), said
    assert "파일을 쓰지 못했습니다(File too large)" in said
    assert snapshot(tree / "output") == finished


@pytest.mark.parametrize("closed", ["output/about", "cache", "."])
def test_a_folder_that_must_not_be_written_to_is_one_sentence_and_leaves_the_output_as_it_was(tree, finished, closed):
    folder = tree / closed
    # What a build left there is written to in its own place: what is tried is a folder that cannot be begun.
    shutil.rmtree(tree / "cache", ignore_errors=True)
    if closed == "cache":
        folder.mkdir()
    folder.chmod(0o555)
    try:
        run = a_command(tree, "build", "--as-of", AS_OF, before=as_nobody_special)
        _, said = run.communicate()
    finally:
        folder.chmod(0o755)

    assert (run.returncode, said.count("\n")) == (2, 1), said
    assert "파일을 쓰지 못했습니다(Permission denied)" in said
    assert snapshot(tree / "output") == finished


def test_two_builds_at_once_end_with_a_site_and_at_most_one_sentence(tmp_path):
    root = a_small_tree(tmp_path)

    runs = [a_command(root, "build", "--as-of", AS_OF) for _ in range(2)]
    said = [run.communicate()[1] for run in runs]

    assert sorted(run.returncode for run in runs) in ([0, 2], [0, 0]), said
    assert {text for run, text in zip(runs, said, strict=True) if run.returncode} <= {
        "build.lock: 다른 빌드가 돌고 있습니다. 끝난 뒤에 다시 해 주세요.\n"
    }
    assert (root / "output/index.html").exists()


def test_a_lost_cache_does_not_forget_which_pages_were_ours(tmp_path):
    root = a_small_tree(tmp_path)
    shutil.copy(root / "content/pages/about.md", root / "content/pages/old.md")
    invoked(root, "build", "--as-of", AS_OF)
    (root / "output/theirs.html").write_text("x")
    shutil.rmtree(root / "cache")
    (root / "content/pages/old.md").unlink()

    done = invoked(root, "build", "--as-of", AS_OF)

    assert done.returncode == 0, done.stderr
    assert not (root / "output/old").exists()
    assert (root / "output/theirs.html").exists()


def page_of(port, path, *, until, within=60):
    """Return a page of the preview once it says what is waited for."""
    end = time.monotonic() + within
    text = ""
    while until not in text:
        assert time.monotonic() < end, text[-2000:]
        time.sleep(0.1)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            text = connection.getresponse().read().decode()
        except OSError:
            continue
        finally:
            connection.close()
    return text


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_preview_shows_drafts_with_what_they_lack_follows_an_edit_and_ends_with_ctrl_c(tmp_path):
    root = a_tree(tmp_path)
    draft = root / "content/responses/mg-2026-002-response-2.md"
    draft.write_text(DRAFT, encoding="utf-8")
    # What the draft promises stands in the file of its case before the draft is out.
    promise = "  - {id: P9, what: 초안이 할 약속, who: 차은결, due: 2026-12-21, made_in: mg-2026-002-response-2}\n"
    edited(root, "content/cases/MG-2026-002.md", "events:\n", f"{promise}events:\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run = a_command(root, "serve", "--port", str(port), "--as-of", AS_OF, before=as_in_a_terminal)
    try:
        first = page_of(port, "/responses/mg-2026-002-response-2/", until="쓰는")
        # An edit while a build runs stops that build: then it would be told only once.
        told = ""
        while "미리보기: 쪽" not in told and (line := run.stdout.readline()):
            told += line
        draft.write_text(DRAFT.replace("stance: ''", "stance: accept\nin_reply_to: c1"), encoding="utf-8")
        second = page_of(port, "/responses/mg-2026-002-response-2/", until="h-entry")
        listed = page_of(port, "/drafts/", until="초안")
        # A changed body takes the short way to its page; the whole build behind it is to come as well.
        while told.count("미리보기: 쪽") < 2 and (line := run.stdout.readline()):
            told += line
        run.send_signal(signal.SIGINT)
        rest, complained = run.communicate(timeout=10)
    finally:
        run.kill()

    assert ("<b>stance</b>: 꼭 있어야" in first, "답하지 않은 물음: 언제 무엇을 했는지" in first) == (True, True)
    assert ('class="mended">초안<' in first, 'class="mended">초안<' in second) == (True, True)
    assert ("<b>title</b>: 꼭 있어야" in second, "<b>stance</b>" in second) == (True, False)
    assert "mg-2026-002-response-2" in listed
    assert (run.returncode, complained) == (0, "")
    assert (told + rest).count("미리보기: 쪽") >= 2
    assert not (root / "output").exists()
