"""The script in node, on an index of a few texts."""

import unicodedata

import pytest

from tests.search.node import called, searched, stems
from tests.search.test_index import a_document, laid_out

pytestmark = pytest.mark.needs("node")

TEXTS = {
    "환불이 늦었습니다": "고객센터에서 보름을 기다리셨습니다.",
    "즉시환불을 약속합니다": "새벽 배송 상자가 젖었습니다.",
    "정정합니다": "환불을 받으신 분은 41명이었습니다. 고양이를 키우는 분께. 고양이를.",
    "고양시의 답": "고양 시청과 이야기했습니다. 12,000원입니다.",
    "상자": "VIP 회원의 고양이를 A/S 센터에. 배송지연 알림이 없었습니다.",
}

QUERIES = {
    "with particles, in compounds": ("환불", {"환불이 늦었습니다", "즉시환불을 약속합니다", "정정합니다"}),
    "a particle typed": ("환불을", {"환불이 늦었습니다", "즉시환불을 약속합니다", "정정합니다"}),
    "typed apart": ("즉시 환불", {"즉시환불을 약속합니다"}),
    "typed together": ("새벽배송", {"즉시환불을 약속합니다"}),
    "two words": ("배송 지연", {"상자"}),
    "NFD": (unicodedata.normalize("NFD", "환불이"), {"환불이 늦었습니다", "즉시환불을 약속합니다", "정정합니다"}),
    "a noun that ends like a particle": ("고양이", {"정정합니다", "상자"}),
    "its neighbour": ("고양시", {"고양시의 답"}),
    "a sum": ("12,000원", {"고양시의 답"}),
    "another case": ("vip", {"상자"}),
    "a slash": ("A/S", {"상자"}),
    "one letter": ("답", {"고양시의 답"}),
    "nothing": ("없는말", set()),
    "no letters": (" ?! ", set()),
}  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    return laid_out(folder, [a_document(title=title, text=text) for title, text in TEXTS.items()])


@pytest.fixture(scope="module")
def answers(index):
    """Every query of the table, each asked by a reader who has just come; one run of node."""
    return dict(zip(QUERIES, searched(index, *(query for query, _titles in QUERIES.values())), strict=True))


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_finds(answers, name):
    answer, (_query, titles) = answers[name], QUERIES[name]

    assert (set(answer["titles"]), answer["isPart"]) == (titles, bool(not titles and answer["words"]))


def test_a_word_in_the_title_comes_before_a_word_in_the_text(index):
    (answer,) = searched(index, "상자")

    assert answer["titles"] == ["상자", "즉시환불을 약속합니다"]


def test_what_matches_alike_stands_by_its_rank(index):
    (answer,) = searched(index, "환불")

    assert answer["titles"] == ["환불이 늦었습니다", "즉시환불을 약속합니다", "정정합니다"]


def test_where_no_page_has_every_word_those_with_most_are_shown(index):
    (answer,) = searched(index, "고양이 환불 우주선")

    assert (answer["titles"], answer["isPart"]) == (["정정합니다"], True)


def test_nothing_is_fetched_twice(index):
    (answer,) = searched(index, "환불 환불을 즉시환불")

    assert len(answer["moved"]) == len(set(answer["moved"]))


def test_a_particle_is_taken_off_where_it_agrees_with_the_letter_before_it():
    typed = {
        "회원들에게는": "회원",
        "매장에서는": "매장",
        "쿠폰으로": "쿠폰",
        "배송료로": "배송료",
        "서울로": "서울",
        "전문가": "전문가",
        "환불이": "환불",
        "영수증까지도": "영수증",
        "환불을": "환불",
        "사과를": "사과",
        "vip를": "vip",
        "답을": "답을",
        "결제입니다": "결제",
    }

    assert dict(zip(typed, stems(list(typed)), strict=True)) == typed


def test_a_known_noun_keeps_its_end():
    assert stems(["고양이도", "고양이"], nouns=["고양이"]) == ["고양이", "고양이"]


def test_words_are_marked_over_blanks_and_marks_and_never_twice():
    text = "즉시 환불, A/S와 환불규정"

    (places,) = called("marks", [text, ["즉시환불", "환불", "as"]])

    assert [text[start:end] for start, end in places] == ["즉시 환불", "A/S", "환불"]
