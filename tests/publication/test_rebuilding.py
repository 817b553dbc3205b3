"""While somebody edits: which builds begin and stop, which pages come the short way, and that nothing is left."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest

from plugins.publication.live import Live
from plugins.publication.rebuilding import Rebuilding
from plugins.publication.workshop import environment
from tests.publication.projects import AS_OF, a_project

# Notes what it is told; a body has a page of its own, and a build ends when it is asked for a page called "end".
WARM = """
import json, sys
from pathlib import Path
number = 0
for line in sys.stdin:
    told = json.loads(line)
    with Path("told").open("a") as file:
        file.write(line)
    number = told.get("build", number)
    if "edit" in told:
        page = "a/index.html" if "body" in Path(told["edit"]).read_text() else ""
        if "end" in told["edit"]:
            moments = [["2026-11-22T00:30:00+00:00", "content/a.md"], ["2026-11-22T00:45:00+00:00", ""]]
            print(json.dumps({"build": number, "said": "", "pages": 1, "moments": moments}), flush=True)
        print(json.dumps({"turn": told["turn"], "page": page}), flush=True)
"""


class Clock:
    """Shows what it is set to."""

    def __init__(self):
        self.now = AS_OF

    def __call__(self):
        return self.now


@pytest.fixture
def desk(tmp_path):
    """A preview whose builds are only noted, with a clock of its own."""
    root = a_project(tmp_path, files={"plugins/publication/warm.py": WARM})
    live, said, clock = Live(), [], Clock()
    desk = Rebuilding(root, root / "site", lambda: AS_OF, live, said.append, clock=clock)
    desk.root, desk.live, desk.said, desk.clock = root, live, said, clock
    yield desk
    desk.close()


def saved(desk, name, text="a body"):
    path = desk.root / "content/pages" / name
    path.write_text(text, encoding="utf-8")
    desk._noticed(frozenset({path}))


def lines_told(desk):
    return (desk.root / "told").read_text(encoding="utf-8").splitlines()


def told(desk):
    return [next(iter(json.loads(line))) for line in lines_told(desk)]


def test_an_edit_that_takes_a_whole_build_stops_the_one_that_runs(desk):
    desk._build()

    saved(desk, "a.md", "a title")
    desk._build()

    saved(desk, "b.md", "a body")
    assert told(desk) == ["build", "edit", "stop", "build", "edit"]


def test_a_body_that_was_saved_while_a_build_ran_is_on_its_page_when_the_build_is_done(desk):
    waiting = desk.live.join()
    desk._build()
    saved(desk, "a.md")

    saved(desk, "end.md", "a title")

    assert told(desk) == ["build", "edit", "edit", "use", "edit"]
    events = [json.loads(waiting.get_nowait().decode().split("data: ")[1]) for _ in range(2)]
    assert [event["all"] for event in events] == [False, True]


def test_what_an_editor_keeps_beside_a_file_wakes_nobody(desk):
    desk._build()
    saved(desk, ".a.md.swp")
    saved(desk, "a.md~")

    saved(desk, "a.md")

    assert told(desk) == ["build", "edit"]


def test_what_is_shown_follows_the_clock_to_what_comes_due_and_to_the_hour(desk):
    desk._build()
    saved(desk, "end.md", "a title")
    overtaken = []
    for minutes in (29, 30, 31, 46, 59, 60):
        desk.clock.now = AS_OF + timedelta(minutes=minutes)
        overtaken.append((minutes, desk._is_overtaken()))
    desk._build()
    saved(desk, "end.md", "a title")

    assert [minutes for minutes, is_so in overtaken if is_so] == [30, 46, 60]
    builds = [json.loads(line) for line in lines_told(desk) if '"build"' in line]
    assert [told["as_of"] for told in builds] == ["2026-11-22T00:00:00+00:00", "2026-11-22T01:00:00+00:00"]


def test_posts_that_wait_for_their_time_are_told_once(desk):
    for _ in range(2):
        desk._build()
        saved(desk, "end.md", "a title")

    said = "때를 기다리는 글 1개: content/a.md, 2026-11-22 09:30에 보입니다."
    assert (desk.said.count(said), desk.live.waits) == (1, said)


@pytest.mark.build
@pytest.mark.parametrize("how", ["stop", "terminate", "end of input"])
def test_nothing_goes_on_building_for_a_preview_that_is_over(tmp_path, how):
    waits = "import os, time\nopen('pid', 'w').write(str(os.getpid()))\nos.fork()\ntime.sleep(60)\n"
    root = a_project(tmp_path, settings=waits)
    command = [sys.executable, "-m", "plugins.publication.warm", str(root / "pelicanconf.py"), str(root / "site")]
    process = subprocess.Popen(command, cwd=root, env=environment(root), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdin.write(b'{"build": 1, "as_of": "2026-11-22T09:00+09:00"}\n')
    process.stdin.flush()
    group = int(waited_for(lambda: (root / "pid").exists() and (root / "pid").read_text(encoding="utf-8")))
    if how == "stop":
        process.stdin.write(b'{"stop": 1}\n')
        process.stdin.flush()
    elif how == "terminate":
        process.send_signal(signal.SIGTERM)
    else:
        process.stdin.close()

    gone = waited_for(lambda: not is_alive(group))
    process.kill()
    process.wait()
    process.stdout.close()

    assert gone


def is_alive(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def waited_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return found
