"""schema.org as a judge: which types, properties, domains and ranges there are."""

import json
from pathlib import Path

_FILE = Path(__file__).resolve().parents[1] / "data/standards/schemaorg-30.0.json"
_WORDS = json.loads(_FILE.read_text(encoding="utf-8"))
_DATA = {"Text", "URL", "Date", "DateTime", "Number", "Integer", "Boolean", "Time"}


def _kinds(name):
    """A type and everything it is a kind of."""
    found, waiting = set(), [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += _WORDS["types"].get(one, [])
    return found


def faults(thing):
    """Everything in a JSON-LD thing, and the things in it, that schema.org does not know."""
    if "@graph" in thing:
        return [fault for part in thing["@graph"] for fault in faults(part)]
    kind = thing["@type"]
    if kind not in _WORDS["types"]:
        return [f"no type: {kind}"]
    found = []
    for name, value in thing.items():
        if name.startswith("@"):
            continue
        known = _WORDS["properties"].get(name)
        if known is None:
            found.append(f"no property: {name}")
            continue
        if not _kinds(kind) & set(known["d"]):
            found.append(f"{name} is not for {kind}")
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                if not _kinds(one["@type"]) & set(known["r"]):
                    found.append(f"{name} cannot be {one['@type']}")
                found += faults(one)
            # An address stands for the thing it names. Source: schema.org, data model.
            elif not _DATA & set(known["r"]) and not str(one).startswith("https://"):
                found.append(f"{name} is no text")
    return found
