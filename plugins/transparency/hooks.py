"""The public account in Pelican.

Reads the settings ``TRANSPARENCY_…``, ``SITE`` (whose site: the data's addresses begin with its ``url``), ``PATH`` and
``OUTPUT_PATH``, and the numbers of ``content/figures/``.
Reads from the context ``case_records``, ``people`` and ``as_of`` (made by ``plugins.cases``; without it there is
nothing to account for, and no page of ours).
Puts into the context: ``transparency`` (see ``assembly.Account``), before any page is written; an offer under
``extra_feeds`` (see ``core.feeds``); and its pages and files under ``outputs`` with their sources.
"""

from typing import Any

from pelican import signals

from plugins.transparency.generator import TransparencyGenerator


def transparency_generator(_pelican: Any) -> type[TransparencyGenerator]:
    """Return the generator that Pelican shall run."""
    return TransparencyGenerator


def register() -> None:
    """Connect the receiver."""
    signals.get_generators.connect(transparency_generator)
