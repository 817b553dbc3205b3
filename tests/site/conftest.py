"""The built sites as bytes, for tests that only look at them."""

import pytest

from tests.site.trees import snapshot


@pytest.fixture(scope="session")
def demo(demo_folder):
    """The files of the demo's output, by path."""
    return snapshot(demo_folder)


@pytest.fixture(scope="session")
def states(states_folder):
    """The files of the fixture site's output, by path: every value once."""
    return snapshot(states_folder)
