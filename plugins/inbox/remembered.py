"""What ``sources.toml`` said, remembered beside the inbox: reading it takes longer than polling what it lists.

TOML is read and every source checked in Python; of 100,000 sources that is a quarter of a minute each time. What was
read whole and found right is kept with a digest of the file and of the code that read it.
"""

import hashlib
import json
from contextlib import suppress
from datetime import timedelta
from operator import attrgetter
from pathlib import Path
from typing import Any

from plugins.core.errors import DeskError
from plugins.inbox.model import Brand, Listening, Source

# Fewer are read in no time, and one file less can be wrong.
WORTH = 100
_SOURCE = ("key", "name", "url", "path", "folder", "language", "zone", "weight", "enabled")
_BRAND = ("names", "aliases", "products", "suffixes", "exclude")
_of_source, _of_brand = attrgetter(*_SOURCE), attrgetter(*_BRAND)


def listening_to(path: Path, memory: Path, *, root: Path) -> Listening:
    """Return what ``sources.toml`` says; see ``config.read_sources``.

    Args:
        memory: The file to remember it in, for its owner alone: addresses of feeds may hold secrets.
        root: The project.

    Raises:
        SettingError: The file cannot be used.
    """
    try:
        digest = _digest(path.read_bytes())
    except OSError:
        digest = ""
    if digest and (known := _recalled(memory, digest)):
        return known
    from plugins.inbox.config import read_sources  # noqa: PLC0415 - not needed where it is remembered

    listening = read_sources(path)
    if len(listening.sources) >= WORTH:
        _remember(memory, digest, listening, root)
    return listening


def _recalled(memory: Path, digest: str) -> Listening | None:
    try:
        kept = json.loads(memory.read_bytes())
        if kept["of"] != digest:
            return None
        return Listening(sources=tuple(map(_source, kept["sources"])), brands=tuple(map(_brand, kept["brands"])))
    except (OSError, ValueError, TypeError, KeyError):
        # Never there, or not as we left it: the file itself is asked.
        return None


def _remember(memory: Path, digest: str, listening: Listening, root: Path) -> None:
    from plugins.edge.private import write_private  # noqa: PLC0415

    kept = {
        "of": digest,
        "sources": [[*_of_source(s), s.interval.total_seconds(), s.headers] for s in listening.sources],
        "brands": [_of_brand(brand) for brand in listening.brands],
    }
    # A full disk is told by those who cannot do without it.
    with suppress(DeskError):
        write_private(memory, json.dumps(kept, ensure_ascii=False), root=root)


def _source(row: list[Any]) -> Source:
    *plain, seconds, headers = row
    pairs = tuple((header, variable) for header, variable in headers)
    return Source(**dict(zip(_SOURCE, plain, strict=True)), interval=timedelta(seconds=seconds), headers=pairs)


def _brand(row: list[Any]) -> Brand:
    return Brand(**{name: tuple(words) for name, words in zip(_BRAND, row, strict=True)})


def _digest(content: bytes) -> str:
    code = Path(__file__).with_name("config.py").read_bytes()
    return hashlib.blake2b(code + b"\0" + content, digest_size=32).hexdigest()
