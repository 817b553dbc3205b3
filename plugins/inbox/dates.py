"""Dates of the Korean web, read from the raw text; never guessed, never taken from a parser that guesses.

No zone means Seoul. No readable date is ``None``; a day without a time stays a day.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_tz

from plugins.core.korean import SEOUL

FIRST_YEAR, LAST_YEAR = 1990, 2100

_ZONE = r"(?P<zone>Z|[+-]\d{2}:?\d{2}|[A-Z]{2,5})?(?:\s*\([^)]*\))?"
_TIME = (
    r"(?P<half>오전|오후|낮|밤|새벽|저녁|아침|AM|PM|[ap]\.m\.)?\s*"
    r"(?P<hour>\d{1,2})(?:\s*시|:)(?:\s*(?P<minute>\d{1,2})(?:\s*분|:)?(?:\s*(?P<second>\d{1,2})(?:[.,]\d+)?초?)?)?"
    r"\s*(?P<half_after>AM|PM|[ap]\.m\.)?"
)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})\s*[년./-]\s*(?P<month>\d{1,2})\s*[월./-]\s*(?P<day>\d{1,2})\s*[일.]?"
    r"[\s,T]*(?:\(?[월화수목금토일](?:요일)?\)?[\s,]*)?(?:" + _TIME + r")?\s*" + _ZONE,
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(Z)?")
# 금, 10 7월 2009 20:34:00 +0900: a Korean locale where English was due.
_KOREAN_MAIL = re.compile(
    r"(?:[월화수목금토일](?:요일)?,?\s*)?(?P<day>\d{1,2})\s+(?P<month>\d{1,2})월\s+(?P<year>\d{4})\s+"
    + _TIME
    + r"\s*"
    + _ZONE,
    re.IGNORECASE,
)
_AFTERNOON = frozenset(("오후", "낮", "저녁", "pm", "p.m."))
_MORNING = frozenset(("오전", "새벽", "아침", "am", "a.m."))
_ZONES = {
    "z": 0, "utc": 0, "ut": 0, "gmt": 0, "kst": 540, "jst": 540, "est": -300, "edt": -240, "cst": -360, "cdt": -300,
    "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "cet": 60, "cest": 120, "bst": 60,
}  # fmt: skip


def read_date(raw: str, *, zone: tzinfo = SEOUL) -> date | datetime | None:
    """Return the time in UTC, the day where no time is given, or None where nothing can be read.

    Args:
        raw: As it stands in the feed or page.
        zone: Where the text names none.
    """
    text = " ".join(raw.split())
    try:
        return (
            _digits(text, zone)
            or _written(_YEAR_FIRST, text, zone)
            or _written(_KOREAN_MAIL, text, zone)
            or _mail(text, zone)
        )
    except (ValueError, OverflowError):
        # 2026-02-30, 25:61 and the like: a date that does not exist is no date.
        return None


def _digits(text: str, zone: tzinfo) -> date | datetime | None:
    if re.fullmatch(r"[12]\d{9}(?:\d{3})?", text):
        # Seconds since 1970, or milliseconds. From 2001 on; no date of ten digits looks like one.
        return _within(datetime.fromtimestamp(int(text[:10]), UTC))
    match = _DIGITS.fullmatch(text)
    if not match:
        return None
    day = date(int(match[1]), int(match[2]), int(match[3]))
    if match[4] is None:
        return _within(day)
    clock = time(int(match[4]), int(match[5]), int(match[6] or 0), tzinfo=UTC if match[7] else zone)
    return _within(datetime.combine(day, clock).astimezone(UTC))


def _written(form: re.Pattern[str], text: str, zone: tzinfo) -> date | datetime | None:
    match = form.fullmatch(text)
    if not match:
        return None
    day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    if match["hour"] is None:
        return _within(day)
    half = (match["half"] or match["half_after"] or "").lower()
    hour = int(match["hour"])
    if (half in _AFTERNOON and hour < 12) or (half == "밤" and 6 <= hour < 12):
        hour += 12
    elif (half in _MORNING or half == "밤") and hour == 12:
        hour = 0
    local = datetime(
        day.year,
        day.month,
        day.day,
        hour,
        int(match["minute"] or 0),
        int(match["second"] or 0),
        tzinfo=_zone(match["zone"], zone),
    )
    return _within(local.astimezone(UTC))


def _mail(text: str, zone: tzinfo) -> date | datetime | None:
    """Source: RFC 822, 5.1, as feeds write it: with and without weekday, with two-digit years, with KST."""
    if not re.search(r"[A-Za-z]{3}", text):
        return None
    # The standard parser does not know KST and would take the time for UTC.
    text = re.sub(r"\s(?:KST|JST)\b", " +0900", text)
    parsed = parsedate_tz(text if ":" in text else f"{text} 00:00")
    if parsed is None:
        return None
    if ":" not in text:
        return _within(date(*parsed[:3]))
    has_zone = re.search(r"(?:[+-]\d{4}|\s[A-Z]{1,4})\s*(?:\([^)]*\))?$", text)
    where = timezone(timedelta(seconds=parsed[9])) if has_zone and parsed[9] is not None else zone
    return _within(datetime(*parsed[:6], tzinfo=where).astimezone(UTC))


def _zone(name: str | None, otherwise: tzinfo) -> tzinfo:
    if not name:
        return otherwise
    if name[0] in "+-":
        minutes = int(name[1:3]) * 60 + int(name[-2:])
        return timezone(timedelta(minutes=-minutes if name[0] == "-" else minutes))
    known = _ZONES.get(name.lower())
    return otherwise if known is None else timezone(timedelta(minutes=known))


def _within(value: date | datetime) -> date | datetime | None:
    return value if FIRST_YEAR <= value.year <= LAST_YEAR else None
