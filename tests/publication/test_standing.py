"""A build of which nothing changed renders nothing; whatever it may have read that changed, it renders again."""

import pytest

from plugins.core.errors import DeskError
from plugins.publication.build import build
from tests.publication.projects import AS_OF, a_project, write_files

pytestmark = pytest.mark.build
ELSEWHERE = """
from pathlib import Path
from pelican import signals

def read(_pelican):
    Path({place!r}).read_text(encoding="utf-8")

def register():
    signals.initialized.connect(read)
"""


def built(root, **changes):
    options = {"settings_file": "pelicanconf.py", "as_of": AS_OF, "output": root / "output"} | changes
    return build(root, **options)


def renders(root, **changes):
    """Return whether a build renders: a page of the last rendering that is lost is there again only then."""
    page = root / "cache/build/site/about/index.html"
    page.unlink(missing_ok=True)
    built(root, **changes)
    return page.exists()


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A project that was built; each test leaves it as it was, or built again."""
    root = a_project(tmp_path_factory.mktemp("standing"))
    built(root)
    return root


def test_nothing_changed_and_nothing_is_rendered_and_the_report_is_the_same(root):
    before = built(root)

    assert not renders(root)
    assert (before.pages, before.changed, before.removed, len(before.files)) == (2, (), (), 3)


def test_a_changed_source_is_rendered(root):
    write_files(root, {"content/pages/about.md": "---\ntitle: 소개\n---\n\n또 반갑습니다.\n"})

    assert renders(root)
    assert "또 반갑습니다" in (root / "output/about/index.html").read_text(encoding="utf-8")


def test_another_instant_is_another_build(root):
    later = AS_OF.replace(hour=5)

    assert renders(root, as_of=later)
    assert renders(root)


def test_a_damaged_memory_of_the_last_build_is_none(root):
    standing = root / "cache/build/standing"
    standing.write_bytes(standing.read_bytes()[:-1] + b"x")

    assert renders(root)


def test_a_page_of_the_output_that_was_overwritten_comes_back(root):
    (root / "output/index.html").write_text("망가진 쪽", encoding="utf-8")

    report = built(root)

    assert report.changed == ("index.html",)


def test_a_build_that_was_refused_leaves_nothing_to_stand_on(root):
    bad = root / "content/pages/bad.md"
    bad.write_text("---\ntitle: 나쁜 글\n---\n\n[없는 글](/nowhere/)\n", encoding="utf-8")
    with pytest.raises(DeskError):
        built(root)
    bad.unlink()

    assert renders(root)


def test_a_build_that_read_what_nobody_watches_is_rendered_every_time(tmp_path):
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text("x", encoding="utf-8")
    plugin = ELSEWHERE.format(place=str(elsewhere))
    root = a_project(tmp_path, settings='PLUGINS = [*PLUGINS, "plugins.guest"]\n', files={"plugins/guest.py": plugin})
    built(root)

    assert renders(root)


def test_a_draft_that_nobody_touched_is_still_one_when_its_page_appears(tmp_path):
    draft = "---\ntitle: 몰래\nstatus: draft\n---\n\n아직입니다.\n"
    other = "---\ntitle: 다른 글\nslug: secret\n---\n\n같은 주소입니다.\n"
    root = a_project(tmp_path, files={"content/pages/secret.md": draft})
    built(root)
    write_files(root, {"content/pages/other.md": other})

    with pytest.raises(DeskError) as refused:
        built(root)

    assert "초안인데 쪽이 만들어졌습니다" in refused.value.korean


def test_a_draft_that_became_a_page_is_none_any_more(tmp_path):
    draft = "---\ntitle: 몰래\nstatus: draft\n---\n\n아직입니다.\n"
    root = a_project(tmp_path, files={"content/pages/secret.md": draft})
    built(root)
    write_files(root, {"content/pages/secret.md": draft.replace("draft", "published")})

    assert "secret/index.html" in built(root).changed


def test_what_a_killed_build_left_in_the_output_is_swept(root):
    left = root / "output/.index.html.0123456789ab.tmp"
    left.write_bytes(b"half")
    # As it is while a build runs.
    (root / "cache/build/standing").unlink()
    built(root)

    assert not left.exists()


def test_a_folder_of_the_content_that_is_a_link_is_watched(tmp_path):
    root = a_project(tmp_path)
    (root / "content/pages").rename(tmp_path / "pages")
    (root / "content/pages").symlink_to(tmp_path / "pages")
    built(root)
    write_files(tmp_path, {"pages/about.md": "---\ntitle: 소개\n---\n\n다시 반갑습니다.\n"})
    built(root)

    assert "다시 반갑습니다" in (root / "output/about/index.html").read_text(encoding="utf-8")
