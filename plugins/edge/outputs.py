"""What a generator writes itself: a file of the output that holds its bytes already is left alone."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from plugins.core.memo import Memo, digest_of


class Outputs:
    """The files of one generator.

    Args:
        folder: The output.
        writer: Pelican's. One that leaves pages as they are says which in ``kept``; with any other all are written.
    """

    def __init__(self, folder: str, writer: Any, memo: Memo) -> None:
        self._folder, self._memo = Path(folder), memo
        self._kept: set[str] | None = getattr(writer, "kept", None)

    def put(self, name: str, content: bytes) -> None:
        """Bring bytes into a file.

        Args:
            name: Relative to the output, with ``/``.
        """
        self._bring(name, digest_of(content), content)

    def copy(self, name: str, source: Path) -> None:
        """Bring another file's bytes into a file."""
        self._bring(name, self._memo.digest(str(source)), source)

    def _bring(self, name: str, digest: bytes, content: bytes | Path) -> None:
        target = self._folder / name
        if self._kept is not None:
            with suppress(OSError):
                if self._memo.digest(str(target)) == digest:
                    self._kept.add(name)
                    return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.read_bytes() if isinstance(content, Path) else content)
