"""Texts become XML that says them again, and addresses become what goes on the wire."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from plugins.syndication.markup import element, finished, instant, mail_date, wire
from tests.syndication.builders import SEOUL

ADDRESSES = {
    "plain": ("https://x.example/a?b=1#c", "https://x.example/a?b=1#c"),
    "Korean": (
        "https://답변.example/환불/?말=1#곳",
        "https://xn--kk1bt9p.example/%ED%99%98%EB%B6%88/?%EB%A7%90=1#%EA%B3%B3",
    ),
    "escaped already": ("https://x.example/%ED%99%98", "https://x.example/%ED%99%98"),
    "no web address": ("tag:x,2026:a", "tag:x,2026:a"),
}
# What XML 1.0 can say, without the carriage return that every parser turns into a line feed.
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"))


@given(TEXT, TEXT)
def test_a_text_and_an_attribute_are_read_back_as_they_were_given(text, value):
    found = etree.fromstring(element("x", text, {"a": value}))

    assert (found.text or "", found.get("a")) == (text, value)


@given(st.text())
def test_whatever_a_person_types_is_well_formed(text):
    assert etree.fromstring(finished(element("x", text, {"a": text}))).tag == "x"


@pytest.mark.parametrize(("address", "expected"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_is_ascii_and_the_same(address, expected):
    assert wire(address) == expected


def test_a_time_is_told_in_utc():
    time = datetime(2026, 10, 6, 8, 30, 15, 999, tzinfo=SEOUL)

    assert instant(time) == "2026-10-05T23:30:15Z"
    assert mail_date(time) == "Mon, 05 Oct 2026 23:30:15 GMT"
