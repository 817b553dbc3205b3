"""Which feeds a site has, what stands in each, and how pages and readers find them."""

from dataclasses import replace
from types import SimpleNamespace

from plugins.core.feeds import OfferedEntry, OfferedFeed
from plugins.core.model import PostKind
from plugins.core.promises import PromiseState
from plugins.syndication.channels import planned_feeds, site_feeds
from plugins.syndication.directory import MOST_LISTED, announced, list_of_feeds, offers
from plugins.syndication.entries import PostItems
from tests.syndication.builders import NOW, SITE, WRITTEN, a_case, a_person, a_post, a_press
from tests.syndication.test_promises import a_promise

PRESS = a_press()


def context(*, extra=(), promises=()):
    first = a_post("response", promises=("P1",), tags=("환불",))
    other = a_post("correction", kind=PostKind.CORRECTION, tags=())
    view = a_case(first, other, promises=promises)
    entries = (SimpleNamespace(view=None, article=first), SimpleNamespace(view=view, article=None))
    return {
        "articles": (first, other),
        "posts": (other, first),
        "kinds": ((PostKind.RESPONSE, "responses/", (first,)), (PostKind.STORY, "stories/", ())),
        "cases": (view,),
        "indexes": SimpleNamespace(tags=(SimpleNamespace(text="환불", url="tags/환불/", entries=entries),)),
        "extra_feeds": list(extra),
    }


def feeds_of(facts):
    posts = PostItems(PRESS, lambda article: article.content, None)
    return {feed.channel.name: feed for feed in planned_feeds(PRESS, facts, posts, lambda news: f"<p>{news.what}</p>")}


def ids(feed):
    return [slip.item.id.rpartition("/")[2] for slip in feed.items()]


def an_offer(**facts):
    entry = OfferedEntry(
        name="changed/one",
        title="바뀐 것",
        page="changed/#one",
        published=WRITTEN,
        updated=NOW,
        html='<a href="#x">x</a>',
    )
    plain = {
        "name": "changed",
        "title": "이 일로 바뀐 것",
        "subtitle": "무엇이 바뀌었는지",
        "page": "changed/",
        "entries": (entry,),
        "sources": ("content/cases/MG-2026-001.md",),
        "quiet_since": WRITTEN,
    }
    return OfferedFeed(**{**plain, **facts})


def test_a_site_has_a_feed_of_everything_each_kind_promises_each_case_and_each_tag():
    found = feeds_of(context())

    assert list(found) == ["all", "responses", "stories", "promises", "cases/MG-2026-001", "tags/환불"]
    assert {name: ids(feed) for name, feed in found.items()} == {
        "all": ["correction", "response"],
        "responses": ["response"],
        "stories": [],
        "promises": [],
        "cases/MG-2026-001": ["response", "correction"],
        # The post itself, and once more with its case: it stands there once.
        "tags/환불": ["response", "correction"],
    }


def test_a_site_without_cases_has_one_feed():
    facts = {"articles": (a_post(),)}

    assert list(feeds_of(facts)) == ["all"]


def test_every_feed_has_an_id_of_its_own_and_a_page():
    found = feeds_of(context(extra=[an_offer()])).values()

    addresses = {PRESS.tag(feed.channel.name) for feed in found}
    assert len(addresses) == len(found) == 7
    assert {feed.channel.page for feed in found} >= {"", "responses/", "cases/MG-2026-001/", "tags/환불/", "changed/"}


def test_what_another_plugin_offers_is_a_feed_like_any_other():
    (slip,) = feeds_of(context(extra=[an_offer()]))["changed"].items()

    item = slip.item
    assert item.id == "tag:answers.mogwanaru.example,2026:changed/one"
    assert (item.url, item.updated) == (f"{SITE}/changed/#one", NOW)
    assert item.content == f'<a href="{SITE}/changed/#x">x</a>'
    assert (item.author.name, item.author.url) == ("모과나루", f"{SITE}/")


