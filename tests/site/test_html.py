"""The Nu HTML checker (the W3C's own) over every page of the demo and of the fixture site."""

import json
import shutil
import subprocess

import pytest

from plugins.publication.checks import page_paths
from tests.packages import NU_HTML_CHECKER, installed

pytestmark = [pytest.mark.build, pytest.mark.needs("java", "node")]
# It ends before what Java's better compiler and collector cost comes back: 13 seconds of CPU, and 6 like this.
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")
# Proof that the checker reads what it is given: it must complain of this page, in the same run, and of no other.
BROKEN = '<!doctype html><html lang="ko"><title>틀린 쪽</title><p><div></p>'


def complaints(folder):
    """One process over all pages: starting Java takes longer than reading two hundred of them."""
    java = shutil.which("java")
    command = [java, *QUICK, "-jar", str(installed(NU_HTML_CHECKER)), "--skip-non-html", "--format", "json", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    # Pages without any fault are not named; what is wrong is said on stderr.
    return json.loads(done.stderr)["messages"]


def test_every_page_is_valid_html_without_a_warning(demo, states, tmp_path):
    for name, site in (("demo", demo), ("states", states)):
        for page in page_paths(site):
            path = tmp_path / name / page
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(site[page])
    (tmp_path / "broken.html").write_text(BROKEN, encoding="utf-8")

    found = [(m["url"].removeprefix(tmp_path.as_uri()), m["message"]) for m in complaints(tmp_path)]

    assert [message for url, message in found if "broken.html" in url]
    assert [(url, message) for url, message in found if "broken.html" not in url] == []
