"""A page on its way through the writer: waiting, rendered with what it read, or left as it is."""

import io
import os
from collections.abc import Callable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from jinja2 import Template
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.runtime import Context
from jinja2.utils import missing

from plugins.edge.files import name_beside
from plugins.edge.stamps import is_renamed, stamp_of
from plugins.incremental.asking import Shape, Words
from plugins.incremental.ledger import Page
from plugins.incremental.reads import Reads

# No template can name it.
_READS = "\0reads"


class WatchedContext(Context):
    """A template's context that hands out stand-ins for what the build gave it."""

    def resolve_or_missing(self, key: str) -> Any:
        """Return what a name means here: the template's own names as they are, the build's as stand-ins."""
        if key in self.vars:
            return self.vars[key]
        reads = self.parent.get(_READS)
        if reads is None:
            return super().resolve_or_missing(key)
        if key in self.parent:
            value = self.parent[key]
            # A loop variable or an argument of a macro may hide the build's name.
            return reads.root(key) if key in reads.given and value is reads.given[key] else value
        reads.missed(key)
        return missing


class Kept(str):
    """Stands for the text of a page that need not be rendered."""

    __slots__ = ()


class Rendered(str):
    """The text of a page with what it read; ``shapes`` is None where that is unknown."""

    shapes: dict[str, tuple[Shape, Words]] | None
    template: str
    context: Mapping[str, Any]


class Job:
    """A page that waits."""

    __slots__ = ("facts", "name", "snapshot", "template")

    def __init__(self, name: str, template: Any, snapshot: dict[str, Any], facts: dict[str, Any]) -> None:
        self.name, self.template, self.snapshot, self.facts = name, template, snapshot, facts

    def has_other(self, context: Mapping[str, Any]) -> bool:
        """Return whether the context says something else now than when this page came to wait."""
        held = self.snapshot
        return len(held) != len(context) or any(held.get(key, missing) is not value for key, value in context.items())


class WatchedTemplate:
    """A template whose rendering goes through the writer."""

    def __init__(self, template: Any, writer: Any) -> None:
        self._template, self._writer = template, writer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._template, name)

    def render(self, local: Mapping[str, Any]) -> str:
        """Return the page's text, or ``Kept``."""
        text: str = self._writer.page_text(self._template, local)
        return text


class PageFile(io.StringIO):
    """What Pelican writes into; the file itself is written when it is closed."""

    def __init__(self, encoding: str, done: Callable[[str], None]) -> None:
        super().__init__(newline="")
        self._encoding, self._done, self._whole = encoding, done, ""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding that a feed says it is in."""
        return self._encoding

    def write(self, text: str) -> int:
        """Take a text; a page comes as a whole and is passed on as what it is."""
        if isinstance(text, Kept | Rendered):
            self._whole = text
            return len(text)
        return super().write(text)

    def __exit__(self, kind: Any, *rest: Any) -> None:
        if kind is None:
            self._done(self._whole if isinstance(self._whole, Kept | Rendered) else self.getvalue())
        super().close()


def reads_of(template: Any, local: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return every name a template may read: the build's, and what the site adds to Jinja's own."""
    own = own_globals(template)
    return {**own, **local} if own else local


def own_globals(template: Any) -> dict[str, Any]:
    """Return what the site adds to the names that Jinja itself has."""
    return {
        name: value
        for name, value in getattr(template, "globals", {}).items()
        if DEFAULT_NAMESPACE.get(name, missing) is not value
    }


def rendered(template: Any, local: Mapping[str, Any]) -> Rendered:
    """Render a page with stand-ins that note what it reads, where its template can be given them."""
    shapes = None
    if isinstance(template, Template) and template.environment.context_class is WatchedContext:
        reads = Reads(reads_of(template, local))
        try:
            text = template.render({**reads.given, _READS: reads})
            shapes = reads.shapes() if reads.is_known else None
        except Exception:  # noqa: BLE001 - a stand-in was taken for what it is not; the true error comes again below
            text = template.render(local)
    else:
        text = template.render(local)
    made = Rendered(text)
    made.shapes, made.template, made.context = (
        shapes,
        getattr(template, "name", "") or "",
        reads_of(template, local),
    )
    return made


def put(path: Path, content: bytes) -> Page:
    """Bring bytes into a file at once; a file that holds them already keeps its time.

    The stamp is that of a file that holds these bytes: what somebody writes in between does not look like it.
    """
    stamp = stamp_of(path)
    try:
        same = stamp is not None and path.read_bytes() == content
    except OSError:
        same = False
    if not same:
        path.parent.mkdir(parents=True, exist_ok=True)
        # No sync: a crash of the machine is found by the file's stamp.
        temporary = name_beside(path)
        temporary.write_bytes(content)
        laid = stamp_of(temporary)
        os.replace(temporary, path)
        stamp = stamp_of(path)
        if not (stamp and laid and is_renamed(laid, stamp)):
            stamp = laid
    assert stamp is not None, path
    return Page(stamp=stamp, digest=blake2b(content, digest_size=16).digest(), template="")
