"""The fast path against feedparser, entry by entry, on every feed there is."""

from pathlib import Path

import pytest

from plugins.core.urls import host_of
from plugins.inbox.decode import decode
from plugins.inbox.feeds import read_feed
from plugins.inbox.identity import with_unique_keys
from plugins.inbox.lastresort import parsed
from plugins.inbox.raw import Channel, entry_of
from plugins.inbox.window import open_window, pack
from tests.inbox.builders import an_item, rss
from tests.inbox.faults.modes import ATOM, FEED, RDF

ROOT = Path(__file__).parents[2]
FILES = sorted([*(ROOT / "examples").rglob("*.xml"), *(ROOT / "tests/data/feeds").glob("utf8*.xml")])
FEEDS = {path.name: path.read_bytes() for path in FILES} | {
    "atom": ATOM.encode(),
    "rss": FEED.encode(),
    "rdf": RDF.encode(),
}


@pytest.mark.parametrize("name", FEEDS)
def test_the_fast_path_reads_what_feedparser_reads(name):
    body = FEEDS[name]
    oracle = parsed(decode(body).text)
    channel = Channel(title=oracle.title, host=host_of(oracle.link), license=oracle.license)
    expected = with_unique_keys(entry_of(raw, channel) for raw in oracle.items)

    found = read_feed(body).entries

    assert found == expected


def test_what_the_window_holds_is_not_read_again():
    body = rss(*(an_item(n) for n in range(9))).encode()
    first = read_feed(body)
    window = open_window(pack(first.marks, open_window(b"")))

    again = read_feed(body.replace("보름째".encode(), "한 달째".encode(), 1), window=window, concerns=lambda _: False)

    assert (len(first.entries), again.unchanged, [entry.key[-1] for entry in again.entries]) == (9, 8, ["0"])


def test_a_window_of_another_make_is_empty():
    assert not open_window(b"12345")


def test_a_window_keeps_what_left_the_document_and_one_record_a_key():
    marks = read_feed(rss(*(an_item(n) for n in range(9))).encode()).marks
    edited = marks[0]._replace(raw=b"12345678")
    window = open_window(pack(marks[:5], open_window(b"")))

    later = open_window(pack((edited, *marks[5:]), window))

    assert len(later.records) == 9
    assert marks[0].raw not in later.by_raw


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "<![CDATA[<item> </item>]]>",
        "<!-- </item><item> -->",
        "<x:item xmlns:x='y'>a</x:item>",
        "<items>a</items><itemize>b</itemize>",
        "&lt;item&gt;",
    ],
)
def test_an_item_is_known_by_its_own_bytes_whatever_stands_in_it(odd):
    before, after = (rss(*(an_item(n, text=f"{odd} {word} {n}") for n in range(4))) for word in ("보름째", "한 달째"))
    first = read_feed(before.encode())
    window = open_window(pack(first.marks, open_window(b"")))

    again = read_feed(after.replace("한 달째 2", "보름째 2").encode(), window=window)

    assert (len({mark.raw for mark in first.marks}), again.unchanged) == (len(first.marks), len(first.marks) - 3)


@pytest.mark.parametrize("host", ["answers.mogwanaru.example", "answers&#46;mogwanaru&#x2e;example"])
def test_an_address_of_ours_is_noticed_however_its_dots_are_written(host):
    body = rss(an_item(1, text="https://b.example/"), an_item(2, text=f"https://{host}/cases/"))

    found = read_feed(body.encode(), names_us=lambda content: b"answers.mogwanaru.example" in content)

    assert found.speaking == ("https://blog.example/2",)
