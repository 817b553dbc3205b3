"""The private nouns: what we heard, before anything of it is public.

Nothing here may reach a template or a public file; ``disclosure.to_citation`` is the only way out. Texts are NFC.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

MentionId = NewType("MentionId", str)

BY_HAND = "by-hand"
"""The source key of mentions that staff added themselves; no source of ``sources.toml`` may have it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A feed we watch; exactly one of ``url`` and ``path`` is set.

    Attributes:
        path: A local file, relative to the project.
        headers: (header, environment variable that holds its value).
    """

    key: str
    name: str
    url: str = ""
    path: str = ""
    interval: timedelta = timedelta(hours=1)
    language: str = "ko"
    headers: tuple[tuple[str, str], ...] = ()
    enabled: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Brand:
    """A name we listen for, in all its spellings.

    Attributes:
        exclude: Words that contain or resemble a name and are not us; they void the places they cover.
    """

    names: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Listening:
    """All of ``sources.toml``."""

    sources: tuple[Source, ...]
    brands: tuple[Brand, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchState:
    """What we remember of a source between two polls.

    Attributes:
        context: Digest of the source's address and of all brands; when it changes, everything is read again.
        body_hash: Of the last body that was read; the same body is not parsed again.
        fetched_at: The last time a whole body came; None before the first.
        failures: In a row.
        error: The last failure as a Korean sentence; "" after a success.
    """

    source: str
    context: str = ""
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    checked_at: datetime | None = None
    fetched_at: datetime | None = None
    failures: int = 0
    error: str = ""
    entries: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One item of a feed, as parsed; still of no meaning to us.

    Attributes:
        key: guid, else link, else title and date; unique within its document.
        link: Unwrapped and without tracking; "" where the item has none.
        published_on: A day where the feed gives no time; None where it gives no date we can read.
        published_raw: The date as it stood there.
        license: Address or words of the licence; "" where none is given.
        place: Name of the site the item comes from; "" where only the link tells.
    """

    key: str
    link: str
    title: str
    text: str
    author: str
    published_on: date | datetime | None
    published_raw: str
    license: str
    place: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """Where a watched word stands.

    Attributes:
        where: ``title`` or ``text``.
        start: Character offset in the original; ``end`` is one past the last.
    """

    term: str
    where: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A complaint, or whatever else names us, found at a source.

    Attributes:
        identity: What makes it the same mention wherever it is heard; see ``identity.mention_identity``.
        url: None where it has no public address.
        score: 0 to 1: how much it sounds like a complaint.
        evidence: The words that made the score.
        copy_of: The first telling of which this is a copy; None for a telling of its own.
        revision: 1 as first heard, and one more for each change.
    """

    id: MentionId
    identity: str
    url: str | None
    title: str
    text: str
    author: str
    place: str
    published_on: date | datetime | None
    published_raw: str
    license: str
    source: str
    found_at: datetime
    revised_at: datetime | None = None
    revision: int = 1
    matches: tuple[Match, ...] = ()
    score: float = 0.0
    evidence: tuple[str, ...] = ()
    copy_of: MentionId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """One entry of one source that tells a mention; a mention may be seen at several.

    Attributes:
        fingerprint: Of title, text, date and link; a new one means that the entry was edited.
    """

    source: str
    entry_key: str
    mention: MentionId
    fingerprint: str
    seen_at: datetime


class InboxState(StrEnum):
    """Where a mention stands in the inbox."""

    WAITING = "waiting"
    WATCHED = "watched"
    LINKED = "linked"
    DISMISSED = "dismissed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Open:
    """Open a new case for it."""

    case_id: str
    citation_key: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Attach:
    """Attach it to a case that is already there; ``citation_key`` is "" where only git knows it."""

    case_id: str
    citation_key: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Watch:
    """Wait: it comes back to the inbox on the day ``until``."""

    until: date
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dismiss:
    """It is not a complaint to us, or not one we answer."""

    reason: str


Decision = Open | Attach | Watch | Dismiss


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """A decision with who took it and when; ``who`` is ``git`` where a case file already cited the page."""

    decision: Decision
    who: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxItem:
    """A mention and what was decided about it.

    Attributes:
        state: On the day that was asked about: a watched item whose day has come is waiting again.
        history: Every decision, oldest first.
        copies: Mentions that tell the same, found later or published later.
        sightings: Where it was seen, first one first.
    """

    mention: Mention
    state: InboxState
    history: tuple[Decided, ...] = ()
    copies: tuple[MentionId, ...] = ()
    sightings: tuple[Sighting, ...] = field(default=())

    @property
    def decided(self) -> Decided | None:
        """The decision that holds."""
        return self.history[-1] if self.history else None

    @property
    def case_id(self) -> str:
        """The case it belongs to, or ""."""
        decision = self.history[-1].decision if self.history else None
        return decision.case_id if isinstance(decision, Open | Attach) else ""

    @property
    def is_edited_since(self) -> bool:
        """Whether the page changed after the decision."""
        changed = self.mention.revised_at
        return bool(self.history and changed and changed > self.history[-1].at)


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxFilter:
    """Which items to show; "" and None leave a question open.

    Attributes:
        today: The day in Korea; watched items whose day has come count as waiting.
        states: Any of these; empty for all.
        text: Stands somewhere in title, text, author or place.
        copies: Whether copies are listed beside their first telling.
        limit: 0 for all.
    """

    today: date
    states: tuple[InboxState, ...] = (InboxState.WAITING,)
    source: str = ""
    case_id: str = ""
    text: str = ""
    found_since: datetime | None = None
    copies: bool = False
    limit: int = 0
