"""The private nouns: what we heard, before anything of it is public.

Nothing here may reach a template or a public file; ``disclosure.to_citation`` is the only way out. Texts are NFC.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

MentionId = NewType("MentionId", str)

BY_HAND = "by-hand"
"""The source key of mentions that staff added themselves; no source of ``sources.toml`` may have it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A feed we watch; exactly one of ``url``, ``path`` and ``folder`` is set.

    Attributes:
        path: A local file, relative to the project.
        folder: A local folder into which documents are dropped, relative to the project.
        headers: (header, environment variable that holds its value).
        zone: Where a date without a zone is meant.
        weight: How many readers it has, beside an ordinary one; what many read is more urgent.
    """

    key: str
    name: str
    url: str = ""
    path: str = ""
    folder: str = ""
    interval: timedelta = timedelta(hours=1)
    language: str = "ko"
    headers: tuple[tuple[str, str], ...] = ()
    zone: str = "Asia/Seoul"
    weight: float = 1.0
    enabled: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Brand:
    """A name we listen for, in all its spellings.

    Attributes:
        suffixes: Nouns of our own that are written onto a name (와우, 페이), beside those of ``words.toml``.
        exclude: Words that contain or resemble a name and are not us; they void the places they cover. ``ctx:WORD``
            voids a text with that word in it, ``ctx:NOSPACE`` a name with a blank inside.
    """

    names: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
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
        body_hash: Of the last body that was read whole; the same body is not parsed again.
        checked_at: The last attempt.
        fetched_at: The last time a whole body came; None before the first.
        succeeded_at: The last attempt that did not fail.
        failures: In a row.
        error: The last failure as a Korean sentence; "" after a success.
        entries: In the document as last read.
        due_at: When it is read next; None for at once.
        gap_at: When a poll last showed nothing but new entries, so that some may have been missed.
        gaps: How far the interval is shortened because of that, in halvings.
        moved_to: Where the server says that it has moved for good; without secret values.
        is_parked: The server says that it is gone for good (410).
        note: What staff should know of a poll that did not fail, as a Korean sentence.
        window: The entries it showed of late, as ``window`` packs them.
    """

    source: str
    context: str = ""
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    checked_at: datetime | None = None
    fetched_at: datetime | None = None
    succeeded_at: datetime | None = None
    failures: int = 0
    error: str = ""
    entries: int = 0
    due_at: datetime | None = None
    gap_at: datetime | None = None
    gaps: int = 0
    moved_to: str = ""
    is_parked: bool = False
    note: str = ""
    window: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceEvent:
    """Something that happened to a source and that staff may want to know later.

    Attributes:
        kind: ``gap``, ``moved``, ``parked``, ``failing``, ``recovered`` or ``note``.
        detail: A Korean sentence without secrets and without words of an entry.
    """

    source: str
    at: datetime
    kind: str
    detail: str = ""


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
        rule: In Korean, what made it a match.
    """

    term: str
    where: str
    start: int
    end: int
    rule: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """A word that made the score.

    Attributes:
        place: (``title`` or ``text``, start, end); the word itself is not kept twice.
        weight: Its share of the log odds.
        why: A category of the lexicon, or "" where the prior alone says so.
    """

    place: tuple[str, int, int]
    weight: float
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reasons:
    """Why a mention has its score, so that it can be explained a year later.

    Attributes:
        model: Version of the model that gave the score.
        label: ``first``, ``shown`` or ``other``.
        parts: (prior, lexicon, news, length or staff; log odds), adding up to the log odds of the score.
        sentence: Place of the sentence that says it most.
        kinds: What it is about, the most certain first.
        like: The earlier telling it is a copy of or related to; None for neither.
        share: How much of the shorter of the two both have, 0 to 1.
        adds_own_story: Whether a copy says much that the earlier telling does not.
    """

    model: str
    label: str
    parts: tuple[tuple[str, float], ...]
    sentence: tuple[str, int, int]
    evidence: tuple[Reason, ...] = ()
    kinds: tuple[str, ...] = ()
    like: MentionId | None = None
    share: float = 0.0
    adds_own_story: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A complaint, or whatever else names us, found at a source.

    Attributes:
        identity: What makes it the same mention wherever it is heard; see ``identity.mention_identity``.
        url: None where it has no public address.
        score: 0 to 1: how much it sounds like a complaint.
        evidence: The words that made the score.
        reasons: Of the score; None for a mention scored before they were kept.
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
    reasons: Reasons | None = None
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
    written: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attach:
    """Attach it to a case that is already there.

    Attributes:
        citation_key: "" where only git knows it.
        written: Digest of the case file as it was written for this decision, so that a later undo can tell whether
            anybody has touched it; "" where nothing was written.
    """

    case_id: str
    citation_key: str = ""
    written: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Watch:
    """Wait: it comes back to the inbox on the day ``until``."""

    until: date
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dismiss:
    """It is not a complaint to us, or not one we answer."""

    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Undo:
    """Take back the decision that holds; both stay on record."""

    reason: str = ""


Decision = Open | Attach | Watch | Dismiss | Undo


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """A decision with who took it and when; ``who`` is ``git`` where a case file already cited the page."""

    decision: Decision
    who: str
    at: datetime


def standing(history: Iterable[Decided]) -> Decided | None:
    """Return the decision that holds after a history, oldest first, in which some were undone; None for none."""
    holding: list[Decided] = []
    for decided in history:
        if not isinstance(decided.decision, Undo):
            holding.append(decided)
        elif holding:
            holding.pop()
    return holding[-1] if holding else None


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
        return standing(self.history)

    @property
    def case_id(self) -> str:
        """The case it belongs to, or ""."""
        decided = self.decided
        return decided.decision.case_id if decided and isinstance(decided.decision, Open | Attach) else ""

    @property
    def came_back(self) -> bool:
        """Whether it was watched until a day that has come."""
        decided = self.decided
        return bool(decided and isinstance(decided.decision, Watch) and self.state is InboxState.WAITING)


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
    found_before: datetime | None = None
    copies: bool = False
    limit: int = 0
