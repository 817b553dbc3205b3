"""What judges our pages and comes from npm: the Nu HTML checker and axe-core, as ``package-lock.json`` pins them."""

import os
from pathlib import Path

import pytest

MODULES = Path(__file__).resolve().parents[1] / "node_modules"
NU_HTML_CHECKER = "vnu-jar/build/dist/vnu.jar"
AXE = "axe-core/axe.min.js"


def installed(name: str) -> Path:
    """Return a file of an installed package; without it the test is skipped with a sentence, or fails in CI."""
    path = MODULES / name
    if not path.exists():
        sentence = f"{name} is not installed: `npm ci` puts it there"
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    return path
