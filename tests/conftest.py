"""What every test may rely on: programs that a laptop may lack are asked for by ``@pytest.mark.needs("chromium")``."""

import gc
import os
import shutil
import tempfile

import pytest
from hypothesis import settings

from tests.shares import heavy_first
from tests.site.states import states_tree
from tests.site.trees import SHARED, demo_tree

# How long an example takes says more of the machine than of the code.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

# The names under which a program is found; a laptop without root may have none of them.
PROGRAMS = {"chromium": ("chromium", "chromium-browser"), "java": ("java",), "node": ("node",), "rsync": ("rsync",)}


def pytest_configure(config):
    # The workers of a run find here what one of them has built.
    if not hasattr(config, "workerinput") and SHARED not in os.environ:
        os.environ[SHARED] = tempfile.mkdtemp(prefix="sinmungo-trees-")
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(SHARED), ignore_errors=True))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    modules: dict[str, list[pytest.Item]] = {}
    for item in items:
        modules.setdefault(item.nodeid.partition("::")[0], []).append(item)
    heavy = [tests for tests in modules.values() if any(test.get_closest_marker("build") for test in tests)]
    light = [test for tests in modules.values() if tests not in heavy for test in tests]
    # Every worker orders them alike: each is told how many there are.
    items[:] = heavy_first(heavy, light, getattr(config, "workerinput", {}).get("workercount", 1))


def pytest_collection_finish():
    # Thousands of tests live as long as the run: no collection need look at them again, and no fork copies them for it.
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item):
    for marker in item.iter_markers("needs"):
        for program in marker.args:
            if not any(shutil.which(name) for name in PROGRAMS.get(program, (program,))):
                sentence = f"{program} is not installed and this test needs it"
                # On a laptop that is how it is; in CI a skipped proof is no proof.
                if os.environ.get("CI"):
                    pytest.fail(sentence)
                pytest.skip(sentence)


@pytest.fixture(scope="session")
def demo_folder():
    """The demo's output, built once for every test that only looks at it."""
    return demo_tree() / "output"


@pytest.fixture(scope="session")
def states_folder():
    """The fixture site's output, built once."""
    return states_tree() / "output"
