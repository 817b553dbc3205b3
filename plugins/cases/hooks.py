"""Cases in Pelican.

Reads the settings ``AS_OF``, ``CONTACT_FORM_URL``, ``CONTACT_EMAIL`` and the folders of ``PATH``.
Puts into the context: ``as_of``, ``cases``, ``open_cases``, ``stages``, ``posts``, ``kinds``, ``corrections``,
``people`` (see ``assembly.Assembly``), ``case_records``, and its pages under ``outputs``.
Puts on every article: ``post_file``, and what ``assembly`` dresses it with.
"""

from typing import Any

from pelican import signals

from plugins.cases.generator import CaseGenerator, keep_what_has_happened


def case_generator(_pelican: Any) -> type[CaseGenerator]:
    """Return the generator that Pelican shall run."""
    return CaseGenerator


def register() -> None:
    """Connect the receivers."""
    signals.get_generators.connect(case_generator)
    signals.article_generator_pretaxonomy.connect(keep_what_has_happened)
