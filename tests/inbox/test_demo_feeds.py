"""The sample feeds of the demo: every entry must end where a person would put it."""

import asyncio
from pathlib import Path

import pytest

from plugins.core.personal_data import Level, load_patterns, scan
from plugins.inbox.collect import collect
from plugins.inbox.config import read_sources
from plugins.inbox.triage import propose
from tests.inbox.builders import EVERYTHING, NOW, FakeFetch, an_inbox, waiting

# With `invoke init` the demo moves to examples/; its feeds stay there in either case.
ROOT = Path(__file__).parents[2]
FEEDS = ROOT / "examples/mogwanaru/feeds"
SOURCES = """
[[source]]
key = "mentions"
path = "mentions.rss.xml"
[[source]]
key = "alerts"
path = "alerts.atom.xml"
[[brand]]
names = ["모과나루"]
aliases = ["Mogwanaru"]
products = ["모과나루 한줌 견과"]
exclude = ["모과나루터"]
"""
CITED = {"https://dalbit.blog.example/217": "MG-2026-001", "https://bori.blog.example/entry/88": "MG-2026-002"}
COMPLAINTS = {
    "https://dalbit.blog.example/217",
    "https://bori.blog.example/entry/88",
    "https://slowpost.blog.example/31",
    "https://cafe.example/shopkeepers/55102",
    "https://toast.blog.example/9",
    "https://cafe.example/family-party/90417",
}


@pytest.fixture
def store(tmp_path):
    with an_inbox(tmp_path) as opened:
        yield opened


@pytest.fixture
def listen(store, tmp_path):
    """Collect the sample feeds, in the order given, and return the report."""
    (tmp_path / "sources.toml").write_text(SOURCES, encoding="utf-8")
    listening = read_sources(tmp_path / "sources.toml")

    def run(*, cited, order=1):
        turned = type(listening)(sources=listening.sources[::order], brands=listening.brands)
        return asyncio.run(
            collect(
                listening=turned,
                store=store,
                fetch=FakeFetch({}),
                read_file=lambda path: (FEEDS / path).read_bytes(),
                now=NOW,
                cited=cited,
            )
        )

    return run


def by_url(store):
    return {item.mention.url: item for item in store.items(EVERYTHING)}


@pytest.mark.parametrize("order", [1, -1], ids=["mentions first", "alerts first"])
def test_fifteen_entries_are_twelve_mentions(store, listen, order):
    report = listen(cited={}, order=order)

    assert (report.entries, len(report.new)) == (15, 12)
    assert set(by_url(store)) >= COMPLAINTS


def test_the_wayside_place_is_not_us(store, listen):
    report = listen(cited={})

    assert report.sources[0].unmatched == 1
    assert "https://trip.blog.example/77" not in by_url(store)


@pytest.mark.parametrize("order", [1, -1], ids=["mentions first", "alerts first"])
def test_the_alerts_are_the_page_they_point_to(store, listen, order):
    listen(cited={}, order=order)

    item = by_url(store)["https://bori.blog.example/entry/88"]
    assert sorted(sighting.source for sighting in item.sightings) == ["alerts", "alerts", "mentions"]
    assert item.mention.author == "보리차한잔"


def test_the_copied_post_is_folded_under_its_first_telling(store, listen):
    listen(cited={})

    items = by_url(store)
    assert (
        items["https://copycat.blog.example/1200"].mention.copy_of
        == items["https://dalbit.blog.example/217"].mention.id
    )


def test_what_the_cases_answer_does_not_wait_and_the_rest_does(store, listen):
    listen(cited=CITED)

    assert [item.mention.url for item in waiting(store)] == [
        "https://cafe.example/shopkeepers/55102",
        "https://cafe.example/family-party/90417",
        "https://slowpost.blog.example/31",
        "https://nodate.blog.example/5",
        "https://qna.example/q/4410",
        "https://toast.blog.example/9",
        "https://ad.example/mg?ref=1",
        "https://nut.blog.example/3",
        # English is weighed by nothing but its length (docs/inbox.md, 못 하는 것).
        "https://expat.blog.example/12",
    ]


def test_a_second_time_brings_nothing(listen):
    listen(cited=CITED)

    again = listen(cited=CITED)

    assert (again.new, again.revised, again.attached) == ((), (), ())


def test_a_post_without_a_date_is_heard_without_one(store, listen):
    listen(cited={})

    assert by_url(store)["https://nodate.blog.example/5"].mention.published_on is None


def test_the_licence_of_the_first_complaint_leaves_no_excerpt(store, listen):
    listen(cited={})

    citation = propose(store, by_url(store)["https://dalbit.blog.example/217"].mention.id, citation_key="c1").citation
    assert (citation.excerpt, citation.license) == ("", "https://creativecommons.org/licenses/by-nc-nd/4.0/")


def test_no_telephone_number_would_become_public(store, listen):
    listen(cited={})

    shown = [str(propose(store, item.mention.id, citation_key="c1").citation) for item in store.items(EVERYTHING)]
    assert not any("010" in text for text in shown)
    assert [d for text in shown for d in scan(text, load_patterns()) if d.level is Level.BLOCK] == []
