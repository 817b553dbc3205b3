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
