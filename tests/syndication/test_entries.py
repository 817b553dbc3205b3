"""Entries are made of articles as the cases plugin dresses them, and of bare ones where it is not loaded."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from plugins.core.model import PostKind
from plugins.syndication.entries import PostItems, entry_of, replies_to
from plugins.syndication.model import Tombstone
from tests.syndication.builders import NOW, SEOUL, SITE, WRITTEN, a_post, a_press


def entry(article, *, press=None, **facts):
    return entry_of(press or a_press(), article, full_text=article.content, **facts)


def items(*articles):
    return tuple(slip.item for slip in PostItems(a_press(), lambda article: article.content, None).of(articles))


def day(number):
    return datetime(2026, 10, number, tzinfo=SEOUL)


def test_an_entry_carries_the_facts_of_its_post_with_absolute_addresses():
    made = entry(a_post(citation=SimpleNamespace(url="https://dalbit.blog.example/217")))

    assert made.url == f"{SITE}/responses/mg-2026-001-response/"
    assert made.content == f'<p><a href="{SITE}/cases/MG-2026-001/">사건</a></p>'
    assert made.summary == f'첫 줄\n둘째 <a href="{SITE}/corrections/c/">정정</a>'
    assert (made.author.name, made.author.url) == ("윤하람", f"{SITE}/people/yun-haram/")
    assert made.categories == (("response", "답변"), ("로그인", "로그인"))
    assert made.in_reply_to == "https://dalbit.blog.example/217"
    assert made.published == made.updated == WRITTEN


def test_an_id_survives_a_new_title_a_new_date_and_a_new_address():
    before = entry(a_post())

    after = entry(a_post(title="다른 제목", at=NOW, url="elsewhere/"))

    assert after.id == before.id == "tag:answers.mogwanaru.example,2026:posts/mg-2026-001-response"


def test_an_id_survives_a_new_file_name_that_says_the_old_one():
    before = entry(a_post())

    after = entry(a_post("a-better-name", id="mg-2026-001-response"))

    assert after.id == before.id
    assert after.url != before.url


def test_an_id_survives_a_new_domain_when_the_first_is_kept():
    before = entry(a_post())

    after = entry(a_post(), press=a_press(url="https://new.example", id_domain="answers.mogwanaru.example"))

    assert after.id == before.id


def test_a_korean_domain_and_a_korean_name_are_written_in_ascii():
    made = entry(a_post("떡"), press=a_press(url="https://답변.example"))

    assert made.id == "tag:xn--kk1bt9p.example,2026:posts/%EB%96%A1"


def test_a_corrected_post_resurfaces_with_its_newest_correction():
    corrections = tuple(a_post(f"c{number}", at=day(number)) for number in (20, 14))

    made = entry(a_post(corrections=corrections))

    assert (made.published, made.updated) == (WRITTEN, day(20))


def test_a_modified_post_is_updated_then():
    assert entry(a_post(modified_at=day(30))).updated == day(30)


def test_a_post_is_as_new_as_the_day_on_which_its_complaint_was_taken_back():
    citation = SimpleNamespace(url=None, withdrawn=SimpleNamespace(at=day(20)))

    assert entry(a_post(citation=citation)).updated == day(20)


def test_a_change_that_has_not_happened_yet_changes_nothing():
    assert entry(a_post(modified_at=NOW + timedelta(hours=1))).updated == WRITTEN


@pytest.mark.parametrize("citation", [None, SimpleNamespace(url=None)], ids=["no complaint", "no public address"])
def test_what_answers_no_address_names_none(citation):
    assert entry(a_post(citation=citation)).in_reply_to == ""


def test_an_article_without_cases_is_an_entry_too():
    bare = SimpleNamespace(
        slug="hello", title="안녕", url="hello/", date=WRITTEN, content='<a href="/b/">b</a>', tags=("인사",)
    )

    made = entry(bare)

    assert made.id == "tag:answers.mogwanaru.example,2026:posts/hello"
    assert made.content == f'<a href="{SITE}/b/">b</a>'
    assert (made.author.name, made.categories, made.language) == ("모과나루", (("인사", "인사"),), "ko")
    assert made.updated == WRITTEN


def test_a_post_is_made_once_however_many_feeds_hold_it():
    asked = []
    post = a_post()
    made = PostItems(a_press(), lambda article: asked.append(article) or "", None)

    (first,), (second,) = made.of([post, post]), made.of([post])

    assert asked == []
    assert first.item is second.item
    assert asked == [post]


CHANGES = {
    "text": {"content": "<p>다른 글</p>"},
    "title": {"title": "다른 제목"},
    "gist": {"gist": ("다른 요약",)},
    "address": {"url": "elsewhere/"},
    "author": {"author_view": SimpleNamespace(person=SimpleNamespace(name="오지안", slug="oh-jian"), url="people/oh/")},
    "complaint": {"citation": SimpleNamespace(url="https://dalbit.blog.example/217")},
    "correction": {"corrections": (a_post("c", at=day(20)),)},
    "language": {"lang": "en"},
    "change": {"modified_at": day(30)},
    "withdrawal": {"withdrawn": SimpleNamespace(at=day(20), why="")},
}


@pytest.mark.parametrize("facts", CHANGES.values(), ids=CHANGES)
def test_what_changes_an_entry_changes_its_key_and_nothing_else_does(facts):
    made = [PostItems(a_press(), lambda article: article.content, None).of([a_post(**f)])[0] for f in ({}, {}, facts)]

    assert made[0].key == made[1].key != made[2].key
    assert made[0].item == made[1].item != made[2].item


def test_a_new_linkback_and_new_words_of_a_template_change_the_key():
    plain, counted, worded = (
        PostItems(a_press(), lambda article: article.content, linkbacks, words=words).of([a_post()])[0].key
        for linkbacks, words in (([], b""), ([a_linkback()], b""), ([], b"x"))
    )

    assert len({plain, counted, worded}) == 3


def test_a_post_that_was_taken_back_leaves_a_tombstone_without_its_words():
    withdrawn = SimpleNamespace(at=day(20), why="글쓴이가 부탁했습니다.")

    (made,) = items(a_post(withdrawn=withdrawn, title="지운 제목"))

    assert isinstance(made, Tombstone)
    assert (made.id, made.published, made.updated) == (entry(a_post()).id, WRITTEN, day(20))
    assert (made.why, made.by.name) == ("글쓴이가 부탁했습니다.", "모과나루")
    assert "지운 제목" not in repr(made)


def test_with_a_case_all_its_posts_are_taken_back():
    withdrawn = SimpleNamespace(at=day(20), why="모두")
    case = SimpleNamespace(case=SimpleNamespace(id="MG-2026-001", withdrawn=withdrawn))

    (made,) = items(a_post(view=case))

    assert (type(made), made.why) == (Tombstone, "모두")


def test_a_post_that_will_be_taken_back_still_stands():
    withdrawn = SimpleNamespace(at=NOW + timedelta(days=1), why="")

    (made,) = items(a_post(withdrawn=withdrawn))

    assert not isinstance(made, Tombstone)


def a_linkback(page="responses/mg-2026-001-response/", at=NOW, hidden=None):
    return SimpleNamespace(page=page, accepted_at=at, hidden_at=hidden)


@pytest.mark.parametrize("shape", [list, lambda found: {a_linkback().page: found}], ids=["all in one", "by page"])
def test_what_the_page_shows_of_others_is_counted(shape):
    found = [a_linkback(at=day(10)), a_linkback(at=day(12)), a_linkback(hidden=day(11))]

    replies = replies_to(a_press(), a_linkback().page, shape(found))

    assert (replies.count, replies.updated) == (2, day(12))
    assert replies.url == f"{SITE}/responses/mg-2026-001-response/"


def test_a_linkback_that_does_not_say_when_is_counted_all_the_same():
    replies = replies_to(a_press(), "x/", {"x/": (SimpleNamespace(url="https://blog.example/"),)})

    assert (replies.count, replies.updated) == (1, None)


def test_what_others_wrote_about_another_page_is_not_counted():
    replies = replies_to(a_press(), "cases/MG-2026-001/", [a_linkback()])

    assert (replies.count, replies.updated) == (0, None)


def test_where_nobody_counts_there_are_no_replies():
    assert replies_to(a_press(), a_linkback().page, None) is None


def test_the_sources_of_posts_are_their_files_and_those_of_what_they_show():
    correction = a_post("c", kind=PostKind.CORRECTION)
    posts = [a_post("b", corrections=(correction,)), a_post("a", citation=SimpleNamespace(url=None))]

    assert PostItems(a_press(), lambda article: article.content, None).sources(posts) == (
        "content/cases/MG-2026-001.md",
        "content/people/yun-haram.md",
        "content/responses/a.md",
        "content/responses/b.md",
        "content/responses/c.md",
    )
