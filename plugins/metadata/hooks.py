"""Metadata in Pelican.

Reads the settings ``SITE`` (every address begins with its ``url``, also where ``SITEURL`` is ""), ``METADATA_…``,
``DEFAULT_LANG``, ``THEME`` and ``PATH``.
Reads from the context ``posts``, ``cases``, ``people``, ``case_records``, ``unfinished`` and ``as_of`` (made by
``plugins.cases``; without it ``articles`` alone), ``pages`` and ``outputs``; from an article ``post``, ``view``,
``author_view``, ``affiliation``, ``org_name``, ``role``, ``citation``, ``corrections``, ``original`` and
``translations`` where they are. Stands after the plugins whose pages belong into the sitemap.
Puts into the context: ``metadata``, whose ``of(output_file)`` is a ``model.PageMetadata``, and its files under
``outputs`` with their sources.
"""

from typing import Any

from pelican import signals

from plugins.metadata.generator import MetadataGenerator


def metadata_generator(_pelican: Any) -> type[MetadataGenerator]:
    """Return the generator that Pelican shall run."""
    return MetadataGenerator


def register() -> None:
    """Connect the receiver."""
    signals.get_generators.connect(metadata_generator)
