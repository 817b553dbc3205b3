"""The feeds on the disk: one that is made from the same as last time is left alone, and nothing is written in vain."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from plugins.core.memo import Memo, key_of
from plugins.edge.stamps import Stamp, stamp_of
from plugins.syndication.headers import Kept

KIND = "syndication.files"


class Shelf:
    """What lies in an output folder, and from what it was made.

    Args:
        kept: Paths that the build's writer knows as left alone; None where nobody asks.
    """

    def __init__(self, memo: Memo, output: Path, kept: set[str] | None) -> None:
        """Ask the memo what the last build wrote."""
        self._memo = memo
        self._output = output
        self._kept = kept
        self._before: dict[str, tuple[bytes, Stamp]]
        self._feeds_before: dict[str, tuple[bytes, tuple[str, ...]]]
        self.headers: Kept
        self._before, self._feeds_before, self.headers = memo.last(f"{KIND} {output}") or ({}, {}, (b"", {}))
        self._now: dict[str, tuple[bytes, Stamp]] = {}
        self._feeds: dict[str, tuple[bytes, tuple[str, ...]]] = {}

    def files_of(self, feed: str, key: bytes) -> tuple[str, ...] | None:
        """Return the files of a feed where all of them are there, untouched, and made from the same; else None.

        Args:
            key: Digest of everything the feed is made from, beside the code.
        """
        known, names = self._feeds_before.get(feed, (b"", ()))
        if known != key or not names or not all(self._holds_still(name) for name in names):
            return None
        self._feeds[feed] = known, names
        return names

    def note(self, feed: str, key: bytes, names: Sequence[str]) -> None:
        """Note which files a feed has, which are made from the same."""
        self._feeds[feed] = key, tuple(names)

    def holds(self, name: str, key: bytes) -> bool:
        """Return whether a file is there, untouched, and made from the same; then it is left alone.

        Args:
            key: Digest of everything the file is made from, beside the code.
        """
        before = self._before.get(name)
        if before is None or before != self._stamped(name, key):
            return False
        self._now[name] = before
        if self._kept is not None:
            self._kept.add(name)
        return True

    def _holds_still(self, name: str) -> bool:
        before = self._before.get(name)
        return before is not None and self.holds(name, before[0])

    def put(self, name: str, key: bytes, content: bytes) -> None:
        """Write a file; one that says the same already keeps its time, so that nobody fetches it again."""
        target = self._output / name
        try:
            same = target.read_bytes() == content
        except OSError:
            same = False
        if not same:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        elif self._kept is not None:
            self._kept.add(name)
        stamp = self._stamped(name, key)
        if stamp:
            self._now[name] = stamp

    def close(self, headers: Kept = (b"", {})) -> None:
        """Let the next build know."""
        self._memo.keep(f"{KIND} {self._output}", (self._now, self._feeds, headers))

    def _stamped(self, name: str, key: bytes) -> tuple[bytes, Stamp] | None:
        stamp = stamp_of(f"{self._output}/{name}")
        return (key, stamp) if stamp else None


def words_of(folders: Iterable[str]) -> bytes:
    """Return the digest of everything that templates can say: the theme's, and its translations."""
    paths = [path for folder in folders for path in sorted(Path(folder).rglob("*")) if path.is_file()]
    paths += [path for folder in folders for path in sorted(Path(folder).parent.glob("locale/**/*.po"))]
    return key_of(*(path.read_bytes() for path in paths))
