import json
import re
from random import Random

import pytest

from plugins.search.gathered import Gathered, encoded
from plugins.search.index import DOCUMENTS_PER_BLOCK, FOLDER, MOST_SHARDS, Document, index_files, shard_of
from tests.search.node import called, searched

needs_node = pytest.mark.needs("node")


def a_document(title="제목", text=""):
    return Document(shown=(title, "responses/x/", "답변", "2026-09-01", ""), title=title, text=text)


def laid_out(folder, documents):
    """Write an index and return where its pieces are."""
    for path, content in index_files(documents).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder / FOLDER


def test_the_same_documents_give_the_same_bytes():
    documents = [a_document(text=f"환불 {number}번이 늦었습니다. 고양이를") for number in range(20)]

    assert index_files(documents) == index_files(tuple(documents))


def test_another_word_is_another_version():
    heads = [json.loads(index_files([a_document(text=text)])[f"{FOLDER}/head.json"]) for text in ("환불", "반품")]

    assert heads[0]["version"] != heads[1]["version"]


def test_no_digit_of_the_index_could_be_read_as_a_number_of_somebody():
    files = index_files([a_document(text="가나 다라") for _ in range(500)])

    assert [path for path, content in files.items() if re.search(rb"\d{3}", content) and "/d-" not in path] == []


def test_an_empty_site_has_an_index():
    files = index_files([])

    assert json.loads(files[f"{FOLDER}/head.json"])["shards"] == [1, 1]


def test_what_a_result_shows_stands_in_blocks_by_rank():
    files = index_files([a_document(title=f"글 {number}") for number in range(DOCUMENTS_PER_BLOCK + 1)])

    assert json.loads(files[f"{FOLDER}/d-1.json"])[0][0] == f"글 {DOCUMENTS_PER_BLOCK}"


@needs_node
def test_numbers_come_back_as_they_were():
    random = Random(8)
    edges = [[], [0], [25], [26], [27, 28], [675, 676, 677], [17_575, 17_576, 99_999]]
    lists = [*edges, *(sorted(random.sample(range(100_000), 500)) for _ in range(20))]

    assert called("decoded", *([encoded(numbers)] for numbers in lists)) == lists


@needs_node
def test_the_script_looks_for_a_gram_where_python_put_it():
    found = ["환불", "값", "qr", "12", "0원", "𠮷野", "ああ", "ﾊ"]

    for count in (1, 64, MOST_SHARDS):
        assert called("shardOf", *([gram, count] for gram in found)) == [shard_of(gram, count) for gram in found]


def test_three_letters_get_a_key_where_their_pairs_promise_too_much():
    texts = ["투자가를 만났습니다", "투자를 했고 상자가 왔습니다", "투자와 과자가 있습니다"]

    gathered = Gathered()
    index_files([a_document(text=text) for text in texts], gathered)
    found = gathered.postings()

    assert found["투자가"] == encoded([0])
    assert "투자를" not in found


@needs_node
def test_a_triple_of_its_own_is_found_over_a_blank_too(tmp_path):
    texts = ["투자금을 냈습니다", "투자 금을 물었습니다", *("투자를 했고 자금을 받았습니다" for _ in range(9))]
    (answer,) = searched(laid_out(tmp_path, [a_document(text=text) for text in texts]), "투자금")

    assert answer["numbers"] == [0, 1]
