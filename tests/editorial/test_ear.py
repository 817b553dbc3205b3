"""The ear hears alike on every machine, says which words weighed, and was taught what stands in the passes today."""

import pytest

from bench.teach import digest
from plugins.editorial.ear import as_file, ear, normal, read_ear, runs
from plugins.editorial.rulebook import needles_file, rulebook, written_needles

LANGUAGES = ["ko", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ear_was_taught_the_passes_and_rules_of_today(language):
    assert ear(language).taught == digest(language), "run: python bench/teach.py"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_kept_needles_are_those_of_the_rules(language):
    assert needles_file(language).read_bytes() == written_needles(language), "run: python bench/teach.py --needles"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_category_of_the_rules_is_heard(language):
    book = rulebook(language)

    assert set(ear(language).categories) == set(book.heard) == {rule.category for rule in book.rules}


def test_a_score_is_the_start_and_the_weights_of_the_runs():
    head = b"taught\tx\nlongest\t1\nloud\t0\nfaint\t-3\ncategories\tthreat excuse\nstart\t-1.000 -2.000\n\n"
    # "[" is one step of twelve above nought; nought is "O".
    listener = read_ear(head + "가\t[O\n".encode())

    # Of the four runs ^ 가 나 $ one is known: twelve steps over twelve times the root of four.
    assert listener.scores("가나") == {"threat": -0.5, "excuse": -2.0}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_of_unknown_runs_is_no_fault(language):
    listener = ear(language)

    assert max(listener.scores("☃").values()) < listener.loud


@pytest.mark.parametrize(
    ("text", "heard"),
    [("5월 3일", "^0월_0일$"), ("1,234.5원!", "^0원!$"), ("Yes, Sir.", "^yes_sir$"), ("가 \n 나", "^가_나$")],
)
def test_numbers_blanks_and_marks_are_heard_alike(text, heard):
    assert normal(text) == heard


def test_the_runs_are_up_to_as_long_as_the_ear_weighs():
    assert runs("가나", 3) == {"^", "가", "나", "$", "^가", "가나", "나$", "^가나", "가나$"}


def test_an_ear_is_read_as_it_was_written():
    listener = ear("en")

    assert read_ear(as_file(listener)) == listener


@pytest.mark.parametrize(
    "content",
    [b"", b"taught\tx\n\n", b"longest\t1\n\n\xea\xb0\x80\tOO\n"],
    ids=["empty", "no rows", "no head"],
)
def test_what_is_no_ear_is_refused(content):
    with pytest.raises((ValueError, KeyError)):
        read_ear(content)
