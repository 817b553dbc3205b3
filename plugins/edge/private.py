"""Writing what nobody but staff may read: never in a folder that is published, readable by its owner alone."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from plugins.edge.database import PUBLIC_FOLDERS
from plugins.edge.files import FileError, told


def write_private(path: Path, content: str, *, root: Path) -> None:
    """Replace a file at once, with mode 0600; its folder is made where it is missing, with mode 0700.

    Args:
        root: The project; the file may not lie in one of its public folders.

    Raises:
        FileError: It would, or the disk refuses.
    """
    real, base = path.resolve(), root.resolve()
    for folder in PUBLIC_FOLDERS:
        # Both ways: a link that leads into a public folder, and a public folder that is itself a link.
        if real.is_relative_to((base / folder).resolve()) or path.is_relative_to(root / folder):
            advice = f"{folder}/는 공개되는 폴더입니다. 다른 곳에 써 주세요."
            raise FileError(str(path), f"inside {folder}/", advice=advice)
    with told(path):
        real.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = real.with_name(f".{real.name[:80]}.{secrets.token_hex(6)}.tmp")
        try:
            with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, real)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
