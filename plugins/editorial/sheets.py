"""What lies on the editor's desk: a post, or a case, with everything a check may hold it against. Judges nothing."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from plugins.core.memo import key_of
from plugins.core.model import Case, Person, Post
from plugins.editorial.checklist import section_names
from plugins.editorial.library import BeyondError, Library
from plugins.editorial.published import Published
from plugins.editorial.sentences import Manuscript, Sentence, manuscript

_KEY = re.compile(r"^(?P<key>[A-Za-z_]+):", re.MULTILINE)
_FRONT = re.compile(r"\A\s*---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_HEADING = "소제목"
_BEFORE_THE_BODY = ("제목", "요약")
_NONE = ("없습니다", "없음", "해당 없음", "none", "nothing")


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A heading and what stands under it; the words before the first heading are a section without a title.

    Attributes:
        line: Of the heading; of the body's first sentence where there is none.
        sentences: In order, without quotations.
    """

    title: str
    line: int
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """What stands under the heading, a sentence a line."""
        return "\n".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A Markdown source under ``content/``.

    Attributes:
        lines: Line of every key at the top of the front matter.
    """

    path: str
    words: Manuscript
    sections: tuple[Section, ...]
    lines: Mapping[str, int]
    body: str
    body_line: int

    @property
    def prose(self) -> str:
        """Title, gist and body as a reader reads them, without quotations."""
        return self.words.text

    def section(self, name: str) -> Section | None:
        """Return the section known as ``heard``, ``ours`` …, None where the text has none."""
        return next((s for s in self.sections if s.title in section_names()[name]), None)

    def line_of(self, key: str) -> int:
        """Return the line a key of the front matter stands on, 1 where it is absent."""
        return self.lines.get(key, 1)

    def position(self, sentence: Sentence, index: int = 0) -> tuple[int, int]:
        """Return line and column of a character of a sentence."""
        return self.words.position(sentence.offset(index))


class Source:
    """A file that people wrote; it is read and taken apart only when somebody asks, and then once.

    Args:
        text: What stands in it, or how to read that.
        digest: Of the text; needed where the text is not there yet.
    """

    __slots__ = ("_digest", "_text", "path")

    def __init__(self, *, path: str, text: str | Callable[[], str], digest: bytes = b"") -> None:
        self.path = path
        self._text = text
        self._digest = digest

    @property
    def text(self) -> str:
        """What stands in it."""
        if not isinstance(self._text, str):
            self._text = self._text()
        return self._text

    @property
    def digest(self) -> bytes:
        """The same for the same text."""
        if not self._digest:
            self._digest = key_of(self.text)
        return self._digest

    @property
    def written(self) -> Written:
        """The source taken apart."""
        return written(self.path, self.text)


class Unread:
    """Stands for a source that is taken apart only when a check looks into it: most case files pass unread."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __getattr__(self, name: str) -> object:
        return getattr(self._source.written, name)

    def line_of(self, key: str) -> int:
        """Return the line a key of the front matter stands on: the header alone is read for it."""
        return _lines_of(_head_of(self._source.text.replace("\r\n", "\n"))).get(key, 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A post of the site and its text."""

    post: Post
    source: Source


@dataclass(frozen=True, kw_only=True, slots=True)
class People:
    """The people of the site, found by slug or name."""

    known: tuple[Person, ...]

    def find(self, reference: str) -> Person | None:
        """Return the person meant, None for nobody or for a name of two."""
        found = [person for person in self.known if reference in (person.slug, person.name)]
        return found[0] if len(found) == 1 else None

    def same(self, one: str, other: str) -> bool:
        """Return whether two references mean one person."""
        first, second = self.find(one), self.find(other)
        return first is second if first and second else one == other


@dataclass(frozen=True, kw_only=True, slots=True)
class PostSheet:
    """A post to be judged.

    Attributes:
        library: Every post of the site, this one too.
        still_wrong: Path and line of every other text that still says what a correction calls wrong, posts first.
        published: As it was last published; None where it never was.
        as_of: The instant of the check.
    """

    post: Post
    case: Case
    written: Written
    people: People
    library: Library
    still_wrong: tuple[tuple[str, int], ...]
    published: Published | None
    as_of: datetime

    @property
    def earlier(self) -> tuple[Told, ...]:
        """The posts of the same case that went before, oldest first."""
        return tuple(t for t in self.library.of_case(self.case.id) if _before(t.post, self.post))


def _beyond(_sheet: PostSheet) -> datetime:
    raise BeyondError


class NearSheet(PostSheet):
    """A sheet on which a judgement can be remembered: it does not tell the time, and its library is the own shelf."""

    __slots__ = ()
    # What is asked for is recorded by refusing it, so that no check can forget to say what it depends on.
    as_of = property(_beyond, lambda _sheet, _value: None)


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseSheet:
    """A case file to be judged, with the posts of the case, oldest first, and the cases of its topic, this one too."""

    case: Case
    written: Written
    people: People
    posts: tuple[Post, ...]
    cases: tuple[Case, ...]
    as_of: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """Where a check found something.

    Attributes:
        column: 1-based; 0 where the line as a whole is meant.
        excerpt: The words meant; "" where something is missing.
        said: Korean, put behind the rule's advice: what exactly.
    """

    line: int
    column: int = 0
    excerpt: str = ""
    said: str = ""


@lru_cache(maxsize=512)
def written(path: str, text: str) -> Written:
    """Return a source taken apart."""
    words = manuscript(text)
    head = _head_of(words.source)
    return Written(
        path=path,
        words=words,
        sections=tuple(_sections(words)),
        lines=_lines_of(head),
        body=words.source[len(head) :],
        body_line=head.count("\n") + 1,
    )


def _head_of(text: str) -> str:
    front = _FRONT.match(text)
    return front.group() if front else ""


def _lines_of(head: str) -> Mapping[str, int]:
    return {m["key"].lower(): head.count("\n", 0, m.start()) + 1 for m in _KEY.finditer(head)}


def at_key(sheet: PostSheet | CaseSheet, key: str, said: str = "") -> Spot:
    """Return the spot of a key of the front matter."""
    return Spot(line=sheet.written.line_of(key), said=said)


def at_section(section: Section, said: str = "") -> Spot:
    """Return the spot of a heading."""
    return Spot(line=section.line, column=1, excerpt=section.title, said=said)


def at_sentence(sheet: PostSheet, sentence: Sentence, said: str = "") -> Spot:
    """Return the spot of a whole sentence."""
    line, column = sheet.written.position(sentence)
    return Spot(line=line, column=column, excerpt=sentence.text, said=said)


def _before(one: Post, other: Post) -> bool:
    return one.slug != other.slug and one.published_at <= other.published_at


def _sections(words: Manuscript) -> Iterator[Section]:
    title, line = "", 1
    found: list[Sentence] = []
    for sentence in words.sentences:
        if sentence.where in _BEFORE_THE_BODY:
            continue
        if sentence.where == _HEADING:
            if title or found:
                yield Section(title=title, line=line, sentences=tuple(found))
            title, line, found = sentence.text, words.position(sentence.offset(0))[0], []
            continue
        if not title and not found:
            line = words.position(sentence.offset(0))[0]
        found.append(sentence)
    if title or found:
        yield Section(title=title, line=line, sentences=tuple(found))


def says_none(section: Section) -> bool:
    """Return whether a section says first of all that there is nothing."""
    return bool(section.sentences) and section.sentences[0].text.strip(" .").lower() in _NONE
