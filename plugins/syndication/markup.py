"""XML as text: one element at a time, so that an entry is written once and stands in every feed that holds it.

``feedgenerator``'s classes write a whole feed from dictionaries, ask the clock for an empty feed and for every item,
and have no place for most of what our feeds say: every method would be overridden, and every entry written anew in
every feed that holds it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import quote, urlsplit

from plugins.core.urls import ascii_url, is_web_address

# XML 1.0 has no way to write these, not even escaped; nor has it the halves of surrogate pairs.
_UNWRITABLE = bytes({*range(0x20)} - set(b"\t\n\r"))
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
# A line break or tab in an attribute would be read as a blank.
_IN_ATTRIBUTE = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


def element(name: str, text: str = "", attributes: Mapping[str, str] | None = None, *, inner: str = "") -> str:
    """Return one element.

    Args:
        inner: Finished elements that stand in it instead of a text.
    """
    start = f"{name}{written(attributes)}" if attributes else name
    body = inner or escaped(text)
    return f"<{start}>{body}</{name}>" if body else f"<{start}/>"


def written(attributes: Mapping[str, str]) -> str:
    """Return attributes as they stand behind a name, with a blank before each."""
    return "".join(f' {name}="{_in_attribute(value)}"' for name, value in attributes.items())


def escaped(text: str) -> str:
    """Return a text as it stands in an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def finished(text: str) -> bytes:
    """Return a text in UTF-8 without what no reader could read, whoever typed it."""
    raw = text.encode("utf-8", "ignore").translate(None, _UNWRITABLE)
    for nothing in _NO_CHARACTERS:
        raw = raw.replace(nothing, b"")
    return raw


def _in_attribute(value: str) -> str:
    text = escaped(value)
    for character, name in _IN_ATTRIBUTE.items():
        text = text.replace(character, name)
    return text


@lru_cache(maxsize=4096)
def wire(address: str) -> str:
    """Return an address in ASCII as feed readers and their validators want it, fragment and all; others stay."""
    if not is_web_address(address):
        return address
    fragment = urlsplit(address).fragment
    return ascii_url(address) + (f"#{quote(fragment, safe='%!$&()*+,;=:@/?-._~')}" if fragment else "")


def instant(value: datetime) -> str:
    """Return a time as RFC 3339 in UTC."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def mail_date(value: datetime) -> str:
    """Return a time as RFC 822 with four digits of year, in GMT."""
    return format_datetime(value.astimezone(UTC).replace(microsecond=0), usegmt=True)
