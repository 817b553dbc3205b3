"""The memo on the disk gives back what was computed, or lets it be computed again; never anything else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.core.memo import FORGETFUL, key_of
from plugins.edge.memo import MemoStore
from plugins.edge.workers import shared_out

ROOT = Path(__file__).resolve().parents[2]


def counted(results, value):
    results.append(value)
    return value


def a_memo(tmp_path, version=b"v", **options):
    return MemoStore(tmp_path / "memo", version, **options)


def remembered(tmp_path, key=b"k", version=b"v"):
    """Return whether a key is answered from memory."""
    asked = []
    memo = a_memo(tmp_path, version)
    memo.recall("kind", key_of(key), lambda: counted(asked, "neu"))
    memo.close()
    return not asked


@pytest.fixture
def kept(tmp_path):
    memo = a_memo(tmp_path)
    memo.recall("kind", key_of(b"k"), lambda: "wert")
    memo.close()
    return tmp_path


def test_what_was_computed_once_is_remembered(kept):
    assert a_memo(kept).recall("kind", key_of(b"k"), lambda: 1 / 0) == "wert"


def test_what_a_build_has_just_computed_it_finds_again(tmp_path):
    memo = a_memo(tmp_path)
    memo.recall("kind", key_of(b"k"), lambda: "wert")

    assert memo.recall("kind", key_of(b"k"), lambda: 1 / 0) == "wert"


def test_what_no_build_asks_for_goes_once_it_is_most_of_the_file(tmp_path):
    memo = a_memo(tmp_path)
    memo.recall("kind", key_of(b"large"), lambda: b"x" * (9 << 20))
    memo.recall("kind", key_of(b"k"), lambda: "wert")
    memo.close()
    later = a_memo(tmp_path)
    later.recall("kind", key_of(b"k"), lambda: 1 / 0)
    later.recall("kind", key_of(b"n"), lambda: "neu")

    later.close()

    assert {path.name for path in tmp_path.iterdir()} == {"memo", "memo.lock"}
    assert (tmp_path / "memo").stat().st_size < 1000
    assert [remembered(tmp_path, key) for key in (b"k", b"n", b"large")] == [True, True, False]


@pytest.mark.parametrize("other", [{"key": b"other"}, {"version": b"w"}])
def test_another_key_or_version_is_computed(kept, other):
    assert not remembered(kept, **other)


@pytest.mark.parametrize("at", [0, 5, 20, 30, 50, -1])
def test_a_damaged_file_is_computed_anew_and_never_believed(kept, at):
    path = kept / "memo"
    raw = bytearray(path.read_bytes())
    raw[at] ^= 255
    path.write_bytes(raw)

    assert a_memo(kept).recall("kind", key_of(b"k"), lambda: "neu") in {"wert", "neu"}
    assert remembered(kept) or remembered(kept)


@pytest.mark.parametrize("length", [0, 3, 16, 30, 44])
def test_a_file_that_was_cut_off_goes_on_from_there(kept, length):
    path = kept / "memo"
    path.write_bytes(path.read_bytes()[:length])

    assert not remembered(kept)
    assert remembered(kept)


# Beside the thread of another test's server one process would do it all.
TOGETHER = """
import os, sys, time
from pathlib import Path
from plugins.core.memo import key_of
from plugins.edge.memo import MemoStore
memo = MemoStore(Path(sys.argv[1]), b"", workers=2)
# Whoever has time takes more: of what takes none, the first would do all.
work = lambda _index: time.sleep(0.002) or os.getpid()
print(len(set(memo.recall_all("kind", [key_of(number) for number in range(500)], work))))
"""


def test_much_is_computed_by_several_processes(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", TOGETHER, str(tmp_path / "memo")], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == "2\n"


def test_what_several_processes_computed_comes_in_order_and_is_remembered(tmp_path):
    keys = [key_of(number) for number in range(500)]
    memo = a_memo(tmp_path, workers=2)
    found = memo.recall_all("kind", keys, lambda index: (index, os.getpid()))
    memo.close()

    assert [index for index, _ in found] == list(range(500))
    assert a_memo(tmp_path).recall_all("kind", keys, lambda index: 1 / 0) == found


def test_what_one_of_them_raises_is_raised(tmp_path):
    def compute(index):
        if index == 333:
            raise ValueError("333")
        return index

    with pytest.raises(ValueError, match="333"):
        a_memo(tmp_path, workers=2).recall_all("kind", [key_of(n) for n in range(500)], compute)


def test_what_no_longer_holds_is_computed_again(kept):
    memo = a_memo(kept)

    assert memo.recall_all("kind", [key_of(b"k")], lambda _: "neu", lambda value: value != "wert") == ["neu"]


def test_a_value_that_is_kept_takes_the_place_of_the_last(tmp_path):
    for value in ({"a": 1}, {"b": 2}):
        memo = a_memo(tmp_path)
        memo.keep("state", value)
        memo.close()

    assert (a_memo(tmp_path).last("state"), a_memo(tmp_path).last("nothing")) == ({"b": 2}, None)


def test_two_lists_of_parts_never_have_one_key():
    assert len({key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of(b"abc"), key_of("abc", "")}) == 5


def test_without_a_memo_everything_is_computed():
    assert FORGETFUL.recall_all("kind", [b"1", b"2"], lambda index: index) == [0, 1]
    assert FORGETFUL.last("kind") is None


def test_beside_another_process_a_memo_reads_and_keeps_what_is_new_to_itself(kept):
    first, second = a_memo(kept), a_memo(kept)

    found = second.recall_all("kind", [key_of(b"k"), key_of(b"n")], lambda _: "neu")
    second.close()
    first.recall("kind", key_of(b"m"), lambda: "erst")
    first.close()

    assert found == ["wert", "neu"]
    assert (remembered(kept, b"k"), remembered(kept, b"m"), remembered(kept, b"n")) == (True, True, False)


def test_who_has_closed_lets_the_next_one_write(kept):
    first = a_memo(kept)
    first.close()
    first.recall("kind", key_of(b"late"), lambda: "zu spät")

    second = a_memo(kept)
    second.recall("kind", key_of(b"n"), lambda: "neu")
    second.close()

    assert (remembered(kept, b"n"), remembered(kept, b"late")) == (True, False)


def test_a_fork_that_computes_something_new_spoils_nothing_of_what_the_first_process_keeps(tmp_path):
    memo = a_memo(tmp_path)
    memo.recall("kind", key_of(b"before"), lambda: "davor")

    def work(number):
        if number:
            # Longer than what a file buffers.
            memo.recall("kind", key_of(b"fork"), lambda: "x" * 100_000)
        return number

    shared_out(2, work)
    memo.recall("kind", key_of(b"after"), lambda: "danach")
    memo.close()

    assert remembered(tmp_path, b"before")
    assert remembered(tmp_path, b"after")
    assert not remembered(tmp_path, b"fork")


# A process of its own: what is read behind the end of a file ends the process, not the test.
AFTER_A_KILL = """
import sys
from pathlib import Path
from plugins.edge.memo import MemoStore
memo = MemoStore(Path(sys.argv[1]), b"v")
for number in range(200):
    memo.recall("small", b"%d" % number, lambda: number)
    assert memo.recall("small", b"%d" % number, lambda: None) == number
