import os
from types import SimpleNamespace

from plugins.core.memo import FORGETFUL, digest_of
from plugins.edge.memo import MemoStore
from plugins.edge.outputs import Outputs


def remembering(tmp_path):
    return MemoStore(tmp_path / "cache/memo", b"1", workers=1)


def test_a_file_that_holds_its_bytes_is_left_alone_and_named(tmp_path):
    writer = SimpleNamespace(kept=set())
    page = tmp_path / "out/api/cases.json"
    Outputs(str(tmp_path / "out"), writer, remembering(tmp_path)).put("api/cases.json", b"[]")
    before = page.stat()

    Outputs(str(tmp_path / "out"), writer, remembering(tmp_path)).put("api/cases.json", b"[]")

    assert writer.kept == {"api/cases.json"}
    assert page.stat().st_ctime_ns == before.st_ctime_ns


def test_other_bytes_are_written(tmp_path):
    writer = SimpleNamespace(kept=set())
    outputs = Outputs(str(tmp_path / "out"), writer, remembering(tmp_path))
    outputs.put("api/cases.json", b"[]")
    outputs.put("api/cases.json", b"[1]")

    assert (tmp_path / "out/api/cases.json").read_bytes() == b"[1]"
    assert writer.kept == set()


def test_a_writer_that_keeps_nothing_gets_every_file(tmp_path):
    page = tmp_path / "out/robots.txt"
    outputs = Outputs(str(tmp_path / "out"), SimpleNamespace(), FORGETFUL)
    outputs.put("robots.txt", b"x")
    os.utime(page, (1, 1))
    outputs.put("robots.txt", b"x")

    assert page.stat().st_mtime > 1


def test_a_file_is_copied_once(tmp_path):
    (tmp_path / "kept.png").write_bytes(b"picture")
    writer = SimpleNamespace(kept=set())
    outputs = Outputs(str(tmp_path / "out"), writer, remembering(tmp_path))

    outputs.copy("pictures/a.png", tmp_path / "kept.png")
    outputs.copy("pictures/a.png", tmp_path / "kept.png")

    assert (tmp_path / "out/pictures/a.png").read_bytes() == b"picture"
    assert writer.kept == {"pictures/a.png"}


def test_a_file_known_by_its_digest_is_left_without_being_made(tmp_path):
    writer = SimpleNamespace(kept=set())
    outputs = Outputs(str(tmp_path / "out"), writer, remembering(tmp_path))
    outputs.put("a.json", b"[]")

    left = [outputs.leave("a.json", digest_of(content)) for content in (b"[1]", b"[]")]

    assert left == [False, True]
    assert writer.kept == {"a.json"}


def test_what_is_not_there_or_under_another_writer_is_not_left(tmp_path):
    keeping = Outputs(str(tmp_path / "out"), SimpleNamespace(kept=set()), remembering(tmp_path))
    plain = Outputs(str(tmp_path / "out"), SimpleNamespace(), FORGETFUL)
    plain.put("a.json", b"[]")

    assert not plain.leave("a.json", digest_of(b"[]"))
    assert not keeping.leave("b.json", digest_of(b"[]"))
