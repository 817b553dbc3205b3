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


class Answers:
    """What objects answered while pages are asked: an object that many pages show computes its address once.

    Only for as long as nothing changes the objects; those that are remembered stay alive.
    """

    def __init__(self) -> None:
        self._held: dict[tuple[int, str], tuple[Any, Any]] = {}

    def attribute(self, value: Any, name: str) -> Any:
        """Return an attribute that is computed."""
        held = self._held.get((id(value), name))
        if held is None:
            held = self._held[id(value), name] = (value, asked(value, "attr", name))
        return held[1]


_COMPUTED: dict[tuple[type, str], bool] = {}


def _is_computed(kind: type, name: Any) -> bool:
    known = _COMPUTED.get((kind, name))
    if known is None:
        known = _COMPUTED[kind, name] = isinstance(getattr(kind, name, None), property)
    return known


def tokens_of(value: Any, shape: Shape, found: list[str], answers: Answers | None = None) -> None:
    """Put down what a value answers to the same questions, in the same order.

    Args:
        answers: What was answered already, where nothing changes meanwhile.

    Raises:
        UnknownError: A question cannot be asked of it.
    """
    if is_value(value):
        found.append(value_token(value))
        return
    kind = type(value)
    found.append(f"\0{kind.__module__}.{kind.__qualname__}")
    for how, what, below in shape:
        if answers is not None and how == "attr" and _is_computed(kind, what):
            answer = answers.attribute(value, what)
        else:
            answer = asked(value, how, what)
        if is_value(answer):
            found.append(value_token(answer))
        else:
            tokens_of(answer, below, found, answers)


def digest_of_reads(value: Any, shape: Shape, answers: Answers | None = None) -> bytes:
    """Return the digest of what a value answers.

    Args:
        answers: See ``tokens_of``.

    Raises:
        UnknownError: A question cannot be asked of it.
    """
    found: list[str] = []
    tokens_of(value, shape, found, answers)
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
