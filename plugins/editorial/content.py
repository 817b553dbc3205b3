"""Everything that people wrote, as the check takes it: posts and cases with their sources, pages and other files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from plugins.core.model import Case, Person, Post
from plugins.editorial.published import Published
from plugins.editorial.sheets import Source


@dataclass(frozen=True, kw_only=True, slots=True)
class _Text:
    source: Source

    @property
    def path(self) -> str:
        """Where it stands."""
        return self.source.path

    @property
    def text(self) -> str:
        """Its source."""
        return self.source.text


@dataclass(frozen=True, kw_only=True, slots=True)
class PostText(_Text):
    """A post as the records read it, and its source."""

    post: Post


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseText(_Text):
    """A case as the records read it, and its source."""

    case: Case


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """Everything under ``content/`` that people wrote.

    Attributes:
        pages: Text by path of every other Markdown file: people and pages.
        files: Bytes by path of everything else, drafts too: judged for personal data alone.
        published: By slug: what readers know of a post.
    """

    posts: tuple[PostText, ...]
    cases: tuple[CaseText, ...]
    people: tuple[Person, ...]
    pages: Mapping[str, str]
    files: Mapping[str, bytes]
    published: Mapping[str, Published]
    as_of: datetime
