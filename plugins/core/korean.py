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
    words = {"day": "일", "hour": "시간", "minute": "분"}
    return " ".join(f"{n}{words[unit]}" for n, unit in largest_units(value)) or "1분 미만"


def largest_units(value: timedelta) -> list[tuple[int, str]]:
    """Return a duration in its two largest units, each a number and ``day``, ``hour`` or ``minute``."""
    days, rest = divmod(max(int(value.total_seconds()) // 60, 0), 24 * 60)
    hours, minutes = divmod(rest, 60)
    return [(n, unit) for n, unit in ((days, "day"), (hours, "hour"), (minutes, "minute")) if n][:2]


def start_of(value: date | datetime) -> datetime:
    """Return a day as its first instant in Korea, so that days and times can be put in one order."""
    if isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day, tzinfo=SEOUL)


def end_of(value: date) -> datetime:
    """Return the first instant after a day in Korea: what is due that day is late from then on."""
    return start_of(value + timedelta(days=1))


def with_object_particle(word: str) -> str:
    """Return a word with 을 or 를, as its last sound asks: ``윤하람을``, ``stance를``."""
    return f"{word}{particle(word, '을')}"


def particle(word: str, closed: str) -> str:
    """Return what a particle is behind a word: the given one behind a sound that closes, its pair behind an open one.

    Latin words are read as their letters would be; only those that surely close take the first. What stands around
    the last letter (a quotation mark, a bracket) is not said and does not count.

    Args:
        closed: 을, 은, 이, 과, 으로, 이라는, 이라고, 이고 or 이나.
    """
    last = next((letter for letter in reversed(word.lower()) if letter.isalnum()), "")
    ending = (ord(last) - ord("가")) % 28 if "가" <= last <= "힣" else _LATIN_ENDING.get(last, 0)
    # Behind ㄹ it is 로: 서울로, 1로.
    return closed if ending and not (closed == "으로" and ending == _RIEUL) else _OPEN[closed]


def quoted(word: str, closed: str) -> str:
    """Return a word in quotation marks with the particle its last sound asks for: ``'인정'이라는``, ``'비교'라는``."""
    return f"'{word}'{particle(word, closed)}"


_RIEUL = 8
# 영 일 삼 육 칠 팔, and l m n as 엘 엠 엔: all that matters is whether the sound closes, and whether with ㄹ.
_LATIN_ENDING = {"0": 21, "1": 8, "3": 16, "6": 1, "7": 8, "8": 8, "l": 8, "m": 16, "n": 4}
_OPEN = {
    "을": "를",
    "은": "는",
    "이": "가",
    "과": "와",
    "으로": "로",
    "이라는": "라는",
    "이라고": "라고",
    "이고": "고",
    "이나": "나",
}
