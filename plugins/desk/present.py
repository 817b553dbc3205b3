"""Which instant a command shows that names none: the hour it is, or what was written since that hour began."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from plugins.desk.arguments import cut_to_hour

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)")


def instant_of(content: Path, now: datetime) -> datetime:
    """Return the hour that ``now`` is in, or the latest past moment that a file touched since then tells of.

    Builds within one hour give the same bytes, and yet a post that is dated a minute ago stands in the next one. What
    was planned days ago for the middle of an hour appears when the hour is over.
    """
    hour = cut_to_hour(now)
    return max([hour, *(moment for moment in _told(content, hour) if moment <= now)])


def _told(content: Path, since: datetime) -> Iterator[datetime]:
    for path in content.glob("*/*.md"):
        try:
            if path.stat().st_mtime < since.timestamp():
                continue
            # Not read as YAML: a site that stands is not built, and is not to wait for a parser either.
            header = path.read_text(encoding="utf-8").partition("\n---")[0]
        except (OSError, UnicodeDecodeError):
            # What is wrong with the file is told by whoever reads it for what it says.
            continue
        for match in _MOMENT.finditer(header):
            try:
                yield datetime.fromisoformat(match[0]).astimezone(UTC)
            except ValueError:
                continue
