import unicodedata

import pytest

from plugins.search.gathered import NOUN, Gathered
from plugins.search.grams import grams, letters, runs
from plugins.search.index import Document, index_files


@pytest.mark.parametrize(
    ("text", "read"),
    [
        pytest.param("배송 지연!", "배송지연", id="nothing between letters"),
        pytest.param(unicodedata.normalize("NFD", "환불"), "환불", id="decomposed"),
        pytest.param("ＱＲ코드", "qr코드", id="full width"),
        pytest.param("A/S 12,000원", "as12000원", id="marks inside a word"),
        pytest.param("환\u200b불_🎉", "환불", id="invisible, underscore, emoji"),
    ],
)
def test_only_letters_and_digits_are_read(text, read):
    assert letters(text) == read


def test_pairs_go_over_blanks_but_not_over_sentences():
    found = grams(runs("새벽 배송. 환불"))

    assert {"벽배", "배송", "환불"} <= found
    assert "송환" not in found
    assert not any("\n" in gram for gram in found)


def nouns_of(*texts):
    documents = [Document(shown=("", "", "", "", ""), title="", text=text) for text in texts]
    gathered = Gathered()
    index_files(documents, gathered)
    return {key.removesuffix(NOUN) for key in gathered.postings() if key.endswith(NOUN)}


def test_a_noun_that_only_looks_as_if_it_had_a_particle_is_known_by_the_particles_after_it():
    found = nouns_of("고양이를 만족도가 투자가는", "고양이를 만족도를 투자가를 고속도로를", "고속도로에서")

    assert found == {"고양이", "만족도", "투자가", "고속도로"}


def test_a_noun_with_two_particles_is_no_noun_of_its_own():
    assert nouns_of("카드로는 환불만을 회원에게서", "카드로는 환불만을 회원에게서") == set()


def test_one_slip_of_the_pen_makes_no_noun():
    assert nouns_of("환불이를") == set()
