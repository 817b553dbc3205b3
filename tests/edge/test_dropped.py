import pytest

from plugins.edge.dropped import read_dropped


def test_files_come_by_name_and_hidden_ones_do_not(tmp_path):
    for name in ("b.xml", "a.xml", ".part"):
        (tmp_path / name).write_text(name)
    (tmp_path / "folder").mkdir()

    assert read_dropped(tmp_path) == (("a.xml", b"a.xml"), ("b.xml", b"b.xml"))


def test_a_missing_folder_is_an_error_of_the_disk(tmp_path):
    with pytest.raises(OSError):
        read_dropped(tmp_path / "none")
