from dataclasses import replace
from types import SimpleNamespace

import pytest

from plugins.core.model import Correction, PostKind, Stage
from plugins.search.entries import entries, newest_first
from tests.nouns import a_case, a_citation, a_post, a_promise, at


def an_article(
    stage=Stage.ACTING, corrections=(), draft=None, translations=(), content="<p>환불을 마쳤습니다.</p>", **facts
):
    post = a_post(**facts)
    return SimpleNamespace(
        post=post,
        url=f"progress/{post.slug}/",
        title=post.title,
        content=content,
        relative_source_path=f"progress/{post.slug}.md",
        author_view=SimpleNamespace(person=SimpleNamespace(name="윤하람")),
        view=SimpleNamespace(stage=stage),
        citation=a_citation(),
        mentioned=(),
        corrections=corrections,
        draft=draft,
        translations=translations,
    )  # fmt: skip


def a_view(stage=Stage.ACTING, **facts):
    return SimpleNamespace(
        case=a_case(**facts),
        stage=stage,
        url="cases/MG-2026-009/",
        updated_at=at(10, 5),
        content="<p>있었던 일</p>",
        promises=(),
    )


def a_person(name="윤하람"):
    person = SimpleNamespace(slug="yun-haram", name=name, role="고객이야기팀", org_name="")
    return SimpleNamespace(person=person, url="people/yun-haram/", content="")


def a_page(title="개인정보 안내"):
    return SimpleNamespace(
        url="privacy/", title=title, content="<p>적습니다</p>", relative_source_path="pages/privacy.md"
    )


def a_context(posts=(), cases=(), people=(), pages=()):
    return {"posts": posts, "cases": cases, "people": people, "pages": pages, "articles": ()}


def test_posts_cases_people_and_pages_are_found():
    found = entries(a_context([an_article()], [a_view()], [a_person()], [a_page()]))

    assert {entry.label for entry in found} == {"진행 상황", "사건", "사람", "안내"}


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param(an_article(draft=SimpleNamespace()), id="a draft"),
        pytest.param(an_article(stage=Stage.WITHDRAWN), id="a post of a case that was taken down"),
    ],
)
def test_what_nobody_should_find_is_left_out(hidden):
    assert entries(a_context([hidden])) == ()


def test_a_case_that_was_taken_down_is_left_out():
    assert entries(a_context(cases=[a_view(stage=Stage.WITHDRAWN)])) == ()


def test_a_translation_is_found_beside_its_original():
    translation = an_article(slug="in-english", title="What changed")

    found = entries(a_context([an_article(translations=(translation,))]))

    assert {entry.shown_title for entry in found} == {"달라진 것", "What changed"}


def test_a_corrected_post_shows_its_correction_and_not_the_wrong_number():
    facts = dict.fromkeys(("correction_class", "level", "found_by", "reported_at"))
    right = Correction(corrects=(), wrong="40명", right="41명", why_late="", **facts)
    correction = SimpleNamespace(post=a_post(kind=PostKind.CORRECTION, correction=right), title="41명입니다")

    (entry,) = entries(a_context([an_article(gist=("40명입니다.",), corrections=(correction,))]))

    assert entry.words == "정정된 글입니다. 41명입니다"


def test_what_a_post_answers_and_who_answers_is_searched():
    (entry,) = entries(a_context([an_article(tags=("늦은 답",))]))

    assert all(said in entry.text for said in ("환불을 마쳤습니다.", "어느 블로그", "윤하람", "MG-2026-009", "늦은 답"))


def test_an_answer_stands_before_a_newer_report_and_after_one_that_is_much_newer():
    kinds = [(PostKind.RESPONSE, at(9, 1)), (PostKind.PROGRESS, at(10, 5)), (PostKind.PROGRESS, at(11, 20))]
    posts = [an_article(slug=f"{n}", kind=kind, published_at=when) for n, (kind, when) in enumerate(kinds)]

    assert [entry.url for entry in entries(a_context(posts))] == ["progress/2/", "progress/0/", "progress/1/"]


def test_a_list_reads_from_the_newest_and_ends_with_what_has_no_day():
    listed = newest_first(entries(a_context([an_article()], people=[a_person()])))

    assert [entry.label for entry in listed] == ["진행 상황", "사람"]


def test_a_result_shows_title_path_kind_day_and_words():
    (entry,) = entries(a_context([an_article()]))

    assert entry.shown == (
        "달라진 것", "progress/mg-2026-009-progress-1/", "진행 상황", "2026-10-05", "달라진 것이 있습니다."
    )  # fmt: skip


def test_the_number_of_a_case_counts_as_its_title():
    (entry,) = entries(a_context(cases=[replace_case(a_view())]))

    assert entry.title == "환불이 늦은 보름\nMG-2026-009"


def replace_case(view):
    view.case = replace(view.case, promises=())
    return view


def test_only_a_promise_that_was_made_by_now_is_found():
    made, waiting = a_promise(what="환불합니다"), a_promise(id="P2", what="앱을 고칩니다", made_in="mg-2026-009-later")
    view = a_view(promises=(made, waiting))
    view.promises = (SimpleNamespace(promise=made),)

    (entry,) = entries(a_context(cases=[view]))

    assert ("환불합니다" in entry.text, "앱을 고칩니다" in entry.text) == (True, False)
