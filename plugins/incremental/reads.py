"""What a template reads while it renders, recorded as it reads, and read again later to see whether it is the same.

A template is given stand-ins instead of objects. A stand-in passes on what the object says and notes what was asked;
values (texts, numbers, times) are noted and handed out as they are. What is done with a stand-in that cannot be asked
again (it is compared, hashed, given to unknown code) makes the page unknown: then it is rendered every time.

Source: the idea is that of selectors that track their reads, e.g. proxy-memoize; the code is our own.
"""

import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from plugins.incremental.asking import BARE, BY_WORD, Shape, Words, asked_now
from plugins.incremental.tokens import is_value

_CODE = (types.FunctionType, types.BuiltinFunctionType, type, types.ModuleType)


class Reads:
    """Everything one rendering read, by the name in its context."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given
        self.is_known = True
        self._roots: dict[str, _Node] = {}
        self._stand_ins: dict[str, Any] = {}

    def root(self, name: str) -> Any:
        """Return what stands for a name of the context, and note that it was asked for."""
        if name not in self._stand_ins:
            node = self._roots[name] = _Node()
            self._stand_ins[name] = self.stand_in(self.given[name], node)
        return self._stand_ins[name]

    def missed(self, name: str) -> None:
        """Note that a name was asked for that is not there."""
        self._roots.setdefault(name, _Node())

    def stand_in(self, value: Any, node: "_Node") -> Any:
        """Return a value as it is, and anything else as something that notes what is asked of it."""
        kind = _KINDS.get(type(value), _UNSEEN)
        if kind is _UNSEEN:
            kind = _kind_for(value)
            # Whoever passes for another class than its own may pass for a third one next time.
            if value.__class__ is type(value):
                _KINDS[type(value)] = kind
        return value if kind is None else kind(value, node, self)

    def unknown(self) -> None:
        """The page read what cannot be asked again."""
        self.is_known = False

    def shapes(self) -> dict[str, tuple[Shape, Words]]:
        """Return what was asked of each name, and by which words."""
        found = {}
        for name, node in self._roots.items():
            words: list[Any] = []
            found[name] = (node.shape(words), tuple(words))
        return found


class _Node:
    """What was asked of one thing: an attribute by its name, anything else by how and what.

    None below stands for a node of which nothing was asked, as of most.
    """

    __slots__ = ("below",)

    def __init__(self) -> None:
        self.below: dict[str | tuple[str, Any], _Node | None] = {}

    def at(self, asked: str | tuple[str, Any]) -> "_Node":
        found = self.below.get(asked)
        if found is None:
            found = self.below[asked] = _Node()
        return found

    def shape(self, words: list[Any]) -> Shape:
        found = []
        for asked, node in self.below.items():
            how, what = ("attr", asked) if isinstance(asked, str) else asked
            place = what
            if how in BY_WORD:
                place = len(words)
                words.append(what)
            found.append((how, place, node.shape(words) if node is not None and node.below else ()))
        return tuple(found)


def bare(value: Any) -> Any:
    """Return the object behind a stand-in, and anything else as it is."""
    return object.__getattribute__(value, "_sin_value") if isinstance_of_stand_in(value) else value


def isinstance_of_stand_in(value: Any) -> bool:
    """Return whether a value is a stand-in; ``isinstance`` sees the class of what it stands for."""
    return issubclass(type(value), _Record)


def _opaque(name: str) -> Callable[..., Any]:
    def operate(self: Any, *others: Any) -> Any:
        object.__getattribute__(self, "_sin_reads").unknown()
        return getattr(bare(self), name)(*map(bare, others))

    operate.__name__ = name
    return operate


class _Record:
    """Stands for an object: its attributes are read one by one."""

    __slots__ = ("_sin_node", "_sin_reads", "_sin_value")

    def __init__(self, value: Any, node: _Node, reads: Reads) -> None:
        self._sin_value = value
        self._sin_node = node
        self._sin_reads = reads

    def _sin_ask(self, how: str, what: Any) -> Any:
        node = self._sin_node.at((how, what))
        return self._sin_reads.stand_in(asked_now(self._sin_value, how, what), node)

    @property  # type: ignore[misc]
    def __class__(self) -> Any:  # what isinstance() asks
        return type(self._sin_value)

    def __getattr__(self, name: str) -> Any:
        # As ``_sin_ask`` does, which is three calls more: nearly every question is one of these.
        node = self._sin_node
        node.below.setdefault(name)
        value = getattr(self._sin_value, name)
        return value if type(value) in BARE else self._sin_reads.stand_in(value, node.at(name))

    def __getitem__(self, key: Any) -> Any:
        if not is_value(key):
            self._sin_reads.unknown()
            return self._sin_value[bare(key)]
        return self._sin_ask("item" if type(key) is int else "key", key)

    def __len__(self) -> int:
        return int(self._sin_ask("len", None))

    def __bool__(self) -> bool:
        return bool(self._sin_ask("bool", None))

    def __str__(self) -> str:
        return str(self._sin_ask("str", None))

    def __format__(self, spec: str) -> str:
        if spec:
            self._sin_reads.unknown()
            return format(self._sin_value, spec)
        return str(self)

    def __iter__(self) -> Iterator[Any]:
        # Nobody knows whether it can be walked again.
        self._sin_reads.unknown()
        return iter(self._sin_value)

    def __contains__(self, item: Any) -> bool:
        if not is_value(item):
            self._sin_reads.unknown()
            return bare(item) in self._sin_value
        return bool(self._sin_ask("has", item))

    def __hash__(self) -> int:
        self._sin_reads.unknown()
        return hash(self._sin_value)


for _name in (
    "__eq__ __ne__ __lt__ __le__ __gt__ __ge__ __add__ __radd__ __sub__ __rsub__ __mul__ __rmul__ __mod__ __rmod__ "
    "__truediv__ __floordiv__ __and__ __or__ __xor__ __neg__ __int__ __float__ __index__ __repr__ __reversed__ __dir__"
).split():
    setattr(_Record, _name, _opaque(_name))


class _Callable(_Record):
    """Stands for a method: asked again with the same values it is taken to answer from its object alone."""

    __slots__ = ()

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        if named or not all(map(is_value, arguments)) or not hasattr(self._sin_value, "__self__"):
            self._sin_reads.unknown()
            return self._sin_value(*map(bare, arguments), **{name: bare(value) for name, value in named.items()})
        return self._sin_ask("call", arguments)


class _Sequence(_Record):
    """Stands for a list or tuple: walked item by item, so that a page reads no more of a long list than it shows."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        # append and its like change the list, and would again when they are asked again.
        self._sin_reads.unknown()
        return getattr(self._sin_value, name)

    def __iter__(self) -> Iterator[Any]:
        for index in range(len(self)):
            yield self._sin_ask("item", index)

    def __reversed__(self) -> Iterator[Any]:
        for index in reversed(range(len(self))):
            yield self._sin_ask("item", index)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            return [self._sin_ask("item", index) for index in range(*key.indices(len(self)))]
        return super().__getitem__(key)

    def __contains__(self, item: Any) -> bool:
        if is_value(item) and all(map(is_value, self._sin_value)):
            return bool(self._sin_ask("has", item))
        self._sin_reads.unknown()
        return bare(item) in self._sin_value

    def __bool__(self) -> bool:
        return bool(self._sin_ask("bool", None))


