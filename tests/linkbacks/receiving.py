"""Nouns of received linkbacks as tests want them, and a small web of pages that link to us."""

from dataclasses import replace
from datetime import UTC, datetime

from plugins.core.http import Reply
from plugins.linkbacks.ours import our_pages
from plugins.linkbacks.received import Facts, Heard, Pending, Received, Way, received_id

NOW = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
SITE = "https://answers.mogwanaru.example"
PAGE = "responses/mg-2026-001-response/"
CASE = "cases/MG-2026-001/"
OURS = our_pages(SITE, [PAGE, CASE, "responses/한글-답변/"])
TARGET = f"{SITE}/{PAGE}"
SOURCE = "https://bori.blog.example/entry/99"
WORDS = "모과나루가 답을 올렸다. 사과보다 날짜를 적은 것이 낫다고 생각한다. 두고 보겠다."


def a_page(*, link=f'<a href="{TARGET}">답변</a>', words=WORDS, head="", title="답을 읽었습니다"):
    return (
        f'<!doctype html><html lang="ko"><meta charset="utf-8"><title>{title}</title>{head}'
        f"<body><article><h1>{title}</h1><p>{words} {link}</p></article></body></html>"
    )


def a_reply(page, *, url=SOURCE, status=200, media="text/html; charset=utf-8"):
    body = page.encode() if isinstance(page, str) else page
    return Reply(url=url, status=status, headers=(("Content-Type", media),), body=body)


def some_facts(**changes):
    return replace(Facts(title="답을 읽었습니다", place="bori.blog.example", excerpt=WORDS), **changes)


def a_heard(**changes):
    return replace(Heard(source=SOURCE, target=TARGET, way=Way.WEBMENTION, heard_at=NOW), **changes)


def a_pending(**changes):
    pending = Pending(
        id=received_id(SOURCE, PAGE), source=SOURCE, page=PAGE, facts=some_facts(), way=Way.JF2, verified_at=NOW
    )
    return replace(pending, **changes)


def a_record(**changes):
    record = Received(
        id=received_id(SOURCE, PAGE),
        source=SOURCE,
        page=PAGE,
        facts=some_facts(),
        accepted_at=NOW,
        accepted_by="윤하람",
    )
    return replace(record, **changes)
