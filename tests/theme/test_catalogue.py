"""The English interface is whole: every text of the templates, no other, each translated."""

import re

import pytest

from tests.theme.catalogue import ENGLISH, english, refreshed, texts, written

MESSAGES = [message for message in english() if message.id]


def strings(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


def test_the_catalogue_holds_exactly_what_the_templates_say():
    assert {message.id for message in MESSAGES} == set(texts())


def test_the_file_is_as_the_command_writes_it():
    assert ENGLISH.read_bytes() == written(refreshed(english()))


def test_every_text_is_translated_and_none_by_guess():
    assert [m.id for m in MESSAGES if not all(strings(m)) or m.fuzzy] == []


def test_no_translation_is_left_in_korean():
    assert [m.id for m in MESSAGES if re.search("[가-힣]", "".join(strings(m)))] == []


@pytest.mark.parametrize("pattern", [r"%\(\w+\)s", r"</?\w+[^>]*>"], ids=["what is filled in", "markup"])
def test_a_translation_keeps(pattern):
    def kept(text):
        return sorted(re.findall(pattern, text))

    assert [m.id for m in MESSAGES for s in strings(m) if isinstance(m.id, str) and kept(m.id) != kept(s)] == []


def test_a_text_that_is_new_stands_in_the_catalogue_untranslated():
    old = english()
    old.delete("약속")

    assert refreshed(old).get("약속").string in (None, "")
