"""Nouns of the inbox as tests want them, and fakes that are real objects of ours."""

import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from plugins.core.errors import FetchError
from plugins.core.http import Reply
from plugins.inbox.identity import mention_id
from plugins.inbox.model import Brand, Entry, InboxFilter, InboxState, Listening, Mention, Source
from plugins.inbox.store import open_store

NOW = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
MOGWANARU = Brand(
    names=("모과나루",), aliases=("Mogwanaru",), products=("모과나루 한줌 견과",), exclude=("모과나루터",)
)
PAGE = "https://bori.blog.example/entry/88"
EVERYTHING = InboxFilter(today=TODAY, states=(), copies=True)


def an_inbox(root, file="inbox.sqlite3"):
    """An open inbox with nothing in it: as ``open_store`` makes one, whose tables are made once for all tests."""
    path = Path(root, file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_empty_file())
    return open_store(file, root=Path(root))


@cache
def _empty_file():
    with tempfile.TemporaryDirectory() as folder:
        open_store("inbox.sqlite3", root=Path(folder)).close()
        return Path(folder, "inbox.sqlite3").read_bytes()


def an_entry(**changes):
    entry = Entry(
        key=PAGE,
        link=PAGE,
        title="모과나루 개인정보 유출, 그 뒤로 어떻게 됐나요",
        text="9월 14일에 메일이 한 통 왔습니다. 그게 끝이었습니다.",
        author="보리차한잔",
        published_on=datetime(2026, 10, 8, 12, 5, tzinfo=UTC),
        published_raw="Thu, 08 Oct 2026 21:05:00 +0900",
        license="",
        place="bori.blog.example",
    )
    return replace(entry, **changes)


def a_mention(**changes):
    url = changes.get("url", PAGE)
    identity = changes.get("identity", f"page {(url or 'none').removeprefix('https://')}")
    mention = Mention(
        id=mention_id(identity),
        identity=identity,
        url=url,
        title="모과나루 개인정보 유출, 그 뒤로 어떻게 됐나요",
        text="9월 14일에 메일이 한 통 왔습니다. 그게 끝이었습니다.",
        author="보리차한잔",
        place="bori.blog.example",
        published_on=datetime(2026, 10, 8, 12, 5, tzinfo=UTC),
        published_raw="Thu, 08 Oct 2026 21:05:00 +0900",
        license="",
        source="mentions",
        found_at=NOW,
        score=0.5,
        evidence=("유출",),
    )
    return replace(mention, **changes)


def a_source(**changes):
    source = Source(key="mentions", name="언급 모음", url="https://feeds.example/rss")
    return replace(source, **changes)


def listening_to(*sources, brands=(MOGWANARU,)):
    return Listening(sources=sources, brands=brands)


def waiting(store, **changes):
    """The items a person sees in the morning."""
    return store.items(replace(InboxFilter(today=TODAY, states=(InboxState.WAITING,)), **changes))


def rss(*items):
    """An RSS feed of items given as their inner XML."""
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>t</title>{inner}</channel></rss>'


def an_item(number=1, *, title="모과나루 환불이 안 됩니다", text="보름째 기다립니다.", date_="", extra=""):
    date_line = f"<pubDate>{date_}</pubDate>" if date_ else ""
    return (
        f"<title>{title}</title><link>https://blog.example/{number}</link><guid>https://blog.example/{number}</guid>"
        f"{date_line}<description>{text}</description>{extra}"
    )


class FakeFetch:
    """Answers from a table of address to ``Reply``, text, or an error to raise; remembers the requests."""

    def __init__(self, replies):
        self.replies = replies
        self.requests = []

    async def __call__(self, request):
        self.requests.append(request)
        reply = self.replies.get(request.url)
        if reply is None:
            raise FetchError(request.url, "no such host", advice="그런 이름의 서버를 찾지 못했습니다.")
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, str):
            return Reply(url=request.url, status=200, body=reply.encode())
        return reply
