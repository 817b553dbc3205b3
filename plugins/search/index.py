"""The search index as files: which documents hold which letters, and what a result shows. Same input, same bytes.

Everything is cut into small pieces so that a first query moves little: the postings into shards by the pair of
letters, what a result shows into blocks of documents. A document's number is its rank, so that whoever reads the
index sorts nothing but what the query itself decides. A piece that an edit does not touch is neither made nor read.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from plugins.core.memo import digest_of, key_of
from plugins.search.gathered import Gathered

FOLDER = "search/index"
HEAD = f"{FOLDER}/head.json"
# Found by bench/search.py at 1,000 and 10,000 posts: smaller pieces cost more in files than they save in bytes.
SHARD_CHARACTERS = 6000
DOCUMENTS_PER_BLOCK = 4
MOST_SHARDS = 4096
# Quotes, colon and comma.
_AROUND = 6
# Returns the bytes of a piece that was written before.
Read = Callable[[str], bytes]


class Findable(Protocol):
    """What is read of a page that can be found.

    Attributes:
        shown: What a result shows: title, path below the site, kind, day (``2026-10-06`` or ""), a few words.
        title: What counts as title; may hold more than is shown.
        text: Everything else a reader sees of it, a paragraph a line.
    """

    @property
    def shown(self) -> tuple[str, str, str, str, str]: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A page that can be found; see ``Findable``."""

    shown: tuple[str, str, str, str, str]
    title: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What an index was written of.

    Attributes:
        names: Of the documents, by rank.
        counts: How many shards there are for letters, and for whatever is longer.
        sizes: The characters in those.
        digests: Of every piece by its path, but for the head.
    """

    names: list[bytes]
    counts: tuple[int, int]
    sizes: tuple[int, int]
    digests: dict[str, bytes]


def index_files(documents: Sequence[Findable], gathered: Gathered | None = None) -> dict[str, bytes]:
    """Return the files of the index by path.

    Args:
        documents: The best first: the order is what decides between two that match alike.
        gathered: What was gathered of an earlier state of the documents; it is brought up to date.
    """
    return brought([key_of(*d.shown, d.title, d.text) for d in documents], documents, gathered or Gathered())[0]


def brought(
    names: Sequence[bytes],
    documents: Sequence[Findable],
    gathered: Gathered,
    before: Written | None = None,
    read: Read | None = None,
) -> tuple[dict[str, bytes], Written]:
    """Return the files of an index that say something else than before, and what stands there now.

    Args:
        names: Digests of what the documents say, by rank.
        documents: The best first; what is as it was is not looked at.
        gathered: What was gathered of an earlier state of the documents; it is brought up to date.
        before: What stands there; None for nothing.
        read: Returns the bytes of a piece that stands there; without it everything is made anew.
    """
    names = list(names)
    is_of_before = before is not None and before.names == gathered.names
    changes = gathered.update(names, lambda rank: (documents[rank].title, documents[rank].text))
    mended = _mended(before, changes, read) if before and read and is_of_before and changes is not None else None
    files, counts, sizes = mended or _shards(gathered.postings())
    digests = {} if before is None else before.digests
    digests = {path: digest for path, digest in digests.items() if _stays(path, counts, len(documents))}
    known = names if before is None else before.names
    for first in range(0, len(documents), DOCUMENTS_PER_BLOCK):
        path, behind = f"{FOLDER}/d-{first // DOCUMENTS_PER_BLOCK}.json", first + DOCUMENTS_PER_BLOCK
        if path not in digests or known[first:behind] != names[first:behind]:
            files[path] = _json([document.shown for document in documents[first:behind]])
    digests |= {path: digest_of(content) for path, content in files.items()}
    # Named in every further address: pieces of two publications never meet in a reader's cache.
    head = {"version": _version(digests), "shards": counts, "block": DOCUMENTS_PER_BLOCK}
    return {HEAD: _json(head), **files}, Written(names=names, counts=counts, sizes=sizes, digests=digests)


def shard_of(gram: str, count: int) -> int:
    """Return in which of ``count`` shards a gram stands; ``find.js`` reckons the same."""
    number = 0
    for char in gram:
        number = (number * 251 + ord(char)) % 1_000_003
    return number % count


def _shards(postings: Mapping[str, str]) -> tuple[dict[str, bytes], tuple[int, int], tuple[int, int]]:
    sizes = [0, 0]
    for gram, said in postings.items():
        sizes[len(gram) > 1] += _size(gram, said)
    counts = (_count(sizes[0]), _count(sizes[1]))
    shards: dict[str, dict[str, str]] = {_path(long, n): {} for long in (0, 1) for n in range(counts[long])}
    paths: dict[str, str] = {}
    for gram in sorted(postings):
        # What is longer than a pair stands beside its first pair, which whoever asks for it has to read anyway.
        path = paths.get(gram[:2]) or paths.setdefault(gram[:2], _path_of(gram, counts))
        shards[path][gram] = postings[gram]
    return {path: _json(shard) for path, shard in shards.items()}, counts, (sizes[0], sizes[1])


def _mended(
    before: Written, changes: Mapping[str, str | None], read: Read
) -> tuple[dict[str, bytes], tuple[int, int], tuple[int, int]] | None:
    """Return the shards that what changed is part of; None where they do not suffice."""
    sizes = list(before.sizes)
    shards: dict[str, dict[str, str]] = {}
    for gram, said in changes.items():
        path = _path_of(gram, before.counts)
        if path not in shards:
            content = read(path)
            if digest_of(content) != before.digests[path]:
                # Somebody else has written there.
                return None
            shards[path] = json.loads(content)
        was = shards[path].pop(gram, None)
        sizes[len(gram) > 1] -= 0 if was is None else _size(gram, was)
        if said is not None:
            shards[path][gram] = said
            sizes[len(gram) > 1] += _size(gram, said)
    if (_count(sizes[0]), _count(sizes[1])) != before.counts:
        return None
    files = {path: _json(dict(sorted(shard.items()))) for path, shard in shards.items()}
    return files, before.counts, (sizes[0], sizes[1])


def _path_of(gram: str, counts: tuple[int, int]) -> str:
    long = len(gram) > 1
    return _path(long, shard_of(gram[:2], counts[long]))


def _path(long: int, number: int) -> str:
    return f"{FOLDER}/{long + 1}-{number}.json"


def _stays(path: str, counts: tuple[int, int], documents: int) -> bool:
    kind, _, number = path.removeprefix(f"{FOLDER}/").removesuffix(".json").partition("-")
    most = -(-documents // DOCUMENTS_PER_BLOCK) if kind == "d" else counts[kind == "2"]
    return int(number) < most


def _size(gram: str, said: str) -> int:
    return len(gram) + len(said) + _AROUND


def _count(characters: int) -> int:
    # A power of two: few posts more or less do not deal all grams anew.
    count = 1
    while count < MOST_SHARDS and count * SHARD_CHARACTERS < characters:
        count *= 2
    return count


def _version(digests: Mapping[str, bytes]) -> str:
    digest = sha256(b"".join(path.encode() + b"\0" + digests[path] for path in sorted(digests))).hexdigest()
    # As letters, for the same reason as the postings.
    return "".join(chr(97 + int(char, 16)) for char in digest[:12])


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
