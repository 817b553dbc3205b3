"""What the entries of one document mean to the inbox: new mentions, changed ones, and ones we know. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from plugins.core.korean import start_of
from plugins.inbox.duplicates import FEW_BUCKETS, Likeness, Tellings
from plugins.inbox.feedback import Counts, Learned, learned_from
from plugins.inbox.identity import fingerprint, identity_digest, mention_id, mention_identity
from plugins.inbox.matching import Terms, find_in_entry
from plugins.inbox.model import Entry, Mention, MentionId, Sighting
from plugins.inbox.reasons import Scored, scored, whole_text


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What the inbox already holds of what a document speaks of.

    Attributes:
        mentions: By identity; those that share a page or an entry with the document.
        sightings: Of this source, those with an entry key or a fingerprint of the document.
        taken: Every id that one of the document's identities could be given, with the identity it has.
        tellings: First tellings of late, to recognise copies by; only asked here, not added to.
        learned: What the decisions of the staff add to scores.
        erased: Digests of identities that were erased on request or forgotten: they are not taken in again.
    """

    mentions: Mapping[str, Mention] = field(default_factory=dict)
    sightings: tuple[Sighting, ...] = ()
    taken: Mapping[MentionId, str] = field(default_factory=dict)
    tellings: Tellings = field(default_factory=Tellings)
    learned: Learned = field(default_factory=lambda: learned_from(Counts()))
    erased: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Intake:
    """What to store.

    Attributes:
        revised: As they read from now on; the store keeps how they read before.
        sightings: New ones and ones with a new fingerprint.
        again: Entries that tell what we know from elsewhere.
        unchanged: Entries we have seen as they are.
        unmatched: Entries that do not name us, and those that were erased.
    """

    new: tuple[Mention, ...] = ()
    revised: tuple[Mention, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    again: int = 0
    unchanged: int = 0
    unmatched: int = 0


def possible_ids(identity: str) -> tuple[MentionId, ...]:
    """Return the ids an identity may be given, the usual one first."""
    return tuple(mention_id(identity, length=length) for length in (8, 12, 16, 64))


def take_in(entries: Iterable[Entry], *, source: str, terms: Terms, known: Known, now: datetime) -> Intake:
    """Return what the entries of one document add to the inbox; the same document again adds nothing.

    Oldest first, so that a copy in the same document finds its first telling.
    """
    work = _Work(source=source, terms=terms, known=known, now=now)
    for entry in sorted(entries, key=_age):
        work.take(entry)
    return Intake(
        new=tuple(work.new.values()),
        revised=tuple(work.revised.values()),
        sightings=tuple(work.sightings),
        again=work.again,
        unchanged=work.unchanged,
        unmatched=work.unmatched,
    )


class _Work:
    """The state of one ``take_in``."""

    def __init__(self, *, source: str, terms: Terms, known: Known, now: datetime) -> None:
        self.source, self.terms, self.known, self.now = source, terms, known, now
        self.new: dict[str, Mention] = {}
        self.revised: dict[str, Mention] = {}
        self.sightings: list[Sighting] = []
        self.marks = {(sighting.mention, sighting.fingerprint) for sighting in known.sightings}
        self.tellings = Tellings(buckets=FEW_BUCKETS)
        self.again = self.unchanged = self.unmatched = 0

    def take(self, entry: Entry) -> None:
        identity = mention_identity(entry, self.source)
        if self.known.erased and identity_digest(identity) in self.known.erased:
            self.unmatched += 1
            return
        mark = fingerprint(entry)
        seen = tuple(sighting for sighting in self.known.sightings if sighting.entry_key == entry.key)
        mention = self._mention(identity) or self._moved(entry, seen)
        # Some feeds change every guid with every poll, so the same words about the same page are known too.
        if mention and (mention.id, mark) in self.marks:
            self.unchanged += 1
            return
        if mention is None:
            self._begin(entry, identity, mark)
            return
        is_edit = mention.source == self.source and any(sighting.mention == mention.id for sighting in seen)
        # Another feed that tells the page in more words than the first one is worth having; one with fewer is not.
        if is_edit or len(entry.text) > len(mention.text):
            self._revise(mention, entry)
        else:
            self.again += 1
        self._see(entry, mention.id, mark)

    def _mention(self, identity: str) -> Mention | None:
        return self.revised.get(identity) or self.new.get(identity) or self.known.mentions.get(identity)

    def _moved(self, entry: Entry, seen: tuple[Sighting, ...]) -> Mention | None:
        """Return the mention this entry told before its address changed."""
        # Some feeds give one guid to everything, so the title has to be the same too.
        ids = {sighting.mention for sighting in seen}
        moved = next((m for m in self.known.mentions.values() if m.id in ids and m.title == entry.title), None)
        return self.revised.get(moved.identity, moved) if moved else None

    def _begin(self, entry: Entry, identity: str, mark: str) -> None:
        matches = find_in_entry(entry, self.terms)
        if not matches:
            self.unmatched += 1
            return
        likeness = self._likeness(entry)
        score = self._scored(entry, likeness)
        mention = Mention(
            id=self._free_id(identity),
            identity=identity,
            url=entry.link or None,
            title=entry.title,
            text=entry.text,
            author=entry.author,
            place=entry.place,
            published_on=entry.published_on,
            published_raw=entry.published_raw,
            license=entry.license,
            source=self.source,
            found_at=self.now,
            matches=matches,
            score=score.value,
            evidence=score.evidence,
            reasons=score.reasons,
            copy_of=likeness.first if likeness and likeness.is_copy else None,
        )
        if mention.copy_of is None:
            self.tellings.add(mention.id, whole_text(entry.title, entry.text))
        self.new[identity] = mention
        self._see(entry, mention.id, mark)

    def _revise(self, mention: Mention, entry: Entry) -> None:
        score = self._scored(entry, None)
        is_pending = mention.identity in self.new
        changed = replace(
            mention,
            title=entry.title or mention.title,
            text=entry.text,
            author=entry.author or mention.author,
            published_on=entry.published_on or mention.published_on,
            published_raw=entry.published_raw or mention.published_raw,
            license=entry.license or mention.license,
            source=self.source,
            matches=find_in_entry(entry, self.terms),
            score=score.value,
            evidence=score.evidence,
            reasons=score.reasons,
        )
        if is_pending:
            # Both are of this document; nobody has read the first one yet.
            self.new[mention.identity] = changed
        elif mention.identity in self.revised:
            self.revised[mention.identity] = changed
        else:
            self.revised[mention.identity] = replace(changed, revision=mention.revision + 1, revised_at=self.now)

    def _see(self, entry: Entry, mention: MentionId, mark: str) -> None:
        self.sightings.append(
            Sighting(source=self.source, entry_key=entry.key, mention=mention, fingerprint=mark, seen_at=self.now)
        )

    def _likeness(self, entry: Entry) -> Likeness | None:
        """Return what an entry is most like, of what the inbox holds and of this document's own."""
        whole = whole_text(entry.title, entry.text)
        found = (self.known.tellings.likeness(whole), self.tellings.likeness(whole))
        return max(filter(None, found), key=lambda likeness: likeness.share, default=None)

    def _scored(self, entry: Entry, likeness: Likeness | None) -> Scored:
        return scored(entry.title, entry.text, staff=self.known.learned.log_odds, likeness=likeness)

    def _free_id(self, identity: str) -> MentionId:
        taken = {**self.known.taken, **{mention.id: mention.identity for mention in self.new.values()}}
        return next(id_ for id_ in possible_ids(identity) if taken.get(id_, identity) == identity)


def _age(entry: Entry) -> tuple[bool, float]:
    published: date | datetime | None = entry.published_on
    return (published is None, start_of(published).timestamp() if published else 0.0)
