"""Dates and durations as a Korean reader writes them; the theme's filters.

Times are shown in Korea; a ``date`` is already a day there.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


def day(value: date | datetime) -> str:
    """Return ``2026년 9월 1일``."""
    local = value.astimezone(SEOUL) if isinstance(value, datetime) else value
    return f"{local.year}년 {local.month}월 {local.day}일"


def moment(value: date | datetime) -> str:
    """Return ``2026년 9월 1일 오후 4시 30분``; only the day where there is no time."""
    if not isinstance(value, datetime):
        return day(value)
    local = value.astimezone(SEOUL)
    half = "오전" if local.hour < 12 else "오후"
    # 낮 12시 is 오후 12시 and midnight 오전 12시, as Korean clocks say it.
    hour = (local.hour + 11) % 12 + 1
    minutes = f" {local.minute}분" if local.minute else ""
    return f"{day(local)} {half} {hour}시{minutes}"


def iso(value: date | datetime) -> str:
    """Return the machine form for ``<time datetime>``: with Korea's offset, to the second."""
    if not isinstance(value, datetime):
        return value.isoformat()
    return value.astimezone(SEOUL).isoformat(timespec="seconds")


def span(value: timedelta) -> str:
    """Return a duration in its two largest units, e.g. ``1일 3시간``; below a minute ``1분 미만``."""
    minutes = int(value.total_seconds()) // 60
    if minutes < 1:
        return "1분 미만"
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [f"{n}{unit}" for n, unit in ((days, "일"), (hours, "시간"), (left, "분")) if n]
    return " ".join(parts[:2])


def start_of(value: date | datetime) -> datetime:
    """Return a day as its first instant in Korea, so that days and times can be put in one order."""
    if isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day, tzinfo=SEOUL)


def end_of(value: date) -> datetime:
    """Return the first instant after a day in Korea: what is due that day is late from then on."""
    return start_of(value + timedelta(days=1))


def with_object_particle(word: str) -> str:
    """Return a word with 을 or 를, as its last sound asks: ``윤하람을``, ``stance를``.

    Latin words are read as their letters would be; only those that surely close take 을.
    """
    last = word[-1:].lower()
    # 영 일 삼 육 칠 팔, and l m n as 엘 엠 엔.
    closed = (ord(last) - ord("가")) % 28 != 0 if "가" <= last <= "힣" else last in set("013678lmn")
    return f"{word}{'을' if closed else '를'}"
