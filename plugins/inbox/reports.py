"""What one ``invoke collect`` has to tell. Pure; counts and ids only."""

from dataclasses import dataclass
from enum import StrEnum

from plugins.inbox.model import MentionId


class SourceOutcome(StrEnum):
    """How one source fared."""

    COLLECTED = "collected"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    NOT_DUE = "not-due"
    DISABLED = "disabled"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Added:
    """What one document added to the inbox; see ``SourceReport``."""

    new: tuple[MentionId, ...] = ()
    revised: tuple[MentionId, ...] = ()
    again: int = 0
    unchanged: int = 0
    unmatched: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceReport:
    """What one source gave.

    Attributes:
        entries: In the document as last read; 0 where it was not due or failed.
        again: Entries that tell a mention known from elsewhere.
        unchanged: Entries known as they are.
        unmatched: Entries that do not name us.
        error: A Korean sentence; "" where nothing failed.
        note: What staff should know of a poll that did not fail, as Korean sentences; "" where all is well.
        moved_to: The new address, where the server says that the source has moved for good.
    """

    key: str
    name: str
    outcome: SourceOutcome
    entries: int = 0
    new: tuple[MentionId, ...] = ()
    revised: tuple[MentionId, ...] = ()
    again: int = 0
    unchanged: int = 0
    unmatched: int = 0
    error: str = ""
    moved_to: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CollectReport:
    """What one ``invoke collect`` did.

    Attributes:
        sources: In the order of ``sources.toml``, the ones not due included.
        attached: Mentions that a case file in git already cites.
    """

    sources: tuple[SourceReport, ...]
    attached: tuple[MentionId, ...]

    @property
    def entries(self) -> int:
        """Entries read in all sources."""
        return sum(source.entries for source in self.sources)

    @property
    def new(self) -> tuple[MentionId, ...]:
        """New mentions of all sources."""
        return tuple(mention for source in self.sources for mention in source.new)

    @property
    def revised(self) -> tuple[MentionId, ...]:
        """Changed mentions of all sources."""
        return tuple(mention for source in self.sources for mention in source.revised)

    @property
    def failed(self) -> tuple[SourceReport, ...]:
        """The sources that failed."""
        return tuple(source for source in self.sources if source.outcome is SourceOutcome.FAILED)
