"""What the templates say in the language of the page they stand on: words, dates and durations.

A page is in the language of its post (``lang: en``); every list is in the language of the site.
"""

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.ext import InternationalizationExtension
from jinja2.runtime import Context
from markupsafe import Markup

from plugins.core import korean, language

LOCALE = Path(__file__).resolve().parents[2] / "theme/locale"


@pass_context
def language_of(context: Context) -> str:
    """Return the language a page's interface speaks: its post's where there is a catalogue for it."""
    # Asked for every word of every page. What a page is about is given to it from outside, so its own names and the
    # chain of scopes need not be searched.
    given = context.parent
    for name in ("article", "page"):
        said = getattr(given.get(name), "lang", None)
        if said == language.SOURCE or (said and said in language.read_catalogues(LOCALE)):
            return str(said)
    return str(given.get("DEFAULT_LANG", language.SOURCE))


@pass_context
def gettext(context: Context, text: str, /, **values: Any) -> Markup:
    """Return the words for a Korean text, with these values in their places; values are escaped, the words are not."""
    words = _words(text, text, 1, language_of(context))
    return words % values if values else words


@pass_context
def ngettext(context: Context, one: str, many: str, count: int, /, **values: Any) -> Markup:
    """Return the words for a number of things; Korean has one form for all numbers."""
    return _words(one, many, count, language_of(context)) % ({"num": count} | values)


@cache
def _words(one: str, many: str, count: int, into: str) -> Markup:
    catalogue = language.read_catalogues(LOCALE).get(into) if into != language.SOURCE else None
    if catalogue is None:
        return Markup(one)  # noqa: S704 - a text of our own templates
    said = catalogue.gettext(one) if one == many else catalogue.ngettext(one, many, count)
    return Markup(said)  # noqa: S704 - a text of our own catalogue


@pass_context
def day(context: Context, value: date | datetime) -> str:
    """Return a day as the page's readers write it."""
    return language.day(value, language_of(context))


@pass_context
def moment(context: Context, value: date | datetime) -> str:
    """Return a time as the page's readers write it."""
    return language.moment(value, language_of(context))


@pass_context
def span(context: Context, value: timedelta) -> str:
    """Return a duration as the page's readers write it."""
    return language.span(value, language_of(context))


class Interface(InternationalizationExtension):
    """``{{ _("…") }}``, ``{% trans %}``, the filters for dates, and ``language_of()``; no name may be misspelt.

    Set here and not in the settings, so that a shell that only reads the settings loads neither Jinja nor Babel.
    """

    def __init__(self, environment: Environment) -> None:
        """Give the environment its words."""
        super().__init__(environment)
        environment.undefined = StrictUndefined
        environment.filters.update(day=day, moment=moment, iso=korean.iso, span=span)
        # Jinja's own functions fill in values even where there are none, which takes most of their time.
        environment.extend(newstyle_gettext=True)
        words = {"_": gettext, "gettext": gettext, "ngettext": ngettext, "language_of": language_of}
        environment.globals.update(words)
        # A sentence may stand on several lines of a template and is one line of the catalogue.
        environment.policies["ext.i18n.trimmed"] = True
