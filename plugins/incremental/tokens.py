"""A short text for a value that says all that it is, or None where nobody can promise that.

Two values with the same token are the same to a template. Knows values, never objects with a life of their own.
"""

import datetime
import enum
import marshal
import types
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial
from hashlib import blake2b
from pathlib import PurePath
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Undefined
from markupsafe import Markup

# What is shown as it is: a template that gets one of these can read no more from it than its value.
_PLAIN = (str, int, float, bool, type(None), bytes, complex, datetime.date, datetime.time, datetime.timedelta)
_VALUES = (*_PLAIN, datetime.tzinfo, enum.Enum, Decimal, Fraction, PurePath, ZoneInfo, range, slice)
# Longer texts are known by their digest.
_LONG = 64


# Asked half a million times in a build of 1,000 posts, and some of these classes answer ``isinstance`` in Python.
_KINDS: dict[type, bool] = {}


def is_value(value: object) -> bool:
    """Return whether a value is all that a template can read from it; everything else is looked into as it is read."""
    kind = type(value)
    known = _KINDS.get(kind)
    if known is None:
        known = _KINDS[kind] = issubclass(kind, (*_VALUES, Undefined))
    return known


def value_token(value: object) -> str:
    """Return the token of a value for which ``is_value`` holds."""
    kind = type(value)
    if kind is str:
        text: str = value  # type: ignore[assignment]
        return "t" + text if len(text) <= _LONG else "t" + digest_text(text)
    if kind is Markup:
        marked = str(value)
        return "m" + (marked if len(marked) <= _LONG else digest_text(marked))
    if kind is int or kind is float or kind is bool or value is None:
        return repr(value)
    if isinstance(value, enum.Enum):
        return f"{kind.__module__}.{kind.__qualname__}.{value.name}"
    if isinstance(value, Undefined):
        return f"undefined {value._undefined_name!r}"
    return f"{kind.__qualname__} {value!r}"


def digest_text(text: str) -> str:
    """Return a digest of a text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def deep_token(value: Any, depth: int = 0) -> str | None:
    """Return the token of a setting: values, containers of them, functions by their code; None for anything else."""
    if is_value(value):
        return value_token(value)
    if depth > 12:
        return None
    if isinstance(value, Mapping):
        pairs = [(deep_token(key, depth + 1), deep_token(item, depth + 1)) for key, item in value.items()]
        return None if any(None in pair for pair in pairs) else f"{type(value).__name__}{pairs!r}"
    if isinstance(value, list | tuple):
        parts = [deep_token(item, depth + 1) for item in value]
        return None if None in parts else f"{type(value).__name__}{parts!r}"
    if isinstance(value, set | frozenset):
        parts = [deep_token(item, depth + 1) for item in value]
        return None if None in parts else f"{type(value).__name__}{sorted(map(str, parts))!r}"
    if isinstance(value, types.BuiltinFunctionType | type):
        return f"{value.__module__}.{value.__qualname__}"
    if isinstance(value, types.FunctionType):
        return _function(value, depth)
    if isinstance(value, partial):
        parts = [deep_token(part, depth + 1) for part in (value.func, value.args, value.keywords)]
        return None if None in parts else f"partial{parts!r}"
    fields = getattr(type(value), "__dataclass_fields__", None)
    if fields is not None:
        parts = [deep_token(getattr(value, name), depth + 1) for name in fields]
        return None if None in parts else f"{type(value).__module__}.{type(value).__qualname__}{parts!r}"
    return None


def _function(function: types.FunctionType, depth: int) -> str | None:
    held = (function.__defaults__, function.__kwdefaults__, [cell.cell_contents for cell in function.__closure__ or ()])
    parts = [deep_token(part, depth + 1) for part in held]
    if None in parts:
        return None
    code = blake2b(marshal.dumps(function.__code__), digest_size=16).hexdigest()
    return f"{function.__module__}.{function.__qualname__} {code} {parts!r}"
