"""What the head of a page says to machines."""

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Self


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A picture of a page, for those who show a link to it. ``url`` is absolute."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Translation:
    """The same text in a language; ``x-default`` is the original. ``url`` is absolute."""

    language: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkedData:
    """A text of JSON-LD that can stand inside a ``script`` element as it is; held packed, as every page has one."""

    packed: bytes = b""

    @classmethod
    def of(cls, text: str) -> Self:
        """Return a text packed."""
        return cls(packed=zlib.compress(text.encode("utf-8"), level=1))

    def __bool__(self) -> bool:
        return bool(self.packed)

    def __str__(self) -> str:
        return zlib.decompress(self.packed).decode("utf-8") if self.packed else ""

    def __html__(self) -> str:
        return str(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class PageMetadata:
    """One page.

    Attributes:
        url: Canonical and absolute, escaped; "" for a page that should not be found.
        type: Of Open Graph: ``website``, ``article`` or ``profile``.
        locale: Of Open Graph, e.g. ``ko_KR``.
        published: None for what is no post.
        modified: The last correction counts; None for what is no post.
        translations: Every language the text exists in, its own too; empty where there is one only.
        structured: Empty for a page that should not be found.
    """

    url: str
    type: str
    locale: str
    picture: Picture
    published: datetime | None
    modified: datetime | None
    translations: tuple[Translation, ...]
    structured: LinkedData
