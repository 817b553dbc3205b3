"""Builders of feeds and of what the cases plugin puts on an article; what a test does not say is plain."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

from plugins.core.model import PostKind
from plugins.core.site import Site
from plugins.syndication.config import SyndicationConfig
from plugins.syndication.model import Author, Feed, FeedEntry, Replies, Tombstone
from plugins.syndication.press import Press

STANDARDS = Path(__file__).resolve().parents[1] / "data" / "standards"
SEOUL = timezone(timedelta(hours=9))
NOW = datetime(2026, 11, 22, 9, tzinfo=SEOUL)
WRITTEN = datetime(2026, 10, 6, 11, 30, tzinfo=SEOUL)
SITE = "https://answers.mogwanaru.example"


def an_author(**facts: str) -> Author:
    return Author(**{"name": "윤하람", "url": f"{SITE}/people/yun-haram/", **facts})


def an_entry(**facts: object) -> FeedEntry:
    plain = {
        "id": "tag:answers.mogwanaru.example,2026:posts/mg-2026-001-response",
        "title": "글 41개가 올라간 밤 & <두 줄>짜리 답장",
        "url": f"{SITE}/responses/mg-2026-001-response/",
        "published": WRITTEN,
        "updated": datetime(2026, 10, 14, 9, 40, tzinfo=SEOUL),
        "author": an_author(),
        "categories": (("response", "답변"), ("아이디 도용", "아이디 도용")),
        "summary": "첫 줄 &amp; <del>둘째</del> 줄",
        "content": '<p>본문 &amp; <a href="https://x.example/">길</a> ]]&gt;</p>\n<p>둘</p>',
        "in_reply_to": "https://dalbit.blog.example/217?a=1&b=가#c-3",
        "replies": Replies(url=f"{SITE}/responses/mg-2026-001-response/", count=2, updated=NOW),
        "language": "ko",
    }
    return FeedEntry(**{**plain, **facts})


def a_bare_entry(**facts: object) -> FeedEntry:
    """Nothing that may be left out."""
    bare = {"categories": (), "summary": "", "in_reply_to": "", "replies": None, "author": an_author(url="")}
    return an_entry(**{**bare, **facts})


def a_tombstone(**facts: object) -> Tombstone:
    plain = {
        "id": "tag:answers.mogwanaru.example,2026:posts/gone",
        "title": "거둔 글입니다",
        "url": f"{SITE}/responses/gone/",
        "published": WRITTEN,
        "updated": datetime(2026, 10, 20, 9, tzinfo=SEOUL),
        "by": Author(name="모과나루", url=f"{SITE}/"),
        "why": "글쓴이가 부탁했습니다.",
    }
    return Tombstone(**{**plain, **facts})


def a_feed(*items: object, **facts: object) -> Feed:
    plain = {
        "id": "tag:answers.mogwanaru.example,2026:feeds/all",
        "title": "모과나루 답변 & <친구>",
        "subtitle": "이름을 걸고 답합니다",
        "url": f"{SITE}/",
        "address": f"{SITE}/feeds/all",
        "author": Author(name="모과나루", url=f"{SITE}/"),
        "rights": "© 모과나루",
        "language": "ko",
        "hub": "https://hub.example/",
        "items": items,
        "updated_without_items": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return Feed(**{**plain, **facts})


def a_press(*, url: str = SITE, as_of: datetime = NOW, **config: object) -> Press:
    site = Site(
        name="모과나루 답변",
        brand="모과나루",
        url=url,
        description="답합니다",
        case_prefix="MG",
        contact_email="a@mogwanaru.example",
    )
    return Press(site=site, config=SyndicationConfig(**config), language="ko", as_of=as_of)


def a_person(slug: str = "yun-haram", name: str = "윤하람") -> SimpleNamespace:
    return SimpleNamespace(person=SimpleNamespace(name=name, slug=slug), url=f"people/{slug}/")


def a_post(slug: str = "mg-2026-001-response", *, at: datetime = WRITTEN, **facts: object) -> SimpleNamespace:
    """An article as the cases plugin dresses it."""
    post = SimpleNamespace(
        slug=slug,
        id=facts.pop("id", ""),
        kind=facts.pop("kind", PostKind.RESPONSE),
        title=facts.pop("title", "글 41개가 올라간 밤"),
        published_at=at,
        modified_at=facts.pop("modified_at", None),
        tags=facts.pop("tags", ("로그인",)),
        promises=facts.pop("promises", ()),
        promise_updates=facts.pop("promise_updates", ()),
        withdrawn=facts.pop("withdrawn", None),
    )
    plain = {
        "post": post,
        "slug": slug,
        "url": f"responses/{slug}/",
        "relative_source_path": f"responses/{slug}.md",
        "lang": "ko",
        "content": '<p><a href="/cases/MG-2026-001/">사건</a></p>',
        "gist": ("첫 줄", '둘째 <a href="/corrections/c/">정정</a>'),
        "author_view": a_person(),
        "citation": None,
        "corrections": (),
        "view": SimpleNamespace(case=SimpleNamespace(id="MG-2026-001")),
    }
    return SimpleNamespace(**{**plain, **facts})


def a_case(*posts: SimpleNamespace, promises: tuple[object, ...] = (), began: datetime = WRITTEN) -> SimpleNamespace:
    """A case view with its posts, oldest first."""
    return SimpleNamespace(
        case=SimpleNamespace(id="MG-2026-001", title="아이디를 도둑맞은 토요일 밤"),
        url="cases/MG-2026-001/",
        feed_url="feeds/cases/MG-2026-001.atom.xml",
        posts=posts,
        promises=promises,
        moments=(SimpleNamespace(at=began, stage="investigating"),),
        updated_at=datetime(2026, 10, 5, 9, 35, tzinfo=SEOUL),
    )
