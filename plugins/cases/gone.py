"""The rules by which the common hosts answer 410 for what was taken back; its page says so itself elsewhere. Pure."""

from collections.abc import Sequence
from urllib.parse import quote

NETLIFY, APACHE, NGINX = "_redirects", ".htaccess", "gone.nginx-map.txt"


def gone_rules(urls: Sequence[str], *, base: str) -> dict[str, str]:
    """Return the rule files by path; none where nothing was taken back.

    Args:
        urls: Paths of pages within the site, e.g. ``responses/mg-2026-001-response/``.
        base: Path of the site on its host, e.g. ``/answers``; "" at the root.
    """
    paths = [f"{base}/{quote(url)}" for url in urls]
    if not paths:
        return {}
    netlify = "".join(f"{path} {path}index.html 410!\n" for path in paths)
    # A folder's own page is still sent, with the words of the tombstone. Source: Apache mod_alias, Redirect gone.
    apache = "".join(f'RedirectMatch gone "^{_escaped(f"{base}/{url}")}(index\\.html)?$"\n' for url in urls)
    # nginx compares the decoded path.
    nginx = "".join(f'"{base}/{url}" 1;\n"{base}/{url}index.html" 1;\n' for url in urls)
    return {
        NETLIFY: f"# 거둔 글: 410\n{netlify}",
        APACHE: f"# 거둔 글: 410\n{apache}",
        NGINX: f"# http {{ map $uri $is_gone {{ default 0; include gone.nginx-map.txt; }} }}\n"
        f"# server {{ if ($is_gone) {{ return 410; }} }}\n{nginx}",
    }


def _escaped(path: str) -> str:
    # Apache matches the decoded path; only these mean something in its expressions in our addresses.
    return "".join(f"\\{char}" if char in ".+*?()[]{}^$|\\" else char for char in path)
