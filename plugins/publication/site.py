"""The files of a rendering: one is read when it is asked for, since most are known from the last build."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from plugins.core.memo import Memo
from plugins.edge.stamps import Stamp, stamps_below
from plugins.publication.checks import key_of_file
from plugins.publication.manifest import digest
from plugins.publication.standing import Rendered


class Site(Mapping[str, bytes]):
    """Bytes by path relative to the folder, with ``/``, in the order of the paths.

    Attributes:
        stamps: How the files look.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.stamps: Mapping[str, Stamp] = dict(sorted(stamps_below(folder).items()))

    def __getitem__(self, path: str) -> bytes:
        if path not in self.stamps:
            raise KeyError(path)
        with open(f"{self._folder}/{path}", "rb") as file:
            return file.read()

    def __iter__(self) -> Iterator[str]:
        return iter(self.stamps)

    def __len__(self) -> int:
        return len(self.stamps)

    def __contains__(self, path: object) -> bool:
        return path in self.stamps


def described(files: Site, known: Mapping[str, Rendered], memo: Memo) -> dict[str, Rendered]:
    """Return what each file is known by; one that looks as it did is not read."""
    found = {path: known[path] for path, stamp in files.stamps.items() if path in known and known[path].stamp == stamp}
    new = [path for path in files if path not in found]

    def looked_at(number: int) -> Rendered:
        path = new[number]
        content = files[path]
        return Rendered(stamp=files.stamps[path], digest=digest(content), key=key_of_file(path, content))

    return found | dict(zip(new, memo.shared(len(new), looked_at), strict=True))
