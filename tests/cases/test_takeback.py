from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from plugins.cases.cited import citing
from plugins.cases.draft import attach_citation, draft_case, draft_post
from plugins.cases.takeback import Fate, digest_of, take_back
from plugins.core.model import PostKind
from tests.nouns import a_citation

NOW = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
CITATION = a_citation(
    url="https://bori.blog.example/entry/88",
    title="보름째: '환불'",
    published_on=date(2026, 10, 8),
    excerpt="보름째 기다립니다.\n정말입니다.",
    facts=("보름", "두 번"),
)
PERSON = "---\nname: 윤하람\nrole: 고객 담당\naffiliation: inhouse\nemail: a@mogwanaru.example\n---\n\n답합니다.\n"


def a_project(root):
    (root / "content/people").mkdir(parents=True)
    (root / "content/people/yun-haram.md").write_text(PERSON, encoding="utf-8")
    return root


def a_case(root, citation=CITATION):
    return draft_case(root, prefix="MG", title="환불", owner="윤하람", now=NOW, citation=citation)


def taken_back(root, path, *, key="c1", written="", opened=True, staged=None):
    return take_back(root, case_id=path.stem, key=key, written=written, opened=opened, staged=staged)


def test_an_untouched_skeleton_is_removed(tmp_path):
    path = a_case(a_project(tmp_path))

    assert taken_back(tmp_path, path, written=digest_of(path)) == (Fate.REMOVED, 0)
    assert not path.exists()


@pytest.mark.parametrize(
    ("change", "fate"),
    [
        pytest.param(lambda path: path.write_text(path.read_text() + "손댐\n"), Fate.TOUCHED, id="touched"),
        pytest.param(
            lambda path: draft_post(
                path.parents[2], PostKind.RESPONSE, path.stem, now=datetime(2026, 11, 22, tzinfo=UTC)
            ),
            Fate.TOUCHED,
            id="a post begun",
        ),
        pytest.param(lambda path: path.unlink(), Fate.MISSING, id="removed"),
        pytest.param(
            lambda path: path.write_text(path.read_text().replace("key: c1", "key: c9")), Fate.MISSING, id="not cited"
        ),
    ],
)
def test_what_a_person_did_stays(tmp_path, change, fate):
    path = a_case(a_project(tmp_path))
    written = digest_of(path)
    change(path)
    before = path.read_text() if path.exists() else None

    found, _ = taken_back(tmp_path, path, written=written)

    assert found is fate
    assert (path.read_text() if path.exists() else None) == before


def test_what_git_has_stays_and_the_line_is_told(tmp_path):
    path = a_case(a_project(tmp_path))
    text = path.read_text()

    fate, line = taken_back(tmp_path, path, written=digest_of(path), staged=text)

    assert (fate, text.splitlines()[line - 1]) == (Fate.COMMITTED, "  - key: c1")
    assert path.read_text() == text


@pytest.mark.parametrize("first", [CITATION, None], ids=["one more citation", "the first citation"])
def test_an_attached_citation_is_taken_out_and_every_other_line_stays(tmp_path, first):
    path = a_case(a_project(tmp_path), first)
    before = path.read_text()
    more = replace(CITATION, key="c2", url="https://a.example/", attached_on=date(2026, 11, 22))
    attach_citation(tmp_path, path.stem, more, on=date(2026, 11, 22))

    fate, _ = taken_back(tmp_path, path, key="c2", written=digest_of(path), opened=False, staged=before)

    assert (fate, path.read_text()) == (Fate.RESTORED, before)


def test_a_citation_is_found_by_any_spelling_of_its_address(tmp_path):
    path = a_case(a_project(tmp_path))

    (found,) = citing(tmp_path, url="http://www.bori.blog.example/entry/88/", title="", author="", excerpt="")

    assert (found.case_id, found.key, found.is_first) == (path.stem, "c1", True)
    assert path.read_text().splitlines()[found.line - 1] == "  - key: c1"


def test_a_citation_without_an_address_is_found_by_its_words(tmp_path):
    citation = replace(CITATION, url=None)
    a_case(a_project(tmp_path), citation)
    words = {"title": citation.title, "author": citation.author, "excerpt": citation.excerpt}

    found = [len(citing(tmp_path, url=None, **words)), len(citing(tmp_path, url=None, **words | {"author": "남"}))]

    assert found == [1, 0]


def test_a_file_that_cannot_be_read_cites_nothing(tmp_path):
    a_project(tmp_path)
    (tmp_path / "content/cases").mkdir()
    (tmp_path / "content/cases/MG-2026-001.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")

    assert citing(tmp_path, url="https://a.example/", title="", author="", excerpt="") == ()
