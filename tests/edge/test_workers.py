"""Work is shared out by fork, or done by one process where a fork would hang; the results are the same."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from plugins.edge.memo import MemoStore
from plugins.edge.workers import usable_workers

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def another_thread():
    """A thread beside the test's own: a fork would copy what it holds, and never the thread that lets go of it."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    yield
    done.set()
    thread.join()


INTERRUPTED = """
import os, signal, sys, time
from pathlib import Path
from plugins.edge.workers import shared_out
signal.signal(signal.SIGALRM, signal.default_int_handler)
def work(number):
    if number:
        Path(sys.argv[1], "begun").touch()
        time.sleep(60)
        Path(sys.argv[1], "went on").touch()
    else:
        while not Path(sys.argv[1], "begun").exists():
            time.sleep(0.01)
        signal.setitimer(signal.ITIMER_REAL, 0.2)
try:
    shared_out(2, work)
except KeyboardInterrupt:
    try:
        os.waitpid(-1, 0)
    except ChildProcessError:
        print("nobody is left")
"""


def test_who_is_interrupted_while_it_waits_leaves_no_worker_behind(tmp_path):
    command = [sys.executable, "-c", INTERRUPTED, tmp_path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)

    assert done.stdout == "nobody is left\n"
    assert [path.name for path in tmp_path.iterdir()] == ["begun"]


# Beside other tests a process may have the threads of their servers.
ALONE = """
import os
from plugins.edge.workers import shared_out, usable_workers
print(usable_workers(2), len(set(shared_out(2, lambda number: os.getpid()))))
"""


def test_alone_in_its_process_work_is_shared_out():
    done = subprocess.run([sys.executable, "-c", ALONE], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["2", "2"]


@pytest.mark.usefixtures("another_thread")
def test_beside_a_thread_one_process_does_it_all():
    assert usable_workers(2) == 1


@pytest.mark.usefixtures("another_thread")
def test_what_one_process_computes_is_what_two_would_have(tmp_path):
    keys = [bytes([number // 256, number % 256]) for number in range(300)]
    asked = []

    found = MemoStore(tmp_path / "memo", b"", workers=2).recall_all(
        "kind", keys, lambda index: asked.append(os.getpid()) or {"number": index}
    )

    assert found == [{"number": index} for index in range(300)]
    assert set(asked) == {os.getpid()}


# The second process says who it is and would write when the first one, killed by then, is long gone.
KILLED = """
import os, signal, sys, time
from pathlib import Path
from plugins.edge.workers import shared_out
folder = Path(sys.argv[1])
def work(number):
    if number:
        (folder / "new").write_text(str(os.getpid()))
        (folder / "new").rename(folder / "who")
        time.sleep(1)
        (folder / "late").touch()
    while not (folder / "who").exists():
        time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGKILL)
shared_out(2, work)
"""


def runs(pid):
    """Return whether a process lives; one that nobody has taken note of has ended all the same."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's word for it is Linux's")
def test_whoever_helps_a_process_ends_when_that_is_killed(tmp_path):
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, check=False)

    helper = int((tmp_path / "who").read_text())
    for _ in range(150):
        if not runs(helper):
            break
        time.sleep(0.02)
    assert not runs(helper)
    assert not (tmp_path / "late").exists()


BEGUN = """
import os, sys, time
from pathlib import Path
from plugins.edge.workers import begun, end_unasked
"""


def said_alone(code, *arguments):
    """What code says in a process of its own: beside other tests this one may have threads."""
    command = [sys.executable, "-c", BEGUN + code, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_what_was_begun_is_done_beside_and_answers_when_it_is_asked():
    code = "answer = begun(os.getpid, 0)\nprint(answer() != os.getpid())\nend_unasked()"

    assert said_alone(code) == ["True"]


def test_what_the_work_begun_raises_is_raised_where_it_is_asked():
    code = "answer = begun(lambda: 1 / 0, 0)\ntry: answer()\nexcept ZeroDivisionError: print('raised')"

    assert said_alone(code) == ["raised"]


def test_with_one_worker_nothing_is_begun_beside():
    assert said_alone("print(begun(os.getpid, 1)() == os.getpid())") == ["True"]


def test_who_is_not_asked_any_more_ends_and_writes_nothing(tmp_path):
    code = """
def work():
    time.sleep(0.4)
    Path(sys.argv[1]).write_text("late")
    return bytes(200_000)
begun(work, 0)
end_unasked()
time.sleep(0.8)
print(Path(sys.argv[1]).exists())
try: os.waitpid(-1, os.WNOHANG)
except ChildProcessError: print("none")
"""

    assert said_alone(code, tmp_path / "late") == ["False", "none"]


def test_what_is_dead_is_collected_before_work_is_shared_out_and_the_rest_stays_until_the_next_build():
    code = """
import gc, weakref
from plugins.edge.workers import shared_out, thaw
class Ring: pass
ring = Ring()
ring.itself, dead = ring, weakref.ref(ring)
gc.disable()
del ring
shared_out(2, int)
print(dead() is None, gc.get_freeze_count() > 0)
thaw()
print(gc.get_freeze_count())
"""

    assert said_alone(code) == ["True", "True", "0"]


@pytest.mark.parametrize("count", [0, 1, 7, 199, 200, 201, 12_345])
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_what_is_dealt_is_done_once_by_whoever_has_time(tmp_path, count, workers):
    code = """
from plugins.edge.workers import Dealt, shared_out
count, workers, emptied = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
def work(number):
    mine = iter(dealt)
    first = next(mine, None)
    if number:
        did = [*([] if first is None else [first]), *mine]
        emptied.touch()
        return did
    # The others do everything that is left meanwhile.
    while workers > 1 and not emptied.exists():
        time.sleep(0.01)
    return [*([] if first is None else [first]), *mine]
with Dealt(count, workers) as dealt:
    done = shared_out(workers, work)
print(sorted(sum(done, [])) == list(range(count)), len(done[0]))
"""
    is_whole, first = said_alone(code, count, workers, tmp_path / "emptied")

    assert is_whole == "True"
    # No more than one handful of a hundred for each.
    assert int(first) <= (count if workers == 1 else -(-count // (100 * workers)))


def test_a_run_begins_without_what_an_earlier_one_of_this_process_left(tmp_path):
    code = """
import gc
from pelican import signals
from plugins.incremental import hooks
def work():
    time.sleep(0.4)
    Path(sys.argv[1]).touch()
hooks.register()
begun(work, 0)
print(gc.get_freeze_count() > 0)
signals.get_generators.send(None)
print(gc.get_freeze_count())
time.sleep(0.8)
print(Path(sys.argv[1]).exists())
"""

    assert said_alone(code, tmp_path / "late") == ["True", "0", "False"]
