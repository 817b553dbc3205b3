import tomllib
from xml.etree import ElementTree

import pytest

from plugins.core.errors import DeskError
from plugins.inbox.config import read_sources
from plugins.inbox.model import Listening
from plugins.inbox.opml import OpmlError, Outline, read_opml, to_opml, with_sources
from tests.inbox.builders import NOW, a_source, listening_to

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>구독</title></head><body>
<outline text="블로그">
  <outline type="rss" text="보리의 블로그" xmlUrl="https://bori.blog.example/rss" htmlUrl="https://bori.blog.example"/>
  <outline type="rss" title="Nut &amp; Co" XMLURL="https://nut.example/feed.xml"/>
</outline>
<outline type="link" text="그냥 링크" url="https://link.example/"/>
<outline type="rss" text="같은 곳" xmlUrl="http://www.bori.blog.example/rss/"/>
<outline type="rss" text="이상한 곳" xmlUrl="file:///etc/passwd"/>
</body></opml>""".encode()
TOML = (
    '# 손으로 쓴 말\n[[source]]\nkey = "mentions"\nurl = "https://feeds.example/rss"\n\n[[brand]]\nnames = ["모과나루"]'
)


def listening_of(tmp_path, text=TOML):
    (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
    return read_sources(tmp_path / "sources.toml")


def test_feeds_are_read_out_of_any_folder_in_their_order():
    assert [(o.name, o.url) for o in read_opml(LIST, name="a.opml")] == [
        ("보리의 블로그", "https://bori.blog.example/rss"),
        ("Nut & Co", "https://nut.example/feed.xml"),
        ("같은 곳", "http://www.bori.blog.example/rss/"),
        ("이상한 곳", "file:///etc/passwd"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"nothing", "OPML로 읽을 수 없습니다", id="no XML"),
        pytest.param(b"<opml><body>\n<outline></body></opml>", "2번째 줄", id="damaged"),
        pytest.param(b"<rss/>", "OPML이 아닙니다", id="a feed"),
        pytest.param(b"<opml><body/></opml>", "하나도 없는", id="empty"),
        pytest.param(b"x" * 5_000_001, "5MB까지", id="large"),
        pytest.param(
            b'<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><opml><body/></opml>', "ENTITY", id="bomb"
        ),
        pytest.param(
            b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml/>', "ENTITY", id="external entity"
        ),
    ],
)
def test_what_is_no_list_of_feeds_is_refused(content, said):
    with pytest.raises(OpmlError) as error:
        read_opml(content, name="a.opml")

    assert said in error.value.korean


def test_new_feeds_are_appended_and_every_line_stays(tmp_path):
    done = with_sources(TOML, read_opml(LIST, name="a.opml"), listening_of(tmp_path))

    assert done.text.startswith(TOML + "\n")
    assert [(s.key, s.name, s.url) for s in done.added] == [
        ("bori-blog-example", "보리의 블로그", "https://bori.blog.example/rss"),
        ("nut-co", "Nut & Co", "https://nut.example/feed.xml"),
    ]
    assert (done.known, done.unusable) == (("같은 곳",), ("이상한 곳",))


def test_the_file_reads_as_the_old_sources_and_the_new_ones(tmp_path):
    done = with_sources(TOML, read_opml(LIST, name="a.opml"), listening_of(tmp_path))

    assert [s.key for s in listening_of(tmp_path, done.text).sources] == ["mentions", "bori-blog-example", "nut-co"]


def test_importing_twice_adds_nothing_twice(tmp_path):
    once = with_sources(TOML, read_opml(LIST, name="a.opml"), listening_of(tmp_path))

    twice = with_sources(once.text, read_opml(LIST, name="a.opml"), listening_of(tmp_path, once.text))

    assert (twice.text, twice.added) == (once.text, ())


def test_keys_never_clash_and_quotes_cannot_break_out(tmp_path):
    names = ["mentions", '나쁜 "이름"\n[[brand]]', "by-hand", "탭\t과 \\ 역빗금 \x7f"]
    outlines = [Outline(name=name, url=f"https://a.example/{n}") for n, name in enumerate(names)]

    done = with_sources(TOML, outlines, listening_of(tmp_path))

    assert [s.key for s in done.added] == ["mentions-2", "brand", "a-example", "a-example-2"]
    assert [s["name"] for s in tomllib.loads(done.text)["source"][1:]] == names


def test_a_file_to_which_nothing_can_be_appended_is_refused():
    text = 'source = [{key = "a", url = "https://a.example/"}]\nbrand = [{names = ["모과나루"]}]\n'

    with pytest.raises(DeskError) as error:
        with_sources(text, read_opml(LIST, name="a.opml"), Listening(sources=(), brands=()))

    assert "[[source]] 꼴로" in error.value.korean


def test_an_export_holds_what_others_can_read_and_names_the_rest():
    sources = (
        a_source(key="a", name="가 & 나", url="https://a.example/rss?token=1"),
        a_source(key="b", name="비밀", headers=(("X-Api-Key", "KEY"),)),
        a_source(key="c", name="파일", url="", path="a.xml"),
    )

    done = to_opml(sources, title="모과나루 수집처", now=NOW)

    outlines = ElementTree.fromstring(done.content).findall("./body/outline")
    assert [o.attrib["xmlUrl"] for o in outlines] == ["https://a.example/rss?token=1"]
    assert (done.count, done.left_out, done.with_query) == (1, ("비밀", "파일"), ("가 & 나",))


def test_an_export_is_imported_as_it_was(tmp_path):
    source = a_source(name="가 & 나")
    done = to_opml([source], title="t", now=NOW)

    added = with_sources("", read_opml(done.content, name="a"), listening_to()).added

    assert [(s.name, s.url) for s in added] == [(source.name, source.url)]
