"""The open data: what the pages say, as JSON and CSV, so that every figure can be computed again.

Nothing stands here that does not stand on a page. Field names and ids are for ever; what changes is told in
``FORMAT_CHANGES``. The schemas beside the data are ``schemas/*.json`` of this folder.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from plugins.core.korean import iso
from plugins.core.model import Citation, Post
from plugins.transparency.model import CaseFacts, CorrectionFacts, PromiseFacts
from plugins.transparency.resemblance import Resemblance

FORMAT = "1.1"
# (version, day, what changed), newest first. A field is added in a minor version; nothing is renamed or taken away
# but in a major one.
FORMAT_CHANGES = (
    ("1.1", date(2026, 11, 22), "사건의 citations에 withdrawn을 더했습니다. 거둔 글의 제목은 빈 글자입니다."),
    ("1.0", date(2026, 11, 22), "처음 냅니다."),
)

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Publisher:
    """What every file says of where it comes from.

    Attributes:
        url: Address of the site, without a closing slash.
        names: Name of a person as a reader knows it, by slug and by name.
    """

    site: str
    url: str
    as_of: datetime
    names: Mapping[str, str]

    def head(self, schema: str) -> Json:
        """Return the beginning of a collection."""
        return {
            "format": FORMAT,
            "schema": f"{self.url}/api/schemas/{schema}.json",
            "site": self.site,
            "url": f"{self.url}/",
            "as_of": iso(self.as_of),
        }

    def address(self, path: str) -> str:
        """Return the absolute address of a path of the site."""
        return f"{self.url}/{path}"


def cases_document(facts: Iterable[CaseFacts], publisher: Publisher) -> Json:
    """Return ``api/cases.json``: every shown case, and only the day of those that nobody took up yet."""
    facts = tuple(facts)
    return publisher.head("cases") | {
        "cases": [_case(one, publisher) for one in facts if one.is_shown],
        "untaken": [{"began_on": began} for began in sorted(_day(f.clocks.began_at) for f in facts if not f.is_shown)],
    }


def case_document(one: CaseFacts, alike: Sequence[Resemblance], publisher: Publisher) -> Json:
    """Return ``api/cases/<id>.json``: a case with everything that its page says of it.

    It has no ``as_of``: the file changes when the case does, not with every build.
    """
    case, as_of = one.case, publisher.as_of
    affected = case.affected if case.affected and case.affected.as_of <= as_of else None
    return (
        {"format": FORMAT, "schema": publisher.address("api/schemas/case.json")}
        | _case(one, publisher)
        | {
            "owner": publisher.names[case.owner],
            "known_at": iso(case.known_at),
            "citations": [_citation(m.citation) for m in one.timeline.moments if m.citation],
            "posts": [_post(post, publisher) for post in one.posts],
            "events": [
                {
                    "at": iso(m.event.at),
                    "stage": m.event.stage,
                    "why": m.event.why,
                    "who": publisher.names.get(m.event.who, ""),
                }
                for m in one.timeline.moments
                if m.event
            ],
            "promises": [_promise(promise, publisher) for promise in one.promises],
            "deadlines": [
                {
                    "name": clock.name,
                    "due_at": iso(clock.due_at),
                    "done_at": _iso(clock.done_at if clock.done_at and clock.done_at <= as_of else None),
                }
                for clock in case.clocks
                if clock.started_at <= as_of
            ],
            "affected": affected
            and {
                "who": affected.who,
                "count": affected.count,
                "as_of": iso(affected.as_of),
                "how_counted": affected.how_counted,
                "reached": affected.reached,
            },
            "affected_history": [
                {"count": earlier.count, "as_of": _day(earlier.as_of), "corrected_by": earlier.corrected_by or None}
                for earlier in case.affected_history
                if earlier.as_of <= as_of
            ],
            "rebuttals": [
                {
                    "at": iso(rebuttal.at),
                    "by": rebuttal.by,
                    "text": rebuttal.text,
                    "sha256": rebuttal.sha256,
                    "company_answer": rebuttal.company_answer or None,
                }
                for rebuttal in case.rebuttals
                if rebuttal.at <= as_of
            ],
            "resembles": [
                {
                    "id": other.facts.case.id,
                    "same_topic": other.is_same_topic,
                    "tags": list(other.tags),
                    "words": list(other.words),
                }
                for other in alike
            ],
        }
    )


def promises_document(facts: Iterable[CaseFacts], publisher: Publisher) -> Json:
    """Return ``api/promises.json``: every promise of every shown case."""
    return publisher.head("promises") | {
        "promises": [_promise(promise, publisher) for one in facts if one.is_shown for promise in one.promises]
    }


def json_bytes(document: Json) -> bytes:
    """Return a document as a file: the same facts give the same bytes."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _case(one: CaseFacts, publisher: Publisher) -> Json:
    clocks, case = one.clocks, one.case
    return {
        "id": case.id,
        "url": publisher.address(one.url),
        "title": case.title,
        "topic": case.topic,
        "tags": list(case.tags),
        "severity": case.severity,
        "origin": case.origin,
        "fault": one.fault,
        "first_stance": one.first_stance,
        "stage": one.stage,
        "began_at": iso(clocks.began_at),
        "acknowledged_at": _iso(clocks.acknowledged_at),
        "answered_at": _iso(clocks.answered_at),
        "resolved_at": _iso(clocks.resolved_at),
        "stopped_at": _iso(clocks.stopped_at),
        "next_update_by": _iso(one.timeline.next_update_by),
        "steps": [{"at": iso(step.at), "stage": step.stage} for step in one.steps],
        "corrections": [_correction(correction) for correction in one.corrections],
        "waivers": one.waivers,
        "redactions": one.redactions,
        "signed": [{"at": iso(at), "waivers": w, "redactions": r} for at, w, r in one.signed],
        "merged_into": case.merged_into or None,
    }


