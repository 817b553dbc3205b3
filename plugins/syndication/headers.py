"""What the headers of the records say, as digests that are made anew only when a header has changed.

Most edits change a body. To put down all that a post, its complaint and its corrections say takes longer than to read
the body, and is asked of every post in every build.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from plugins.core.memo import key_of

# What is kept: digest of all headers and of the instant, and the digest of each thing by its name.
Kept = tuple[bytes, dict[str, bytes]]


class Headers:
    """Digests of what headers say, by name.

    Args:
        world: Digest of all headers, and of the instant that decides what of them has happened; b"" where nobody knows.
        kept: What the last build knew.
    """

    def __init__(self, world: bytes = b"", kept: Kept = (b"", {})) -> None:
        self._world = world
        self._before = kept[1] if world and kept[0] == world else {}
        self._now: dict[str, bytes] = {}

    def digest(self, name: str, said: Callable[[], tuple[Any, ...]]) -> bytes:
        """Return the digest of what is said under a name.

        Args:
            said: Returns values that say with ``repr`` all that they are, and that are made of headers alone.
        """
        found = self._now.get(name)
        if found is None:
            found = self._now[name] = self._before.get(name) or key_of(*said())
        return found

    @property
    def kept(self) -> Kept:
        """What the next build may know."""
        return self._world, self._now


def world_of(context: Mapping[str, Any], as_of: datetime) -> bytes:
    """Return the digest of all headers at an instant; b"" where nobody knows all of them."""
    digest = getattr(context.get("case_records"), "digest", b"")
    # The records do not know what is only drafted.
    return key_of(digest, as_of) if digest and not context.get("unfinished") else b""
