"""Every setting of the site that we use, grouped by who reads it; the unit is in the name.

The build is a function of this file, the git tree and ``AS_OF``. What a company changes is in ``site.toml``; what only
the published site needs is in ``publishconf.py``.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
# Pelican puts the project on the path only after it has read this file.
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from plugins.core.site import read_site  # noqa: E402

# ── The site ────────────────────────────────────────────────────────────────────────────────────────────────────────
SITE = read_site(ROOT / "site.toml")
SITENAME = SITE.name
SITEURL = ""
DEFAULT_LANG = "ko"
TIMEZONE = "Asia/Seoul"
# A fixed locale: the user's would put the machine into the pages.
LOCALE = ["C.UTF-8", "C"]
# The instant the site is true for. ``plugins.publication.render`` replaces it by --as-of.
AS_OF = SITE.as_of.isoformat() if SITE.as_of else ""

# ── Pelican: what is read ───────────────────────────────────────────────────────────────────────────────────────────
PATH = "content"
ARTICLE_PATHS = ["responses", "corrections", "progress", "stories"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
# Pelican's own "**/.*" lets .gitkeep through.
IGNORE_FILES = [".*", "**/.*"]
# The folder is the kind. (USE_FOLDER_AS_CATEGORY does nothing where no category pages are written.)
PATH_METADATA = r"(?P<category>responses|corrections|progress|stories)/.*"
# A translation says ``translation_of:``. Pelican would look for posts of one name, which takes the square of their
# number: 1.3 s at 10,000 posts, and it grows with the square.
ARTICLE_TRANSLATION_ID = ""


def newest_first(post):
    """Two posts of one instant stand by name and not as the disk has them."""
    return -post.date.timestamp(), post.slug


ARTICLE_ORDER_BY = newest_first
# False would ask the clock which posts are due; plugins.cases asks AS_OF.
WITH_FUTURE_DATES = True
# A Korean title makes a bad slug, so the file name is the slug, as it is written.
SLUGIFY_SOURCE = "basename"
SLUGIFY_PRESERVE_CASE = True
SLUGIFY_USE_UNICODE = True
FILENAME_METADATA = r"(?P<slug>.+)"
# Both cache layers of Pelican can serve wrong pages.
CACHE_CONTENT = False
LOAD_CONTENT_CACHE = False
CACHE_PATH = "cache/pelican"
MARKDOWN = {
    # extra: tables, footnotes, definition lists, attribute lists, abbreviations, fenced code.
    "extension_configs": {"markdown.extensions.extra": {}},
    "output_format": "html5",
}

# ── Pelican: what is written ────────────────────────────────────────────────────────────────────────────────────────
OUTPUT_PATH = "output"
# The output is swapped file by file after the gate; Pelican must not empty it.
DELETE_OUTPUT_DIRECTORY = False
ARTICLE_URL = "{category}/{slug}/"
ARTICLE_SAVE_AS = "{category}/{slug}/index.html"
# A translation is a file of its own and has its own name.
ARTICLE_LANG_URL = ARTICLE_URL
ARTICLE_LANG_SAVE_AS = ARTICLE_SAVE_AS
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
PAGE_LANG_URL = PAGE_URL
PAGE_LANG_SAVE_AS = PAGE_SAVE_AS
DIRECT_TEMPLATES = ["index", "404"]
INDEX_SAVE_AS = "index.html"
DEFAULT_PAGINATION = False
# Nothing is written of what a reader should not find, nor of what our own pages say better.
DRAFT_SAVE_AS = ""
DRAFT_LANG_SAVE_AS = ""
DRAFT_PAGE_SAVE_AS = ""
DRAFT_PAGE_LANG_SAVE_AS = ""
AUTHOR_SAVE_AS = ""
AUTHORS_SAVE_AS = ""
CATEGORY_SAVE_AS = ""
CATEGORIES_SAVE_AS = ""
TAG_SAVE_AS = ""
TAGS_SAVE_AS = ""
ARCHIVES_SAVE_AS = ""
YEAR_ARCHIVE_SAVE_AS = ""
MONTH_ARCHIVE_SAVE_AS = ""
DAY_ARCHIVE_SAVE_AS = ""
# plugins.syndication writes the feeds.
FEED_ATOM = None
FEED_RSS = None
FEED_ALL_ATOM = None
FEED_ALL_RSS = None
CATEGORY_FEED_ATOM = None
CATEGORY_FEED_RSS = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
TAG_FEED_ATOM = None
TAG_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
TRANSLATION_FEED_RSS = None

# ── Pelican: how it looks ───────────────────────────────────────────────────────────────────────────────────────────
THEME = "theme"
THEME_STATIC_DIR = "theme"
THEME_STATIC_PATHS = ["static"]
JINJA_ENVIRONMENT = {
    # Titles come from people: Pelican escapes nothing unless it is told.
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    # Words and dates in the language of the page (theme/locale); a misspelt name in a template stops the build.
    "extensions": ["plugins.core.interface.Interface"],
}

# ── Plugins: the order is the order of their receivers ──────────────────────────────────────────────────────────────
# The hooks modules are named, not their packages: a package that re-exported register() would load Pelican into every
# shell of the same plugin, half a second for `invoke inbox`. editorial comes last, it judges what the others made.
PLUGIN_PATHS = ["."]
PLUGINS = [
    "plugins.incremental.hooks",
    "yaml_metadata",
    "plugins.inbox.hooks",
    "plugins.cases.hooks",
    # Its index is made beside whatever comes behind it.
    "plugins.search.hooks",
    "plugins.linkbacks.hooks",
    "plugins.transparency.hooks",
    "plugins.syndication.hooks",
    # After whatever writes pages: they belong into the sitemap.
    "plugins.metadata.hooks",
    "plugins.tidy.hooks",
    "plugins.editorial.hooks",
]

# ── plugins.cases ───────────────────────────────────────────────────────────────────────────────────────────────────
# "" where there is no form: then every page offers mail to the person who answers.
CONTACT_FORM_URL = SITE.contact_form_url
# Where mail goes when the answering person has no address.
CONTACT_EMAIL = SITE.contact_email
# Entries on a numbered page of a list; the newest page holds up to twice as many.
CASES_PER_PAGE = 12

# ── plugins.transparency ────────────────────────────────────────────────────────────────────────────────────────────
# A topic is marked once more cases of it than this, with the same fault, began within so many days.
TRANSPARENCY_RECURRING_OVER_CASES = 3
TRANSPARENCY_RECURRING_DAYS = 90
# Settled promises, or changes, on the first page of a list; older ones stand on their year's page.
TRANSPARENCY_FIRST_PAGE = 200
# How many months the pictures show; the data has all.
TRANSPARENCY_MONTHS = 24

# ── plugins.editorial ───────────────────────────────────────────────────────────────────────────────────────────────
# Mail and web addresses of these domains are the company's own and may stand on a page.
EDITORIAL_OWN_DOMAINS = [*SITE.own_domains, SITE.domain]

# ── plugins.syndication ─────────────────────────────────────────────────────────────────────────────────────────────
# Both stand in the id of every post and feed and never change: a site that moves writes its first domain here.
SYNDICATION_ID_DOMAIN = ""
SYNDICATION_ID_DATE = "2026"
# A WebSub hub that `invoke publish` tells what is new. Empty: none.
SYNDICATION_HUB_URL = ""

# ── plugins.inbox ───────────────────────────────────────────────────────────────────────────────────────────────────
# A file, or for several desks a PostgreSQL address: that holds a password and comes from the environment, not from git.
INBOX_DATABASE = os.environ.get("INBOX_DATABASE", "") or ".desk/inbox.sqlite3"
# Between two requests to one host, and how many hosts are asked at the same time.
INBOX_HOST_SPACING_SECONDS = float(os.environ.get("INBOX_HOST_SPACING_SECONDS", "") or 1.0)
INBOX_AT_ONCE = 32

# ── plugins.linkbacks ───────────────────────────────────────────────────────────────────────────────────────────────
# Whether `invoke send` tells the pages that complained; until then it only says what it would send.
LINKBACK_ENABLED = os.environ.get("LINKBACK_ENABLED", "") not in ("", "0")
# What was sent, in git.
LINKBACK_LEDGER = "records/linkbacks"
# Between two Pingbacks or TrackBacks to one host (WordPress takes one in 15 seconds); hosts asked at the same time.
LINKBACK_SPACING_SECONDS = 16.0
LINKBACK_HOSTS_AT_ONCE = 4
# Where a page that links to ours may say so; "" for nowhere.
LINKBACK_WEBMENTION_ENDPOINT = SITE.webmention_endpoint

# ── plugins.edge ────────────────────────────────────────────────────────────────────────────────────────────────────
# Private addresses that may be fetched all the same, as "host" or "host:port". Empty: none.
EDGE_ALLOW: list[str] = os.environ.get("EDGE_ALLOW", "").split()
# Whoever is read by us should be able to ask us who we are.
EDGE_USER_AGENT = f"Sinmungo/0.1 (+{SITE.url})"

# ── plugins.incremental ─────────────────────────────────────────────────────────────────────────────────────────────
# What builds remember; it may be deleted at any time. `invoke publish` does without.
INCREMENTAL_CACHE = "cache/incremental"

# ── plugins.publication ─────────────────────────────────────────────────────────────────────────────────────────────
# A folder, an rsync target (host:path) or a git branch (git:origin#gh-pages). Empty: `invoke publish` only says what it
# would send.
DEPLOY_TARGET = SITE.deploy_target
