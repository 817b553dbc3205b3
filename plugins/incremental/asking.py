"""Ask a value what a template asked of it, once more, and put the answers down as a digest."""

import marshal
from hashlib import blake2b
from typing import Any

from plugins.incremental.tokens import is_value, value_token

# A page's reads of one name: what was asked, in order; a tree of (how, what, tree below). Where it asked by a word
# (``BY_WORD``), ``what`` is its place among the page's own: thousands of pages ask alike, each by its own address.
Shape = tuple[tuple[str, Any, Any], ...]
Words = tuple[Any, ...]
# Bytes of the digest of what was read of a name; that of a name that is not there.
DIGEST = 12
NOT_THERE = bytes(DIGEST)
_MISSING = "\0missing"
BY_WORD = frozenset({"key", "has", "call"})
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
        if how in {"item", "key"}:
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
        """Return an attribute that is computed.

        Raises:
            Exception: What the object raises.
        """
        held = self._held.get((id(value), name))
        if held is None:
            held = self._held[id(value), name] = (value, getattr(value, name))
        return held[1]


# Values of which a token is made by C, all of them together; nothing else is of exactly one of these classes.
BARE = frozenset({str, int, float, bool, type(None)})
# Version 2 says the same for the same values; later ones also say which of them are one object.
_MARSHAL = 2


class _Kind:
    """What is known of a class: its token, and which attributes its objects compute."""

    __slots__ = ("computed", "token")

    def __init__(self, kind: type) -> None:
        self.token = (f"\0{kind.__module__}.{kind.__qualname__}",)
        self.computed = {n for above in kind.__mro__ for n, held in vars(above).items() if isinstance(held, property)}


_KINDS: dict[type, _Kind] = {}


def tokens_of(value: Any, shape: Shape, words: Words, found: list[Any], answers: Answers | None = None) -> None:
    """Put down what a value answers to the same questions, in the same order.

    Args:
        words: Of the page, for the shape as a whole.
        found: Takes bare values as they are, and the token of anything else in a tuple of its own.
        answers: What was answered already, where nothing changes meanwhile.

    Raises:
        UnknownError: A question cannot be asked of it.
    """
    kind = type(value)
    if kind in BARE:
        found.append(value)
        return
    if is_value(value):
        found.append((value_token(value),))
        return
    known = _KINDS.get(kind)
    if known is None:
        known = _KINDS[kind] = _Kind(kind)
    found.append(known.token)
    computed = known.computed if answers is not None else ()
    for how, what, below in shape:
        if how == "attr":
            # As ``asked`` does, which is one call more: nearly every question is one of these.
            try:
                answer = answers.attribute(value, what) if what in computed else getattr(value, what)  # type: ignore[union-attr]
            except _RAISED:
                answer = _MISSING
            except Exception as error:
                raise UnknownError from error
        else:
            answer = asked(value, how, words[what] if how in BY_WORD else what)
        if type(answer) in BARE:
            found.append(answer)
        else:
            tokens_of(answer, below, words, found, answers)


def digest_of_reads(value: Any, shape: Shape, words: Words, answers: Answers | None = None) -> bytes:
    """Return the digest of what a value answers.

    Args:
        words, answers: See ``tokens_of``.

    Raises:
        UnknownError: A question cannot be asked of it.
    """
    found: list[Any] = []
    tokens_of(value, shape, words, found, answers)
    return blake2b(marshal.dumps(found, _MARSHAL), digest_size=DIGEST).digest()


def asked_now(value: Any, how: str, what: Any) -> Any:
    """Ask for the first time: errors are the template's to see."""
    if how == "attr":
        return getattr(value, what)
    if how in {"item", "key"}:
        return value[what]
    if how == "call":
        return value(*what)
    return asked(value, how, what) if how in {"str", "bool", "has", "keys"} else len(value)
