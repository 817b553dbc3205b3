"""One built demo for all tests that only look at it."""

import pytest

from tests.site.states import a_states_tree
from tests.site.trees import a_tree, built, snapshot


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The files of the demo's output, by path."""
    root = a_tree(tmp_path_factory.mktemp("demo"))
    done = built(root)
    assert done.returncode == 0, done.stderr
    return snapshot(root / "output")


@pytest.fixture(scope="session")
def states(tmp_path_factory):
    """The files of the fixture site's output, by path: every value once."""
    root = a_states_tree(tmp_path_factory.mktemp("states"))
    done = built(root)
    assert done.returncode == 0, done.stderr
    return snapshot(root / "output")
