"""Pelican's readers with a memory: a file is converted again only when something its reader read has changed.

What that is, is recorded: the file's bytes, the settings the reader looked up, and every other file it opened.
"""

import io
import os
import pickle
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from plugins.core.memo import key_of
from plugins.edge.memo import MemoStore
from plugins.incremental.tokens import deep_token
from plugins.incremental.watching import opened_files

_SETTINGS = "settings"


class WatchedSettings(dict[str, Any]):
    """Settings that note which of them are looked up; walking through them is looking up all."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """Look a setting up."""
        self.asked.add(name)
        return super().get(name, default)

    def __contains__(self, name: object) -> bool:
        self.asked.add(str(name))
        return super().__contains__(name)

    def __iter__(self) -> Iterator[str]:
        self.asked.update(super().keys())
        return super().__iter__()

    def keys(self) -> Any:
        """All of them."""
        self.asked.update(super().keys())
        return super().keys()

    def items(self) -> Any:
        """All of them."""
        self.asked.update(super().keys())
        return super().items()

    def values(self) -> Any:
        """All of them."""
        self.asked.update(super().keys())
        return super().values()

    def copy(self) -> dict[str, Any]:
        """All of them."""
        self.asked.update(super().keys())
        return dict(self)


class _Read(NamedTuple):
    """What a reader made of a file, and what it looked at; ``raw`` is empty where nobody can promise anything."""

    settings: tuple[tuple[str, str | None], ...]
    files: tuple[tuple[str, bytes], ...]
    raw: bytes


class Shelf:
    """The converted files of a build.

    Args:
        settings: Pelican's, as they are when a file is read.
    """

    def __init__(self, memo: MemoStore, settings: Mapping[str, Any]) -> None:
        self._memo = memo
        self._settings = settings
        self._tokens: dict[str, str | None] = {}
        self._ready: dict[tuple[str, str], _Read] = {}
        self._readers: dict[type, Any] = {}

    def cached(self, reader: Any) -> Any:
        """Return a reader of the same class and name whose ``read`` remembers; one is made for each class."""
        kind = type(reader)
        if kind not in self._readers:
            watched = WatchedSettings(self._settings)
            shelf = self

            def read(self: Any, source_path: str) -> Any:
                return shelf.read(self, kind, str(source_path))

            # The class's name stands in the metadata of every post.
            made = type(kind.__name__, (kind,), {"read": read, "__module__": kind.__module__})(watched)
            made.settings = watched
            self._readers[kind] = made
        return self._readers[kind]

    def prepare(self, paths: Sequence[str], kinds: Mapping[str, Any]) -> None:
        """Convert what is new among these files, in several processes where that pays.

        Args:
            paths: Absolute.
            kinds: Reader by file suffix.
        """
        wanted = []
        for path in paths:
            reader = self._readers.get(_class_of(kinds.get(path.rpartition(".")[2])))
            if reader is not None:
                wanted.append((reader, path))
        keys = [self._key(type(reader).__mro__[1], path) for reader, path in wanted]

        def compute(index: int) -> _Read:
            reader, path = wanted[index]
            return self._converted(reader, type(reader).__mro__[1], path, keys[index])

        found = self._memo.recall_all("incremental.read", keys, compute, self._holds)
        for (reader, path), read in zip(wanted, found, strict=True):
            self._ready[type(reader).__mro__[1].__qualname__, path] = read

    def read(self, reader: Any, kind: type, path: str) -> Any:
        """Return what the reader's own ``read`` returns."""
        read = self._ready.pop((kind.__qualname__, path), None)
        if read is None:
            key = self._key(kind, path)
            read = self._memo.recall_all(
                "incremental.read", [key], lambda _index: self._converted(reader, kind, path, key), self._holds
            )[0]
        if not read.raw:
            return kind.read(reader, path)  # type: ignore[attr-defined]
        return _Loader(io.BytesIO(read.raw), self._settings).load()

    def _key(self, kind: type, path: str) -> bytes:
        where = os.path.relpath(path, self._settings["PATH"])
        try:
            content = Path(path).read_bytes()
        except OSError:
            content = b""
        return key_of(kind.__module__, kind.__qualname__, where, content)

    def _converted(self, reader: Any, kind: type, path: str, key: bytes) -> _Read:
        try:
            with opened_files() as opened:
                made = kind.read(reader, path)  # type: ignore[attr-defined]
        except Exception:  # noqa: BLE001 - Pelican reads it once more, hears the same and says which file it was
            return _Read(settings=(), files=(), raw=b"")
        others = sorted(opened.paths - {os.path.abspath(path)})
        settings = tuple((name, self._token(name)) for name in sorted(reader.settings.asked))
        # Whoever saves the file meanwhile is read once more, and nothing is kept under what it said before.
        is_other = self._key(kind, path) != key
        if is_other or not opened.is_known or any(token is None for _, token in settings):
            return _Read(settings=(), files=(), raw=b"")
        buffer = io.BytesIO()
        try:
            _Dumper(buffer, reader.settings, self._settings).dump(made)
        except Exception:  # noqa: BLE001 - a reader may return what cannot be kept; then it reads again
            return _Read(settings=(), files=(), raw=b"")
        return _Read(settings=settings, files=tuple((o, _digest(o)) for o in others), raw=buffer.getvalue())

    def _holds(self, read: _Read) -> bool:
        return bool(read.raw) and (
            all(self._token(name) == token for name, token in read.settings)
            and all(_digest(path) == digest for path, digest in read.files)
        )

    def _token(self, name: str) -> str | None:
        if name not in self._tokens:
            there = name in self._settings
            self._tokens[name] = deep_token(self._settings[name]) if there else "\0not there"
        return self._tokens[name]


class _Dumper(pickle.Pickler):
    def __init__(self, file: io.BytesIO, *settings: Any) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self._ours = {id(item) for item in settings}

    def persistent_id(self, obj: Any) -> str | None:
        # Tags and authors hold all settings; they get those of the build that reads them.
        return _SETTINGS if id(obj) in self._ours else None


class _Loader(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, settings: Any) -> None:
        super().__init__(file)
        self._given = settings

    def persistent_load(self, pid: Any) -> Any:
        if pid != _SETTINGS:
            raise pickle.UnpicklingError(str(pid))
        return self._given


def _class_of(reader: Any) -> Any:
    return type(reader).__mro__[1] if reader is not None else None


def _digest(path: str) -> bytes:
    try:
        return key_of(Path(path).read_bytes())
    except OSError:
        return b""
