"""What every test may rely on: programs that a laptop may lack are asked for by ``@pytest.mark.needs("chromium")``."""

import os
import shutil

import pytest
from hypothesis import settings

from tests.site.states import a_states_tree
from tests.site.trees import built, demo_tree

# How long an example takes says more of the machine than of the code.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

# The names under which a program is found; a laptop without root may have none of them.
PROGRAMS = {"chromium": ("chromium", "chromium-browser"), "java": ("java",), "node": ("node",), "rsync": ("rsync",)}


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
def states_folder(tmp_path_factory):
    """The fixture site's output, built once."""
    return _built(a_states_tree(tmp_path_factory.mktemp("states")))


def _built(root):
    done = built(root)
    assert done.returncode == 0, done.stderr
    return root / "output"
