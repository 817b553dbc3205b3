"""Weight in Pelican.

Reads the settings ``OUTPUT_PATH``, ``THEME``, ``THEME_TEMPLATES_OVERRIDES`` and ``THEME_STATIC_DIR``: the stylesheets
that Pelican has copied there are squeezed in place. Stands before ``plugins.editorial``, which reads the files as they
will be published.
"""

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.edge.files import write_if_changed
from plugins.tidy.squeeze import short_names, squeezed


def squeeze_stylesheets(pelican: Any) -> None:
    """Rewrite every stylesheet of the theme in the output; a name that a template speaks of stays as it is."""
    settings = pelican.settings
    folders = [Path(settings["THEME"], "templates"), *map(Path, settings.get("THEME_TEMPLATES_OVERRIDES", ()))]
    templates = [path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.rglob("*.*"))]
    paths = sorted(Path(settings["OUTPUT_PATH"], settings["THEME_STATIC_DIR"]).rglob("*.css"))
    sheets = [path.read_text(encoding="utf-8") for path in paths]
    names = short_names(sheets, templates)
    for path, sheet in zip(paths, sheets, strict=True):
        write_if_changed(path, squeezed(sheet, names))


def register() -> None:
    """Connect the receiver."""
    signals.finalized.connect(squeeze_stylesheets)
