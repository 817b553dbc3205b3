import fcntl
import threading

import pytest

from plugins.edge.alone import BusyError, alone
from plugins.edge.files import FileError

ADVICE = "다른 수집이 돌고 있습니다."


def test_the_second_one_is_told(tmp_path):
    lock = tmp_path / ".desk/a.lock"
    with (
        alone(lock, which="collect", advice=ADVICE),
        pytest.raises(BusyError) as error,
        alone(lock, which="collect", advice=ADVICE, wait_seconds=0.2),
    ):
        raise AssertionError("both are alone")

    assert error.value.korean == f"collect: {ADVICE}"


def test_the_next_one_is_alone_again(tmp_path):
    for _ in range(2):
        with alone(tmp_path / "a.lock", which="collect", advice=ADVICE):
            pass


def test_who_waits_gets_his_turn(tmp_path):
    held = (tmp_path / "a.lock").open("w")
    fcntl.flock(held, fcntl.LOCK_EX)
    threading.Timer(0.15, held.close).start()

    with alone(tmp_path / "a.lock", which="collect", advice=ADVICE, wait_seconds=5):
        assert held.closed


def test_a_lock_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(FileError), alone(tmp_path / "file/a.lock", which="collect", advice=ADVICE):
        pass
