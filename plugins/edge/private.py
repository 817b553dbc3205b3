"""Writing what nobody but staff may read: never in a folder that is published, readable by its owner alone."""

import os
from pathlib import Path

from plugins.edge.files import FileError, beside, told

PUBLIC_FOLDERS = ("content", "output", "theme")


def write_private(path: Path, content: str, *, root: Path) -> None:
    """Replace a file at once, with mode 0600; its folder is made where it is missing, with mode 0700.

    Args:
        root: The project; the file may not lie in one of its public folders.

    Raises:
        FileError: It would, or the disk refuses.
    """
    if folder := public_folder_of(path, root):
        advice = f"{folder}/는 공개되는 폴더입니다. 다른 곳에 써 주세요."
        raise FileError(str(path), f"inside {folder}/", advice=advice)
    real = path.resolve()
    with told(path):
        real.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with beside(real, content.encode("utf-8"), mode=0o600) as temporary:
            os.replace(temporary, real)


def public_folder_of(path: Path, root: Path) -> str:
    """Return the folder of the project that is published and that a file lies in; "" for none."""
    real, base, written = path.resolve(), root.resolve(), Path(os.path.abspath(path))
    for folder in PUBLIC_FOLDERS:
        # Both ways: a link that leads into a public folder, and a public folder that is itself a link.
        if real.is_relative_to((base / folder).resolve()) or written.is_relative_to(os.path.abspath(root / folder)):
            return folder
    return ""
