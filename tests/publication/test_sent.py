"""Every folder of this machine that pages went to is known again, and git is not told where it lies."""

import pytest

from plugins.core.errors import BuildError
from plugins.publication.sent import NOTE, folders_sent_to, note_folder
from tests.publication.projects import write_files


def test_every_folder_is_remembered_once_in_the_order_of_the_first_time(tmp_path):
    for name in ("www", "preview", "www"):
        note_folder(tmp_path, tmp_path / name)

    assert folders_sent_to(tmp_path) == (tmp_path / "www", tmp_path / "preview")
    assert ((tmp_path / NOTE).stat().st_mode & 0o777, NOTE.parts[0]) == (0o600, ".desk")


def test_before_the_first_publication_there_is_no_folder(tmp_path):
    assert folders_sent_to(tmp_path) == ()


@pytest.mark.parametrize("text", ["", "[]", '{"folders": 3}', "{}"])
def test_a_note_that_cannot_be_read_is_no_empty_one(tmp_path, text):
    write_files(tmp_path, {str(NOTE): text})

    with pytest.raises(BuildError) as error:
        folders_sent_to(tmp_path)

    assert ".desk/sent.json: " in error.value.korean
