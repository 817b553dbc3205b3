import pytest

from plugins.edge.files import FileError
from plugins.edge.private import write_private


def test_a_private_file_is_readable_by_its_owner_alone(tmp_path):
    path = tmp_path / ".desk" / "m-1.html"
    write_private(path, "하나", root=tmp_path)

    write_private(path, "둘", root=tmp_path)

    assert path.read_text(encoding="utf-8") == "둘"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [each.name for each in path.parent.iterdir()] == ["m-1.html"]


@pytest.mark.parametrize("folder", ["content", "output", "theme"])
def test_nothing_private_is_written_into_a_public_folder(tmp_path, folder):
    (tmp_path / folder).mkdir()
    (tmp_path / "link").symlink_to(tmp_path / folder)

    for way in (folder, "link"):
        with pytest.raises(FileError):
            write_private(tmp_path / way / "a.html", "", root=tmp_path)

    assert list((tmp_path / folder).iterdir()) == []
