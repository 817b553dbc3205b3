"""Reading what was dropped into a folder. Writes nothing and moves nothing."""

from pathlib import Path

# As the network's body limit: a file dropped by mistake must not fill the memory.
MOST_BYTES = 10 * 1024 * 1024


def read_dropped(folder: Path) -> tuple[tuple[str, bytes], ...]:
    """Return name and content of the files in a folder, by name; hidden and huge ones are left out.

    A file that is still being written is read as far as it is there, and again when it has grown.

    Raises:
        OSError: No such folder.
    """
    found = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return tuple((path.name, path.read_bytes()) for path in found if path.stat().st_size <= MOST_BYTES)
