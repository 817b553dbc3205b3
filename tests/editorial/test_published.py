"""Silent edits: what readers were told stays told, or they learn that it changed."""

from dataclasses import replace
from datetime import date

import pytest

from plugins.editorial.check import keep_published, published_records
from plugins.editorial.examine import stopping
from plugins.editorial.published import RecordError, as_json, read_record, record_of
from plugins.editorial.sheets import written
from tests.editorial.demo import PROGRESS_2, RESPONSE_1, judged, laid_out, texts


def records(**more):
    content, _ = laid_out()
    cases = {c.case.id: c.case for c in content.cases}
    found = {}
    for file in content.posts:
        text = written(file.path, file.text)
        found[file.post.slug] = record_of(
            file.post, cases[file.post.case_id], text.words, text.body, [p.post for p in content.posts]
        )
    return found | more


def stops(path, *changes):
    text = texts()[path]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    findings, problems = judged({path: text}, published=records())
    assert not problems
    return [f.rule for f in stopping(findings)]


MODIFIED = ("---\n", "---\nmodified: 2026-11-21T09:00:00+09:00\n")
CHANGED = ("두 번 읽었습니다", "밤새 읽었습니다")
SPACED = ("긴 메일은 어젯밤에", "긴 메일은  어젯밤에")
FIGURE = ("212명이 더", "211명이 더")


def test_what_did_not_change_is_not_told():
    assert stops(RESPONSE_1) == []


@pytest.mark.parametrize("change", [CHANGED, SPACED], ids=["a word", "a blank"])
def test_a_change_without_modified_is_refused(change):
    assert stops(RESPONSE_1, change) == ["COR-6"]


@pytest.mark.parametrize("change", [CHANGED, SPACED], ids=["a word", "a blank"])
def test_a_slip_of_the_pen_needs_modified_alone(change):
    assert stops(RESPONSE_1, change, MODIFIED) == []


def test_another_figure_is_no_slip_of_the_pen():
    assert stops(PROGRESS_2, ("37분께 알림이", "39분께 알림이"), ("37분께 갔고", "39분께 갔고"), MODIFIED) == ["COR-6"]


def test_a_denial_is_no_slip_of_the_pen():
    assert stops(RESPONSE_1, ("같은 알림이 떴습니다", "같은 알림이 뜨지 않았습니다"), MODIFIED) == ["COR-6"]


def test_many_sentences_at_once_are_another_text():
    changes = [
        ("짜증", "화"),
        ("토요일 밤 열한 시였습니다", "토요일 밤이었습니다"),
        ("더 답답한", "더 화나는"),
        ("내라는 말이었", "보내라는 말이었"),
        ("광고 글은", "그 글은"),
    ]

    assert stops(RESPONSE_1, *changes, MODIFIED) == ["COR-6"]


def test_a_correction_that_readers_have_not_seen_answers_for_the_change():
    unseen = replace(records()["mg-2026-001-response"], corrected_by=())
    text = texts()[RESPONSE_1].replace(*CHANGED)

    findings, _ = judged({RESPONSE_1: text}, published={"mg-2026-001-response": unseen})

    assert stopping(findings) == ()


def test_a_first_date_that_moved_in_silence_is_refused():
    known = records()
    moved = replace(known["mg-2026-001-response"], promises={"P1": date(2026, 10, 9)})

    findings, _ = judged(only=[RESPONSE_1], published=known | {moved.slug: moved})

    assert [f.rule for f in stopping(findings)] == ["TIME-4"]


def test_a_post_that_was_taken_away_is_refused():
    gone = replace(records()["mg-2026-001-response"], slug="mg-2026-001-gone")

    findings, _ = judged(published=records(**{gone.slug: gone}))

    assert ("COR-3", "records/published/mg-2026-001-gone.json") in {(f.rule, f.path) for f in findings}


def test_a_record_says_nothing_of_the_words():
    text = as_json(records()["mg-2026-001-response"])

    assert "짜증" not in text
    assert read_record("x.json", text) == records()["mg-2026-001-response"]


def test_a_broken_record_is_refused():
    with pytest.raises(RecordError) as error:
        read_record("records/published/x.json", "{}")

    assert "되돌려 주세요" in error.value.korean


def test_publishing_keeps_every_post_that_has_happened(tmp_path):
    content, _ = laid_out()

    kept = keep_published(tmp_path, content)

    assert len(kept) == len(content.posts)
    assert keep_published(tmp_path, content) == ()
    assert published_records(tmp_path) == records()
