"""What every test may rely on: programs that a laptop may lack are asked for by ``@pytest.mark.needs("chromium")``."""

import os
import shutil
import tempfile

import pytest
from hypothesis import settings

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
