import errno
import os
import signal
import subprocess
import sys
import time

import pytest

from plugins.edge.files import (
    FileError,
    create_new,
    is_left_behind,
    name_beside,
    write_all_atomic,
    write_atomic,
    write_if_changed,
)
from plugins.edge.workers import Dealt, WorkerLostError, shared_out


def test_a_name_says_whether_its_writer_still_writes(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()

    assert not is_left_behind(name_beside(tmp_path / "page.html").name)
    assert is_left_behind(f".page.html.{ended.pid:06x}123abc.tmp")
    assert is_left_behind(".page.html.0000000004d2.tmp")
    assert not is_left_behind("page.html.0000000004d2.tmp")
    assert not is_left_behind(".page.html.tmp")


def test_a_file_is_replaced_as_a_whole(tmp_path):
    path = tmp_path / "a" / "글.md"
    write_atomic(path, "old")

    write_atomic(path, "새 글")

    assert path.read_text(encoding="utf-8") == "새 글"
    assert [p.name for p in path.parent.iterdir()] == ["글.md"]


def test_a_replaced_file_keeps_its_mode(tmp_path):
    path = tmp_path / "a"
    path.write_text("old")
    path.chmod(0o640)

    write_atomic(path, "new")

    assert path.stat().st_mode & 0o777 == 0o640


def test_the_same_content_is_not_written_again(tmp_path):
    path = tmp_path / "a"
    first = write_if_changed(path, b"x")
    before = path.stat()

    second = write_if_changed(path, "x")

    assert (first, second) == (True, False)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_new_file_is_never_written_over_another(tmp_path):
    path = tmp_path / "a"
    path.write_text("theirs")

    with pytest.raises(FileError) as error:
        create_new(path, "ours")

    assert path.read_text() == "theirs"
    assert "덮어쓰지 않았습니다" in error.value.korean
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_is_made_with_its_folders(tmp_path):
    create_new(tmp_path / "b" / "c.md", "x")

    assert (tmp_path / "b" / "c.md").read_text() == "x"


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(FileError) as error:
        write_atomic(tmp_path / "file" / "a", "x")

    assert error.value.korean.endswith("확인해 주세요.")


def test_a_target_that_is_a_folder_is_one_sentence_and_leaves_nothing(tmp_path):
    (tmp_path / "a").mkdir()

    with pytest.raises(FileError):
        write_atomic(tmp_path / "a", "x")

    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_each_file_lies_ready_before_the_next_is_asked_for_and_none_is_in_its_place_before_all_are(tmp_path):
    ready = []

    def content_of(path):
        ready.append([held.read_bytes() for held in sorted(tmp_path.iterdir()) if held.suffix == ".tmp"])
        assert not (tmp_path / "a").exists()
        return path.name.encode()

    write_all_atomic([tmp_path / "a", tmp_path / "b"], content_of)

    assert ready == [[], [b"a"]]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"a", "b": b"b"}


def test_of_many_files_one_content_at_a_time_is_held(tmp_path):
    held, most = set(), []

    class Content(bytes):
        def __del__(self):
            held.discard(self)

    def content_of(path):
        most.append(len(held))
        content = Content(path.name.encode())
        held.add(bytes(content))
        return content

    write_all_atomic([tmp_path / f"{number}" for number in range(20)], content_of)

    assert len(most) == 20
    assert max(most) == 0


@pytest.fixture
def two_processes(tmp_path):
    """Two processes that share work, and what each does before its first share: it waits until the other has begun."""
    begun = tmp_path / "begun"
    begun.mkdir()

    def meet():
        (begun / f"{os.getpid()}").touch()
        deadline = time.monotonic() + 20
        while len(list(begun.iterdir())) < 2 and time.monotonic() < deadline:
            time.sleep(0.001)

    def shared(count, do):
        with Dealt(count, 2) as dealt:
            shared_out(2, lambda _number: [do(index) for index in dealt])

    return shared, meet


def test_files_that_several_processes_write_are_all_there_and_nothing_else(tmp_path, two_processes):
    shared, meet = two_processes
    site = tmp_path / "site"
    (site / "3").mkdir(parents=True)
    (site / "3/3").write_bytes(b"old")
    (site / "3/3").chmod(0o640)
    paths = [site / f"{number % 7}/{number}" for number in range(300)]

    def content_of(path):
        meet()
        return f"{os.getpid()} {path.name}".encode()

    write_all_atomic(paths, content_of, shared)

    found = {path: path.read_text().split() for path in site.rglob("*") if path.is_file()}
    assert {path: name for path, (_, name) in found.items()} == {path: path.name for path in paths}
    assert len({writer for writer, _ in found.values()}) == 2
    assert (site / "3/3").stat().st_mode & 0o777 == 0o640


def refused():
    raise PermissionError(errno.EACCES, "Permission denied")


def killed():
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("ends", "error", "sentence"),
    [(refused, FileError, "빈 자리와 쓰기 권한을"), (killed, WorkerLostError, "일손: 나누어 하던 일 하나가")],
)
def test_what_one_of_several_processes_cannot_write_changes_nothing(tmp_path, two_processes, ends, error, sentence):
    shared, meet = two_processes
    parent = os.getpid()
    (tmp_path / "7").write_bytes(b"old")

    def content_of(_path):
        meet()
        if os.getpid() != parent:
            ends()
        return b"new"

    paths = [tmp_path / "7", *(tmp_path / f"site/{number}" for number in range(300))]
    with pytest.raises(error) as told:
        write_all_atomic(paths, content_of, shared)

    assert sentence in told.value.korean
    assert not (tmp_path / "site").exists()
    assert (tmp_path / "7").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["7", "begun"]


def test_of_several_files_none_is_written_when_one_does_not_fit(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    # The limit is the child's own: it stands for a full disk without one.
    program = """
import resource, sys
from pathlib import Path
from plugins.edge.files import FileError, write_all_atomic
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
here = Path(sys.argv[1])
try:
    files = {here / "a": b"new", here / "b/c": b"new", here / "d": b"x" * 2000}
    write_all_atomic(files, files.__getitem__)
except FileError as error:
    print(error.korean)
"""

    done = subprocess.run([sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=True)

    assert "파일을 쓰지 못했습니다(File too large)" in done.stdout
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old"}
