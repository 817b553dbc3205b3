"""Work is shared out by fork, or done by one process where a fork would hang; the results are the same."""

import os
import subprocess
import sys
import threading
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
