"""The fixture site of ``tests/data/states``: every value that a case, post or person can have, once, in small texts.

Built without ``plugins.editorial``: it shows shapes, and what an editor thinks of its words is tested elsewhere.
"""

import shutil
from functools import cache
from pathlib import Path

from tests.site.trees import a_tree, built, edited, shared

STATES = Path(__file__).resolve().parents[1] / "data/states"
# Small, so that every list has numbered pages.
PER_PAGE = 2
FIRST_PAGE = 1


def a_states_tree(folder: Path, *, without: tuple[str, ...] = ()) -> Path:
    """Return the root of the project with the fixture's content in place of the demo's.

    Args:
        without: Folders of ``content/`` that are left out, for lists with nothing in them.
    """
    root = a_tree(folder)
    shutil.rmtree(root / "content")
    shutil.copytree(STATES / "content", root / "content", ignore=shutil.ignore_patterns(*without))
    shutil.copy(STATES / "site.toml", root / "site.toml")
    edited(root, "pelicanconf.py", '    "plugins.editorial.hooks",\n', "")
    edited(root, "pelicanconf.py", "CASES_PER_PAGE = 12\n", f"CASES_PER_PAGE = {PER_PAGE}\n")
    edited(root, "pelicanconf.py", "TRANSPARENCY_RECURRING_OVER_CASES = 3\n", "TRANSPARENCY_RECURRING_OVER_CASES = 1\n")
    edited(root, "pelicanconf.py", "TRANSPARENCY_FIRST_PAGE = 200\n", f"TRANSPARENCY_FIRST_PAGE = {FIRST_PAGE}\n")
    return root


@cache
def states_tree() -> Path:
    """Return the root of a project in which the fixture site was built, once for every test of this run."""

    def make(folder: Path) -> None:
        done = built(a_states_tree(folder))
        assert done.returncode == 0, done.stderr

    return shared("states", make)
