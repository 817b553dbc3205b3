"""What every page of a site depends on beside what its template reads: code, libraries, templates, template settings.

What cannot be told by its contents gets a fingerprint that is never the same again: then everything is rendered.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from plugins.core.memo import key_of
from plugins.incremental.tokens import deep_token

_PASSED_OVER = frozenset({"__pycache__", "node_modules", ".git"})
# How the templates are read and what they may call.
_TEMPLATE_SETTINGS = (
    "JINJA_ENVIRONMENT",
    "JINJA_FILTERS",
    "JINJA_GLOBALS",
    "JINJA_TESTS",
    "TEMPLATE_EXTENSIONS",
    "LOCALE",
    "DATE_FORMATS",
    "PLUGINS",
)


def library_digest() -> bytes:
    """Return the digest of Python and of every installed distribution with its version."""
    installed = set()
    for place in sys.path:
        if place.rstrip("/").endswith(("site-packages", "dist-packages")) and os.path.isdir(place):
            installed |= {name for name in os.listdir(place) if name.endswith((".dist-info", ".egg-info", ".egg-link"))}
    return key_of(sys.version, sys.platform, *sorted(installed))


def code_digest(plugins: Iterable[Any]) -> bytes:
    """Return the digest of all code that is no installed library, with the data files that lie beside it.

    Args:
        plugins: The modules of the site's plugins; the whole package that each belongs to is read.
    """
    # What was started (pelican, our own commands) is no part of the site.
    loaded = [module for name, module in list(sys.modules.items()) if name != "__main__"]
    files = {Path(os.path.abspath(file)) for module in loaded if (file := _own_file(module))}
    for plugin in plugins:
        top = sys.modules.get(plugin.__name__.partition(".")[0], plugin)
        if file := _own_file(top):
            path = Path(file)
            files |= set(_files_below(path.parent)) if path.name == "__init__.py" else {path}
    digest = blake2b(digest_size=16)
    for path in sorted(files):
        digest.update(key_of(path.name, _content(path)))
    return digest.digest()


def theme_digest(folders: Iterable[str]) -> bytes:
    """Return the digest of every template a page may use: an include may be named by what a page says."""
    digest = blake2b(digest_size=16)
    for folder in folders:
        for path in sorted(_files_below(Path(folder))):
            digest.update(key_of(path.relative_to(folder).as_posix(), _content(path)))
    return digest.digest()


def template_settings_digest(settings: Mapping[str, Any]) -> bytes:
    """Return the digest of what settings say about templates."""
    tokens = [deep_token(settings.get(name)) for name in _TEMPLATE_SETTINGS]
    # An object that does not say what it is may be another one next time.
    return os.urandom(16) if None in tokens else key_of(*tokens)


def content_digest(path: str) -> bytes:
    """Return the digest of a file; of nothing where it is not there."""
    return key_of(_content(Path(path)))


def _own_file(module: Any) -> str:
    file = getattr(module, "__file__", None) or ""
    libraries = (sys.prefix, sys.base_prefix, sys.exec_prefix)
    return "" if not file or file.startswith(libraries) or "site-packages" in file else file


def _files_below(folder: Path) -> Iterable[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in _PASSED_OVER]
        yield from (Path(root, name) for name in names if not name.endswith(".pyc"))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
