"""The generator in Pelican itself, without the cases plugin; whole builds run in a subprocess."""

import subprocess
import sys
from pathlib import Path

import feedparser

ROOT = Path(__file__).resolve().parents[2]

CONF = """
import sys
sys.path.insert(0, {root!r})
from plugins.core.site import Site
SITE = Site(name="모과나루 답변", brand="모과나루", url="https://answers.mogwanaru.example", description="답합니다",
            case_prefix="MG", contact_email="a@mogwanaru.example")
SITENAME, SITEURL, PATH, THEME = SITE.name, "", "content", "simple"
TIMEZONE, DEFAULT_LANG, AS_OF = "Asia/Seoul", "ko", "2026-11-22T09:00:00+09:00"
PLUGINS = ["plugins.syndication.hooks", "probe"]
PLUGIN_PATHS = ["."]
WITH_FUTURE_DATES = True
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
{more}
"""

# Says what the build put into the context, as another plugin would see it.
PROBE = """
from pelican import signals
def register():
    signals.all_generators_finalized.connect(lambda gs: print("FEEDS", gs[0].context["feeds"].all.atom), weak=False)
"""


def build(folder: Path, articles: dict[str, str], more: str = "") -> subprocess.CompletedProcess[str]:
    (folder / "content").mkdir(exist_ok=True)
    for name, text in articles.items():
        (folder / "content" / name).write_text(text, encoding="utf-8")
    (folder / "conf.py").write_text(CONF.format(root=str(ROOT), more=more), encoding="utf-8")
    (folder / "probe.py").write_text(PROBE, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pelican", "-s", "conf.py", "-o", "out", "--fatal", "errors"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


HELLO = "Title: 안녕하세요\nDate: 2026-10-06 11:30\nAuthor: 윤하람\n\n[사건](/cases/X/)\n"


def test_a_site_without_cases_has_a_feed_of_its_articles(tmp_path):
    done = build(tmp_path, {"hello.md": HELLO})

    assert done.returncode == 0, done.stderr
    read = feedparser.parse((tmp_path / "out/feeds/all.atom.xml").read_bytes())
    (entry,) = read.entries
    assert entry.title == "안녕하세요"
    assert entry.published == "2026-10-06T02:30:00Z"
    assert 'href="https://answers.mogwanaru.example/cases/X/"' in entry.content[0].value
    assert "FEEDS feeds/all.atom.xml" in done.stdout


def test_a_site_without_posts_has_an_empty_feed_that_no_build_makes_newer(tmp_path):
    done = build(tmp_path, {})

    assert done.returncode == 0, done.stderr
    read = feedparser.parse((tmp_path / "out/feeds/all.atom.xml").read_bytes())
    assert (read.feed.updated, read.entries) == ("2026-01-01T00:00:00Z", [])


def test_a_theme_without_the_page_of_all_feeds_has_none(tmp_path):
    build(tmp_path, {"hello.md": HELLO})

    assert not (tmp_path / "out/subscribe").exists()
    assert (tmp_path / "out/feeds/feeds.opml").exists()


OFFER = """
from datetime import UTC, datetime
from pelican import signals
from pelican.generators import Generator
from plugins.core.feeds import EXTRA_FEEDS, OfferedEntry, OfferedFeed
DAY = datetime(2026, 10, 6, tzinfo=UTC)
class Offering(Generator):
    def generate_context(self):
        facts = {"title": "바뀐 것", "page": "hello.html", "published": DAY, "updated": DAY}
        entry = OfferedEntry(name="changed/1", html="<p>글</p>", **facts)
        facts = {"subtitle": "", "page": "", "sources": (), "quiet_since": DAY}
        feed = OfferedFeed(name="changed", title="바뀐 것", entries=(entry,), **facts)
        self.context.setdefault(EXTRA_FEEDS, []).append(feed)
    def generate_output(self, writer):
        print("OUTPUTS", sorted(self.context.get("outputs", {})))
class Listing(Generator):
    def generate_output(self, writer):
        print("OUTPUTS", sorted(self.context["outputs"]))
def register():
    signals.get_generators.connect(lambda _: [Offering, Listing], weak=False)
"""


def test_what_a_later_plugin_offers_is_written_and_listed(tmp_path):
    (tmp_path / "offer.py").write_text(OFFER, encoding="utf-8")

    done = build(tmp_path, {"hello.md": HELLO}, more='PLUGINS += ["offer"]')

    assert done.returncode == 0, done.stderr
    for suffix in ("atom.xml", "rss.xml", "json"):
        assert "바뀐 것" in (tmp_path / f"out/feeds/changed.{suffix}").read_text(encoding="utf-8")
    assert "feeds/changed.atom.xml" in (tmp_path / "out/feeds/feeds.opml").read_text(encoding="utf-8")
    assert "'feeds/changed.atom.xml', 'feeds/changed.json', 'feeds/changed.rss.xml', 'feeds/feeds.opml'" in done.stdout


def test_two_builds_write_the_same_bytes(tmp_path):
    build(tmp_path, {"hello.md": HELLO, "b.md": HELLO.replace("안녕", "둘째")})
    first = (tmp_path / "out/feeds/all.atom.xml").read_bytes()

    build(tmp_path, {})

    assert (tmp_path / "out/feeds/all.atom.xml").read_bytes() == first


def test_a_misspelt_setting_stops_the_build(tmp_path):
    done = build(tmp_path, {}, more='SYNDICATION_ID_DOMAINS = "x"')

    assert done.returncode == 2
    assert "SYNDICATION_ID_DOMAIN" in done.stdout + done.stderr
