"""Read a plugin's settings out of a mapping, once, into a frozen dataclass.

Refuses what it does not know: a misspelt setting that is silently ignored is a guard that is silently off.
"""

import re
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, TypeVar

from plugins.core.errors import SettingError, did_you_mean, suggestion

T = TypeVar("T")

_AT = re.compile(r"\(at line (?P<line>\d+), column (?P<column>\d+)\)")


def toml_advice(error: Exception) -> str:
    """Return in Korean where to look in a TOML file that cannot be read; its parser speaks English."""
    if isinstance(error, UnicodeDecodeError):
        return "UTF-8 글이 아니라 읽을 수 없습니다. UTF-8로 저장해 주세요."
    if isinstance(error, OSError):
        return "파일을 열 수 없습니다. 파일인지, 읽을 권한이 있는지 확인해 주세요."
    at = _AT.search(str(error))
    where = f"{at['line']}째 줄 {at['column']}째 글자에서" if at else "파일 끝에서"
    return f"TOML로 읽을 수 없습니다({where} 막혔습니다). 그 앞의 따옴표와 괄호를 확인해 주세요."


def read_settings(config: type[T], prefix: str, settings: Mapping[str, Any]) -> T:
    """Return ``config`` filled from the settings named ``PREFIX_FIELD``.

    Args:
        config: A dataclass; field ``keep_days`` is read from ``INBOX_KEEP_DAYS`` for the prefix ``INBOX``.
            Lists become tuples. A field without a default is required.
        settings: The upper-case names of a settings file; names of other prefixes are left alone.

    Raises:
        SettingError: A setting is unknown, missing, or of another type than its default.
    """
    specs = {f"{prefix}_{spec.name.upper()}": spec for spec in fields(config)}  # type: ignore[arg-type]
    values: dict[str, Any] = {}
    for name in settings:
        if name.startswith(f"{prefix}_") and name not in specs:
            near = did_you_mean(name, specs)
            raise SettingError(
                name,
                f"unknown; did you mean {near!r}?" if near else "unknown",
                advice=f"없는 설정입니다.{suggestion(name, specs) or ' 철자를 확인해 주세요.'}",
            )
    for name, spec in specs.items():
        if name not in settings:
            if spec.default is MISSING and spec.default_factory is MISSING:
                raise SettingError(
                    name, "missing", advice="꼭 있어야 하는 설정이 없습니다. pelicanconf.py에 적어 주세요."
                )
            continue
        value = settings[name]
        if isinstance(value, list):
            value = tuple(value)
        if spec.default is not MISSING and not _same_type(value, spec.default):
            raise SettingError(
                name,
                f"expected {type(spec.default).__name__}, got {type(value).__name__}",
                advice=f"값의 꼴이 다릅니다. 예: {spec.default!r}",
            )
        values[spec.name] = value
    return config(**values)


def _same_type(value: object, default: object) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, int | float):
        return isinstance(value, int | float)
    return default is None or isinstance(value, type(default))
