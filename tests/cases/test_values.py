"""What staff write into a header has Korean words beside it, and whoever writes the word is told the value."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import pytest

from plugins.cases import casefile, postfile
from plugins.cases.skeletons import CaseSeed, case_file
from plugins.cases.values import WORDS, meant, told
from plugins.core.model import Fault, FoundBy, LegalBasis, PostKind, PromiseChange, Stage, Stance
from tests.theme.test_labels import constant, the_words

NOW = datetime(2026, 11, 22, tzinfo=UTC)
HANDBOOK = (Path(__file__).resolve().parents[2] / "docs/staff.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: kind.__name__)
def test_every_value_that_staff_write_has_words_of_its_own(kind):
    names = ["".join(name.split()) for value in kind for name in WORDS[kind][value.value]]

    assert list(WORDS[kind]) == [value.value for value in kind]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: kind.__name__)
def test_the_words_that_readers_see_are_understood(kind):
    understood = {value: meant(word, kind) for value, word in the_words(constant(kind.__name__)).items()}

    assert understood == {value.value: value.value for value in kind}


def test_no_closed_set_of_a_header_is_without_words():
    things = [thing for module in (casefile, postfile) for thing in vars(module).values() if isinstance(thing, type)]
    used = {thing for thing in things if issubclass(thing, StrEnum)}

    # A post's kind is its folder, what became of a promise is a key, and a legal basis is the name of a law.
    assert used - {PostKind, PromiseChange, LegalBasis} == set(WORDS)


@pytest.mark.parametrize(
    ("word", "kind", "value"),
    [
        ("답변함", Stage, "answered"),
        ("직원", FoundBy, "staff"),
        ("잘못", Fault, "ours"),
        ("잘못", Stance, "accept"),
        ("고치는중", Stage, "acting"),
        ("answered", Stage, ""),
        ("모과", Stage, ""),
    ],
)
def test_a_korean_word_means_a_value(word, kind, value):
    assert meant(word, kind) == value


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: kind.__name__)
def test_the_handbook_tells_every_value_with_its_word(kind):
    assert told(kind) in HANDBOOK


def test_the_skeleton_tells_the_values_with_their_words():
    begun = case_file(
        CaseSeed(title="하나", topic="refund", severity=1, owner="윤하람", opened_at=NOW, known_at=NOW, citations=())
    )

    assert f"fault: unclear   # {told(Fault)}\n" in begun
