"""Feeds in Pelican.

Reads the settings ``SITE`` (whose site: every address begins with its ``url``, also where ``SITEURL`` is ""),
``SYNDICATION_…``, ``DEFAULT_LANG`` and ``AS_OF``.
Reads from the context ``posts``, ``cases`` and ``as_of`` (made by ``plugins.cases``; without it ``articles`` alone),
and from an article ``post``, ``author_view``, ``gist``, ``citation`` and ``corrections`` where they are.
Puts into the context: ``feeds``, a tuple of (title, path) of the feeds of the whole site, and its files under
``outputs`` with their sources.
"""

from typing import Any

from pelican import signals

from plugins.syndication.generator import FeedGenerator


def feed_generator(_pelican: Any) -> type[FeedGenerator]:
    """Return the generator that Pelican shall run."""
    return FeedGenerator


def register() -> None:
    """Connect the receiver."""
    signals.get_generators.connect(feed_generator)
