"""The inbox's settings, and ``sources.toml``: what we listen to. Opens nothing but that file.

Secrets stand here by the name of an environment variable only.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from plugins.core.errors import SettingError, did_you_mean
from plugins.core.korean import with_object_particle
from plugins.core.settings import toml_advice
from plugins.core.text import one_line
from plugins.core.urls import is_web_address, redacted
from plugins.inbox.model import BY_HAND, Brand, Listening, Source

PREFIX = "INBOX"
SOURCE_KEYS = ("key", "name", "url", "path", "folder", "interval", "language", "headers", "zone", "weight", "enabled")
MOST_WEIGHT = 10
BRAND_KEYS = ("names", "aliases", "products", "suffixes", "exclude")
LEAST_INTERVAL = timedelta(minutes=5)

_UNITS = {"분": 60, "m": 60, "시간": 3600, "h": 3600, "일": 86400, "d": 86400}
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxConfig:
    """Settings ``INBOX_*``.

    Attributes:
        database: Path relative to the project, or an SQLAlchemy URL.
        sources: Path of ``sources.toml``, relative to the project.
        keep_days: Words of dismissed mentions are forgotten after so many days; that they were heard is not.
        excerpt_characters: The most we show of somebody else's text.
        host_spacing_seconds: Between two requests to one host, which then gets one at a time; 0 for no such manners.
        at_once: How many sources are fetched at the same time.
    """

    database: str = ".desk/inbox.sqlite3"
    sources: str = "sources.toml"
    keep_days: int = 365
    excerpt_characters: int = 300
    host_spacing_seconds: float = 1.0
    at_once: int = 32


def check_config(config: InboxConfig) -> InboxConfig:
    """Return the settings if their values make sense.

    Raises:
        SettingError: One does not.
    """
    if config.keep_days < 1:
        raise SettingError("INBOX_KEEP_DAYS", "below 1", advice="하루 이상이어야 합니다.")
    if not 0 <= config.excerpt_characters <= 300:
        raise SettingError("INBOX_EXCERPT_CHARACTERS", "not within 0 to 300", advice="0에서 300 사이여야 합니다.")
    if not 0 <= config.host_spacing_seconds <= 60:
        raise SettingError("INBOX_HOST_SPACING_SECONDS", "not within 0 to 60", advice="0에서 60 사이여야 합니다.")
    if not 1 <= config.at_once <= 256:
        raise SettingError("INBOX_AT_ONCE", "not within 1 to 256", advice="1에서 256 사이여야 합니다.")
    return config


def read_sources(path: Path) -> Listening:
    """Return what ``sources.toml`` says.

    Raises:
        SettingError: The file is missing or not TOML, or a key is unknown, missing or of the wrong kind.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingError(
            path.name, "missing", advice="파일이 없습니다. 무엇을 들을지 [[source]]와 [[brand]]로 적어 주세요."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingError(path.name, str(error), advice=toml_advice(error)) from error
    _known(f"{path.name}: ", raw, ("source", "brand"))
    for key in ("source", "brand"):
        tables = raw.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise SettingError(f"{path.name}: {key}", "not a table", advice=f"[[{key}]]처럼 대괄호를 두 번 써 주세요.")
    sources = tuple(_source(f"{path.name}: source[{n}].", each) for n, each in enumerate(raw.get("source", []), 1))
    brands = tuple(_brand(f"{path.name}: brand[{n}].", each) for n, each in enumerate(raw.get("brand", []), 1))
    for key, count in Counter(source.key for source in sources).items():
        if count > 1:
            raise SettingError(
                f"{path.name}: {key}", "key used twice", advice="key가 같은 수집처가 둘입니다. 하나를 바꿔 주세요."
            )
    if sources and not brands:
        raise SettingError(f"{path.name}: brand", "missing", advice="감시할 이름이 없습니다. [[brand]]를 적어 주세요.")
    return Listening(sources=sources, brands=brands)


def read_interval(text: str) -> timedelta:
    """Return the duration that ``30분``, ``1시간``, ``1일``, ``30m``, ``1h`` or ``1d`` says.

    Raises:
        ValueError: It says none, or less than five minutes.
    """
    match = re.fullmatch(r"(\d{1,4})\s*(분|시간|일|m|h|d)", text.strip())
    if not match:
        raise ValueError(text)
    interval = timedelta(seconds=int(match[1]) * _UNITS[match[2]])
    if interval < LEAST_INTERVAL:
        raise ValueError(text)
    return interval


def _source(place: str, raw: Mapping[str, Any]) -> Source:
    _known(place, raw, SOURCE_KEYS)
    names = ("key", "name", "url", "path", "folder", "interval", "language", "zone")
    values = {key: _text(place, raw, key) for key in names}
    key, url, path, folder = values["key"], values["url"], values["path"], values["folder"]
    if not _KEY.fullmatch(key) or key == BY_HAND:
        raise SettingError(
            f"{place}key", "unusable", advice="소문자, 숫자, 붙임표로 된 짧은 이름을 적어 주세요. 예: naver-blog"
        )
    if [bool(url), bool(path), bool(folder)].count(True) != 1:
        raise SettingError(
            f"{place}url", "url, path or folder", advice="url, path, folder 가운데 꼭 하나만 적어 주세요."
        )
    if url and not is_web_address(url):
        raise SettingError(
            f"{place}url",
            f"unusable: {redacted(url)}",
            advice="http나 https로 시작하고 비밀번호가 없는 주소를 적어 주세요.",
        )
    try:
        interval = read_interval(values["interval"] or "1h")
    except ValueError as error:
        raise SettingError(
            f"{place}interval", "unreadable", advice="'30분', '1시간', '1일'처럼 5분 이상으로 적어 주세요."
        ) from error
    enabled = raw.get("enabled", True)
    if not isinstance(enabled, bool):
        raise SettingError(f"{place}enabled", "not true or false", advice="true나 false로 적어 주세요.")
    return Source(
        key=key,
        name=values["name"] or key,
        url=url,
        path=path,
        folder=folder,
        interval=interval,
        language=values["language"] or "ko",
        headers=_headers(place, raw.get("headers", {})),
        zone=_zone(place, values["zone"]),
        weight=_weight(place, raw.get("weight", 1.0)),
        enabled=enabled,
    )


def _zone(place: str, name: str) -> str:
    try:
        return ZoneInfo(name or "Asia/Seoul").key
    except (KeyError, ValueError, OSError) as error:
        raise SettingError(
            f"{place}zone", "no such time zone", advice="'Asia/Seoul'이나 'UTC'처럼 시간대의 이름을 적어 주세요."
        ) from error


def _weight(place: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= MOST_WEIGHT:
        advice = f"0보다 크고 {MOST_WEIGHT} 이하인 수를 적어 주세요. 보통은 1, 읽는 사람이 많은 곳은 2 이상입니다."
        raise SettingError(f"{place}weight", "not a weight", advice=advice)
    return float(value)


def _headers(place: str, raw: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(raw, dict):
        raise SettingError(
            f"{place}headers", "not a table", advice='{ "X-Api-Key" = "환경_변수_이름" } 꼴로 적어 주세요.'
        )
    for header, variable in raw.items():
        if not re.fullmatch(r"[A-Za-z0-9-]+", header):
            raise SettingError(f"{place}headers.{header}", "no header name", advice="머리글 이름으로 쓸 수 없습니다.")
        # Not shown: what stands here by mistake is the secret itself.
        if not isinstance(variable, str) or not _VARIABLE.fullmatch(variable):
            raise SettingError(
                f"{place}headers.{header}",
                "not the name of an environment variable",
                advice="비밀 값을 여기에 적지 마시고, 값이 든 환경 변수의 이름을 대문자로 적어 주세요.",
            )
    return tuple(raw.items())


def _brand(place: str, raw: Mapping[str, Any]) -> Brand:
    _known(place, raw, BRAND_KEYS)
    words = {key: _words(place, raw, key) for key in BRAND_KEYS}
    if not words["names"]:
        raise SettingError(f"{place}names", "missing", advice="적어도 하나의 이름을 적어 주세요.")
    return Brand(**words)


def _words(place: str, raw: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = raw.get(key, [])
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise SettingError(f"{place}{key}", "not a list of words", advice='["이름", "다른 이름"] 꼴로 적어 주세요.')
    return tuple(one_line(word) for word in value)


def _text(place: str, raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key, "")
    if not isinstance(value, str):
        raise SettingError(f"{place}{key}", "not text", advice="따옴표로 감싼 글자를 적어 주세요.")
    return value.strip()


def _known(place: str, raw: Iterable[str], known: tuple[str, ...]) -> None:
    for key in raw:
        if key not in known:
            near = did_you_mean(key, known)
            raise SettingError(
                f"{place}{key}",
                f"unknown key; did you mean {near!r}?" if near else "unknown key",
                advice="모르는 열쇠입니다."
                + (f" {with_object_particle(near)} 뜻하셨나요?" if near else " 쓸 수 있는 것: " + ", ".join(known)),
            )
