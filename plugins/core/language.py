"""The interface in a second language: the words of its catalogue, and dates as its readers write them.

Korean is the language the templates are written in and needs no catalogue. Pure, but for reading a catalogue.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from babel.units import format_unit

from plugins.core import korean

SOURCE = "ko"
DOMAIN = "messages"


@cache
def read_catalogues(folder: Path) -> Mapping[str, Translations]:
    """Return the translations of the interface by language, from ``<folder>/<language>/LC_MESSAGES/messages.po``.

    A catalogue is compiled in memory: a compiled file beside it would be a second truth.
    """
    return {path.parents[1].name: _compiled(path) for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))}


def _compiled(path: Path) -> Translations:
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=path.parents[1].name))
    compiled.seek(0)
    return Translations(compiled, DOMAIN)


def day(value: date | datetime, language: str) -> str:
    """Return a day in Korea as a reader of the language writes it: ``2026년 9월 1일``, ``September 1, 2026``."""
    if language == SOURCE:
        return korean.day(value)
    local = value.astimezone(korean.SEOUL) if isinstance(value, datetime) else value
    return format_date(local, "long", locale=language)


def moment(value: date | datetime, language: str) -> str:
    """Return a time in Korea; whoever reads another language may be elsewhere and is told whose time it is."""
    if language == SOURCE or not isinstance(value, datetime):
        return korean.moment(value) if language == SOURCE else day(value, language)
    clock = format_time(value.astimezone(korean.SEOUL), "short", tzinfo=korean.SEOUL, locale=language)
    # CLDR sets a thin space before PM, which Korean fonts draw as none.
    clock = clock.replace("\u202f", "\u00a0")
    return f"{day(value, language)}, {clock} KST"


def span(value: timedelta, language: str) -> str:
    """Return a duration in its two largest units, e.g. ``2일 8시간``, ``2 days 8 hours``; a minute at least."""
    if language == SOURCE:
        return korean.span(value)
    parts = korean.largest_units(max(value, timedelta(minutes=1)))
    return " ".join(format_unit(n, f"duration-{unit}", locale=language) for n, unit in parts)
