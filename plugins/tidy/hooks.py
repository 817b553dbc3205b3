"""Weight in Pelican.

Reads the settings ``OUTPUT_PATH`` and ``THEME_STATIC_DIR``: the stylesheets that Pelican has copied there are squeezed
in place. Stands before ``plugins.editorial``, which reads the files as they will be published.
"""

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.edge.files import write_if_changed
from plugins.tidy.squeeze import squeezed


def squeeze_stylesheets(pelican: Any) -> None:
    """Rewrite every stylesheet of the theme in the output."""
    for path in sorted(Path(pelican.settings["OUTPUT_PATH"], pelican.settings["THEME_STATIC_DIR"]).rglob("*.css")):
        write_if_changed(path, squeezed(path.read_text(encoding="utf-8")))


def register() -> None:
    """Connect the receiver."""
    signals.finalized.connect(squeeze_stylesheets)
