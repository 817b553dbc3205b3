"""Which feeds a site has, what stands in each, and from which files it is made. Pure; writes none of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from plugins.core.feeds import EXTRA_FEEDS, OfferedFeed
from plugins.core.memo import key_of
from plugins.syndication.entries import PostItems
from plugins.syndication.headers import Headers
from plugins.syndication.model import Slip
from plugins.syndication.press import Channel, Press
from plugins.syndication.promises import PromiseNews, offered, promise_news
from plugins.syndication.words import KIND_LABELS, KIND_SUBTITLES, PROMISES, PROMISES_SUBTITLE, under

ALL = "all"
PROMISES_NAME = "promises"
# Where promises stand: on a page of their own where plugins.transparency makes one, else on those of the cases.
PROMISES_PAGE = "promises/"
CASES_PAGE = "cases/"

# Returns the HTML of one piece of news of a promise.
PromiseText = Callable[[PromiseNews], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedFeed:
    """A feed to write.

    Attributes:
        group: Under which heading it is listed: ``site``, ``cases`` or ``tags``.
        items: Makes what stands in it, in any order; asked for only when it is written.
        made_of: Returns ``sources``.
        archived: Whether everything can be read in archives; else the feed holds the newest only.
    """

    channel: Channel
    group: str
    items: Callable[[], tuple[Slip, ...]] = field(repr=False)
    made_of: Callable[[], tuple[str, ...]] = field(repr=False)
    archived: bool = True

    @property
    def sources(self) -> tuple[str, ...]:
        """Paths of the files it is made from, relative to the project."""
        return self.made_of()


def planned_feeds(
    press: Press, context: Mapping[str, Any], posts: PostItems, promise_text: PromiseText
) -> Iterator[PlannedFeed]:
    """Yield every feed of the site: of everything, of each kind, of promises, what others offer, each case, each tag.

    Args:
        context: Pelican's, once every generator has put its facts there.
    """
    yield from site_feeds(press, context, posts, promise_text)
    for view in context.get("cases", ()):
        yield _of_case(press, view, posts)
    ways = context.get("indexes")
    for tag in ways.tags if ways else ():
        yield _of_tag(press, tag, posts)


def site_feeds(
    press: Press, context: Mapping[str, Any], posts: PostItems, promise_text: PromiseText
) -> Iterator[PlannedFeed]:
    """Yield the feeds that do not grow in number with the site."""
    articles = context.get("posts", context["articles"])
    yield _of_posts(press, _channel(press, ALL, press.site.name, press.site.description, ""), articles, posts)
    for kind, page, of_kind in context.get("kinds", ()):
        title = under(KIND_LABELS[kind], press.site.name)
        yield _of_posts(press, _channel(press, page.strip("/"), title, KIND_SUBTITLES[kind], page), of_kind, posts)
    extra: dict[str, OfferedFeed] = {feed.name: feed for feed in context.get(EXTRA_FEEDS, ())}
    if "cases" in context and PROMISES_NAME not in extra:
        yield _of_promises(press, context, posts, promise_text)
    for feed in extra.values():
        yield _of_offer(press, feed)


def _channel(press: Press, name: str, title: str, subtitle: str, page: str) -> Channel:
    return Channel(name=name, title=title, subtitle=subtitle, page=page, quiet_since=press.config.began)


def _of_posts(press: Press, channel: Channel, articles: Any, posts: PostItems) -> PlannedFeed:
    articles = tuple(articles)
    return PlannedFeed(
        channel=channel, group="site", items=lambda: posts.of(articles), made_of=lambda: posts.sources(articles)
    )


def _of_case(press: Press, view: Any, posts: PostItems) -> PlannedFeed:
    case = view.case
    channel = Channel(
        name=f"cases/{case.id}",
        title=under(f"{case.id} {case.title}", press.site.name),
        subtitle=f"사건 {case.id}의 답변, 정정, 진행 상황, 이야기를 모두 싣습니다.",
        page=view.url,
        # While nothing is published it says when the case last moved.
        quiet_since=view.updated_at,
    )
    return PlannedFeed(
        channel=channel,
        group="cases",
        items=lambda: posts.of(view.posts),
        made_of=lambda: (f"content/cases/{case.id}.md", *posts.sources(view.posts)),
    )


def _of_tag(press: Press, tag: Any, posts: PostItems) -> PlannedFeed:
    # A case that carries the tag brings all its posts: who follows a word wants to know how it went on.
    articles = [a for entry in tag.entries for a in (entry.view.posts if entry.view else (entry.article,))]
    cases = tuple(f"content/cases/{entry.view.case.id}.md" for entry in tag.entries if entry.view)
    title = under(f"태그 ‘{tag.text}’", press.site.name)
    subtitle = f"‘{tag.text}’ 태그가 붙은 글과, 그 태그가 붙은 사건의 글입니다."
    return PlannedFeed(
        channel=_channel(press, tag.url.strip("/"), title, subtitle, tag.url),
        group="tags",
        items=lambda: posts.of(articles),
        made_of=lambda: (*cases, *posts.sources(articles)),
        # A post has several tags and stands whole in the archives of its case, its kind and the site already.
        archived=False,
    )


def _of_promises(press: Press, context: Mapping[str, Any], posts: PostItems, promise_text: PromiseText) -> PlannedFeed:
    views = context["cases"]

    def items() -> tuple[Slip, ...]:
        news = promise_news(views, press.as_of)
        return _each_once(_slip_of(press, item, promise_text, posts.headers) for item in news)

    def sources() -> tuple[str, ...]:
        files = (f"content/cases/{view.case.id}.md" for view in views)
        return *sorted(files), *posts.sources(article for view in views for article in view.posts)

    page = PROMISES_PAGE if "transparency" in context else CASES_PAGE
    channel = _channel(press, PROMISES_NAME, under(PROMISES, press.site.name), PROMISES_SUBTITLE, page)
    return PlannedFeed(channel=channel, group="site", items=items, made_of=sources)


def _of_offer(press: Press, feed: OfferedFeed) -> PlannedFeed:
    channel = Channel(
        name=feed.name,
        title=under(feed.title.removeprefix(f"{press.site.name}: "), press.site.name),
        subtitle=feed.subtitle,
        page=feed.page,
        quiet_since=feed.quiet_since,
    )
    return PlannedFeed(
        channel=channel,
        group="site",
        items=lambda: _each_once(map(press.slip, feed.entries)),
        made_of=lambda: feed.sources,
    )


def _slip_of(press: Press, news: PromiseNews, promise_text: PromiseText, headers: Headers) -> Slip:
    return Slip(
        name=press.tag(news.name),
        published=news.at,
        updated=news.at,
        key=key_of(headers.digest(news.name, lambda: news.headers), *news.read),
        make=lambda: press.entry(offered(news, promise_text(news))),
    )


def _each_once(slips: Iterable[Slip]) -> tuple[Slip, ...]:
    return tuple({slip.id: slip for slip in slips}.values())
