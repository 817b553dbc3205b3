"""The digests of files by how they look: one that looks as it did last time need not be read."""

import pickle
import sys
from contextlib import suppress
from pathlib import Path

from plugins.core.memo import digest_of, digest_of_file
from plugins.edge.files import write_atomic
from plugins.edge.stamps import SIZE, Stamp, stamp_of

_MAGIC = b"sinmungo looks 2\n"
# Bytes of the checksum.
_SUM = 16


class Looks:
    """What is known of files; kept is only what was asked for or learned since.

    Args:
        path: Where it is kept; ignored where it is missing or damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        # Stamp and digest, one behind the other.
        self._known: dict[str, bytes] = self._read()
        self._asked: dict[str, bytes] = {}

    def digest(self, path: str) -> bytes:
        """Return the digest of a file's bytes.

        Raises:
            OSError: It cannot be read.
        """
        # What was known of it has the path already: once in memory is enough.
        path = sys.intern(path)
        stamp = stamp_of(path)
        held = self._asked.get(path) or self._known.get(path)
        if stamp and held is not None and held.startswith(stamp):
            self._asked[path] = held
            return held[SIZE:]
        found = digest_of_file(path)
        if stamp and stamp == stamp_of(path):
            self._asked[path] = stamp + found
        return found

    def learn(self, path: str, stamp: Stamp, digest: bytes) -> None:
        """Take the digest of a file from whoever has just written it; a file of this stamp must hold these bytes."""
        self._asked[sys.intern(path)] = stamp + digest

    def keep(self) -> None:
        """Bring it to the disk.

        Raises:
            FileError: The disk refuses.
        """
        if self._asked and self._asked != self._known:
            raw = pickle.dumps(self._asked, protocol=pickle.HIGHEST_PROTOCOL)
            write_atomic(self._path, _MAGIC + digest_of(raw) + raw)

    def _read(self) -> dict[str, bytes]:
        with suppress(Exception):
            data = self._path.read_bytes()
            raw = data[len(_MAGIC) + _SUM :]
            if data.startswith(_MAGIC) and data[len(_MAGIC) :][:_SUM] == digest_of(raw):
                return {sys.intern(path): look for path, look in pickle.loads(raw).items()}
        return {}
