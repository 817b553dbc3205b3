"""The public nouns: what a reader may see of a case. Private words live in ``plugins.inbox``.

Every text is NFC; every time is aware. A ``date`` is a day in Korea.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import NewType

CaseId = NewType("CaseId", str)


class PostKind(StrEnum):
    """The four kinds of post; the folder under ``content/`` says which."""

    RESPONSE = "response"
    CORRECTION = "correction"
    PROGRESS = "progress"
    STORY = "story"


KIND_FOLDERS = {
    PostKind.RESPONSE: "responses",
    PostKind.CORRECTION: "corrections",
    PostKind.PROGRESS: "progress",
    PostKind.STORY: "stories",
}


class Stage(StrEnum):
    """Where a case stands, in the order a reader meets them."""

    RECEIVED = "received"
    INVESTIGATING = "investigating"
    ANSWERED = "answered"
    ACTING = "acting"
    REOPENED = "reopened"
    DISPUTED = "disputed"
    REFERRED = "referred"
    RESOLVED = "resolved"
    DECLINED = "declined"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"

    @property
    def is_final(self) -> bool:
        """Whether no next update is owed."""
        return self in FINAL_STAGES


FINAL_STAGES = frozenset({Stage.RESOLVED, Stage.DECLINED, Stage.MERGED, Stage.WITHDRAWN})


class Stance(StrEnum):
    """What a response says of the complaint."""

    ACCEPT = "accept"
    PARTIAL = "partial"
    DISAGREE = "disagree"
    UNDETERMINED = "undetermined"


class Affiliation(StrEnum):
    """Whose employee a person is."""

    INHOUSE = "inhouse"
    AGENCY = "agency"
    CONTRACTOR = "contractor"


class Origin(StrEnum):
    """How a case came to us."""

    COMPLAINT = "complaint"
    SELF_DISCLOSED = "self-disclosed"
    PRESS = "press"
    REGULATOR = "regulator"


class Fault(StrEnum):
    """Whose fault it was, as far as we know today."""

    OURS = "ours"
    PARTIAL = "partial"
    MISUNDERSTANDING = "misunderstanding"
    THIRD_PARTY = "third-party"
    DISAGREEMENT = "disagreement"
    UNCLEAR = "unclear"


class Consent(StrEnum):
    """Whether the writer of a complaint lets us link to it."""

    NONE = "none"
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class LegalBasis(StrEnum):
    """The law that makes a post a legal notice."""

    NONE = "none"
    KR_PIPA_34_1 = "kr-pipa-34-1"
    KR_PIPA_34_2 = "kr-pipa-34-2"
    KR_NETWORK_48_3_4 = "kr-network-48-3-4"
    EU_GDPR_34 = "eu-gdpr-34"
    RECALL = "recall"
    COURT_ORDER = "court-order"
    PRESS_ARBITRATION = "press-arbitration"


class RebuttalPlace(StrEnum):
    """Whether a rebuttal can be sent, or stands on the page."""

    OPEN = "open"
    POSTED = "posted"
    DECLINED = "declined"


class CorrectionClass(StrEnum):
    """What kind of thing was wrong."""

    FACT = "fact"
    NUMBER = "number"
    NAME = "name"
    DATE = "date"
    QUOTE = "quote"
    ATTRIBUTION = "attribution"
    IMAGE = "image"
    OMISSION = "omission"
    CLARIFICATION = "clarification"
    LAW_ORDERED = "law-ordered"


class CorrectionLevel(StrEnum):
    """How much the mistake matters."""

    MINOR = "minor"
    MATERIAL = "material"
    SERIOUS = "serious"


class FoundBy(StrEnum):
    """Who told us of the mistake."""

    COMPLAINANT = "complainant"
    READER = "reader"
    STAFF = "staff"
    PRESS = "press"
    REGULATOR = "regulator"
    COURT = "court"


class StoryOutcome(StrEnum):
    """How a case ended, as the company sees it."""

    RESOLVED = "resolved"
    PARTLY = "partly"
    NOT_RESOLVED = "not-resolved"


class ComplainantView(StrEnum):
    """How a case ended, as the writer of the complaint sees it."""

    AGREES = "agrees"
    PARTLY = "partly"
    DISAGREES = "disagrees"
    NO_ANSWER = "no-answer"
    NOT_ASKED = "not-asked"


class StoryConsent(StrEnum):
    """How far the writer of the complaint lets us tell the story."""

    NAMED = "named"
    ANONYMOUS = "anonymous"
    PUBLIC_ONLY = "public-only"
    REFUSED = "refused"


class PromiseChange(StrEnum):
    """What a post may say of a promise."""

    KEPT = "kept"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A named human who answers.

    Attributes:
        slug: The file name under ``content/people/``.
        role: What this person can decide, in words.
        org_name: The agency's or contractor's name; "" for our own staff.
        email: "" where the person is not reached by mail.
        reach: One line: by what, when.
    """

    slug: str
    name: str
    role: str
    affiliation: Affiliation
    org_name: str
    email: str
    phone: str
    reach: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdrawal:
    """That a post, a case or a citation was taken back: its words are gone, and its place says so.

    Attributes:
        why: One sentence that readers see.
        asked_by: Who asked for it, e.g. the writer of the complaint; never a name.
    """

    at: datetime
    why: str
    asked_by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """What we may show of a complaint. Made by ``inbox.disclosure`` or by hand, kept in the case file.

    Attributes:
        key: Unique in its case, e.g. ``c1``; posts answer by it.
        url: None where the complaint has no public address or its writer refused a link.
        author: As shown on that page, masked; "" where the page shows none.
        place: The site's name or host.
        published_on: None where the page shows no date.
        excerpt: At most 300 characters, masked; "" where the licence forbids derivatives.
        facts: Masked numbers and rare nouns of the complaint; never sentences.
        attached_on: The day it joined the case; None where it opened the case.
        removed_by: "author", "platform" or "us" where the page is gone; else "".
        withdrawn: Set where we took the citation itself back; then it has neither title nor words nor address.
    """

    key: str
    url: str | None
    title: str
    author: str
    place: str
    published_on: date | datetime | None
    excerpt: str
    facts: tuple[str, ...]
    license: str
    consent: Consent
    attached_on: date | None
    archive_url: str
    removed_on: date | None
    removed_by: str
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """A dated line of a case that has no post of its own."""

    at: datetime
    stage: Stage
    why: str
    who: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Promise:
    """What we said we would do, as the case file declares it; posts change it.

    Attributes:
        due: The first date; it never changes.
        recurring: E.g. ``weekly:FRI16:00`` (see ``core.recurrence``); "" for a single promise.
        made_in: Slug of the post that made it; "" where the case file does not say.
    """

    id: str
    what: str
    who: str
    due: date
    recurring: str
    made_in: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PromiseUpdate:
    """What one post says of one promise.

    Attributes:
        on: Kept: the day it was kept. Moved: the new date. Withdrawn: the day.
        why: Required for moved and withdrawn.
        proof: An address or sentence that shows it; "" where none is given.
        occurrence: Of a recurring promise: which of its days; None for the promise as a whole.
        at: Kept: the instant, where a time was written; None where only the day was.
    """

    promise: str
    change: PromiseChange
    on: date
    why: str
    proof: str
    occurrence: date | None = None
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Affected:
    """Who was affected, how many, and how that was counted."""

    who: str
    count: int
    as_of: datetime
    how_counted: str
    reached: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AffectedCount:
    """An earlier count, kept after it was corrected."""

    count: int
    as_of: datetime
    corrected_by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """A legal or own deadline: started, due, done (None: still running)."""

    name: str
    started_at: datetime
    due_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Rebuttal:
    """A contradiction of ours, printed unedited."""

    at: datetime
    by: str
    text: str
    consent_at: datetime | None
    company_answer: str

    @property
    def sha256(self) -> str:
        """Digest of the text in UTF-8: whoever sent it can see that not a letter was changed."""
        return sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiver:
    """A named person answers for a finding of the editorial check that stays in the text.

    Attributes:
        rule: Id of the rule.
        by: Slug or name of a person other than the author.
    """

    rule: str
    why: str
    by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Approval:
    """When a person was asked to approve a post, and when they did: how long approval takes is kept."""

    who: str
    asked_at: datetime
    approved_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One matter we answer for, as its file declares it.

    Attributes:
        severity: 1 inconvenience, 2 loss, 3 loss of several people, 4 safety or personal data.
        opened_at: The complaint's own time, or our own knowledge where that was earlier.
        is_undated: Nobody has said yet when the complaint was written: ``opened_at`` only stands in and counts nowhere.
        known_at: When the company first knew.
        owner: Slug of the person who owns it.
        tags: The company's own words for what it is about, as a reader sees them.
    """

    id: CaseId
    title: str
    origin: Origin
    topic: str
    severity: int
    fault: Fault
    owner: str
    opened_at: datetime
    known_at: datetime
    known_how: str
    citations: tuple[Citation, ...]
    affected: Affected | None
    affected_history: tuple[AffectedCount, ...]
    promises: tuple[Promise, ...]
    clocks: tuple[Clock, ...]
    events: tuple[Event, ...]
    rebuttals: tuple[Rebuttal, ...]
    merged_into: str
    withdrawn_reason: str
    related: tuple[str, ...]
    complaint_consent: str
    tags: tuple[str, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    withdrawn: Withdrawal | None = None
    is_undated: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """What a correction post corrects.

    Attributes:
        corrects: Slugs of the posts that said it.
        wrong: Stands verbatim in each of them.
    """

    corrects: tuple[str, ...]
    wrong: str
    right: str
    correction_class: CorrectionClass | None
    level: CorrectionLevel | None
    found_by: FoundBy | None
    reported_at: datetime | None
    why_late: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """One thing we published, as its front matter declares it.

    Attributes:
        slug: The file name; unique over all kinds.
        case_id: The case it belongs to.
        stage: Where the case stands after it.
        author: Slug of a person.
        author_role: The post's own wording where it overrides the person's.
        approved_by: Slugs of people.
        gist: One to three lines.
        in_reply_to: Key of the citation it answers; "" where it answers none.
        mentions: Keys of further citations of the case that it speaks of.
        promises: Ids of the promises it makes.
        as_of: Progress only: the instant its figures hold for.
        id: The name its file was first published under; "" while the file still has that name.
        translation_of: Slug of the post it says in another language; "" for an original. A translation tells nothing
            new: it stands in no timeline and no list.
        lang: The language of a translation, e.g. ``en``; "" for the site's own.
    """

    kind: PostKind
    slug: str
    title: str
    published_at: datetime
    modified_at: datetime | None
    case_id: CaseId
    stage: Stage
    author: str
    author_role: str
    author_org: Affiliation | None
    author_org_name: str
    reach: str
    approved_by: tuple[str, ...]
    gist: tuple[str, ...]
    next_update_by: datetime | None
    in_reply_to: str
    mentions: tuple[str, ...]
    stance: Stance | None
    promises: tuple[str, ...]
    promise_updates: tuple[PromiseUpdate, ...]
    correction: Correction | None
    as_of: datetime | None
    outcome: StoryOutcome | None
    complainant_view: ComplainantView | None
    consent: StoryConsent | None
    rebuttal: RebuttalPlace | None
    evidence: tuple[str, ...]
    redactions: tuple[str, ...]
    legal_basis: LegalBasis | None
    embargo_until: datetime | None
    translation_of: str
    tags: tuple[str, ...] = ()
    approvals: tuple[Approval, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    withdrawn: Withdrawal | None = None
    id: str = ""
    lang: str = ""

    @property
    def lasting_id(self) -> str:
        """What names the post for ever, wherever its file goes: feeds and records know it by this."""
        return self.id or self.slug

    @property
    def url(self) -> str:
        """Its page, relative to the site."""
        return f"{KIND_FOLDERS[self.kind]}/{self.slug}/"
