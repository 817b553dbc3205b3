import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from plugins.core.errors import FetchError
from plugins.linkbacks.jf2 import Account, page_address, read_list
from tests.linkbacks.receiving import SOURCE, TARGET

ACCOUNT = Account(url="https://webmention.io/api/mentions.jf2", domain="answers.mogwanaru.example", token="s3cret")


def an_entry(**changes):
    entry = {
        "type": "entry",
        "author": {"type": "card", "name": "보리", "photo": "https://evil.example/a.png", "url": ""},
        "url": SOURCE,
        "published": "2026-11-20T10:00:00+09:00",
        "wm-received": "2026-11-20T01:02:03Z",
        "wm-id": 1001,
        "wm-source": SOURCE,
        "wm-target": TARGET,
        "wm-protocol": "webmention",
        "content": {"text": "좋은 답"},
        "mention-of": TARGET,
        "wm-property": "mention-of",
        "wm-private": False,
    }
    return entry | {key.replace("_", "-"): value for key, value in changes.items()}


def a_list(*entries):
    return json.dumps({"type": "feed", "name": "Webmentions", "children": list(entries)}).encode()


def listed(*entries):
    return read_list(a_list(*entries), "https://webmention.io/").listed


def test_the_address_of_a_page_names_domain_token_and_page():
    query = dict(parse_qsl(urlsplit(page_address(ACCOUNT, 3)).query))

    assert query == {"domain": ACCOUNT.domain, "token": "s3cret", "per-page": "100", "page": "3"}


def test_a_token_stands_in_no_message():
    with pytest.raises(FetchError) as error:
        read_list(b"<html>", page_address(ACCOUNT, 0))

    assert "s3cret" not in f"{error.value}{error.value.korean}{ACCOUNT!r}"


def test_an_entry_is_its_source_and_target():
    (entry,) = listed(an_entry())

    assert (entry.source, entry.target) == (SOURCE, TARGET)


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(an_entry(wm_private=True), id="private"),
        pytest.param(an_entry(wm_target=""), id="no target"),
        pytest.param(an_entry(wm_source="javascript:alert(1)"), id="no web address"),
        pytest.param(an_entry(wm_source={"a": 1}, url=5), id="no text"),
        pytest.param("entry", id="no object"),
    ],
)
def test_what_cannot_be_used_is_passed_over_and_counted(entry):
    page = read_list(a_list(entry, an_entry()), "https://webmention.io/")

    assert (len(page.listed), page.count) == (1, 2)


@pytest.mark.parametrize(
    ("change", "is_new"),
    [
        pytest.param({"content": {"text": "고친 글"}}, True, id="words"),
        pytest.param({"published": "2026-11-21"}, True, id="date"),
        pytest.param({"wm_id": 2002, "wm_received": "2026-11-21T00:00:00Z"}, False, id="received again"),
    ],
)
def test_an_edit_is_seen_and_a_second_delivery_is_none(change, is_new):
    assert (listed(an_entry())[0].digest != listed(an_entry(**change))[0].digest) is is_new


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b"{}", b'{"children": {}}', b'{"error": "unauthorized"}', b"[" * 200_000],
    ids=["nothing", "a page", "a list", "an object", "wrong children", "an error", "a bomb"],
)
def test_what_is_no_list_is_never_an_empty_one(body):
    with pytest.raises(FetchError):
        read_list(body, "https://webmention.io/")
