import pytest

from plugins.inbox.identity import (
    entry_key,
    fingerprint,
    mention_id,
    mention_identity,
    real_link,
    text_identity,
    with_unique_keys,
)
from tests.inbox.builders import PAGE, an_entry


@pytest.mark.parametrize(
    "link",
    [
        "https://alerts.example/url?rct=j&sa=t&url=https://bori.blog.example/entry/88&ct=ga&cd=abc",
        "https://alerts.example/url?url=https%3A%2F%2Fbori.blog.example%2Fentry%2F88%3Ffbclid%3Dxyz",
        "https://www.google.com/url?q=https://bori.blog.example/entry/88&sa=D",
        "https://l.social.example/l.php?u=https%3A%2F%2Fbori.blog.example%2Fentry%2F88&h=AT0",
        "https://a.example/url?url=https%3A%2F%2Fb.example%2Furl%3Furl%3Dhttps%253A%252F%252Fbori.blog.example%252Fentry%252F88",
        "https://bori.blog.example/entry/88?utm_source=rss#top",
        "  https://bori.blog.example/entry/88\n",
    ],
)
def test_the_real_link_is_unwrapped_and_clean(link):
    assert real_link(link) == PAGE


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "/relative", "mailto:a@b.example", "", "https://u:p@a.example/"]
)
def test_what_is_no_web_address_is_no_link(link):
    assert real_link(link) == ""


@pytest.mark.parametrize(
    "link", ["https://a.example/url?url=javascript:alert(1)", "https://shop.example/item?url=https://b.example/"]
)
def test_a_link_that_wraps_nothing_stays(link):
    assert real_link(link) == link


def test_one_page_heard_twice_is_one_mention():
    assert mention_identity(an_entry(), "mentions") == mention_identity(
        an_entry(key="tag:1", link=PAGE + "/"), "alerts"
    )


def test_entries_without_a_link_belong_to_their_source():
    assert mention_identity(an_entry(link=""), "a") != mention_identity(an_entry(link=""), "b")


def test_a_text_is_the_same_however_its_blanks_stand():
    assert text_identity("한 번\n두 번 ") == text_identity("한번 두번")


def test_an_id_looks_like_an_id():
    assert mention_id("page a") == mention_id("page a") != mention_id("page b")
    assert len(mention_id("page a")) == 10


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({"title": "고침"}, False),
        ({"text": "고침"}, False),
        ({"published_raw": "고침"}, False),
        ({"link": "https://bori.blog.example/entry/89"}, False),
        ({"link": f"{PAGE}?session=1"}, True),
        ({"text": "9월 14일에  메일이 한 통 왔습니다.\n그게 끝이었습니다."}, True),
        ({"key": "other"}, True),
        ({"author": "다른 이름"}, True),
    ],
)
def test_a_fingerprint_changes_with_what_a_reader_reads(changes, is_same):
    assert (fingerprint(an_entry(**changes)) == fingerprint(an_entry())) is is_same


def test_a_key_is_the_guid_else_the_link_else_title_and_date():
    assert entry_key(guid="g", link="l", title="t", published_on=None) == "g"
    assert entry_key(guid="", link="l", title="t", published_on=None) == "l"
    assert entry_key(guid="", link="", title="t", published_on=None) == "t"


def test_a_key_that_stands_twice_in_one_document_is_told_apart_by_the_link():
    entries = with_unique_keys((an_entry(key="1"), an_entry(key="1", link="https://b.example/"), an_entry(key="2")))

    assert [entry.key for entry in entries] == [f"1 {PAGE}", "1 https://b.example/", "2"]
