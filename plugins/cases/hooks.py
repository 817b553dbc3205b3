"""Cases in Pelican.

Reads the settings ``AS_OF``, ``SITEURL``, ``CONTACT_FORM_URL``, ``CONTACT_EMAIL``, ``CASES_…`` and the folders of
``PATH``.
Puts into the context: ``as_of``, ``cases``, ``open_cases``, ``stages``, ``posts``, ``kinds``, ``corrections``,
``people``, ``indexes`` (see ``assembly.Assembly``), ``case_records``, and its pages under ``outputs``.
Puts into the settings, in a preview: ``WHAT_WAITS``, the instants after ``AS_OF`` at which the site changes by itself.
Puts on every article: ``post_file``, and what ``assembly`` dresses it with.
"""

from typing import Any

from pelican import signals

from plugins.cases.generator import CaseGenerator, keep_what_has_happened
from plugins.cases.quotations import attributed
from plugins.cases.rooted import rooted


def case_generator(_pelican: Any) -> type[CaseGenerator]:
    """Return the generator that Pelican shall run."""
    return CaseGenerator


def finish_body(content: Any) -> None:
    """Put what people link as ``/…`` under the address of this site, and a quotation beside whose it is."""
    if isinstance(content._content, str):
        content._content = attributed(rooted(content._content, content.settings["SITEURL"]))


def register() -> None:
    """Connect the receivers."""
    signals.content_object_init.connect(finish_body)
    signals.get_generators.connect(case_generator)
    signals.article_generator_pretaxonomy.connect(keep_what_has_happened)