class _Mapping(_Record):
    """Stands for a dictionary."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if hasattr(type(self._sin_value), name):
            self._sin_reads.unknown()
            return getattr(self._sin_value, name)
        raise AttributeError(name)

    def __iter__(self) -> Iterator[Any]:
        if not all(map(is_value, self._sin_value)):
            self._sin_reads.unknown()
            return iter(self._sin_value)
        self._sin_ask("keys", None)
        return iter(self._sin_value)

    def keys(self) -> Iterable[Any]:
        return list(self)

    def values(self) -> Iterable[Any]:
        return [self[key] for key in self]

    def items(self) -> Iterable[tuple[Any, Any]]:
        return [(key, self[key]) for key in self]

    def get(self, key: Any, default: Any = None) -> Any:
        # What a dictionary without the key makes of ``[]`` (a default) is not what ``get`` says.
        return self[key] if key in self else default  # noqa: SIM401


def _kind_for(value: Any) -> type[_Record] | None:
    """Return what stands for a value; None where it is handed out as it is."""
    if is_value(value) or isinstance(value, _CODE):
        # A function is code: what it reads of the objects it is given is noted there.
        return None
    if isinstance(value, list | tuple):
        return _Sequence
    if isinstance(value, Mapping):
        return _Mapping
    return _Callable if callable(value) else _Record


_UNSEEN: Any = object()
# By class, as far as it was met.
_KINDS: dict[type, type[_Record] | None] = {}
