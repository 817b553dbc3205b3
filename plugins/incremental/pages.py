"""A page on its way through the writer: waiting, rendered with what it read, or left as it is."""

import io
from collections.abc import Callable, Mapping
from typing import Any

from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.utils import missing

from plugins.incremental.asking import Shape


class Kept(str):
    """Stands for the text of a page that need not be rendered."""

    __slots__ = ()


class Rendered(str):
    """The text of a page with what it read; ``shapes`` is None where that is unknown."""

    shapes: dict[str, Shape] | None
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
    own = {
        name: value
        for name, value in getattr(template, "globals", {}).items()
        if DEFAULT_NAMESPACE.get(name, missing) is not value
    }
    return {**own, **local} if own else local
