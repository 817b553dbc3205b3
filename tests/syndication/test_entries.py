"""Feeds are made of articles as the cases plugin dresses them, and of bare ones where it is not loaded."""

from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

from plugins.core.model import PostKind
from plugins.core.site import Site
from plugins.syndication.config import SyndicationConfig
from plugins.syndication.entries import Press, entry_of, feed_of_all, feed_of_case, sources_of

SEOUL = timezone(timedelta(hours=9))
NOW = datetime(2026, 11, 22, 9, tzinfo=SEOUL)
WRITTEN = datetime(2026, 10, 6, 11, 30, tzinfo=SEOUL)


def a_press(*, url: str = "https://answers.mogwanaru.example", **config: str) -> Press:
    site = Site(
        name="모과나루 답변",
        brand="모과나루",
        url=url,
        description="답합니다",
        case_prefix="MG",
        contact_email="a@mogwanaru.example",
    )
    return Press(site=site, config=SyndicationConfig(**config), language="ko")


def a_post(slug: str = "mg-2026-001-response", *, at: datetime = WRITTEN, **changes: object) -> SimpleNamespace:
    post = SimpleNamespace(
        slug=slug,
        kind=changes.pop("kind", PostKind.RESPONSE),
        title=changes.pop("title", "글 41개가 올라간 밤"),
        published_at=at,
        modified_at=changes.pop("modified_at", None),
    )
    person = SimpleNamespace(name="윤하람", slug="yun-haram")
    facts = {
        "post": post,
        "slug": slug,
        "url": f"responses/{slug}/",
        "relative_source_path": f"responses/{slug}.md",
        "lang": "ko",
        "content": '<p><a href="/cases/MG-2026-001/">사건</a></p>',
        "gist": ("첫 줄", '둘째 <a href="/corrections/c/">정정</a>'),
        "author_view": SimpleNamespace(person=person, url="people/yun-haram/"),
        "citation": SimpleNamespace(url="https://dalbit.blog.example/217"),
        "corrections": (),
    }
    return SimpleNamespace(**{**facts, **changes})


def a_case(*posts: SimpleNamespace) -> SimpleNamespace:
    return SimpleNamespace(
        case=SimpleNamespace(id="MG-2026-001", title="아이디를 도둑맞은 토요일 밤"),
        url="cases/MG-2026-001/",
        feed_url="feeds/cases/MG-2026-001.atom.xml",
        posts=posts,
        updated_at=datetime(2026, 10, 5, 9, 35, tzinfo=SEOUL),
    )


def test_an_entry_carries_the_facts_of_its_post_with_absolute_addresses():
    entry = entry_of(a_press(), a_post())

    assert entry.url == "https://answers.mogwanaru.example/responses/mg-2026-001-response/"
    assert entry.content == '<p><a href="https://answers.mogwanaru.example/cases/MG-2026-001/">사건</a></p>'
    assert entry.summary == '첫 줄\n둘째 <a href="https://answers.mogwanaru.example/corrections/c/">정정</a>'
    assert (entry.author.name, entry.author.url) == (
        "윤하람",
        "https://answers.mogwanaru.example/people/yun-haram/",
    )
    assert entry.category == ("response", "답변")
    assert entry.in_reply_to == "https://dalbit.blog.example/217"
    assert entry.published == entry.updated == WRITTEN


def test_an_id_survives_a_new_title_a_new_date_and_a_new_address():
    before = entry_of(a_press(), a_post())

    after = entry_of(a_press(), a_post(title="다른 제목", at=NOW, url="elsewhere/"))

    assert after.id == before.id == "tag:answers.mogwanaru.example,2026:posts/mg-2026-001-response"


def test_an_id_survives_a_new_domain_when_the_first_is_kept():
    before = entry_of(a_press(), a_post())

    after = entry_of(a_press(url="https://new.example", id_domain="answers.mogwanaru.example"), a_post())

    assert after.id == before.id


