"""One built demo for all tests that only look at it."""

import pytest

from tests.site.trees import a_tree, built, snapshot


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The files of the demo's output, by path."""
    root = a_tree(tmp_path_factory.mktemp("demo"))
    done = built(root)
    assert done.returncode == 0, done.stderr
    return snapshot(root / "output")
