import json

import pytest

from plugins.core.errors import BuildError
from plugins.publication.manifest import read_manifest, write_manifest
from plugins.publication.swap import Swap, apply_swap, on_the_way, plan_swap, read_folder


def test_a_plan_tells_new_changed_and_removed_apart():
    swap = plan_swap({"new": "1", "same": "1", "other": "2"}, {"same": "1", "other": "1", "old": "1"}, {"old": "1"})

    assert swap == Swap(new=("new",), changed=("other",), removed=("old",))


@pytest.mark.parametrize(
    ("present", "ours"),
    [
        pytest.param({"CNAME": "1"}, {}, id="never written by us"),
        pytest.param({"page": "2"}, {"page": "1"}, id="changed by somebody since"),
        pytest.param({}, {"page": "1"}, id="gone already"),
    ],
)
def test_a_file_that_is_not_ours_is_never_removed(present, ours):
    assert plan_swap({}, present, ours).removed == ()


def test_applying_a_plan_leaves_what_it_does_not_name(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a/old.html").write_bytes(b"old")
    (tmp_path / "CNAME").write_bytes(b"x")

    apply_swap(Swap(new=("b/new.html",), changed=(), removed=("a/old.html",)), {"b/new.html": b"new"}, tmp_path)

    assert read_folder(tmp_path) == {"CNAME": b"x", "b/new.html": b"new"}
    assert not (tmp_path / "a").exists()


def test_a_changed_file_is_not_written_through_a_symbolic_link(tmp_path):
    outside = tmp_path / "outside.html"
    outside.write_bytes(b"theirs")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/page.html").symlink_to(outside)

    apply_swap(Swap(new=(), changed=("page.html",), removed=()), {"page.html": b"ours"}, tmp_path / "site")

    assert (outside.read_bytes(), (tmp_path / "site/page.html").read_bytes()) == (b"theirs", b"ours")


def test_a_manifest_comes_back_as_it_was_written(tmp_path):
    write_manifest(tmp_path / "records/published.json", {"b": "2", "a": "1"})

    assert read_manifest(tmp_path / "records/published.json") == {"a": "1", "b": "2"}


def test_nothing_was_written_where_there_is_no_manifest(tmp_path):
    assert read_manifest(tmp_path / "none.json") == {}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": []}'])
def test_a_manifest_that_cannot_be_read_is_refused(tmp_path, text):
    (tmp_path / "broken.json").write_text(text)

    with pytest.raises(BuildError):
        read_manifest(tmp_path / "broken.json")


def test_a_page_is_known_as_ours_before_and_after_the_change_that_was_killed():
    ours = on_the_way({"page": "1", "old": "1"}, {"page": "2", "new": "1"})

    swaps = [plan_swap({}, {"page": digest}, ours).removed for digest in ("1", "2", "3")]

    assert swaps == [("page",), ("page",), ()]
    assert ours == {"page": "1 2", "old": "1", "new": "1"}


def test_what_a_killed_run_left_is_swept_and_a_hidden_file_of_others_stays(tmp_path):
    for name in (".page.html.0123456789ab.tmp", ".page.html.tmp", ".htaccess"):
        (tmp_path / name).write_bytes(b"")

    apply_swap(Swap(new=(), changed=(), removed=()), {}, tmp_path)

    assert sorted(read_folder(tmp_path)) == [".htaccess", ".page.html.tmp"]


@pytest.mark.parametrize("files", [{}, {"a": "1"}, {'다/"b".html': "2", "a\\": "1 2"}])
def test_a_manifest_has_the_bytes_of_json(tmp_path, files):
    write_manifest(tmp_path / "published.json", files)

    wanted = json.dumps({"files": dict(sorted(files.items()))}, ensure_ascii=False, indent=1) + "\n"
    assert (tmp_path / "published.json").read_text(encoding="utf-8") == wanted


def test_a_folder_that_is_known_to_be_swept_is_not_searched(tmp_path):
    (tmp_path / ".page.html.0123456789ab.tmp").write_bytes(b"half")

    apply_swap(Swap(new=(), changed=(), removed=()), {}, tmp_path, is_swept=True)

    assert (tmp_path / ".page.html.0123456789ab.tmp").exists()