def test_a_korean_domain_is_written_in_ascii():
    entry = entry_of(a_press(url="https://답변.example"), a_post())

    assert entry.id == "tag:xn--kk1bt9p.example,2026:posts/mg-2026-001-response"


def test_a_corrected_post_resurfaces_with_its_newest_correction():
    corrections = tuple(a_post(f"c{day}", at=datetime(2026, 10, day, tzinfo=SEOUL)) for day in (20, 14))

    entry = entry_of(a_press(), a_post(corrections=corrections))

    assert (entry.published, entry.updated) == (WRITTEN, datetime(2026, 10, 20, tzinfo=SEOUL))


def test_a_modified_post_is_updated_then():
    entry = entry_of(a_press(), a_post(modified_at=NOW))

    assert entry.updated == NOW


def test_a_complaint_without_an_address_and_a_post_without_a_complaint_answer_no_address():
    without = [a_post(citation=SimpleNamespace(url=None)), a_post(citation=None)]

    answered = [entry_of(a_press(), article).in_reply_to for article in without]

    assert answered == ["", ""]


def test_the_feed_of_all_is_newest_first_whatever_the_order_given():
    posts = [a_post(f"p{day}", at=datetime(2026, 10, day, tzinfo=SEOUL)) for day in (3, 9, 6)]

    feed = feed_of_all(a_press(), posts, NOW)

    assert [entry.id[-2:] for entry in feed.entries] == ["p9", "p6", "p3"]
    assert feed == feed_of_all(a_press(), reversed(posts), NOW)


def test_a_correction_stands_before_the_post_that_it_lifts():
    later = a_post("between", at=datetime(2026, 10, 12, tzinfo=SEOUL))
    correction = a_post("correction", at=datetime(2026, 10, 14, tzinfo=SEOUL), kind=PostKind.CORRECTION)
    corrected = a_post("corrected", corrections=(correction,))

    feed = feed_of_all(a_press(), [later, correction, corrected], NOW)

    assert [entry.id.rpartition("/")[2] for entry in feed.entries] == ["correction", "corrected", "between"]


def test_an_empty_feed_of_all_says_the_instant_of_the_build():
    feed = feed_of_all(a_press(), [], NOW)

    assert feed.updated == NOW


def test_the_feed_of_a_case_names_the_case_and_is_newest_first():
    posts = [a_post(f"p{day}", at=datetime(2026, 10, day, tzinfo=SEOUL)) for day in (3, 9)]

    feed = feed_of_case(a_press(), a_case(*posts))

    assert feed.id == "tag:answers.mogwanaru.example,2026:feeds/cases/MG-2026-001"
    assert feed.url == "https://answers.mogwanaru.example/cases/MG-2026-001/"
    assert feed.self_url == "https://answers.mogwanaru.example/feeds/cases/MG-2026-001.atom.xml"
    assert feed.title == "아이디를 도둑맞은 토요일 밤 – 모과나루 답변"
    assert [entry.id[-2:] for entry in feed.entries] == ["p9", "p3"]


def test_the_feed_of_a_case_without_posts_says_when_the_case_last_moved():
    feed = feed_of_case(a_press(), a_case())

    assert feed.updated == a_case().updated_at


def test_a_bare_article_is_enough():
    bare = SimpleNamespace(
        slug="hello",
        title="안녕하세요",
        date=WRITTEN,
        url="hello/",
        lang="ko",
        content='<a href="/x/">x</a>',
        author="윤하람",
        relative_source_path="hello.md",
    )

    entry = entry_of(a_press(), bare)

    assert (entry.title, entry.author.name, entry.category, entry.summary) == ("안녕하세요", "윤하람", ("", ""), "")
    assert entry.content == '<a href="https://answers.mogwanaru.example/x/">x</a>'


def test_the_sources_of_a_feed_are_its_posts_and_their_authors():
    sources = sources_of([a_post("b"), a_post("a")])

    assert sources == ("content/people/yun-haram.md", "content/responses/a.md", "content/responses/b.md")
