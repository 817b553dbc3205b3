"""However documents come, change, move and go: what is gathered says the same as if all of them had come at once."""

import pickle
from dataclasses import replace
from random import Random

import pytest

from plugins.core.memo import key_of
from plugins.search.gathered import Gathered
from plugins.search.index import HEAD, Document, brought, index_files

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


def named(documents):
    return [key_of(*document.shown, document.title, document.text) for document in documents]


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


@pytest.mark.parametrize("seed", range(3))
def test_an_edit_writes_its_pieces_alone_and_together_they_are_the_index(seed):
    random = Random(seed)
    documents = [a_document(random, n) for n in range(40)]
    gathered = Gathered()
    files, written = brought(named(documents), documents, gathered)
    raw = pickle.dumps(gathered)
    for _ in range(40):
        documents = edited(random, documents)
        # As the next build finds it: what was packed, and what has moved since.
        news, gathered = pickle.dumps(gathered.news()), pickle.loads(raw)
        assert gathered.learn(pickle.loads(news))

        changed, written = brought(named(documents), documents, gathered, written, files.__getitem__)

        files = {HEAD: changed[HEAD]} | {path: changed.get(path) or files[path] for path in written.digests}
        assert files == index_files(documents)


def test_an_edit_reads_and_writes_the_pieces_that_hold_what_it_changed():
    documents = [a_document(Random(n), n) for n in range(400)]
    gathered = Gathered()
    files, written = brought(named(documents), documents, gathered)
    documents[7] = replace(documents[7], text=f"{documents[7].text} 값")
    read = []

    changed, _ = brought(named(documents), documents, gathered, written, lambda p: (read.append(p), files[p])[1])

    assert {path.rpartition("/")[2].partition("-")[0] for path in changed} == {"head.json", "1", "2", "d"}
    assert len(changed) == len(read) + 2


def test_a_piece_that_somebody_else_wrote_is_written_anew():
    documents = [a_document(Random(n), n) for n in range(20)]
    gathered = Gathered()
    written = brought(named(documents), documents, gathered)[1]
    documents[7] = replace(documents[7], text=f"{documents[7].text} 값")

    changed, _ = brought(named(documents), documents, gathered, written, lambda _path: b"{}")

    assert {path: content for path, content in changed.items() if "/d-" not in path} == {
        path: content for path, content in index_files(documents).items() if "/d-" not in path
    }


def test_news_of_another_state_are_not_learned():
    gathered, other = Gathered(), Gathered()
    index_files([a_document(Random(1), 1)], gathered)
    pickle.dumps(gathered)

    assert not other.learn(gathered.news())


def test_nothing_and_a_wholly_new_site_are_gathered_too():
    random = Random(9)
    first, second = ([a_document(random, n) for n in range(20)] for _ in range(2))
    gathered = Gathered()

    found = [index_files(documents, gathered) for documents in (first, [], second)]

    assert found == [index_files(documents) for documents in (first, [], second)]


def test_a_site_that_loses_its_last_document_says_all_anew():
    documents, gathered = [a_document(Random(4), n) for n in range(2)], Gathered()
    index_files(documents, gathered)

    changes = gathered.update([], lambda _rank: ("", ""))

    assert changes is None
    assert gathered.postings() == {}


def test_an_edit_reads_no_other_document():
    random = Random(3)
    documents, gathered = [a_document(random, n) for n in range(30)], Gathered()
    index_files(documents, gathered)
    read = []
    documents[7] = a_document(Random(99), 7)

    gathered.update(named(documents), lambda rank: (read.append(rank), ("제목", documents[rank].text))[1])

    assert read == [7]


def test_triples_that_stood_alone_together_are_told_apart_once_they_do_not():
    # 가나다 and 라마바 are new in one edit and stand over a blank nowhere; then 가 나다 does.
    fill = ["".join(map(chr, range(0xB000 + n, 0xB004 + n))) for n in range(0, 400, 4)]
    texts = [f"가나. 나다. 라마. 마바. {' '.join(Random(n).sample(fill, 25))}" for n in range(30)]
    gathered = Gathered()
    for at, more in (None, ""), (0, " 가나다 라마바"), (1, " 가 나다"), (2, " 라 마바"):
        if at is not None:
            texts[at] += more
        names = [key_of(text) for text in texts]

        news = pickle.dumps(gathered.news())
        gathered = pickle.loads(pickle.dumps(gathered)) if gathered.has_moved_far else gathered
        gathered.learn(pickle.loads(news))
        gathered.update(names, lambda rank: ("제목", texts[rank]))

        anew = Gathered()
        anew.update(names, lambda rank: ("제목", texts[rank]))
        assert gathered.postings() == anew.postings(), more
