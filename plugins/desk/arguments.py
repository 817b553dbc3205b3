"""What staff type: numbers, times, and commands that do not exist. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from plugins.core.errors import DeskError, did_you_mean, suggestion
from plugins.core.korean import SEOUL, particle, with_object_particle

# What staff type behind a command without a flag.
_PLACES = {"item": "번호", "kind": "종류", "what": "거둘 것", "sentence": "문장", "text": "글", "file": "파일"}


class UsageError(DeskError):
    """A command typed wrongly."""

    what = "usage"


def instant(text: str) -> datetime:
    """Return the instant that ``--as-of`` names; without a zone it is Korea's.

    Raises:
        UsageError: Not an ISO time.
    """
    try:
        value = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(text, "not a time", advice="시각으로 읽을 수 없습니다. 예: 2026-11-22T09:00+09:00") from error
    return (value if value.tzinfo else value.replace(tzinfo=SEOUL)).astimezone(UTC)


def day_of(text: str) -> date:
    """Return the day that a date names.

    Raises:
        UsageError: Not an ISO date.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(text, "not a date", advice="날짜로 읽을 수 없습니다. 예: 2026-11-30") from error


def cut_to_hour(now: datetime) -> datetime:
    """Return the hour that ``now`` is in: builds within one hour give the same bytes."""
    return now.replace(minute=0, second=0, microsecond=0)


def cut_to_minute(now: datetime) -> datetime:
    """Return the minute that ``now`` is in: what is written into a file is written as people write it."""
    return now.replace(second=0, microsecond=0)


def port_of(text: str) -> int:
    """Return a port number.

    Raises:
        UsageError: Not a number from 1 to 65535.
    """
    if text.isdecimal() and text.isascii() and 0 < int(text) < 65536:
        return int(text)
    advice = "포트는 1부터 65535 사이의 수입니다. 예: --port 8123 (make site라면 PORT=8123)"
    raise UsageError(f"--port {text}", "not a port", advice=advice)


def place_of(argument: str) -> str:
    """Return what stands in a place of a command line, in Korean: ``번호`` for ``item``."""
    return _PLACES.get(argument, argument)


def refusal(parser_said: str, commands: Iterable[str], flags: Mapping[str, Iterable[str]], typed: str) -> UsageError:
    """Return invoke's English complaint as one Korean sentence with a suggestion.

    Args:
        parser_said: The message of invoke's ``ParseError``.
        commands: Every command and alias.
        flags: The flags of each command, e.g. ``--case``.
        typed: The command that the line begins with, "" where there is none.
    """
    how = f"`invoke --help {typed}`{particle(typed, '으로')}" if typed else "`invoke --list`로"
    unknown = re.match(r"No idea what '(.+)' is!", parser_said)
    if unknown and unknown[1].startswith("-"):
        hint = suggestion(unknown[1], flags.get(typed, ())) or f" {how} 볼 수 있습니다."
        return UsageError(unknown[1], "unknown flag", advice=f"없는 선택지입니다.{hint}")
    if unknown:
        near = did_you_mean(unknown[1], commands)
        hint = f" {with_object_particle(f'`invoke {near}`')} 뜻하셨나요?" if near else ""
        if typed:
            # Behind a command, it most likely is what follows the first blank of a value.
            hint += ' 띄어 쓴 말이면 따옴표로 감싸 주세요. 예: "오지 않는 환불"'
        hint = hint or " `invoke --list`로 모두 볼 수 있습니다."
        return UsageError(unknown[1], "unknown command", advice=f"없는 명령입니다.{hint}")
    missing = re.match(r"'(.+)' did not receive required positional arguments: (.+)", parser_said)
    if missing:
        places = ", ".join(place_of(name) for name in re.findall(r"'([\w-]+)'", missing[2]))
        return UsageError(
            typed, "argument missing", advice=f"{with_object_particle(places)} 뒤에 적어 주세요. {how} 볼 수 있습니다."
        )
    valueless = re.match(r"Flag (?:<Argument: ([\w-]+).*>|'(.+)') needed value", parser_said)
    if valueless:
        flag = valueless[2] or f"--{valueless[1].replace('_', '-')}"
        return UsageError(flag, "value missing", advice="뒤에 값을 적어 주세요.")
    number = re.match(r"invalid literal for int\(\) with base 10: '(.*)'", parser_said)
    if number:
        advice = f"수로 읽을 수 없습니다. 예: 3. {how} 볼 수 있습니다."
        return UsageError(number[1], "not a number", advice=advice)
    return UsageError(typed or "invoke", parser_said, advice=f"명령을 읽을 수 없습니다. {how} 볼 수 있습니다.")
