"""What the head of a page says to machines."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup


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
class PageMetadata:
    """One page.

    Attributes:
        url: Canonical and absolute, escaped; "" for a page that should not be found.
        type: Of Open Graph: ``website``, ``article`` or ``profile``.
        locale: Of Open Graph, e.g. ``ko_KR``.
        published: None for what is no post.
        modified: The last correction counts; None for what is no post.
        translations: Every language the text exists in, its own too; empty where there is one only.
        structured: JSON-LD, safe inside a ``script`` element; empty for a page that should not be found.
    """

    url: str
    type: str
    locale: str
    picture: Picture
    published: datetime | None
    modified: datetime | None
    translations: tuple[Translation, ...]
    structured: Markup