memo.close()
"""


@pytest.mark.parametrize("cut", [5_000, 9_000, 250_000])
def test_what_is_new_can_be_asked_again_where_a_killed_build_left_half_a_result(tmp_path, cut):
    memo = a_memo(tmp_path)
    memo.recall("kind", key_of(b"k"), lambda: os.urandom(300_000))
    memo.close()
    with (tmp_path / "memo").open("r+b") as file:
        file.truncate(cut)

    done = subprocess.run([sys.executable, "-c", AFTER_A_KILL, tmp_path / "memo"], cwd=ROOT, check=False)

    assert done.returncode == 0


# A disk that takes no more: nothing may become longer than the memo's first words.
SWEPT_ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from plugins.core.memo import key_of
from plugins.edge.memo import MemoStore
memo = MemoStore(Path(sys.argv[1]), b"v")
assert memo.recall("kind", key_of(b"k"), lambda: None) == "wert"
resource.setrlimit(resource.RLIMIT_FSIZE, (8, 8))
memo.close()
"""


def test_a_full_disk_leaves_the_memo_as_it_was(kept):
    memo = a_memo(kept)
    memo.keep("nobody asks for it again", os.urandom(9 << 20))
    memo.close()
    before = (kept / "memo").read_bytes()

    subprocess.run([sys.executable, "-c", SWEPT_ON_A_FULL_DISK, kept / "memo"], cwd=ROOT, check=True)

    assert (kept / "memo").read_bytes() == before
    assert not list(kept.glob(".memo*"))


def test_what_was_there_can_be_read_after_the_end(kept):
    memo = a_memo(kept)
    memo.close()

    assert memo.recall("kind", key_of(b"k"), lambda: "neu") == "wert"


def test_who_works_beside_finds_what_was_kept_a_moment_ago(tmp_path):
    code = """
import sys
from pathlib import Path
from plugins.edge.memo import MemoStore
memo = MemoStore(Path(sys.argv[1]), b"v")
memo.keep("kind", "wert")
print(memo.begun(lambda: memo.last("kind"))())
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "memo")], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["wert"]


KEPT_BESIDE = """
import sys
from pathlib import Path
from plugins.core.memo import key_of
from plugins.edge.memo import MemoStore
path = Path(sys.argv[1])
memo, second = MemoStore(path, b"v"), MemoStore(path, b"v")

def work(its):
    its.keep("kind", "neu" * 1_000_000)
    its.recall("kind", key_of(b"a key"), lambda: "wert")
    return "getan"

for each in (memo, second):
    answer = each.begun(lambda: work(each))
    print(each.last("kind"), answer(), len(each.last("kind")), each.recall("kind", key_of(b"a key"), lambda: "anders"))
memo.close()
print(sorted(file.name for file in path.parent.iterdir()))
"""


def test_what_is_kept_beside_is_kept_for_this_build_and_the_next_and_leaves_nothing_behind(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", KEPT_BESIDE, str(tmp_path / "memo")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    # The second memo of one folder writes nothing: what it keeps is its own.
    assert done.stdout.splitlines() == ["None getan 3000000 wert"] * 2 + ["['memo', 'memo.lock']"]
    later = a_memo(tmp_path)
    assert (len(later.last("kind")), later.recall("kind", key_of(b"a key"), lambda: "anders")) == (3_000_000, "wert")
