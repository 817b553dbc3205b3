"""Work is shared out by fork, or done by one process where a fork would hang; the results are the same."""

import os
import threading

import pytest

from plugins.edge.memo import MemoStore
from plugins.edge.workers import shared_out, usable_workers


@pytest.fixture
def another_thread():
    """A thread beside the test's own: a fork would copy what it holds, and never the thread that lets go of it."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    yield
    done.set()
    thread.join()


def test_alone_in_its_process_work_is_shared_out():
    assert usable_workers(2) == 2
    assert len({pid for _, pid in shared_out(2, lambda number: (number, os.getpid()))}) == 2


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
