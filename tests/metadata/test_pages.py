import json
from types import SimpleNamespace

import pytest

from plugins.core.model import Affiliation, Correction, PostKind, Stage
from plugins.core.site import Site
from plugins.metadata.lastmod import last_changes, located
from plugins.metadata.pages import PageFacts
from tests.nouns import a_case, a_citation, a_post, at
from tests.theme.templates import an_environment

SITE = Site(
    name="모과나루 답변",
    brand="모과나루",
    url="https://a.example",
    description="답합니다",
    case_prefix="MG",
    contact_email="a@a.example",
    naver_site_verification="naver-says",
    google_site_verification="google-says",
)


def an_article(lang="ko", stage=Stage.ACTING, corrections=(), draft=None, **facts):
    post = a_post(**facts)
    person = SimpleNamespace(name="윤하람", affiliation=Affiliation.AGENCY)
    return SimpleNamespace(
        post=post,
        lang=lang,
        url=f"progress/{post.slug}/",
        title=post.title,
        relative_source_path=f"progress/{post.slug}.md",
        author_view=SimpleNamespace(person=person, url="people/yun-haram/"),
        affiliation=Affiliation.AGENCY,
        org_name="한빛대행",
        role="상담",
        view=SimpleNamespace(stage=stage, case=a_case(), url="cases/MG-2026-009/"),
        citation=a_citation(),
        corrections=corrections,
        draft=draft,
        original=None,
        translations=(),
    )


def translated():
    original, translation = an_article(slug="original"), an_article(slug="in-english", lang="en", title="What changed")
    original.translations, translation.original = (translation,), original
    return original


def facts_of(*posts, **context):
    return PageFacts(
        SITE, "ko", {"posts": posts, "articles": (), "pages": (), **context}, lambda card: f"{hash(card)}.png"
    )


def said_of(article):
    return facts_of(article).of(f"{article.url}index.html")


def test_a_translation_and_its_original_name_each_other_and_whom_all_others_should_read():
    facts = facts_of(translated())
    links = [facts.of(f"progress/{slug}/index.html").translations for slug in ("original", "in-english")]

    assert links[0] == links[1]
    assert {link.language: link.url for link in links[0]} == {
        "ko": "https://a.example/progress/original/",
        "en": "https://a.example/progress/in-english/",
        "x-default": "https://a.example/progress/original/",
    }


def test_a_page_says_the_language_it_is_in():
    facts = facts_of(translated())

    assert facts.of("progress/in-english/index.html").locale == "en_US"
    assert json.loads(str(facts.of("progress/in-english/index.html").structured))["@graph"][0]["inLanguage"] == "en"


def test_a_post_in_one_language_names_no_other():
    assert said_of(an_article()).translations == ()


@pytest.mark.parametrize(
    "article",
    [
        pytest.param(an_article(stage=Stage.WITHDRAWN), id="taken down"),
        pytest.param(an_article(draft=SimpleNamespace()), id="a draft"),
    ],
)
def test_nobody_should_find_what_is(article):
    said = said_of(article)

    assert (said.url, str(said.structured)) == ("", "")
    assert list(located(facts_of(article), {}, {})) == [("https://a.example/", None)]


def test_whoever_answers_for_us_from_outside_is_named_as_such():
    author = json.loads(str(said_of(an_article()).structured))["@graph"][0]["author"]

    assert author["worksFor"]["name"] == "한빛대행"


def test_a_correction_makes_a_post_newer_and_takes_its_summary_back():
    nothing = dict.fromkeys(("correction_class", "level", "found_by", "reported_at"))
    right = Correction(corrects=(), wrong="40명", right="41명", why_late="", **nothing)
    by = an_article(slug="by", kind=PostKind.CORRECTION, correction=right, published_at=at(10, 20))
    said = said_of(an_article(corrections=(by,)))

    assert said.modified == at(10, 20)
    assert "description" not in json.loads(str(said.structured))["@graph"][0]


def test_a_page_that_nobody_described_is_a_page_of_the_site():
    said = facts_of().of("tags/환불/page/2/index.html")

    assert said.url == "https://a.example/tags/%ED%99%98%EB%B6%88/page/2/"
    assert json.loads(str(said.structured))["@type"] == "WebPage"


def test_a_list_is_as_new_as_the_newest_of_its_posts():
    posts = [an_article(slug="a", published_at=at(10, 1)), an_article(slug="b", published_at=at(10, 9))]
    context = {"posts": posts, "articles": (), "pages": ()}
    outputs = {"progress/index.html": ("content/progress/a.md", "content/progress/b.md"), "feeds/all.atom.xml": ()}

    said = dict(located(facts_of(*posts), outputs, last_changes(context)))

    assert said["https://a.example/progress/"] == at(10, 9)
    assert "https://a.example/feeds/all.atom.xml" not in said


def rendered(output_file, article):
    environment = an_environment()
    context = {"metadata": facts_of(article), "output_file": output_file, "SITE": SITE, "SITENAME": SITE.name}
    return environment.get_template("_head.html").render(**context, heading="제목", summary="요약 <b>")


def test_the_first_page_shows_search_engines_that_the_site_is_ours():
    text = rendered("index.html", an_article())

    assert '<meta name="naver-site-verification" content="naver-says">' in text
    assert '<meta name="google-site-verification" content="google-says">' in text


def test_no_other_page_does():
    assert "site-verification" not in rendered("404.html", an_article())


def test_a_translation_leads_to_its_original_from_the_head():
    assert 'hreflang="x-default" href="https://a.example/progress/original/"' in rendered(
        "progress/in-english/index.html", translated()
    )


def test_what_a_person_wrote_is_escaped():
    assert "요약 &lt;b&gt;" in rendered("index.html", an_article())


def test_what_was_gathered_is_given_back_where_it_is_remembered_and_pages_are_always_asked():
    article, source = an_article(), "pages/about.md"
    page = SimpleNamespace(slug="about", url="about/", title="소개", lang="ko", relative_source_path=source)
    asked, kept = [], []

    def remembered(addresses, gather):
        asked.append(addresses)
        kept[:] = kept or [gather()]
        return kept[0]

    said = [
        PageFacts(
            SITE, "ko", {"posts": (article,), "articles": (), "pages": pages}, lambda card: card.title, remembered
        )
        for pages in ((), (page,))
    ]

    assert asked == [[article.url]] * 2
    assert said[1].of("about/index.html").url == "https://a.example/about/"
    assert said[0].pages.keys() | {"about/index.html"} == said[1].pages.keys()
    assert said[0].of(f"{article.url}index.html") is said[1].of(f"{article.url}index.html")
