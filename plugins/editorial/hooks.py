"""The editorial gate in Pelican; last in ``PLUGINS``, because it judges what the others made.

Reads the settings ``EDITORIAL_…``, ``PATH``, ``OUTPUT_PATH``, and where they are set ``SITE`` (own domains, contact
address) and ``CONTACT_EMAIL``; beside the content folder ``editorial.toml`` and ``records/published/``.
Reads from the context ``people``, ``case_records`` and ``as_of`` (made by ``plugins.cases``; without it there is no
post to judge and no person is ours). Puts into the context: ``waived``, the findings that a named person answers for.
The context is gone when ``finalized`` is sent, so what is ours is kept until then in Pelican's settings under
``OUR_OWN``.
"""

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.core.memo import memo_of
from plugins.core.settings import read_settings
from plugins.editorial.check import house_of, lay_out, our_own
from plugins.editorial.config import EditorialConfig
from plugins.editorial.examine import examine, stopping
from plugins.editorial.gate import pass_gate
from plugins.editorial.model import GateError
from plugins.editorial.waivers import waived

OUR_OWN = "PERSONAL_DATA_ALLOWED"


def remember_our_own(generators: Any) -> None:
    """Keep what is ours to show, while the context is still there."""
    settings, context = generators[0].settings, generators[0].context
    config = read_settings(EditorialConfig, "EDITORIAL", settings)
    site = settings.get("SITE")
    settings[OUR_OWN] = our_own(
        (view.person for view in context.get("people", ())),
        (*config.own_domains, *(site.own_domains if site else ())),
        (settings.get("CONTACT_EMAIL") or "", site.contact_email if site else ""),
        house_of(Path(settings["PATH"]).parent, memo_of(settings)),
    )


def judge_sources(generators: Any) -> None:
    """Let no source pass that an editor would stop, unless a named person answers for it.

    Raises:
        GateError: With everything that stops it.
    """
    settings, context = generators[0].settings, generators[0].context
    records = context.get("case_records")
    if records is None:
        return
    root = Path(settings["PATH"]).parent
    people = (file.person for file in records.people)
    memo = memo_of(settings)
    content = lay_out(root, records.posts, records.cases, people, context["as_of"], memo=memo)
    findings = examine(content, settings[OUR_OWN], house_of(root, memo), memo=memo)
    if stops := stopping(findings):
        raise GateError(stops)
    context["waived"] = tuple(waived(findings))


def judge_output(pelican: Any) -> None:
    """Let nothing pass that must not be published.

    Raises:
        PersonalDataError: It stops Pelican, whose command line shows it and ends with 2.
    """
    memo = memo_of(pelican.settings)
    off = tuple(sorted(house_of(Path(pelican.settings["PATH"]).parent, memo).off))
    pass_gate(Path(pelican.settings["OUTPUT_PATH"]), pelican.settings[OUR_OWN], off, memo)


def register() -> None:
    """Connect the receivers, in the order in which they run."""
    signals.all_generators_finalized.connect(remember_our_own)
    signals.all_generators_finalized.connect(judge_sources)
    signals.finalized.connect(judge_output)
