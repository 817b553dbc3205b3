"""However documents come, change, move and go: what is gathered says the same as if all of them had come at once."""

import pickle
from random import Random

import pytest

from plugins.search.gathered import Gathered
from plugins.search.index import Document, index_files

WORDS = (
    "투자가를",
    "투자",
    "자가",
    "자금을",
    "금을",
    "고양이를",
    "고양이에게",
    "환불이",
    "카드로는",
    "ﾊﾟ",
    "3.5",
    "끝. 새",
    "",
)


def a_document(random, number):
    text = " ".join(random.choice(WORDS) for _ in range(random.randrange(12)))
    return Document(shown=(f"{number}", "", "", "", ""), title=random.choice(WORDS), text=text)


def edited(random, documents):
    """The documents after a few of the things that happen to a site."""
    documents = list(documents)
    for _ in range(random.randrange(3)):
        at = random.randrange(len(documents))
        what = random.choice(("change", "change", "add", "copy", "go", "move"))
        if what == "change":
            documents[at] = a_document(random, at)
        elif what == "add":
            documents.insert(at, a_document(random, at))
        elif what == "copy":
            documents.append(documents[at])
        elif what == "go" and len(documents) > 15:
            del documents[at]
        else:
            documents.insert(0, documents.pop(at))
    return documents


@pytest.mark.parametrize("seed", range(6))
def test_what_is_kept_up_to_date_says_what_is_gathered_anew(seed):
    random = Random(seed)
    documents, gathered = [a_document(random, n) for n in range(30)], Gathered()
    for _ in range(40):
        documents = edited(random, documents)

        kept = index_files(documents, gathered)

        assert kept == index_files(documents)
        # As the next build finds it.
        gathered = pickle.loads(pickle.dumps(gathered))


def test_nothing_and_a_wholly_new_site_are_gathered_too():
    random = Random(9)
    first, second = ([a_document(random, n) for n in range(20)] for _ in range(2))
    gathered = Gathered()

    found = [index_files(documents, gathered) for documents in (first, [], second)]

    assert found == [index_files(documents) for documents in (first, [], second)]


def test_an_edit_reads_no_other_document():
    random = Random(3)
    documents, gathered = [a_document(random, n) for n in range(30)], Gathered()
    gathered.postings(documents)
    read = []

    changed = [*documents[:7], a_document(Random(99), 7), *documents[8:]]
    gathered._change = lambda number, moved, now, change=gathered._change: (
        read.append(now),
        change(number, moved, now),
    )
    gathered.postings(changed)

    assert read == [(changed[7].title, changed[7].text)]
