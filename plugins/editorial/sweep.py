"""One text held against all the others, without holding again what was held before.

What an asker finds in a text depends on the two alone. So of the last build's finds those in unchanged texts are
still true, and only texts that are new or changed are looked into.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from plugins.core.memo import Memo, key_of

T = TypeVar("T")


def swept(
    memo: Memo,
    kind: str,
    askers: Mapping[str, bytes],
    texts: Mapping[str, bytes],
    find_in: Callable[[str, Collection[str]], Mapping[str, T]],
    *,
    prepare: Callable[[], None] = lambda: None,
) -> dict[str, dict[str, T]]:
    """Return for every asker what it finds, by the name of the text; texts without a find are left out.

    Args:
        kind: Whose finds these are.
        askers: By name: the key of everything that an asker looks with.
        texts: By name: the key of a text.
        prepare: Called before several askers look through everything: what all of them need is made once, and not once
            in each process.
        find_in: Takes the name of an asker and names of texts; what it returns depends on these alone.
    """
    then: tuple[Mapping[str, bytes], Mapping[str, tuple[bytes, Mapping[str, T]]]] = memo.last(kind) or ({}, {})
    texts_then, finds_then = then
    changed = [name for name, key in texts.items() if texts_then.get(name) != key]
    same = not changed and len(texts) == len(texts_then)
    if same and len(askers) == len(finds_then) and all(finds_then.get(a, (b"",))[0] == askers[a] for a in askers):
        return {asker: dict(finds_then[asker][1]) for asker in askers}
    found: dict[str, dict[str, T]] = {}
    anew = []
    for asker, key in askers.items():
        held = finds_then.get(asker)
        if held is None or held[0] != key:
            anew.append(asker)
            continue
        still = {name: find for name, find in held[1].items() if same or texts.get(name) == texts_then.get(name)}
        found[asker] = still | dict(find_in(asker, changed)) if changed else still
    if len(anew) > 1:
        prepare()
    world = key_of(*(part for pair in sorted(texts.items()) for part in pair)) if anew else b""
    whole = memo.recall_all(
        f"{kind} whole",
        [key_of(askers[asker], world) for asker in anew],
        lambda index: dict(find_in(anew[index], texts.keys())),
    )
    found |= dict(zip(anew, whole, strict=True))
    now: tuple[Any, ...] = (dict(texts), {asker: (askers[asker], finds) for asker, finds in found.items()})
    memo.keep(kind, now)
    return found
