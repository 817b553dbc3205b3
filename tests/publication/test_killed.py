"""kill -9 at many moments of a build and of a publication: nothing is ever half, and the next run completes it.

The moments are spread over the time that a whole run takes, so they fall where the run really is: before, in and after
the rendering, the swap, the sending and the commit.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from tests.publication.projects import a_project, snapshot, write_files

pytestmark = pytest.mark.build
# Each costs two runs, the killed one and the one that completes it.
BUILD_MOMENTS = (0.4, 0.8, 0.9, 0.97)
PUBLISH_MOMENTS = (0.5, 0.85, 0.95)
RUN = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from plugins.core.errors import DeskError
from plugins.publication.build import build
from plugins.publication.publish import publish, run_command
from plugins.publication.settings import PublishSettings
root, when = Path().resolve(), datetime(2026, 11, 22, tzinfo=UTC)
try:
    if sys.argv[1] == "build":
        build(root, settings_file="pelicanconf.py", as_of=when, output=root / "output")
    else:
        settings = PublishSettings(target=sys.argv[1], site_url="https://answers.test.example", is_gated=True)
        publish(root, settings=settings, as_of=when, run=run_command)
except DeskError as error:
    sys.exit(error.korean)
"""
PAGES = 12


def a_version(root, number):
    """Write the pages of one version: every page says its number, and each version has one page of its own."""
    pages = {f"content/pages/p{i}.md": f"---\ntitle: 쪽 {i}\n---\n\n{number}째 {'글 ' * 300}\n" for i in range(PAGES)}
    for path in (root / "content/pages").glob("only-*.md"):
        path.unlink()
    only = f"content/pages/only-{number}.md"
    write_files(root, pages | {only: f"---\ntitle: {number}째에만\n---\n\n{number}째 글\n"})


def started(root, what):
    command = [sys.executable, "-c", RUN, what]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=root, start_new_session=True, **pipes)


def finished(root, what):
    run = started(root, what)
    _, said = run.communicate()
    assert run.returncode == 0, said.decode()


def killed(root, what, after):
    """Start a run and kill it with all it started, unless it is done before."""
    run = started(root, what)
    with suppress(subprocess.TimeoutExpired):
        run.wait(after)
    with suppress(ProcessLookupError):
        os.killpg(run.pid, signal.SIGKILL)
    run.communicate()


def whole(folder):
    """Return the files of a folder that readers may meet, without what a killed run has not renamed yet."""
    return {path: content for path, content in snapshot(folder).items() if not path.endswith(".tmp")}


def seconds_of(root, what):
    begin = time.monotonic()
    finished(root, what)
    return time.monotonic() - begin


@pytest.fixture(scope="module")
def versions(tmp_path_factory):
    """The output of two versions, each built once undisturbed, and the project with the second."""
    root = a_project(tmp_path_factory.mktemp("versions"))
    outputs = []
    for number in (1, 2):
        a_version(root, number)
        shutil.rmtree(root / "output", ignore_errors=True)
        finished(root, "build")
        outputs.append(snapshot(root / "output"))
    return root, outputs


SWAP = """
import sys
from pathlib import Path
from plugins.publication.swap import apply_swap, digests, plan_swap, read_folder
folder, number = Path(sys.argv[1]), sys.argv[2]
wanted = {f"{i % 9}/{i}.html": (number * 3000).encode() for i in range(int(number), 120)}
present = digests(read_folder(folder))
sys.stdout.write("."); sys.stdout.flush()
apply_swap(plan_swap(digests(wanted), present, present), wanted, folder)
"""


def swapping(folder, number):
    command = [sys.executable, "-c", SWAP, str(folder), number]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
    assert run.stdout.read(1) == b"."
    return run


def test_a_swap_that_is_killed_at_any_moment_leaves_whole_files_and_is_completed(tmp_path):
    begin = time.monotonic()
    assert swapping(tmp_path, "1").wait() == 0
    last = time.monotonic() - begin

    for moment in range(1, 6):
        run = swapping(tmp_path, "12"[moment % 2])
        time.sleep(last * moment / 7)
        run.kill()
        run.communicate()
        assert {bytes(set(content)) for content in whole(tmp_path).values()} <= {b"1", b"2"}
    run = swapping(tmp_path, "2")
    assert run.wait() == 0
    assert (
        {path for path, content in snapshot(tmp_path).items() if content == b"2" * 3000}
        == {f"{i % 9}/{i}.html" for i in range(2, 120)}
        == set(snapshot(tmp_path))
    )


def test_a_build_that_is_killed_at_any_moment_leaves_whole_files_and_is_completed(versions):
    root, outputs = versions
    a_version(root, 1)
    last = seconds_of(root, "build")

    for count, moment in enumerate(BUILD_MOMENTS):
        number = 1 + count % 2
        a_version(root, 3 - number)
        killed(root, "build", last * moment)
        for path, content in whole(root / "output").items():
            assert content in [output.get(path) for output in outputs], (moment, path)
        a_version(root, number)
        finished(root, "build")
        assert snapshot(root / "output") == outputs[number - 1], moment
    assert not list((root / "cache").glob("staging-*"))


@pytest.mark.parametrize("target", ["folder", "branch"])
def test_a_publication_that_is_killed_at_any_moment_is_completed_and_committed_once(tmp_path, target):
    root = a_project(tmp_path)
    write_files(root, {".gitignore": "/.desk\n/cache/\n/.*.written.json\n__pycache__/\n"})
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}

    def git(*words, folder=root):
        done = subprocess.run(["git", *words], cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def committed(number):
        a_version(root, number)
        git("add", "--all")
        git("commit", "--quiet", "--allow-empty", "-m", f"{number}째")

    git("init", "--quiet")
    git("config", "user.name", "윤하람")
    git("config", "user.email", "haram@test.example")
    git("init", "--quiet", "--bare", str(tmp_path / "host.git"))
    where = str(tmp_path / "www") if target == "folder" else f"git:{tmp_path}/host.git"

    def there():
        if target == "folder":
            return snapshot(tmp_path / "www")
        names = git("ls-tree", "-r", "--name-only", "gh-pages", folder=tmp_path / "host.git").split()
        return {name: "" for name in names if name != ".nojekyll"}

    committed(1)
    last = seconds_of(root, where)
    first = there()
    for moment in PUBLISH_MOMENTS:
        committed(2)
        killed(root, where, last * moment)
        # A git of the killed run may still finish its step.
        time.sleep(0.2)
        committed(1)
        finished(root, where)
        assert there() == first, moment
        assert git("status", "--porcelain") == "", moment
    before = git("rev-parse", "HEAD")
    finished(root, where)
    assert git("rev-parse", "HEAD") == before
