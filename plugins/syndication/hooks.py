"""Feeds in Pelican.

Reads the settings ``SITE`` (whose site: every address begins with its ``url``, also where ``SITEURL`` is ""),
``SYNDICATION_…``, ``DEFAULT_LANG`` and ``AS_OF``.
Reads from the context ``posts``, ``kinds``, ``cases``, ``indexes`` and ``as_of`` (made by ``plugins.cases``; without it
``articles`` alone), ``received_linkbacks`` (made by ``plugins.linkbacks``: replies are counted where it is there) and
``extra_feeds``, a list of ``plugins.core.feeds.OfferedFeed`` to which any plugin appends in its ``generate_context``;
``transparency`` (made by that plugin: then promises have a page of their own); ``case_records`` for the digest of all
headers, and ``unfinished`` (drafts of a preview), where they are: they say that no header has changed;
and from an article ``post``, ``author_view``, ``gist``, ``citation``, ``corrections`` and ``corrected`` where they are.
Puts into the context: ``feeds``, a ``directory.SiteFeeds``, once every generator has made its context; and its files
under ``outputs`` with their sources.
"""

from typing import Any

from pelican import signals

from plugins.syndication.generator import FeedGenerator


def feed_generator(_pelican: Any) -> type[FeedGenerator]:
    """Return the generator that Pelican shall run."""
    return FeedGenerator


def announce_feeds(generators: Any) -> None:
    """Let every page say which feeds there are, whichever plugin offers them."""
    for generator in generators:
        if isinstance(generator, FeedGenerator):
            generator.announce()


def register() -> None:
    """Connect the receivers."""
    signals.get_generators.connect(feed_generator)
    signals.all_generators_finalized.connect(announce_feeds)
