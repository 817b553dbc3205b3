"""Whatever is edited in whatever order, killed or damaged: every byte is what a clean build would have written."""

import pytest

from tests.incremental.edits import EDITS
from tests.incremental.walks import TROUBLES, walk

pytestmark = pytest.mark.build
# `.ci/run` walks on for 300 steps, and bench/incremental_fuzz.py for as long as it is left to, from other seeds. Here
# every kind of edit and of trouble comes once, in large handfuls: this seed is one that leads to no refusal.
STEPS, SEED = 10, 20


def test_a_walk_of_random_edits_never_leaves_what_a_clean_build_writes(tmp_path):
    met = walk(tmp_path, seed=SEED, steps=STEPS, handfuls=(3, 4))

    assert met.differing == ""
    assert (met.steps, met.refused < STEPS / 2, met.kept_pages > STEPS) == (STEPS, True, True)
    assert set(met.edits) == {edit.__name__ for edit in EDITS}
    assert set(met.troubles) == set(TROUBLES) - {""}


# Two walks, so that two cores walk: `.ci/run` has five minutes for both.
@pytest.mark.long
@pytest.mark.parametrize("seed", [21, 22])
def test_three_hundred_steps(tmp_path, seed):
    met = walk(tmp_path, seed=seed, steps=150, posts=8)

    assert met.differing == ""
    assert (met.steps, met.refused < 75, met.troubles["a killed build"] > 5) == (150, True, True)
    assert set(met.edits) == {edit.__name__ for edit in EDITS}


def test_a_walk_would_notice_a_single_wrong_byte(tmp_path):
    from tests.incremental.walks import _difference

    same = {"a.html": b"1", "not-ours/kept.txt": b"x"}

    assert _difference(dict(same), {"a.html": b"1"}, "") == ""
    assert "a.html" in _difference(dict(same), {"a.html": b"2"}, "step")
    assert "not ours" in _difference({"a.html": b"1"}, {"a.html": b"1"}, "step")
