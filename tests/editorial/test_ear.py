"""The ear hears alike on every machine, says which words weighed, and was taught what stands in the passes today."""

import pytest

from bench.teach import digest
from plugins.editorial.ear import as_file, ear, likely, normal, read_ear, runs
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


HEAD = (
    b"taught\tx\nlanguage\tko\nsure\t-3\nfaint\t-3\nnear\t1.5\ncategories\tthreat excuse\nloud\t-0.2 1.0\n"
    b"start\t-1.000 -2.000\n\n"
)


def test_a_score_is_the_start_and_the_weights_of_the_runs():
    # "[" is one step of twelve above nought; nought is "O".
    listener = read_ear(HEAD + "가나\t[O\n".encode())

    # Of the five runs ^가 가나 나$ ^가나 가나$ one is known: twelve steps over twelve times the root of five.
    assert listener.scores("가나") == {"threat": pytest.approx(-1 + 5**-0.5), "excuse": -2.0}


def test_a_second_kind_is_named_where_editors_would_differ():
    listener = read_ear(HEAD + "가나\t[O\n".encode())
    near, far = {"threat": 2.0, "excuse": 1.0}, {"threat": 2.0, "excuse": 0.0}

    assert listener.faults(near, likely(near)) == ("threat", "excuse")
    assert listener.faults(far, likely(far)) == ("threat",)


def test_each_kind_has_its_own_bar():
    listener = read_ear(HEAD + "가나\t[O\n".encode())
    sounds = {"threat": -0.5, "excuse": -0.5}

    assert listener.faults(sounds, likely(sounds)) == ("threat",)


def test_a_long_sentence_weighs_each_category_by_itself():
    listener = ear("ko")
    text = " ".join("".join(chr(ord("가") + (n * 37 + k) % 11000) for k in range(4)) for n in range(4000))
    more = f"{text} " + " ".join(run for run in listener.weights if run.isalpha())

    assert set(listener.scores(more)) == set(listener.categories)
    assert max(map(abs, listener.scores(more).values())) < 1000


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_of_unknown_runs_is_no_fault(language):
    listener = ear(language)

    assert listener.faults(listener.scores("☃"), likely(listener.scores("☃"))) == ()


@pytest.mark.parametrize(
    ("text", "heard"),
    [("5월 3일", "^0월_0일$"), ("1,234.5원!", "^0원!$"), ("Yes, Sir.", "^yes_sir$"), ("가 \n 나", "^가_나$")],
)
def test_numbers_blanks_and_marks_are_heard_alike(text, heard):
    assert normal(text, "ko") == heard


@pytest.mark.parametrize("text", ["at 9 am", "on Monday", "on 3 May", "on June 12th", "at 10:14", "at noon"])
def test_an_english_date_is_a_date_whichever_it_is(text):
    assert normal(text, "en")[3:] == "_0d$"


def test_korean_runs_are_of_two_and_three_characters():
    assert runs("^가나$", "ko") == {"^가", "가나", "나$", "^가나", "가나$"}


def test_english_runs_are_longer_and_words_and_pairs_of_words_too():
    words = {" ^", " a", " cd", " $", "^ a", "a cd", "cd $", "^  cd", "a  $"}

    assert runs("^a_cd$", "en") == {"^a_", "a_c", "_cd", "cd$", "^a_c", "a_cd", "_cd$"} | words


def test_an_ear_is_read_as_it_was_written():
    listener = ear("en")

    assert read_ear(as_file(listener)) == listener


@pytest.mark.parametrize(
    "content",
    [b"", b"taught\tx\n\n", b"language\tko\n\n\xea\xb0\x80\tOO\n", HEAD.replace(b"-0.2 1.0", b"1") + b"ab\tOO\n"],
    ids=["empty", "no rows", "no head", "too few bars"],
)
def test_what_is_no_ear_is_refused(content):
    with pytest.raises((ValueError, KeyError)):
        read_ear(content)
