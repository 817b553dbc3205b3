"""Let an address that a person wrote as ``/cases/`` lead into this site, wherever the site stands.

Markdown knows no site: under ``https://host/answers`` a link to ``/cases/`` would leave it. Pelican's ``{filename}``
resolves files only, and a list of cases is no file.
"""

import re

# What rendered Markdown holds: a tag with an address that begins with one slash. Two slashes begin another host.
_ADDRESS = re.compile(r"(<(?:a|img|source|video|audio)\b[^>]*?\s(?:href|src)=[\"'])/(?!/)")


def rooted(html: str, site_url: str) -> str:
    """Return the HTML with every root-relative address put under the site's own.

    Args:
        site_url: Without a trailing slash; "" where the site stands at the root of its host.
    """
    return _ADDRESS.sub(lambda match: f"{match[1]}{site_url}/", html) if site_url else html
