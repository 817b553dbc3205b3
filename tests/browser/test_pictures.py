"""The pictures that people look at: none is forgotten, and each shows its page."""

import pytest

from plugins.publication.checks import page_paths
from tests.browser.pictures import BASES, PICTURED, SCHEMES, WIDTHS, taken
from tests.theme.templates import TEMPLATES

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.build, pytest.mark.allow_hosts(["127.0.0.1"])]


def test_every_template_has_its_picture():
    assert set(PICTURED) == {path.stem for path in TEMPLATES if not path.name.startswith("_")} - BASES


def test_what_is_pictured_is_there(demo_folder, states_folder):
    for site, folder in (("demo", demo_folder), ("states", states_folder)):
        there = page_paths(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
        shown = [page.split("?")[0] for pages in PICTURED.values() for other, page in pages if other == site]

        assert {page if page.endswith(".html") else f"{page}index.html" for page in shown} <= set(there)


def test_a_page_is_taken_at_every_width_light_and_dark(chromium, demo_folder, tmp_path):
    paths = taken(chromium, {"demo": demo_folder}, [("demo", "404.html")], tmp_path)

    assert len({path.read_bytes() for path in paths}) == len(WIDTHS) * len(SCHEMES)
