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

    def leave(self, name: str, digest: bytes) -> bool:
        """Return whether a file holds bytes of this digest already; then it is of this build, and nothing is made."""
        return self._kept is not None and self._holds(name, digest, self._kept)

    def copy(self, name: str, source: Path | str) -> None:
        """Bring another file's bytes into a file."""
        self._bring(name, self._memo.digest(str(source)), source)

    def _bring(self, name: str, digest: bytes, content: bytes | Path | str) -> None:
        if self._kept is not None and self._holds(name, digest, self._kept):
            return
        target = self._folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else Path(content).read_bytes())

    def _holds(self, name: str, digest: bytes, kept: set[str]) -> bool:
        with suppress(OSError):
            if self._memo.digest(f"{self._folder}/{name}") == digest:
                kept.add(name)
                return True
        return False
