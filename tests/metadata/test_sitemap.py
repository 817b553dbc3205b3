from xml.etree import ElementTree

from plugins.metadata.sitemap import robots_file, sitemap_files
from tests.nouns import at

BASE = "https://a.example"
PAGES = [(f"{BASE}/b/", at(10, 2)), (f"{BASE}/a/?x=1&y=2", None), (f"{BASE}/c/", at(10, 3))]


def test_a_sitemap_lists_pages_in_order_with_what_is_known_of_their_age():
    text = sitemap_files(PAGES, BASE)["sitemap.xml"].decode()

    locations = [url[0].text for url in ElementTree.fromstring(text)]
    assert locations == [f"{BASE}/a/?x=1&y=2", f"{BASE}/b/", f"{BASE}/c/"]
    assert text.count("<lastmod>2026-10-0") == 2


def test_the_order_of_the_pages_makes_no_difference():
    assert sitemap_files(PAGES, BASE) == sitemap_files(reversed(PAGES), BASE)


def test_too_many_pages_make_parts_and_an_index():
    files = sitemap_files(PAGES, BASE, most=2)

    root = ElementTree.fromstring(files["sitemap.xml"])
    assert root.tag.endswith("sitemapindex")
    assert [part[0].text for part in root] == [f"{BASE}/sitemap-1.xml", f"{BASE}/sitemap-2.xml"]
    assert [part[1].text for part in root] == ["2026-10-02T12:00:00+09:00", "2026-10-03T12:00:00+09:00"]
    assert set(files) == {"sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"}


def test_a_site_without_pages_has_a_sitemap():
    assert ElementTree.fromstring(sitemap_files([], BASE)["sitemap.xml"]).tag.endswith("urlset")


def test_robots_are_told_where_the_sitemap_is():
    assert robots_file(BASE).decode().endswith(f"Sitemap: {BASE}/sitemap.xml\n")
