"""Ask a value what a template asked of it, once more, and put the answers down as a digest."""

from hashlib import blake2b
from typing import Any

from plugins.incremental.tokens import is_value, value_token

# A page's reads of one name: what was asked, in order; a tree of (how, what, tree below).
Shape = tuple[tuple[str, Any, Any], ...]
_MISSING = "\0missing"
_RAISED = (AttributeError, KeyError, IndexError, TypeError)


class UnknownError(Exception):
    """A read that cannot be asked again."""


def asked(value: Any, how: str, what: Any) -> Any:
    """Ask a value again; ``_MISSING`` where it answers with an error.

    Raises:
        UnknownError: It answers with another error than the ones a template sees as "not there".
    """
    try:
        if how == "attr":
            return getattr(value, what)
        if how == "item":
            return value[what]
        if how == "len":
            return len(value)
        if how == "str":
            return str(value)
        if how == "bool":
            return bool(value)
        if how == "keys":
            return "\0".join(map(_key_token, value))
        if how == "has":
            return what in value
        if how == "call":
            return value(*what)
    except _RAISED:
        return _MISSING
    except Exception as error:
        raise UnknownError from error
    raise UnknownError


def _key_token(key: Any) -> str:
    if not is_value(key):
        raise UnknownError
    return value_token(key)


def tokens_of(value: Any, shape: Shape, found: list[str]) -> None:
    """Put down what a value answers to the same questions, in the same order.

    Raises:
        UnknownError: A question cannot be asked of it.
    """
    if is_value(value):
        found.append(value_token(value))
    else:
        kind = type(value)
        found.append(f"\0{kind.__module__}.{kind.__qualname__}")
        for how, what, below in shape:
            tokens_of(asked(value, how, what), below, found)


def digest_of_reads(value: Any, shape: Shape) -> bytes:
    """Return the digest of what a value answers.

    Raises:
        UnknownError: A question cannot be asked of it.
    """
    found: list[str] = []
    tokens_of(value, shape, found)
    return blake2b("\0\0".join(found).encode("utf-8", "surrogatepass"), digest_size=12).digest()


def asked_now(value: Any, how: str, what: Any) -> Any:
    """Ask for the first time: errors are the template's to see."""
    if how == "attr":
        return getattr(value, what)
    if how == "item":
        return value[what]
    if how == "call":
        return value(*what)
    return asked(value, how, what) if how in {"str", "bool", "has", "keys"} else len(value)
