"""What was found by name, kept as one value: of thousands of texts an edit changes one, and every look-up costs."""

from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

from plugins.core.memo import Memo

T = TypeVar("T")


def kept_by_name(
    memo: Memo, kind: str, keys: Mapping[str, Hashable], compute: Callable[[str], T], *, common: bytes = b""
) -> dict[str, T]:
    """Return what ``compute`` finds under each name, made anew only where its key is another one than last time.

    Args:
        kind: Whose finds these are.
        keys: By name: everything that ``compute`` reads for it; digests and what can be held against its like.
        common: The key of what all of them depend on.
    """
    common_then, then = memo.last(kind) or (b"", {})
    before: Mapping[str, tuple[Hashable, T]] = then if common_then == common else {}
    now = {name: one for name, key in keys.items() if (one := before.get(name)) is not None and one[0] == key}
    new = [name for name in keys if name not in now] if len(now) < len(keys) else []
    if new or len(now) < len(before) or common_then != common:
        found = memo.shared(len(new), lambda index: compute(new[index]))
        now |= {name: (keys[name], one) for name, one in zip(new, found, strict=True)}
        memo.keep(kind, (common, now))
    return {name: now[name][1] for name in keys}
