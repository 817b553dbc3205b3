"""What a rendered site must be before a reader may see it. Pure: bytes by path in, problems out.

The words are judged by ``plugins.editorial``; this looks at the rendering as a whole.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from plugins.core.errors import Problem
from plugins.core.markup import Kind, tokens
from plugins.core.memo import FORGETFUL, Memo, key_of
from plugins.publication.feeds import UnreadableFeedError, addresses_in, feed_paths, list_paths

_LINKING = {"a": "href", "link": "href", "img": "src", "script": "src", "source": "src", "form": "action"}
_DRAFT = re.compile(r"^status:\s*[\"']?draft\b", re.MULTILINE | re.IGNORECASE)
# What means the same on every page: a path from the top, or a whole address.
_ANYWHERE = re.compile(r"/(?!/)|[A-Za-z][A-Za-z0-9+.-]*://")
# No file has this name: a link that leaves the site although it looks like ours.
_OUTSIDE = "\0"
_DATABASE_NAMES = re.compile(r"\.(sqlite3?|db)(-wal|-shm|-journal)?$")


def page_paths(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the paths that are pages, in order."""
    return tuple(sorted(path for path in paths if path.endswith(".html")))


def is_draft(markdown: str) -> bool:
    """Return whether the front matter of a content file says that it is not to be published."""
    parts = re.split(r"^---\s*$", markdown, maxsplit=2, flags=re.MULTILINE)
    return len(parts) == 3 and bool(_DRAFT.search(parts[1]))


@dataclass(frozen=True, kw_only=True, slots=True)
class Passed:
    """A rendering in which nothing was found, asked of in the same way.

    Attributes:
        keys: Of every file of it (``key_of_file``).
        same: Those that still hold the same bytes.
    """

    keys: Mapping[str, bytes] = field(default_factory=dict)
    same: frozenset[str] = frozenset()


def key_of_file(path: str, content: bytes) -> bytes:
    """Return the key under which is remembered what stands in a file."""
    return key_of(path, content) if feed_paths((path,)) or list_paths((path,)) else key_of(content)


def rendering_problems(
    files: Mapping[str, bytes],
    *,
    site_urls: tuple[str, ...],
    draft_urls: Mapping[str, str],
    base: str = "",
    keys: Mapping[str, bytes] | None = None,
    memo: Memo = FORGETFUL,
    passed: Passed | None = None,
) -> tuple[Problem, ...]:
    """Return everything that keeps a rendering from being published, sorted by path.

    Args:
        files: Bytes by path relative to the output, with ``/``.
        site_urls: Absolute addresses under which these files stand, without a trailing slash; "" is left out.
        draft_urls: Source path of every draft, by the folder its page would have, e.g. ``responses/x/``.
        base: Path of the site on its host, e.g. ``/answers``; "" at the root. A link to ``/cases/`` leaves a site
            that has one.
        keys: Of every file (``key_of_file``), where somebody knows them already.
        memo: Remembers what stands in files of the same bytes.
        passed: What need not be looked at again: a file that is still the same, as long as all that it may link is
            still there.
    """
    site_urls = tuple(filter(None, site_urls))
    passed = passed or Passed()
    new = [path for path in files if path not in passed.same]
    keys = keys or {path: key_of_file(path, content) for path, content in files.items()}
    pages = _Pages(files, keys, memo)
    pages.read(page_paths(new))
    if passed.keys.keys() - files.keys() or not all(
        pages.has_still(path, passed.keys.get(path)) for path in pages.held
    ):
        new = list(files)
        pages.read(page_paths(new))
    problems = [*_foreign_files(files, new, memo), *_drafts(files, draft_urls)]
    places = _Places(site_urls, base)
    problems += _broken_feeds(files, new, keys, places, memo)
    for path, page in tuple(pages.held.items()):
        problems += _dangling(path, page, files, pages, places)
    return tuple(sorted(problems, key=lambda p: (p.path, p.line, p.advice)))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Read:
    """What a page links, with the lines, and the places in it that can be linked."""

    links: tuple[tuple[int, str], ...]
    anchors: frozenset[str]


class _Pages:
    """What stands in the pages of a rendering.

    Attributes:
        held: The pages that are looked at.
    """

    def __init__(self, files: Mapping[str, bytes], keys: Mapping[str, bytes], memo: Memo) -> None:
        self._files, self._keys, self._memo = files, keys, memo
        self._others: dict[str, _Read] = {}
        self.held: dict[str, _Read] = {}

    def read(self, paths: Sequence[str]) -> None:
        """Look at these pages."""
        keys = [self._keys[path] for path in paths]
        read = self._memo.recall_all("publication.page", keys, lambda index: _read_page(self._files[paths[index]]))
        self.held = dict(zip(paths, read, strict=True))

    def has_still(self, path: str, key: bytes | None) -> bool:
        """Return whether a page has every place that it had, so that no link of another page leads nowhere now."""
        if key is None:
            # A new page takes nothing away.
            return True
        try:
            before = self._memo.recall("publication.page", key, _forgotten)
        except LookupError:
            return False
        return before.anchors <= self.held[path].anchors

    def has(self, path: str, anchor: str) -> bool:
        """Return whether a page has a place; what is no page has none that we know of."""
        if not path.endswith(".html"):
            return True
        if path not in self.held and path not in self._others:
            self._others[path] = self._memo.recall(
                "publication.page", self._keys[path], lambda: _read_page(self._files[path])
            )
        return anchor in (self.held.get(path) or self._others[path]).anchors


