"""What makes two entries the same: of the address, of the text, of the source's own key. Pure."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl, urlsplit

from plugins.core.urls import canonical_url, is_web_address, page_identity
from plugins.inbox.model import Entry, MentionId

REDIRECTOR_PATHS = frozenset(("/url", "/l.php", "/link", "/redirect", "/redir"))
REDIRECTOR_PARAMETERS = ("url", "q", "u", "target", "to")
SHORTEST_ID = 8


def real_link(link: str) -> str:
    """Return the address that a link leads to: alert services wrap it (``…/url?…&url=``); tracking removed.

    What is not a web address becomes "".
    """
    link = link.strip()
    for _ in range(3):
        wrapped = _wrapped(link)
        if not wrapped:
            break
        link = wrapped
    return canonical_url(link) if is_web_address(link) else ""


def mention_identity(entry: Entry, source: str) -> str:
    """Return one text for the same page wherever it is heard; an entry without a link is its source's own."""
    if entry.link:
        return f"page {page_identity(entry.link)}"
    return f"entry {source} {entry.key}"


def text_identity(text: str) -> str:
    """Return the identity of a text without an address, the same for another spelling of its blanks."""
    return f"text {_digest(''.join(unicodedata.normalize('NFKC', text).split()))}"


def mention_id(identity: str, *, length: int = SHORTEST_ID) -> MentionId:
    """Return the id that staff type, e.g. ``m-3fa29c01``; longer where a shorter one is taken."""
    return MentionId(f"m-{_digest(identity)[:length]}")


def identity_digest(identity: str) -> str:
    """Return 64 characters for an identity of any length, for an index."""
    return _digest(identity)


def fingerprint(entry: Entry) -> str:
    """Return a digest of what a reader would notice changing: title, text, raw date, link without its query."""
    parts = urlsplit(entry.link)
    link = f"{parts.netloc}{parts.path}"
    return _digest("\x1f".join((entry.title, " ".join(entry.text.split()), entry.published_raw, link)))


def entry_key(*, guid: str, link: str, title: str, published_on: date | None) -> str:
    """Return the source's own key of an entry: guid, else link, else title and date."""
    return guid or link or f"{title} {published_on or ''}".strip()


def with_unique_keys(entries: Iterable[Entry], *, repeated: Collection[str] = ()) -> tuple[Entry, ...]:
    """Return the entries with a key that stands twice in one document extended by its link, else by its title.

    Args:
        repeated: Keys that stand twice, should not all entries of the document be here.
    """
    entries = tuple(entries)
    counts = Counter(entry.key for entry in entries)
    return tuple(
        replace(entry, key=f"{entry.key} {entry.link or entry.title}")
        if counts[entry.key] > 1 or entry.key in repeated
        else entry
        for entry in entries
    )


def _wrapped(link: str) -> str:
    try:
        parts = urlsplit(link)
        parameters = dict(parse_qsl(parts.query))
    except ValueError:
        return ""
    if parts.path not in REDIRECTOR_PATHS:
        return ""
    return next((parameters[name] for name in REDIRECTOR_PARAMETERS if is_web_address(parameters.get(name, ""))), "")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
