"""Bring a folder to a wanted state: changed files at once each, unchanged ones untouched, our vanished ones gone."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from plugins.edge.files import Shared, in_turn, sweep, told, write_all_atomic
from plugins.publication.manifest import digest


@dataclass(frozen=True, kw_only=True, slots=True)
class Swap:
    """What differs between a folder and what it shall hold; paths are sorted.

    Attributes:
        removed: Files that we wrote earlier, unchanged since, and that are no longer wanted.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def counts(self) -> str:
        """How much that is, for staff."""
        return f"새 파일 {len(self.new)}개, 바뀐 파일 {len(self.changed)}개, 없앤 파일 {len(self.removed)}개"


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its relative path with ``/``; empty where there is no folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def plan_swap(wanted: Mapping[str, str], present: Mapping[str, str], ours: Mapping[str, str]) -> Swap:
    """Return what is to be done, digests by path.

    Args:
        wanted: What the folder shall hold.
        present: What it holds.
        ours: What we wrote into it earlier. A file that was changed since is somebody else's and stays. A path has two
            digests, with a space between, where a run was on its way from one to the other when it was killed.
    """
    return Swap(
        new=tuple(sorted(path for path in wanted if path not in present)),
        changed=tuple(sorted(path for path in wanted if path in present and present[path] != wanted[path])),
        removed=tuple(sorted(path for path in ours if path not in wanted and present.get(path) in _known(ours[path]))),
    )


def on_the_way(ours: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, str]:
    """Return what may be ours in a folder while it is brought from one state to the other."""
    both = {**ours, **wanted}
    for path in both:
        if (mine := ours.get(path, "")) != (theirs := wanted.get(path, "")):
            both[path] = " ".join(dict.fromkeys((*mine.split(), *theirs.split())))
    return both


def _known(value: str) -> tuple[str, ...]:
    return value, *value.split()


def apply_swap(
    swap: Swap, files: Mapping[str, bytes], folder: Path, *, is_swept: bool = False, shared: Shared = in_turn
) -> None:
    """Write and remove as planned; each file changes at once, emptied folders go.

    Nothing changes before everything new lies ready on the disk. New files come before changed ones and removals
    last, so that a reader in between meets no dangling link.

    Args:
        is_swept: Nothing can lie there that a run left which was killed.
        shared: Who writes the files (``write_all_atomic``).

    Raises:
        FileError: The disk refuses; what it refused while the files were laid ready changed nothing.
    """
    if not is_swept:
        # We are alone here: what an earlier run left when it was killed would be taken for somebody else's.
        sweep(folder)
    # A rename replaces a symbolic link itself and never writes through it.
    written = {folder / path: path for path in (*swap.new, *swap.changed)}
    write_all_atomic(written, lambda place: files[written[place]], shared)
    for path in swap.removed:
        with told(folder / path):
            (folder / path).unlink(missing_ok=True)
        for parent in (folder / path).parents:
            if parent == folder:
                break
            with suppress(OSError):
                parent.rmdir()


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the digest of every file."""
    return {path: digest(content) for path, content in files.items()}
