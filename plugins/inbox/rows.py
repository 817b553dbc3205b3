"""Between nouns and rows of the store: plain dictionaries both ways, no database here."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from plugins.core.korean import SEOUL, start_of
from plugins.inbox.decisions import state_after
from plugins.inbox.identity import identity_digest
from plugins.inbox.model import (
    Attach,
    Decided,
    Decision,
    Dismiss,
    InboxItem,
    InboxState,
    Match,
    Mention,
    MentionId,
    Open,
    Reason,
    Reasons,
    Sighting,
    Undo,
    Watch,
    standing,
)

Row = Mapping[str, Any]


def mention_row(mention: Mention) -> dict[str, Any]:
    """Return a mention's columns, without those that a decision sets."""
    published = mention.published_on
    return {
        "id": mention.id,
        "identity_digest": identity_digest(mention.identity),
        "identity": mention.identity,
        "url": mention.url,
        "title": mention.title,
        "text": mention.text,
        "author": mention.author,
        "place": mention.place,
        "published_at": start_of(published).astimezone(UTC) if published else None,
        "published_is_day": published is not None and not isinstance(published, datetime),
        "published_raw": mention.published_raw,
        "license": mention.license,
        "source": mention.source,
        "found_at": mention.found_at,
        "revised_at": mention.revised_at,
        "revision": mention.revision,
        "matches": [[match.term, match.where, match.start, match.end, match.rule] for match in mention.matches],
        "score": mention.score,
        "evidence": list(mention.evidence),
        "reasons": reasons_value(mention.reasons),
        "copy_of": mention.copy_of,
    }


def mention_of(row: Row) -> Mention:
    """Return the mention a row holds."""
    published: date | datetime | None = row["published_at"]
    if isinstance(published, datetime) and row["published_is_day"]:
        published = published.astimezone(SEOUL).date()
    return Mention(
        id=MentionId(row["id"]),
        identity=row["identity"],
        url=row["url"],
        title=row["title"],
        text=row["text"],
        author=row["author"],
        place=row["place"],
        published_on=published,
        published_raw=row["published_raw"],
        license=row["license"],
        source=row["source"],
        found_at=row["found_at"],
        revised_at=row["revised_at"],
        revision=row["revision"],
        # Four values were kept before the rule was.
        matches=tuple(Match(term=m[0], where=m[1], start=m[2], end=m[3], rule="".join(m[4:])) for m in row["matches"]),
        score=row["score"],
        evidence=tuple(row["evidence"]),
        reasons=reasons_of(row["reasons"]),
        copy_of=MentionId(row["copy_of"]) if row["copy_of"] else None,
    )


def reasons_value(reasons: Reasons | None) -> dict[str, Any] | None:
    """Return reasons as JSON holds them."""
    if reasons is None:
        return None
    evidence = [[*reason.place, reason.weight, reason.why] for reason in reasons.evidence]
    return asdict(reasons) | {"evidence": evidence}


def reasons_of(value: Mapping[str, Any] | None) -> Reasons | None:
    """Return the reasons that JSON holds."""
    if not value:
        return None
    where, start, end = value["sentence"]
    return Reasons(
        model=value["model"],
        label=value["label"],
        parts=tuple((name, share) for name, share in value["parts"]),
        sentence=(where, start, end),
        evidence=tuple(Reason(place=(e[0], e[1], e[2]), weight=e[3], why=e[4]) for e in value["evidence"]),
        kinds=tuple(value["kinds"]),
        like=MentionId(value["like"]) if value["like"] else None,
        share=value["share"],
        adds_own_story=value["adds_own_story"],
    )


def sighting_row(sighting: Sighting) -> dict[str, Any]:
    """Return a sighting's columns."""
    return {
        "source": sighting.source,
        "key_digest": identity_digest(sighting.entry_key),
        "mention": sighting.mention,
        "entry_key": sighting.entry_key,
        "fingerprint": sighting.fingerprint,
        "seen_at": sighting.seen_at,
    }