def _correction(correction: CorrectionFacts) -> Json:
    return {
        "post": correction.slug,
        "published_at": iso(correction.published_at),
        "took_seconds": seconds_of(correction.took),
        "level": correction.level,
        "class": correction.correction_class,
        "found_by": correction.found_by,
    }


def _citation(citation: Citation) -> Json:
    return {
        "url": citation.url,
        "title": citation.title,
        "author": citation.author,
        "place": citation.place,
        "published_on": _day(citation.published_on) if citation.published_on else None,
        "withdrawn": citation.withdrawn
        and {
            "at": iso(citation.withdrawn.at),
            "why": citation.withdrawn.why,
            "asked_by": citation.withdrawn.asked_by,
        },
    }


def _post(post: Post, publisher: Publisher) -> Json:
    return {
        "slug": post.slug,
        "kind": post.kind,
        "title": post.title,
        "url": publisher.address(post.url),
        "published_at": iso(post.published_at),
        "stage": post.stage,
        "author": publisher.names[post.author],
    }


def _promise(facts: PromiseFacts, publisher: Publisher) -> Json:
    record = facts.record
    return {
        "id": facts.id,
        "case": facts.case_id,
        "url": publisher.address(f"cases/{facts.case_id}/#{record.promise.id}"),
        "what": record.promise.what,
        "who": publisher.names.get(record.promise.who, ""),
        "made_in": record.promise.made_in or None,
        "recurring": record.promise.recurring or None,
        "first_due": record.promise.due.isoformat(),
        "due": record.due.isoformat(),
        "state": record.state,
        "kept": facts.kept,
        "updates": [
            {
                "change": update.change,
                "on": update.on.isoformat(),
                "at": _iso(update.at),
                "occurrence": update.occurrence.isoformat() if update.occurrence else None,
                "why": update.why or None,
                "proof": update.proof or None,
                "post": slug,
            }
            for update, slug in facts.said_in
        ],
        "days": [
            {"day": o.day.isoformat(), "has_come": o.has_come, "due": o.due.isoformat(), "state": o.state}
            for o in record.occurrences
        ],
    }


def _iso(value: datetime | None) -> str | None:
    return iso(value) if value else None


def _day(value: date | datetime) -> str:
    return iso(value)[:10]


def seconds_of(value: timedelta | None) -> int | None:
    """Return a duration in whole seconds."""
    return None if value is None else int(value.total_seconds())
