"""The memo's digests of files: one that looks as it did is not read, one that was written is."""

import os

from plugins.core.memo import FORGETFUL, digest_of
from plugins.edge.memo import MemoStore
from plugins.edge.stamps import stamp_of


def a_memo(tmp_path):
    return MemoStore(tmp_path / "cache/memo", b"1", workers=1)


def _raw(looks):
    return looks.read_bytes()[looks.read_bytes().index(b"\x80\x05") :]


def test_a_digest_is_that_of_the_bytes_with_and_without_a_memory(tmp_path):
    page = tmp_path / "page.html"
    page.write_bytes(b"one")

    assert a_memo(tmp_path).digest(str(page)) == FORGETFUL.digest(str(page)) == digest_of(b"one")


def test_a_file_that_was_overwritten_within_one_build_is_read_again(tmp_path):
    page, memo = tmp_path / "page.html", a_memo(tmp_path)
    page.write_bytes(b"one")
    memo.digest(str(page))
    page.write_bytes(b"another")

    assert memo.digest(str(page)) == digest_of(b"another")


def test_the_next_build_does_not_read_what_looks_the_same(tmp_path):
    page, memo = tmp_path / "page.html", a_memo(tmp_path)
    page.write_bytes(b"one")
    memo.digest(str(page))
    memo.close()
    # What is remembered is made to say something else: who reads the file would not hear it.
    looks = tmp_path / "cache/memo.looks"
    head, raw = looks.read_bytes()[: -len(_raw(looks))], _raw(looks).replace(digest_of(b"one"), digest_of(b"two"))
    looks.write_bytes(head[:-16] + digest_of(raw) + raw)

    assert a_memo(tmp_path).digest(str(page)) == digest_of(b"two")


def test_a_file_of_the_same_size_and_time_but_other_bytes_is_read(tmp_path):
    page, memo = tmp_path / "page.html", a_memo(tmp_path)
    page.write_bytes(b"one")
    times = (page.stat().st_atime_ns, page.stat().st_mtime_ns)
    memo.digest(str(page))
    memo.close()
    before = page.stat().st_ctime_ns
    while page.stat().st_ctime_ns == before:
        # The kernel's clock ticks every few milliseconds.
        page.write_bytes(b"two")
    os.utime(page, ns=times)

    assert a_memo(tmp_path).digest(str(page)) == digest_of(b"two")


def test_damaged_looks_are_nothing(tmp_path):
    page, memo = tmp_path / "page.html", a_memo(tmp_path)
    page.write_bytes(b"one")
    memo.digest(str(page))
    memo.close()
    looks = tmp_path / "cache/memo.looks"
    looks.write_bytes(looks.read_bytes()[:-3] + b"xxx")

    assert a_memo(tmp_path).digest(str(page)) == digest_of(b"one")


def test_work_that_is_shared_out_comes_back_in_order(tmp_path):
    memo = MemoStore(tmp_path / "cache/memo", b"1", workers=2)

    assert memo.shared(250, lambda index: index * index) == [n * n for n in range(250)]
    assert FORGETFUL.shared(3, lambda index: -index) == [0, -1, -2]


def test_what_is_still_wanted_outlives_a_sweep(tmp_path):
    big = b"x" * (5 << 20)
    first = a_memo(tmp_path)
    first.recall("page", b"1", lambda: big)
    first.recall("page", b"2", lambda: big + b"2")
    first.recall("page", b"3", lambda: big + b"3")
    first.close()

    following = a_memo(tmp_path)
    following.still_wanted("page", [b"1"])
    following.close()

    assert a_memo(tmp_path).recall("page", b"1", lambda: b"computed again") == big
    assert a_memo(tmp_path).recall("page", b"2", lambda: b"computed again") == b"computed again"


def test_what_a_writer_says_of_its_file_is_believed_until_the_file_is_written_again(tmp_path):
    page, memo = tmp_path / "page.html", a_memo(tmp_path)
    page.write_bytes(b"one")
    # Something else than it holds: who reads the file would not hear it.
    memo.learn(str(page), stamp_of(page), digest_of(b"two"))
    heard = memo.digest(str(page))
    page.write_bytes(b"another")

    assert heard == digest_of(b"two")
    assert memo.digest(str(page)) == digest_of(b"another")