def _forgotten() -> _Read:
    raise LookupError


class _Places:
    """What links of this site mean; nearly all stand on every page."""

    def __init__(self, site_urls: tuple[str, ...], base: str) -> None:
        self.site_urls, self.base = site_urls, base
        self._known: dict[tuple[str, str], tuple[str, str] | None] = {}

    def target(self, path: str, link: str) -> tuple[str, str] | None:
        """Return the file and anchor that a link means; None where it leads elsewhere."""
        # Any other link means another place on every page.
        where = "" if _ANYWHERE.match(link) else path
        if (where, link) not in self._known:
            self._known[where, link] = _target(path, link, self.site_urls, self.base)
        return self._known[where, link]


def _read_page(content: bytes) -> _Read:
    links: list[tuple[int, str]] = []
    anchors: set[str] = set()
    for kind, line, tag, attributes in tokens(content.decode("utf-8", errors="replace")):
        if kind != Kind.START:
            continue
        for name, value in attributes:
            if value and (name == "id" or (tag == "a" and name == "name")):
                anchors.add(value)
            # What takes Webmentions stands on our host and is no file of ours.
            elif value is not None and _LINKING.get(tag) == name and ("rel", "webmention") not in attributes:
                links.append((line, value.strip()))
    return _Read(links=tuple(links), anchors=frozenset(anchors))


def _dangling(path: str, page: _Read, files: Mapping[str, bytes], pages: _Pages, places: _Places) -> list[Problem]:
    problems = []
    for line, link in page.links:
        target = places.target(path, link)
        if target is None:
            continue
        file, anchor = target
        base = places.base
        if file == _OUTSIDE:
            advice = f"{link} 주소는 이 누리집({base}/) 밖입니다. 앞에 {base}를 붙이거나 {{filename}}으로 적어 주세요."
        elif file not in files:
            advice = f"{link} 주소의 쪽이 없습니다. 링크를 고치거나 그 쪽을 만들어 주세요."
        elif anchor and not pages.has(file, anchor):
            advice = f"{link} 안에 #{anchor} 자리가 없습니다. 링크를 고쳐 주세요."
        else:
            continue
        problems.append(Problem(path=path, line=line, field="", advice=advice))
    return problems


def _target(path: str, link: str, site_urls: tuple[str, ...], base: str) -> tuple[str, str] | None:
    """Return the file and anchor that a link of ours means; None where it leads elsewhere."""
    for url in (*site_urls, base):
        if url and (link == url or link.startswith((f"{url}/", f"{url}#", f"{url}?"))):
            link = "/" + link.removeprefix(url).lstrip("/")
            break
    else:
        if base and link.startswith("/") and not link.startswith("//"):
            return _OUTSIDE, ""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    if not parts.path:
        return path, unquote(parts.fragment)
    target = posixpath.normpath(posixpath.join("/", posixpath.dirname(path), unquote(parts.path))).lstrip("/")
    if parts.path.endswith("/") or target in {"", "."}:
        target = posixpath.join(target, "index.html") if target not in {"", "."} else "index.html"
    return target, unquote(parts.fragment)


def _foreign_files(files: Mapping[str, bytes], new: Sequence[str], memo: Memo) -> list[Problem]:
    problems = []
    databases = memo.shared(len(new), lambda number: files[new[number]].startswith(b"SQLite format 3\0"))
    for path, is_database in zip(new, databases, strict=True):
        if is_database or _DATABASE_NAMES.search(path):
            advice = "데이터베이스는 공개하지 않습니다. content/와 theme/에서 치워 주세요."
        elif path.endswith((".md", ".py", ".toml")) or path.startswith("drafts/"):
            advice = "원본이나 초안은 공개하지 않습니다. 설정에서 이 파일이 나가는 길을 막아 주세요."
        else:
            continue
        problems.append(Problem(path=path, line=0, field="", advice=advice))
    return problems


def _drafts(files: Mapping[str, bytes], draft_urls: Mapping[str, str]) -> list[Problem]:
    return [
        Problem(path=source, line=0, field="status", advice="초안인데 쪽이 만들어졌습니다. 발행하지 않았습니다.")
        for url, source in draft_urls.items()
        if f"{url}index.html" in files
    ]


def _broken_feeds(
    files: Mapping[str, bytes], new: Sequence[str], keys: Mapping[str, bytes], places: _Places, memo: Memo
) -> list[Problem]:
    problems = []
    paths = (*feed_paths(new), *list_paths(new))

    def read(index: int) -> tuple[str, tuple[str, ...]]:
        try:
            return "", tuple(dict.fromkeys(addresses_in(paths[index], files[paths[index]])))
        except UnreadableFeedError as error:
            return str(error), ()

    found = memo.recall_all("publication.feed", [keys[path] for path in paths], read)
    for path, (unreadable, addresses) in zip(paths, found, strict=True):
        if unreadable:
            problems.append(Problem(path=path, line=0, field="", advice=unreadable))
        for address in addresses:
            target = places.target(path, address)
            if target and target[0] not in files:
                advice = f"피드가 가리키는 {address} 주소에 아무것도 없습니다."
                problems.append(Problem(path=path, line=0, field="", advice=advice))
    return problems
