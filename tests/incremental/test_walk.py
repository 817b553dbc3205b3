"""Whatever is edited in whatever order, killed or damaged: every byte is what a clean build would have written."""

import pytest

from tests.incremental.walks import walk

pytestmark = pytest.mark.build
# `make test-long` and bench/incremental_fuzz.py walk further, from other seeds.
STEPS = 10


def test_a_walk_of_random_edits_never_leaves_what_a_clean_build_writes(tmp_path):
    met = walk(tmp_path, seed=20, steps=STEPS)

    assert met.differing == ""
    assert (met.steps, met.refused < STEPS / 2, met.kept_pages > STEPS) == (STEPS, True, True)


@pytest.mark.long
def test_three_hundred_steps(tmp_path):
    met = walk(tmp_path, seed=21, steps=300)

    assert met.differing == ""
    assert (met.refused < 150, met.killed > 5, len(met.edits) >= 20) == (True, True, True)


def test_a_walk_would_notice_a_single_wrong_byte(tmp_path):
    from tests.incremental.walks import _difference

    same = {"a.html": b"1", "not-ours/kept.txt": b"x"}

    assert _difference(dict(same), {"a.html": b"1"}, "") == ""
    assert "a.html" in _difference(dict(same), {"a.html": b"2"}, "step")
    assert "not ours" in _difference({"a.html": b"1"}, {"a.html": b"1"}, "step")
