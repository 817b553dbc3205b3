"""What could not be checked is not taken for good: a rules file that is gone or broken stops every judgement."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from plugins.core.personal_data import Allowed
from plugins.editorial.check import lay_out
from plugins.editorial.examine import examine
from tests.editorial.demo import AS_OF

ROOT = Path(__file__).resolve().parents[2]
RULES = sorted(path.name for path in (ROOT / "plugins/editorial/rules").iterdir())
# Kept only to start faster; what they lack is read out of the patterns.
SPARED = {name for name in RULES if name.startswith("needles.")}
# Runs in a copy of the code, each rules file in turn gone and then broken.
JUDGE = """
import json, pathlib
from functools import _lru_cache_wrapper
from plugins.editorial import checklist, ear, rulebook
from plugins.editorial.wording import judge_wording

CACHED = [one for module in (checklist, ear, rulebook) for one in vars(module).values()
          if isinstance(one, _lru_cache_wrapper) and one is not rulebook._compiled]

def said(file=""):
    for one in CACHED:
        # An ear takes longest to read, and what is no ear stands in none.
        if one is not ear.ear or file.startswith("ear."):
            one.cache_clear()
    try:
        checklist.checks()
        found = [judge_wording(text, path="a.md") for text in ("다 지어낸 얘기예요.", "It was only a hiccup.")]
        return [finding.rule for findings in found for finding in findings]
    except Exception as error:
        return f"{type(error).__name__} {error}"

told = {"": [said(), ""]}
for path in sorted(pathlib.Path("plugins/editorial/rules").iterdir()):
    content = path.read_bytes()
    path.unlink()
    gone = said(path.name)
    path.write_text("\\0 [[[")
    broken = said(path.name)
    path.write_bytes(content)
    told[path.name] = [gone, broken]
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What is said of two sentences with each rules file gone, and broken; "" with all of them whole."""
    root = tmp_path_factory.mktemp("closed")
    (root / "plugins").mkdir()
    (root / "plugins/__init__.py").touch()
    for name in ("core", "edge", "editorial"):
        shutil.copytree(ROOT / "plugins" / name, root / "plugins" / name, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-c", JUDGE]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", sorted(set(RULES) - SPARED))
def test_without_a_rules_file_nothing_is_judged(told, name):
    gone, broken = told[name]

    assert isinstance(gone, str), gone
    assert isinstance(broken, str), broken
    assert name in gone


@pytest.mark.parametrize("name", sorted(SPARED))
def test_without_the_kept_needles_the_same_is_found_and_broken_ones_are_refused(told, name):
    gone, broken = told[name]

    assert gone == told[""][0]
    assert len(gone) == 2
    assert isinstance(broken, str)
    assert name in broken


def test_a_source_that_nobody_can_read_is_no_clean_source(tmp_path):
    (tmp_path / "content/pages").mkdir(parents=True)
    (tmp_path / "content/pages/a.md").write_bytes(b"---\ntitle: \xff\xfe\n---\n")
    content = lay_out(tmp_path, (), (), (), AS_OF)

    findings = examine(content, Allowed())

    assert [(f.rule, f.level, f.path) for f in findings] == [("UNREADABLE", "block", "content/pages/a.md")]


def test_a_post_that_cannot_be_read_again_is_an_error(tmp_path):
    post = SimpleNamespace(path="content/responses/gone.md", post=None)

    with pytest.raises(FileNotFoundError):
        lay_out(tmp_path, (post,), (), (), AS_OF)
