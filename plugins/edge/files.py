"""Writing files so that a crash, a full disk or a second run never leaves half of one."""

import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import takewhile
from pathlib import Path

from plugins.core.errors import DeskError

# What a write that was killed leaves behind, with its process's number; nobody else names a file so.
_LEFT_BEHIND = re.compile(r"(?s:\..+)\.([0-9a-f]{6})[0-9a-f]{6}\.tmp")


class FileError(DeskError):
    """A file could not be read or written; what stood there before still does."""

    what = "file"


# Does something for every number below a count, in whatever order and by however many processes.
Shared = Callable[[int, Callable[[int], None]], object]


def in_turn(count: int, do: Callable[[int], None]) -> None:
    """Do it for one number after the other."""
    for number in range(count):
        do(number)


def write_atomic(path: Path, content: str | bytes) -> None:
    """Replace the file at once, so that a reader sees the old or the new text, never a part.

    Raises:
        FileError: The disk is full, read-only or refuses.
    """
    write_all_atomic([path], lambda _path: content)


def write_all_atomic(
    paths: Iterable[Path], content_of: Callable[[Path], str | bytes], shared: Shared = in_turn
) -> None:
    """Write every file beside its place first and then rename them all: what does not fit changes nothing.

    Args:
        paths: Each once; renamed in this order.
        content_of: Asked once for each file, when it is written: one content at a time is held in memory.
        shared: Who writes them and waits for the disk.

    Raises:
        FileError: The disk is full, read-only or refuses. New folders are taken away again.
        Exception: What ``content_of`` or ``shared`` raises; then nothing has changed either.
    """
    files = [(path, name_beside(path)) for path in paths]
    folders: dict[Path, Path] = {}
    for path, _ in files:
        folders.setdefault(path.parent, path)
    made: list[tuple[Path, ...]] = []

    def lay(number: int) -> None:
        path, temporary = files[number]
        with told(path):
            _laid(temporary, _as_bytes(content_of(path)))
            if path.exists():
                os.chmod(temporary, path.stat().st_mode & 0o777)

    def wait(number: int) -> None:
        path, temporary = files[number]
        with told(path):
            sync(temporary)

    try:
        for folder, path in folders.items():
            with told(path):
                made.append(_missing_folders(folder))
                folder.mkdir(parents=True, exist_ok=True)
        shared(len(files), lay)
        # All are written before the first is waited for: the disk takes many at once sooner than one after the other.
        shared(len(files), wait)
        for path, temporary in files:
            with told(path):
                os.replace(temporary, path)
        for folder in folders:
            with told(folder):
                sync(folder)
    except BaseException:
        for _, temporary in files:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        for missing in reversed(made):
            _remove_empty(missing)
        raise


def sweep(folder: Path) -> None:
    """Remove what writes that were killed left below a folder. Only for who is alone there.

    Raises:
        FileError: The disk refuses.
    """
    for path in sorted(folder.rglob(".*.tmp")):
        if _LEFT_BEHIND.fullmatch(path.name) and path.is_file():
            with told(path):
                path.unlink()


def is_left_behind(name: str) -> bool:
    """Return whether a file of this name is what a write that was killed had begun: its process is gone.

    Args:
        name: Without its folder.
    """
    begun = _LEFT_BEHIND.fullmatch(name)
    if not begun:
        return False
    process = int(begun[1], 16)
    if not process:
        # Nobody's: an earlier version filled its number up with noughts.
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


def name_beside(path: Path) -> Path:
    """Return a new name beside a path, to write under until the file is whole."""
    # In the same folder, because a rename is atomic only within one file system.
    return path.with_name(f".{path.name[:80]}.{os.getpid():06x}{secrets.token_hex(3)}.tmp")


def write_if_changed(path: Path, content: str | bytes) -> bool:
    """Write only what differs from what is there, and return whether anything was written.

    Raises:
        FileError: As ``write_atomic``.
    """
    wanted = _as_bytes(content)
    with told(path):
        if path.is_file() and path.stat().st_size == len(wanted) and path.read_bytes() == wanted:
            return False
    write_atomic(path, wanted)
    return True


def create_new(path: Path, content: str | bytes) -> None:
    """Write a file that is not there yet, whole or not at all.

    Raises:
        FileError: Something stands there already, or the disk refuses.
    """
    with told(path), beside(path, _as_bytes(content)) as temporary:
        try:
            # A hard link fails where the name is taken, also when another process took it a moment ago.
            os.link(temporary, path)
        except FileExistsError as error:
            raise FileError(str(path), "already there", advice="이미 있는 파일입니다. 덮어쓰지 않았습니다.") from error
        except OSError:
            # Some file systems (exFAT, network shares) know no hard links: claim the name, then fill it at once.
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
            os.replace(temporary, path)
        sync(path.parent)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the disk refuses into one sentence that names the file.

    Raises:
        FileError: Instead of the ``OSError`` of the block.
    """
    try:
        yield
    except OSError as error:
        raise disk_refused(path, error) from error


def disk_refused(path: Path, error: OSError) -> FileError:
    """Return the refusal of a disk that is full, read-only or not ours to write on."""
    reason = error.strerror or type(error).__name__
    return FileError(
        str(path), reason, advice=f"파일을 쓰지 못했습니다({reason}). 빈 자리와 쓰기 권한을 확인해 주세요."
    )


def sync(path: Path) -> None:
    """Bring a file to the disk, or which files a folder holds: only then a new or renamed one outlives a power cut.

    Raises:
        OSError: The disk refuses.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def beside(path: Path, content: bytes, *, mode: int = 0o666) -> Iterator[Path]:
    """Yield a file with the content beside a path, on the disk already, to be put in its place; left there it goes.

    Args:
        mode: Of the new file, before the umask.

    Raises:
        OSError: The disk refuses.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = name_beside(path)
    try:
        _laid(temporary, content, mode=mode)
        sync(temporary)
        yield temporary
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _laid(path: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Write a new file; it is not on the disk yet."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)


def _missing_folders(folder: Path) -> tuple[Path, ...]:
    return tuple(takewhile(lambda above: not above.exists(), (folder, *folder.parents)))


def _remove_empty(folders: tuple[Path, ...]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _as_bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content
