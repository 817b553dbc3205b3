"""`invoke build --verify` builds both ways and would notice a single byte."""

import shutil

import pytest

from plugins.publication.build import build, verify
from plugins.publication.workshop import BuildBugError
from tests.publication.projects import AS_OF, REPOSITORY, a_project

pytestmark = pytest.mark.build
PLUGINS = 'PLUGINS = ["plugins.incremental.hooks", "yaml_metadata"]\n'
# A filter that is no function of what it is given.
DICE = "import os\nJINJA_FILTERS = {'dice': lambda text: text + os.urandom(4).hex()}\n"
PAGE = "<!doctype html><title>{{ page.title }}</title><h1 id='top'>{{ page.title|dice }}</h1>{{ page.content }}"


def a_quick_project(tmp_path, **options):
    root = a_project(tmp_path, **options)
    shutil.copytree(
        REPOSITORY / "plugins/incremental",
        root / "plugins/incremental",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    return root


def test_both_ways_write_the_same_bytes(tmp_path):
    root = a_quick_project(tmp_path, settings=PLUGINS)
    build(root, settings_file="pelicanconf.py", as_of=AS_OF, output=root / "output")

    assert verify(root, settings_file="pelicanconf.py", as_of=AS_OF) >= 3


def test_a_page_that_differs_is_a_bug_and_is_named(tmp_path):
    root = a_quick_project(tmp_path, settings=PLUGINS + DICE, files={"theme/templates/page.html": PAGE})

    with pytest.raises(BuildBugError, match=r"about/index\.html"):
        verify(root, settings_file="pelicanconf.py", as_of=AS_OF)


def test_a_second_build_at_the_same_time_is_refused(tmp_path):
    from plugins.core.errors import BuildError
    from plugins.publication.workshop import alone

    root = a_quick_project(tmp_path, settings=PLUGINS)

    with alone(root / "cache/build.lock", busy="먼저"), pytest.raises(BuildError):
        build(root, settings_file="pelicanconf.py", as_of=AS_OF, output=root / "output")
