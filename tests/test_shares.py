"""Tests that build begin on every worker, in whole modules, and no test is lost."""

import pytest

from tests.shares import heavy_first

HEAVY = (("a1", "a2"), ("b1",), ("c1", "c2", "c3"))


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("light", [0, 1, 20])
def test_every_test_is_given_out_once(workers, light):
    tests = [f"t{number}" for number in range(light)]

    ordered = heavy_first(HEAVY, tests, workers)

    assert sorted(ordered) == sorted([*tests, *(one for module in HEAVY for one in module)])


def test_each_half_begins_with_whole_modules_that_build():
    ordered = heavy_first(HEAVY, [f"t{number}" for number in range(14)], 2)

    assert (ordered[:5], ordered[10:11]) == (["a1", "a2", "c1", "c2", "c3"], ["b1"])


def test_one_worker_keeps_the_order_of_each_kind():
    assert heavy_first(HEAVY, ["t1", "t2"], 1) == ["a1", "a2", "b1", "c1", "c2", "c3", "t1", "t2"]
