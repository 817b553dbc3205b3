"""The nouns of the receiving half: who says they link to us, what we saw there, and what of it stands on our page.

Only a ``Received`` is public: it lies in git under ``records/received/`` and holds nothing but what the linking page
shows to everybody. ``Heard`` and ``Pending`` stay on the desk.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from plugins.core.errors import DeskError
from plugins.core.urls import is_web_address, page_identity
from plugins.linkbacks.graphemes import cut, safe_line

EXCERPT_GRAPHEMES = 280
TITLE_GRAPHEMES = 120
NAME_GRAPHEMES = 60


class RecordError(DeskError):
    """A record of a received linkback that cannot be read, or a decision on one that cannot be taken."""

    what = "received linkback"


class Way(StrEnum):
    """How we heard of a linkback."""

    JF2 = "jf2"
    FEED = "feed"
    BY_HAND = "by-hand"
    WEBMENTION = "webmention"


class Hidden(StrEnum):
    """Why a linkback is shown no longer."""

    GONE = "gone"
    NOT_FOUND = "not-found"
    NO_LINK = "no-link"


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What a linking page shows of itself: text only, safe to show, personal data masked.

    Attributes:
        published_on: ISO date or time as the page gives it to machines; "" where it gives none.
        excerpt: What stands around the link, at most 280 characters as a reader counts them.
    """

    title: str = ""
    author: str = ""
    place: str = ""
    published_on: str = ""
    excerpt: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """Somebody says that ``source`` links to us; nobody has looked yet.

    Attributes:
        source: As it was given.
        target: As it was given; "" for any page of ours.
        tries: Looks that came to nothing because the other side was not there.
        not_before: When to look again; None for at once.
        error: Why the last look came to nothing, a Korean sentence.
    """

    source: str
    target: str
    way: Way
    heard_at: datetime
    tries: int = 0
    not_before: datetime | None = None
    error: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pending:
    """A link we saw ourselves; it waits for a person.

    Attributes:
        page: Path of our page, e.g. ``responses/mg-2026-001-response/``.
        landed: Where its address led when we looked, where that is another host; "" otherwise.
        is_edit: Whether it stands on our page already and has changed since.
    """

    id: str
    source: str
    page: str
    facts: Facts
    way: Way
    verified_at: datetime
    landed: str = ""
    is_edit: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """A linkback that a person let stand on our page.

    Attributes:
        hidden_at: Since when it is shown no longer; then its words are gone from the record too.
    """

    id: str
    source: str
    page: str
    facts: Facts
    accepted_at: datetime
    accepted_by: str
    hidden_at: datetime | None = None
    hidden_why: Hidden | None = None

    def hidden(self, why: Hidden, at: datetime) -> "Received":
        """Return it without its words: what its writer took away is not ours to keep."""
        return replace(self, facts=Facts(), hidden_at=at, hidden_why=why)


T = TypeVar("T", Heard, Pending, Received)


def received_id(source: str, page: str) -> str:
    """Return the id of a linkback: the same for all spellings of its source's address."""
    digest = hashlib.sha256(f"{page_identity(source)}\n{page}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"r-{digest[:12]}"


def facts_of(*, title: str, author: str, place: str, published_on: str, excerpt: str) -> Facts:
    """Return facts made safe to show and cut to their length; what is no ISO date is dropped."""
    return Facts(
        title=cut(safe_line(title), TITLE_GRAPHEMES),
        author=cut(safe_line(author), NAME_GRAPHEMES),
        place=cut(safe_line(place), NAME_GRAPHEMES),
        published_on=published_on if _is_iso(published_on) else "",
        excerpt=cut(safe_line(excerpt), EXCERPT_GRAPHEMES),
    )


def kept_facts(old: Facts, new: Facts) -> Facts:
    """Return what of the old facts the page still says: the rest was taken away and is shown no longer."""
    return Facts(**{f.name: value for f in fields(Facts) if (value := getattr(old, f.name)) == getattr(new, f.name)})


def as_json(thing: Heard | Pending | Received) -> str:
    """Return a noun as the text of its file."""
    return json.dumps(asdict(thing), ensure_ascii=False, indent=1, default=_text) + "\n"


def read_noun(kind: type[T], text: str, name: str) -> T:
    """Return what ``as_json`` wrote, its words made safe again: git is written by people too.

    Args:
        name: Of the file, for the error.

    Raises:
        RecordError: The file holds something else.
    """
    try:
        raw = json.loads(text)
        return kind(**{spec.name: _READERS[spec.name](raw[spec.name]) for spec in fields(kind)})
    except (KeyError, ValueError, TypeError) as error:
        advice = "받은 엮인글의 기록으로 읽을 수 없습니다. git에서 되살려 주세요."
        raise RecordError(name, f"{type(error).__name__}: {error}", advice=advice) from error


def _address(value: object) -> str:
    if not isinstance(value, str) or not is_web_address(value):
        raise ValueError("source is no web address")
    return value


def _time(value: object) -> datetime:
    at = datetime.fromisoformat(str(value))
    if at.tzinfo is None:
        raise ValueError("time without a zone")
    return at


# How the value of each field is read, in whichever of the three nouns it stands.
_READERS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("id", "page", "target", "error", "landed", "accepted_by"), str),
    "source": _address,
    "facts": lambda raw: facts_of(**raw),
    "way": Way,
    "hidden_why": lambda raw: Hidden(raw) if raw else None,
    "tries": int,
    "is_edit": bool,
    **dict.fromkeys(("heard_at", "verified_at", "accepted_at"), _time),
    **dict.fromkeys(("not_before", "hidden_at"), lambda raw: _time(raw) if raw else None),
}


def _is_iso(text: str) -> bool:
    try:
        return bool(text) and datetime.fromisoformat(text) is not None
    except ValueError:
        return False


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
