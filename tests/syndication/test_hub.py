"""A hub is told of what subscribers ask for and changed, and a hub that fails undoes nothing."""

import asyncio
from urllib.parse import parse_qs

from plugins.core.errors import FetchError
from plugins.core.http import Reply
from plugins.syndication.hub import notices, tell
from tests.syndication.builders import SITE

HUB = "https://hub.example/publish"
CHANGED = (
    "index.html",
    "feeds/all.atom.xml",
    "feeds/all/archive/1.atom.xml",
    "feeds/all.json",
    "feeds/tags/환불.rss.xml",
    "feeds/feeds.opml",
    "api/cases.json",
)


def fetching(*answers):
    """A way out that gives these answers in turn: a status, or an error."""
    waiting = list(answers)

    async def fetch(request):
        answer = waiting.pop(0)
        if isinstance(answer, FetchError):
            raise answer
        return Reply(url=request.url, status=answer)

    return fetch


def test_every_feed_that_changed_is_told_by_a_request_of_its_own():
    requests = notices(HUB, SITE, CHANGED)

    forms = [parse_qs(request.body.decode()) for request in requests]
    assert {(request.url, request.method) for request in requests} == {(HUB, "POST")}
    assert [form["hub.url"] for form in forms] == [
        [f"{SITE}/feeds/all.atom.xml"],
        [f"{SITE}/feeds/all.json"],
        [f"{SITE}/feeds/tags/%ED%99%98%EB%B6%88.rss.xml"],
    ]
    assert all(form["hub.mode"] == ["publish"] and form["hub.topic"] == form["hub.url"] for form in forms)


def test_without_a_hub_nobody_is_told():
    assert notices("", SITE, CHANGED) == ()


def test_a_hub_that_took_every_notice_leaves_nothing_to_say():
    assert asyncio.run(tell(fetching(202, 204, 200), notices(HUB, SITE, CHANGED))) == ()


def test_a_notice_that_fails_does_not_keep_the_next_from_being_sent():
    silent = FetchError("hub", "timed out", advice="답이 오지 않았습니다.")

    failed = asyncio.run(tell(fetching(silent, 500, 202), notices(HUB, SITE, CHANGED)))

    assert failed == ("답이 오지 않았습니다.", "허브가 500으로 답했습니다.")
