"""The editorial gate in Pelican; last in ``PLUGINS``, because it judges what the others made.

Reads the settings ``EDITORIAL_…``, ``OUTPUT_PATH``, and where they are set ``SITE`` (own domains, contact address)
and ``CONTACT_EMAIL``. Reads from the context ``people`` (made by ``plugins.cases``; without it no person is ours).
Puts into the context: nothing. The context is gone when ``finalized`` is sent, so what is ours is kept until then in
Pelican's settings under ``OUR_OWN``.
"""

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.core.settings import read_settings
from plugins.editorial.config import EditorialConfig
from plugins.editorial.gate import pass_gate
from plugins.editorial.judge import allowed_of

OUR_OWN = "PERSONAL_DATA_ALLOWED"


def remember_our_own(generators: Any) -> None:
    """Keep what is ours to show, while the context is still there."""
    settings, context = generators[0].settings, generators[0].context
    config = read_settings(EditorialConfig, "EDITORIAL", settings)
    site = settings.get("SITE")
    settings[OUR_OWN] = allowed_of(
        (view.person for view in context.get("people", ())),
        (*config.own_domains, *(site.own_domains if site else ())),
        (settings.get("CONTACT_EMAIL") or "", site.contact_email if site else ""),
    )


def judge_output(pelican: Any) -> None:
    """Let nothing pass that must not be published.

    Raises:
        PersonalDataError: It stops Pelican, whose command line shows it and ends with 2.
    """
    config = read_settings(EditorialConfig, "EDITORIAL", pelican.settings)
    pass_gate(Path(pelican.settings["OUTPUT_PATH"]), pelican.settings[OUR_OWN], config.rules_off)


def register() -> None:
    """Connect the receivers."""
    signals.all_generators_finalized.connect(remember_our_own)
    signals.finalized.connect(judge_output)
