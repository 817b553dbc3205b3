"""What the interface says: every Korean text that a template marks, and every word of the closed sets.

``python -m tests.theme.catalogue`` writes the English catalogue anew: translations stay, what is new is empty.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract
from jinja2.nodes import Assign, Const, Dict

from plugins.core import interface
from tests.theme.templates import TEMPLATES, an_environment

ENGLISH = interface.LOCALE / "en/LC_MESSAGES/messages.po"
# Said in themselves, or no words at all: no reader of another language needs them translated.
UNTRANSLATED = {"LANGUAGE", "SHAPE"}
# What only staff see, in a preview.
STAFF = {"_preview.html", "draft.html", "drafts.html"}
LABELS = "_labels.html"
IDLE = tuple(
    f'"{name}'.encode()
    for name in ("Project-Id", "Report-Msgid", "POT-", "PO-", "Last-Translator", "Language-Team", "Generated-By")
)


def texts() -> dict[str | tuple[str, str], list[str]]:
    """Every text with the templates it stands in; what has a plural is a pair."""
    found: dict[str | tuple[str, str], list[str]] = {}
    for path in TEMPLATES:
        for text in [*_marked(path), *(_labels(path) if path.name == LABELS else ())]:
            found.setdefault(text, []).append(path.name)
    return found


def _marked(path: Path) -> list[str | tuple[str, str]]:
    if path.name in STAFF:
        return []
    options = {"extensions": f"{interface.__name__}.Interface", "trimmed": "true", "encoding": "utf-8"}
    options |= {"trim_blocks": "true", "lstrip_blocks": "true"}
    with path.open("rb") as file:
        found = list(babel_extract(file, ("_", "gettext", "ngettext"), (), options))
    # Arguments that are no text are None, e.g. the values of %(name)s.
    said = [[t for t in ((text,) if isinstance(text, str) else text or ()) if t] for _, _, text, _ in found]
    return [(text[0], text[1]) if len(text) == 2 else text[0] for text in said if text]


def _labels(path: Path) -> list[str]:
    tree = an_environment().parse(path.read_text(encoding="utf-8"))
    sets = [n for n in tree.find_all(Assign) if isinstance(n.node, Dict) and n.target.name not in UNTRANSLATED]
    return [pair.value.value for n in sets for pair in n.node.items if isinstance(pair.value, Const)]


def english() -> Catalog:
    """The catalogue as it is committed."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def refreshed(old: Catalog) -> Catalog:
    """The catalogue with exactly today's texts; what was translated stays."""
    new = Catalog(locale="en", charset="utf-8", fuzzy=False)
    new.header_comment = "# The interface in English. The text of a template is the key: see docs/design.md."
    for text, places in sorted(texts().items(), key=lambda pair: (pair[1][0], pair[0])):
        known = old.get(text)
        new.add(text, known.string if known else None, locations=[(place, None) for place in dict.fromkeys(places)])
    return new


def written(catalogue: Catalog) -> bytes:
    """The catalogue as a file: without the headers that name a day, a program or nobody."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=120)
    return b"".join(line for line in buffer.getvalue().splitlines(keepends=True) if not line.startswith(IDLE))


if __name__ == "__main__":
    ENGLISH.write_bytes(written(refreshed(english())))
