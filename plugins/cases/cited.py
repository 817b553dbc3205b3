"""What the case files cite and promise, read without typing the rest of them: the inbox asks this each time.

Refuses to judge: a file that cannot be read says nothing here, and `invoke check` says what is wrong with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import yaml

from plugins.cases.frontmatter import LOADER
from plugins.core.text import one_line
from plugins.core.urls import page_identity

_NOTHING = ("", "null", "Null", "NULL", "~")


@dataclass(frozen=True, kw_only=True, slots=True)
class Cited:
    """Where a case file cites a page.

    Attributes:
        path: Of the case file, relative to the project.
        line: 1-based, where the citation begins.
        is_first: Whether the case was opened by it.
    """

    case_id: str
    key: str
    path: str
    line: int
    is_first: bool


def cited_urls(content: Path) -> Mapping[str, str]:
    """Return the case id for every address that a case cites; cases that are drafts are not public yet."""
    found: dict[str, str] = {}
    for path, text in _case_files(content):
        header = _header(text)
        if header is None or facts_in(header).get("status") == "draft":
            continue
        urls = (facts_in(node).get("url", "") for node in _listed(header, "citations"))
        found |= {url: path.stem for url in urls if url not in _NOTHING}
    return found


def promised(content: Path) -> Iterator[tuple[str, str, str]]:
    """Yield what the cases promise: case id, the promise's id, what is promised."""
    for path, text in _case_files(content):
        header = _header(text)
        for node in _listed(header, "promises") if header else ():
            facts = facts_in(node)
            if facts.get("id") and facts.get("what"):
                yield path.stem, facts["id"], facts["what"]


def citing(root: Path, *, url: str | None, title: str, author: str, excerpt: str) -> tuple[Cited, ...]:
    """Return where the case files cite a page already: by its address, or by its words where it has none.

    Args:
        title, author, excerpt: As they would stand in the citation.
    """
    found = []
    for path, text in _case_files(root / "content"):
        for number, node in enumerate(citation_items(text)):
            facts = facts_in(node)
            theirs = facts.get("url", "")
            if url and theirs:
                is_same = page_identity(url) == page_identity(theirs)
            else:
                words = (facts.get("title", ""), facts.get("author", ""), facts.get("excerpt", ""))
                is_same = not theirs and [one_line(w) for w in words] == [one_line(w) for w in (title, author, excerpt)]
            if is_same:
                place = path.relative_to(root).as_posix()
                line = node.start_mark.line + 1
                key = facts.get("key", "")
                found.append(Cited(case_id=path.stem, key=key, path=place, line=line, is_first=number == 0))
    return tuple(found)


def citation_items(text: str) -> list[yaml.MappingNode]:
    """Return the citations of a case file with their places in it; none where the header cannot be read."""
    header = _header(text)
    return _listed(header, "citations") if header else []


def key_of(node: yaml.MappingNode) -> str:
    """Return the key of a citation, "" where it has none."""
    return facts_in(node).get("key", "")


def is_withdrawn(root: Path, case_id: str, key: str) -> bool:
    """Return whether a case file says of a citation that it was taken back."""
    path = root / "content" / "cases" / f"{case_id}.md"
    with suppress(OSError, UnicodeDecodeError):
        items = [item for item in citation_items(path.read_text(encoding="utf-8")) if key_of(item) == key]
        return any(name.value == "withdrawn" for item in items for name, _ in item.value)
    return False


def facts_in(node: yaml.MappingNode) -> dict[str, str]:
    """Return what stands behind each key, as it is written; lists and mappings are left out."""
    return {name.value: str(value.value) for name, value in node.value if isinstance(value, yaml.ScalarNode)}


def block_of(item: yaml.Node, lines: Sequence[str]) -> tuple[int, int]:
    """Return the first line of an item of a block list and the one after its last, counted from 0.

    All that stands deeper than its dash is its own: comments too, and the blank lines within a text.

    Args:
        lines: Of the whole file.
    """
    start = end = item.start_mark.line
    for number in range(start + 1, len(lines)):
        if lines[number].strip():
            if _depth(lines[number]) <= _depth(lines[start]):
                break
            end = number
    return start, end + 1


def header_lines(text: str) -> list[str]:
    """Return the lines of a header without its dashes; none where it does not end."""
    lines = text.splitlines(keepends=True)
    closing = next((n for n, line in enumerate(lines) if n and line.rstrip() in ("---", "...")), 0)
    return lines[1:closing]


def _case_files(content: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted((content / "cases").glob("*.md")):
        with suppress(OSError, UnicodeDecodeError):
            yield path, path.read_text(encoding="utf-8")


def _header(text: str) -> yaml.MappingNode | None:
    try:
        # A line takes the place of the opening dashes, so that marks count lines of the file.
        header = yaml.compose("".join(["\n", *header_lines(text)]), Loader=LOADER)
    except yaml.YAMLError:
        return None
    return header if isinstance(header, yaml.MappingNode) else None


def _listed(header: yaml.MappingNode, key: str) -> list[yaml.MappingNode]:
    listed = next((value for name, value in header.value if name.value == key), None)
    items = listed.value if isinstance(listed, yaml.SequenceNode) else []
    return [node for node in items if isinstance(node, yaml.MappingNode)]


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
