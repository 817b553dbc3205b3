"""YAML front matter with line numbers: every value is read as it was written, and every fault names its line.

Values are taken as text and typed here, not by YAML, whose guesses surprise: ``no`` is false and ``17:00`` a number.
Problems are gathered, not raised, so that staff mend a file in one round.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

import yaml

from plugins.core.errors import Problem, suggestion
from plugins.core.korean import quoted

E = TypeVar("E", bound=StrEnum)

# The same fences that pelican-yaml-metadata reads, so that both see one header.
_HEADER = re.compile(r"\s*^---$(?P<header>.+?)^(?:---|\.\.\.)$(?P<body>.*)", re.MULTILINE | re.DOTALL)
# libyaml reads a header ten times as fast; the same marks come out of both.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HEADING = re.compile(r"^#{1,6}\s+(?P<title>.+?)\s*#*\s*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
# Python takes the zone behind a bare day for a time.
_DAY_ALONE = re.compile(r"\d{4}-\d\d-\d\d(?:[+-]\d\d:?\d\d)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A heading of the body and the line it stands on in the file."""

    title: str
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A file split into its header and its Markdown body; ``body_line`` is the line the body begins on."""

    fields: "Fields"
    body: str
    body_line: int
    headings: tuple[Heading, ...]

    def line_of(self, text: str) -> int:
        """Return the line on which a text first stands in the body, 0 where it does not."""
        at = self.body.find(text)
        return self.body_line + self.body.count("\n", 0, at) if at >= 0 else 0


class Fields:
    """One mapping of a header; every reading says what is wrong with the value and where."""

    def __init__(self, path: str, node: yaml.MappingNode, problems: list[Problem], *, name: str = "") -> None:
        """Take over a mapping.

        Args:
            problems: Filled as values are read.
            name: What the mapping is called in problems, e.g. ``promises P1``; "" at the top.
        """
        self._path = path
        self._problems = problems
        self._name = name
        self._nodes: dict[str, yaml.Node] = {}
        self._known: set[str] = set()
        self.line = node.start_mark.line + 1
        for key, value in node.value:
            text = _text(key).lower()
            if text in self._nodes:
                self.fault(text, "같은 열쇠가 두 번 있습니다. 하나를 지워 주세요.", line=key.start_mark.line + 1)
            self._nodes[text] = value

    def fault(self, key: str, advice: str, *, line: int = 0) -> None:
        """Note a problem at a key, or at the mapping where the key is absent."""
        field = f"{self._name} {key}".strip()
        problem = Problem(path=self._path, line=line or self.line_of(key), field=field, advice=advice)
        # A value may be read more than once; its fault is told once.
        if problem not in self._problems:
            self._problems.append(problem)

    def line_of(self, key: str) -> int:
        """Return the line a key's value begins on; the mapping's own where it is absent."""
        node = self._nodes.get(key)
        return node.start_mark.line + 1 if node else self.line

    def lines(self) -> dict[str, int]:
        """Return the line of every key that is there."""
        return {key: node.start_mark.line + 1 for key, node in self._nodes.items()}

    def has(self, key: str) -> bool:
        """Return whether a key has a value; ``null`` and "" are none."""
        self._known.add(key)
        node = self._nodes.get(key)
        return node is not None and not (isinstance(node, yaml.ScalarNode) and _empty(node))

    def refuse_unknown(self) -> None:
        """Note every key that nobody asked for. Call after reading."""
        for key in self._nodes.keys() - self._known:
            hint = suggestion(key, self._known) or " 철자를 확인하거나 지워 주세요."
            self.fault(key, f"모르는 열쇠입니다.{hint}")

    def text(self, key: str, *, required: bool = False) -> str:
        """Return one line of text, "" where absent."""
        if not self.has(key):
            if required:
                self.fault(key, "꼭 있어야 하는데 비어 있습니다. 값을 적어 주세요.")
            return ""
        node = self._nodes[key]
        if not isinstance(node, yaml.ScalarNode):
            self.fault(key, "글 한 줄이어야 하는데 목록이나 묶음이 있습니다.")
            return ""
        return _text(node)

    def words(self, key: str) -> str:
        """Return text of several paragraphs with its line breaks: another's words, kept as they came."""
        node = self._nodes.get(key)
        if not self.text(key) or not isinstance(node, yaml.ScalarNode):
            return ""
        return str(node.value).strip()

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of texts; a single text is a list of one."""
        if not self.has(key):
            if required:
                self.fault(key, "꼭 있어야 하는데 비어 있습니다. 한 줄 이상 적어 주세요.")
            return ()
        node = self._nodes[key]
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if not all(isinstance(item, yaml.ScalarNode) for item in items):
            self.fault(key, "글의 목록이어야 합니다. 콜론(:)이 든 줄은 따옴표로 감싸 주세요.")
            return ()
        found = tuple(text for item in items if (text := _text(item)))
        if required and not found:
            self.fault(key, "꼭 있어야 하는데 비어 있습니다. 한 줄 이상 적어 주세요.")
        return found

    def choice(self, key: str, kind: type[E], *, required: bool = False) -> E | None:
        """Return one value of a closed set."""
        text = self.text(key)
        if not text and (self.has(key) or not required):
            return None
        try:
            return kind(text.lower())
        except ValueError:
            # Who only collects reads headers as well, and no value of them.
            from plugins.cases.values import advice_on  # noqa: PLC0415

            self.fault(key, advice_on(text, kind))
            return None

    def moment(self, key: str, *, required: bool = False) -> datetime | None:
        """Return an aware time."""
        text = self.text(key, required=required)
        if not text:
            return None
        try:
            value = datetime.fromisoformat(text)
        except ValueError:
            self.fault(key, f"{quoted(text, '은')} 시각으로 읽을 수 없습니다. 예: 2026-10-06T11:30:00+09:00")
            return None
        if value.tzinfo is None:
            whole = f"시각이 없습니다. 시각까지 적어 주세요. 예: {text[:10]}T09:00:00+09:00"
            no_zone = "시간대가 없습니다. 뒤에 +09:00을 붙여 주세요."
            self.fault(key, f"'{text}'에 {whole if _DAY_ALONE.fullmatch(text) else no_zone}")
            return None
        return value

    def day(self, key: str, *, required: bool = False) -> date | None:
        """Return a day."""
        text = self.text(key, required=required)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.fault(key, f"{quoted(text, '은')} 날짜로 읽을 수 없습니다. 예: 2026-10-12")
            return None

    def day_or_moment(self, key: str) -> date | datetime | None:
        """Return a day, or an aware time where one is written."""
        return self.day(key) if len(self.text(key)) == len("2026-10-12") else self.moment(key)

    def number(self, key: str, *, required: bool = False) -> int | None:
        """Return a whole number that is not negative."""
        text = self.text(key, required=required).replace(",", "")
        if not text:
            return None
        if not text.isascii() or not text.isdigit():
            self.fault(key, f"{quoted(text, '은')} 수가 아닙니다. 숫자만 적어 주세요.")
            return None
        return int(text)

    def mappings(self, key: str, *, named_by: str) -> tuple["Fields", ...]:
        """Return a list of mappings, each called by the value of one of its keys in problems."""
        if not self.has(key):
            return ()
        node = self._nodes[key]
        if not isinstance(node, yaml.SequenceNode) or not all(isinstance(i, yaml.MappingNode) for i in node.value):
            self.fault(key, f"묶음의 목록이어야 합니다. 항목마다 `- {named_by}: …`로 시작해 주세요.")
            return ()
        found = []
        for item in node.value:
            label = next((_text(v) for k, v in item.value if _text(k).lower() == named_by), "")
            found.append(Fields(self._path, item, self._problems, name=f"{key} {label}".strip()))
        return tuple(found)

    def mapping(self, key: str) -> "Fields | None":
        """Return one mapping, None where absent."""
        if not self.has(key):
            return None
        node = self._nodes[key]
        if not isinstance(node, yaml.MappingNode):
            self.fault(key, "`열쇠: 값` 묶음이어야 합니다.")
            return None
        return Fields(self._path, node, self._problems, name=key)


def read_page(path: str, text: str, problems: list[Problem]) -> Page | None:
    """Return a file's header and body, or None where there is no header to read.

    Args:
        path: Relative to the project, for problems.
        text: The whole file.
        problems: Filled with what is wrong.
    """
    match = _HEADER.fullmatch(unicodedata.normalize("NFC", text.removeprefix("\ufeff")))
    if match is None:
        problems.append(
            Problem(path=path, line=1, field="", advice="머리말이 없습니다. 첫 줄과 머리말 끝에 --- 를 적어 주세요.")
        )
        return None
    offset = match.string.count("\n", 0, match.start("header"))
    try:
        # Blank lines in front keep YAML's line numbers those of the file.
        node = yaml.compose("\n" * offset + match["header"], Loader=LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problems.append(
            Problem(
                path=path,
                line=mark.line + 1 if mark else 1,
                field="",
                advice="머리말을 읽을 수 없습니다. 콜론(:)이나 #이 든 값은 따옴표로 감싸고 들여쓰기를 맞춰 주세요.",
            )
        )
        return None
    if not isinstance(node, yaml.MappingNode):
        problems.append(Problem(path=path, line=1, field="", advice="머리말은 `열쇠: 값` 줄이어야 합니다."))
        return None
    first = match.string.count("\n", 0, match.start("body")) + 1
    return Page(
        fields=Fields(path, node, problems),
        body=match["body"],
        body_line=first,
        headings=_headings(match["body"], first),
    )


def read_published(path: str, text: str, problems: list[Problem], *, instead: str) -> Page | None:
    """Return a file's header and body, or None where there is no header to read or it says that it is a draft.

    Args:
        instead: For who takes ``status`` for the stage of a case: a Korean sentence that says where that stands.
    """
    page = read_page(path, text, problems)
    status = page.fields.text("status").lower() if page else "draft"
    if page is None or status == "draft":
        return None
    if status not in {"", "published"}:
        advice = f"{quoted(status, '은')} 쓸 수 없습니다. draft 또는 published만 됩니다. {instead}"
        page.fields.fault("status", advice)
    return page


def unread_in(path: str, problems: Iterable[Problem]) -> frozenset[str]:
    """Return the keys of a file's header that something is wrong with."""
    return frozenset(problem.field.partition(" ")[0] for problem in problems if problem.path == path)


def _headings(body: str, first_line: int) -> tuple[Heading, ...]:
    found = []
    fenced = False
    for number, line in enumerate(body.split("\n")):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and (match := _HEADING.match(line)):
            found.append(Heading(title=match["title"], line=first_line + number))
    return tuple(found)


def _text(node: yaml.Node) -> str:
    return " ".join(str(node.value).split()) if isinstance(node, yaml.ScalarNode) else ""


def _empty(node: yaml.ScalarNode) -> bool:
    return node.tag == "tag:yaml.org,2002:null" or not node.value.strip()
