import os
from datetime import UTC, datetime

import pytest

from plugins.edge.stamps import stamp_of, stamps_below


def a_folder(tmp_path):
    (tmp_path / "site/below").mkdir(parents=True)
    (tmp_path / "site/page.html").write_text("하나", encoding="utf-8")
    (tmp_path / "site/below/other.html").write_text("둘", encoding="utf-8")
    return tmp_path / "site"


def test_every_file_is_named_by_its_path_below_the_folder(tmp_path):
    folder = a_folder(tmp_path)

    found = stamps_below(folder)

    assert found == {name: stamp_of(folder / name) for name in ("page.html", "below/other.html")}


def test_a_file_that_was_written_again_looks_different_also_with_its_old_time(tmp_path):
    page = a_folder(tmp_path) / "page.html"
    before, times = stamp_of(page), (page.stat().st_atime_ns, page.stat().st_mtime_ns)
    changed = page.stat().st_ctime_ns
    while page.stat().st_ctime_ns == changed:
        # The kernel's clock ticks every few milliseconds.
        page.write_text("셋", encoding="utf-8")
    os.utime(page, ns=times)

    assert stamp_of(page) != before


def test_no_folder_holds_nothing_and_no_file_looks_like_nothing(tmp_path):
    assert stamps_below(tmp_path / "none") == {}
    assert stamp_of(tmp_path / "none") is None


def test_what_is_not_wanted_is_not_looked_into(tmp_path):
    folder = a_folder(tmp_path)

    found = stamps_below(folder, is_wanted=lambda below, name: (below, name) != ("", "below"))

    assert list(found) == ["page.html"]


def test_a_link_to_a_folder_is_a_file_unless_links_are_followed(tmp_path):
    folder = a_folder(tmp_path)
    (folder / "again").symlink_to(folder / "below")

    assert "again" in stamps_below(folder)
    assert "again/other.html" in stamps_below(folder, follows=True)


def test_links_that_lead_in_a_circle_end(tmp_path):
    folder = a_folder(tmp_path)
    (folder / "below/up").symlink_to(folder)

    assert "below/up/page.html" in stamps_below(folder, follows=True)


def test_a_link_that_leads_nowhere_is_seen(tmp_path):
    folder = a_folder(tmp_path)
    (folder / "gone").symlink_to(tmp_path / "none")

    assert "gone" in stamps_below(folder)


@pytest.mark.parametrize("year", [1969, 2300])
def test_a_file_of_any_year_has_a_stamp(tmp_path, year):
    page, at = tmp_path / "page.html", datetime(year, 1, 1, tzinfo=UTC).timestamp()
    page.touch()
    now = stamp_of(page)
    os.utime(page, (at, at))

    assert stamp_of(page) not in {None, now}
    assert stamps_below(tmp_path) == {"page.html": stamp_of(page)}
