"""The short way while somebody writes: when nothing but the body of one post changed, its page is there at once.

It is taken only where it can be shown that the page will be the one a whole build writes; that build follows anyway.
"""

import os
from pathlib import Path
from typing import Any

from plugins.core.memo import key_of


class Bodies:
    """Every content object of a build as it was when its file had just been read."""

    def __init__(self) -> None:
        self._first: dict[int, tuple[Any, bytes, str]] = {}

    def read(self, content: Any) -> None:
        """Take note of an object that Pelican has just made."""
        if isinstance(content._content, str):
            self._first[id(content)] = (content, _facts(content), content._content)

    def is_body_alone(self, old: Any, new: Any) -> bool:
        """Return whether a file that was read anew differs from what the build read in its body alone.

        A plugin that works on bodies (a struck sentence, other letters) would have to work on the new one too: then no.
        """
        held = self._first.get(id(old))
        return held is not None and held[1] == _facts(new) and held[2] == old._content and type(old) is type(new)


def _facts(content: Any) -> bytes:
    return key_of(*sorted((name, repr(_said(value))) for name, value in content.metadata.items()))


def _said(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_said(item) for item in value]
    # Tags and authors say what they are with str, and where they lie in memory with repr.
    return (type(value).__name__, str(value)) if hasattr(value, "settings") else value


def page_of_edit(build: Any, path: Path) -> str:
    """Write the page of a post whose body alone has changed and return its path in the output, "" where it is not so.

    Args:
        build: A build that has ended, with its writer and generators.
        path: The changed file, absolute.
    """
    folder = os.path.abspath(build.settings["PATH"])
    where = os.path.relpath(path, folder).replace(os.sep, "/")
    old = build.context["generated_content"].get(where)
    call = build.writer.calls.get(getattr(old, "save_as", None))
    if old is None or call is None or not path.is_file():
        return ""
    kind = type(old)
    new = build.readers.read_file(base_path=folder, path=where, content_class=kind, context=build.context)
    if not build.bodies.is_body_alone(old, new) or not new.is_valid():
        return ""
    old._content = new._content
    for name in ("get_content", "get_summary"):
        getattr(old, name).cache.clear()
    build.bodies.read(old)
    build.writer.write_again(old.save_as)
    return str(old.save_as)
