"""Builders of public nouns: what a test does not say is plain and allowed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from plugins.core.model import (
    Case,
    CaseId,
    Citation,
    Consent,
    Event,
    Fault,
    Origin,
    Post,
    PostKind,
    Promise,
    PromiseChange,
    PromiseUpdate,
    Stage,
)

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=SEOUL)
FOREVER = datetime.max.replace(tzinfo=UTC)


def at(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    """A time of 2026 in Korea."""
    return datetime(2026, month, day, hour, minute, tzinfo=SEOUL)


def a_citation(**facts: Any) -> Citation:
    plain = Citation(
        key="c1",
        url="https://blog.example/1",
        title="환불이 안 됩니다",
        author="글쓴이",
        place="어느 블로그",
        published_on=at(10, 1),
        excerpt="보름째 기다립니다.",
        facts=("보름째",),
        license="",
        consent=Consent.NONE,
        attached_on=None,
        archive_url="",
        removed_on=None,
        removed_by="",
    )
    return replace(plain, **facts)


def a_case(**facts: Any) -> Case:
    plain = Case(
        id=CaseId("MG-2026-009"),
        title="환불이 늦은 보름",
        origin=Origin.COMPLAINT,
        topic="refund",
        severity=2,
        fault=Fault.OURS,
        owner="yun-haram",
        opened_at=at(10, 1),
        known_at=at(10, 2),
        known_how="피드에서 읽음",
        citations=(a_citation(),),
        affected=None,
        affected_history=(),
        promises=(),
        clocks=(),
        events=(),
        rebuttals=(),
        merged_into="",
        withdrawn_reason="",
        related=(),
        complaint_consent="",
    )
    return replace(plain, **facts)


def a_post(**facts: Any) -> Post:
    plain = Post(
        kind=PostKind.PROGRESS,
        slug="mg-2026-009-progress-1",
        title="달라진 것",
        published_at=at(10, 5),
        modified_at=None,
        case_id=CaseId("MG-2026-009"),
        stage=Stage.ACTING,
        author="yun-haram",
        author_role="",
        author_org=None,
        author_org_name="",
        reach="",
        approved_by=(),
        gist=("달라진 것이 있습니다.",),
        next_update_by=at(10, 12),
        in_reply_to="",
        mentions=(),
        stance=None,
        promises=(),
        promise_updates=(),
        correction=None,
        as_of=None,
        outcome=None,
        complainant_view=None,
        consent=None,
        rebuttal=None,
        evidence=(),
        redactions=(),
        legal_basis=None,
        embargo_until=None,
        translation_of="",
    )
    return replace(plain, **facts)


def an_event(stage: Stage, when: datetime) -> Event:
    return Event(at=when, stage=stage, why="댓글로 맡았습니다", who="yun-haram")


def a_promise(**facts: Any) -> Promise:
    plain = Promise(id="P1", what="고칩니다", who="윤하람", due=date(2026, 10, 12), recurring="", made_in="")
    return replace(plain, **facts)


def an_update(change: PromiseChange, on: date, promise: str = "P1") -> PromiseUpdate:
    return PromiseUpdate(promise=promise, change=change, on=on, why="까닭", proof="")
