"""Microformats 2 on the built pages: what an IndieWeb reader takes from them without a feed."""

import pytest
from selectolax.lexbor import LexborHTMLParser

pytestmark = pytest.mark.build


@pytest.fixture(scope="module")
def parsed(demo_folder):
    return lambda path: LexborHTMLParser((demo_folder / path / "index.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "name", ["p-name", "p-author", "p-summary", "e-content", "dt-published", "u-url", "u-in-reply-to", "p-category"]
)
def test_a_response_is_an_entry_with(parsed, name):
    assert parsed("responses/mg-2026-001-response").css_first(f".h-entry .{name}") is not None


def test_an_author_is_a_card_with_name_and_address(parsed):
    card = parsed("responses/mg-2026-001-response").css_first(".h-entry .p-author.h-card")

    # A link that is a card says its name and its address by itself. Source: Microformats 2 parsing, implied properties.
    assert (card.tag, card.text(strip=True)) == ("a", "윤하람")
    assert card.attributes["href"] == "/people/yun-haram/"


@pytest.mark.parametrize("path", ["", "responses", "corrections"])
def test_a_list_of_posts_is_a_feed_of_entries(parsed, path):
    entries = parsed(path).css(".h-feed .h-entry")

    assert entries
    assert all(e.css_first(".p-name") and e.css_first(".u-url") and e.css_first(".dt-published") for e in entries)


def test_a_person_is_a_card(parsed):
    card = parsed("people/yun-haram").css_first(".h-card")

    assert card.css_first(".p-name").text(strip=True) == "윤하람"
