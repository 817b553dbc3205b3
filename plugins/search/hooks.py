"""Search in Pelican.

Reads the settings ``SEARCH_…`` and, where it is, ``MEMO`` (``plugins.core.memo``): the index is made anew only where
something that can be found has changed.
Reads from the context ``posts``, ``cases`` and ``people`` (made by ``plugins.cases``; without it ``articles`` alone)
and ``pages``; from an article ``post``, ``draft``, ``withdrawn``, ``view``, ``author_view``, ``citation``,
``mentioned`` and ``corrections`` where they are.
Puts into the context: ``search_url``, where the search page is below the site, and its files under ``outputs`` with
their sources.
"""

from typing import Any

from pelican import signals

from plugins.search.generator import SearchGenerator


def search_generator(_pelican: Any) -> type[SearchGenerator]:
    """Return the generator that Pelican shall run."""
    return SearchGenerator


def register() -> None:
    """Connect the receiver."""
    signals.get_generators.connect(search_generator)
