"""Linkbacks in Pelican.

Reads the settings ``LINKBACK_…``, ``PATH`` and ``SITE``, and beside the content folder ``records/received/`` and
the ledger. Reads from the context ``posts`` and ``as_of`` (made by ``plugins.cases``).
Puts on every post: ``told``, how each complaint it answers was told of it (see ``shown.Told``).
Puts into the context: ``received_linkbacks``, by the path of a page (``responses/mg-2026-001-response/``) the linkbacks
that stand on it (see ``showing.ReceivedView``).
"""

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.core.settings import read_settings
from plugins.linkbacks.config import PREFIX, LinkbackConfig, check_config
from plugins.linkbacks.ledger import Ledger
from plugins.linkbacks.showing import received_by_page
from plugins.linkbacks.shown import told_of


def check_settings(pelican: Any) -> None:
    """Stop the build at a setting that is misspelt or makes no sense.

    Raises:
        SettingError: One is.
    """
    check_config(read_settings(LinkbackConfig, PREFIX, pelican.settings))


def show_received(generators: Any) -> None:
    """Give the pages the linkbacks that people let stand on them.

    Raises:
        RecordError: A record cannot be read.
    """
    settings, context = generators[0].settings, generators[0].context
    context["received_linkbacks"] = received_by_page(Path(settings["PATH"]).parent, context.get("as_of"))


def show_told(generators: Any) -> None:
    """Give every post how the complaints it answers were told of it.

    Raises:
        LedgerError: The ledger cannot be read.
    """
    settings, context = generators[0].settings, generators[0].context
    site = settings.get("SITE")
    if site is None or "posts" not in context:
        return
    config = read_settings(LinkbackConfig, PREFIX, settings)
    ledger = Ledger(Path(settings["PATH"]).parent / config.ledger, site_url=site.url)
    pages = [(f"{site.url}/{article.url}", article) for article in context["posts"]]
    events = ledger.events_of_each(page_url for page_url, _ in pages)
    for page_url, article in pages:
        cited = (*([article.citation] if article.citation else []), *article.mentioned)
        article.told = told_of(cited, page_url, events.get(page_url, ()), context["as_of"])


def register() -> None:
    """Connect the receivers."""
    signals.initialized.connect(check_settings)
    signals.all_generators_finalized.connect(show_received)
    signals.all_generators_finalized.connect(show_told)
