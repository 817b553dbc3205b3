"""Whether the Hugo site of bench/hugo says what ours says: the same files, the same words, about as many bytes."""

import re
from collections import Counter
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote

# What only ours writes: pictures, and the n-grams of the search index. The rest is copied for Hugo, not written by it.
_GROUPS = {
    "html": r".*\.html",
    "feeds": r"feeds/.*\.(?:xml|json)",
    "records": r"api/(?:cases/.*|cases|promises)\.json",
    "badges": r"badges/.*\.svg",
    "search": r"search/index/d-.*\.json",
    "sitemap": r"sitemap\.xml",
}
_MARKUP = re.compile(r"<[^>]*>")
# Where Hugo can put a badge.
_BADGE = "badges/cases/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Likeness:
    """How much of ours one kind of Hugo's files has.

    Attributes:
        missing: Paths that only ours has.
        extra: Paths that only Hugo's has.
        words: The share of our words, each counted as often as it stands on its page, that Hugo's page has.
        more_words: Words that only Hugo's pages have, as a share of ours.
        marks: The same share of everything between angle brackets: elements, classes, addresses.
        bytes: Hugo's bytes by ours.
        worst: The page with the smallest share of words, and that share.
    """

    files: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    words: float
    more_words: float
    marks: float
    bytes: float
    worst: tuple[str, float]

    def __str__(self) -> str:
        page, share = self.worst
        return (
            f"{self.files:6} files, {len(self.missing)} missing, {len(self.extra)} more, words {self.words:.2%} "
            f"(+{self.more_words:.2%}), markup {self.marks:.2%}, bytes {self.bytes:.1%}; least like: {page} {share:.1%}"
        )


def compared(ours: Path, hugo: Path) -> dict[str, Likeness]:
    """Return how like two written sites are, by kind of file."""
    own, other = _files(ours), _files(hugo)
    return {kind: _likeness(own[kind], other[kind]) for kind in _GROUPS}


def _files(folder):
    found = {kind: {} for kind in _GROUPS}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        name = name.replace(_BADGE, "badges/", 1) if name.startswith(_BADGE) else name
        kind = next((kind for kind, pattern in _GROUPS.items() if re.fullmatch(pattern, name)), None)
        if kind and path.is_file():
            found[kind][name] = path
    return found


def _likeness(own, other):
    words = theirs = both = marks = both_marks = 0
    worst = ("", 2.0)
    for name, path in own.items():
        (said, marked), (found, drawn) = _parts(path), _parts(other.get(name))
        words, theirs, both = words + said.total(), theirs + found.total(), both + (said & found).total()
        marks, both_marks = marks + marked.total(), both_marks + (marked & drawn).total()
        worst = min(worst, (name, (said & found).total() / said.total()), key=lambda one: one[1])
    return Likeness(
        files=len(other),
        missing=tuple(sorted(own.keys() - other.keys())),
        extra=tuple(sorted(other.keys() - own.keys())),
        words=both / words,
        more_words=(theirs - both) / words,
        marks=both_marks / marks if marks else 1.0,
        bytes=sum(path.stat().st_size for path in other.values()) / sum(path.stat().st_size for path in own.values()),
        worst=worst,
    )


def _parts(path):
    """The words of a file, and those of its markup; what is escaped in a feed is markup of its text."""
    text = path.read_text(encoding="utf-8") if path else ""
    text = unquote(unescape(unescape(re.sub(r"\\[nt\"]", " ", text))))
    return Counter(re.findall(r"\w+", _MARKUP.sub(" ", text))), Counter(
        re.findall(r"\w+", " ".join(_MARKUP.findall(text)))
    )