def sighting_of(row: Row) -> Sighting:
    """Return the sighting a row holds."""
    return Sighting(
        source=row["source"],
        entry_key=row["entry_key"],
        mention=MentionId(row["mention"]),
        fingerprint=row["fingerprint"],
        seen_at=row["seen_at"],
    )


def decision_row(mention: MentionId, decided: Decided) -> dict[str, Any]:
    """Return a decision's columns."""
    row: dict[str, Any] = {"mention": mention, "case_id": "", "citation_key": ""}
    row |= {"until": None, "reason": "", "written": ""}
    match decided.decision:
        case Open(case_id=case, citation_key=key, written=written):
            row |= {"kind": "open", "case_id": case, "citation_key": key, "written": written}
        case Attach(case_id=case, citation_key=key, written=written):
            row |= {"kind": "attach", "case_id": case, "citation_key": key, "written": written}
        case Watch(until=until, reason=reason):
            row |= {"kind": "watch", "until": until, "reason": reason}
        case Dismiss(reason=reason):
            row |= {"kind": "dismiss", "reason": reason}
        case Undo(reason=reason):
            row |= {"kind": "undo", "reason": reason}
    return row | {"who": decided.who, "at": decided.at}


def decided_of(row: Row) -> Decided:
    """Return the decision a row holds."""
    decision: Decision
    match row["kind"]:
        case "open":
            decision = Open(case_id=row["case_id"], citation_key=row["citation_key"], written=row["written"])
        case "attach":
            decision = Attach(case_id=row["case_id"], citation_key=row["citation_key"], written=row["written"])
        case "watch":
            decision = Watch(until=row["until"], reason=row["reason"])
        case "undo":
            decision = Undo(reason=row["reason"])
        case _:
            decision = Dismiss(reason=row["reason"])
    return Decided(decision=decision, who=row["who"], at=row["at"])


def state_columns(decided: Decided | None) -> dict[str, Any]:
    """Return what the decision that holds sets on its mention; ``watched`` means until the day in ``watch_until``."""
    match decided.decision if decided else None:
        case Open(case_id=case) | Attach(case_id=case):
            return {"state": InboxState.LINKED.value, "watch_until": None, "case_id": case}
        case Watch(until=until):
            return {"state": InboxState.WATCHED.value, "watch_until": until, "case_id": ""}
        case Dismiss():
            return {"state": InboxState.DISMISSED.value, "watch_until": None, "case_id": ""}
        case _:
            return {"state": InboxState.WAITING.value, "watch_until": None, "case_id": ""}


def items_of(
    mentions: Iterable[Row], *, decisions: Iterable[Row], copies: Iterable[Row], sightings: Iterable[Row], today: date
) -> tuple[InboxItem, ...]:
    """Return the items that rows of four tables make together, in the order of the mentions.

    Args:
        decisions: Oldest first.
        today: The day in Korea that the states are told for.
    """
    history: dict[str, list[Decided]] = {}
    copied: dict[str, list[MentionId]] = {}
    seen: dict[str, list[Sighting]] = {}
    for row in decisions:
        history.setdefault(row["mention"], []).append(decided_of(row))
    for row in sorted(copies, key=lambda row: str(row["id"])):
        copied.setdefault(row["copy_of"], []).append(MentionId(row["id"]))
    for row in sorted(sightings, key=lambda row: (row["seen_at"], row["source"], row["entry_key"])):
        seen.setdefault(row["mention"], []).append(sighting_of(row))
    return tuple(
        InboxItem(
            mention=mention_of(row),
            state=state_after(standing(history.get(row["id"], ())), today=today),
            history=tuple(history.get(row["id"], ())),
            copies=tuple(copied.get(row["id"], ())),
            sightings=tuple(seen.get(row["id"], ())),
        )
        for row in mentions
    )
