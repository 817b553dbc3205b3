"""What differs when the site is published: absolute addresses. `invoke publish` builds with this file, strictly."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from pelicanconf import *  # noqa: F403
from pelicanconf import SITE

SITEURL = SITE.url
RELATIVE_URLS = False