def test_an_offer_with_the_name_of_one_of_ours_takes_its_place():
    ledger = an_offer(name="promises", title="약속 장부", page="promises/")

    found = feeds_of(context(extra=[ledger]))

    assert [feed.channel.page for feed in found.values() if feed.channel.name == "promises"] == ["promises/"]
    assert ids(found["promises"]) == ["one"]


def test_a_promise_is_told_with_the_words_of_its_template():
    record = SimpleNamespace(
        promise=a_promise(), state=PromiseState.OVERDUE, due=a_promise().due, occurrences=(), who=a_person()
    )

    slips = feeds_of(context(promises=(record,)))["promises"].items()

    made = min(slips, key=lambda slip: slip.published).item
    assert made.content == "<p>made</p>"
    assert made.title == "약속했습니다: 고칩니다 (MG-2026-001 P1)"


def test_promises_stand_on_a_page_of_their_own_where_there_is_one():
    found = feeds_of(context() | {"transparency": object()})

    assert found["promises"].channel.page == "promises/"


def test_a_feed_names_the_files_it_is_made_from():
    found = feeds_of(context())

    assert found["stories"].sources == ()
    assert found["cases/MG-2026-001"].sources == (
        "content/cases/MG-2026-001.md",
        "content/people/yun-haram.md",
        "content/responses/correction.md",
        "content/responses/response.md",
    )
    assert "content/cases/MG-2026-001.md" in found["tags/환불"].sources


def test_pages_announce_the_feed_of_everything_and_those_of_a_part_of_the_site():
    posts = PostItems(PRESS, lambda article: article.content, None)

    feeds = announced(site_feeds(PRESS, context(extra=[an_offer()]), posts, lambda _: ""))

    assert (feeds.all.atom, feeds.all.rss, feeds.all.json) == (
        "feeds/all.atom.xml",
        "feeds/all.rss.xml",
        "feeds/all.json",
    )
    assert [(link.page, link.atom) for link in feeds.sections] == [
        ("responses/", "feeds/responses.atom.xml"),
        ("stories/", "feeds/stories.atom.xml"),
        ("cases/", "feeds/promises.atom.xml"),
        ("changed/", "feeds/changed.atom.xml"),
    ]


def test_an_offer_can_be_copied_opened_on_the_device_and_taken_in_on_the_web():
    config = replace(PRESS.config, readers=("The Reader https://reader.example/?add={url}",))
    press = replace(PRESS, config=config)

    (offer,) = offers(press, feeds_of(context()).values(), "tags").offers

    assert offer.name == "태그 ‘환불’"
    assert offer.address == f"{SITE}/feeds/tags/%ED%99%98%EB%B6%88.atom.xml"
    assert offer.application == "feed://answers.mogwanaru.example/feeds/tags/%ED%99%98%EB%B6%88.atom.xml"
    assert offer.readers == (
        (
            "The Reader",
            "https://reader.example/?add=https%3A%2F%2Fanswers.mogwanaru.example%2Ffeeds%2Ftags%2F%25ED%2599%2598%25EB%25B6%2588.atom.xml",
        ),
    )


def test_a_page_of_very_many_feeds_stays_short_and_says_that_there_are_more():
    (tag,) = (feed for feed in feeds_of(context()).values() if feed.group == "tags")

    few, many = (offers(PRESS, [tag] * count, "tags") for count in (MOST_LISTED, MOST_LISTED + 1))

    assert (len(few.offers), few.are_more) == (MOST_LISTED, False)
    assert (len(many.offers), many.are_more) == (MOST_LISTED, True)


def test_the_list_of_all_feeds_holds_every_one():
    found = tuple(feeds_of(context(extra=[an_offer()])).values())

    text = list_of_feeds(PRESS, found).decode()

    assert text.count("xmlUrl=") == len(found)
