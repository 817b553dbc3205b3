"""The search index as files: which documents hold which letters, and what a result shows. Same input, same bytes.

Everything is cut into small pieces so that a first query moves little: the postings into shards by the pair of
letters, what a result shows into blocks of documents. A document's number is its rank, so that whoever reads the
index sorts nothing but what the query itself decides.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from plugins.search.gathered import Gathered

FOLDER = "search/index"
# Found by bench/search.py at 1,000 and 10,000 posts: smaller pieces cost more in files than they save in bytes.
SHARD_CHARACTERS = 6000
DOCUMENTS_PER_BLOCK = 4
MOST_SHARDS = 4096
# Quotes, colon and comma.
_AROUND = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One page that can be found.

    Attributes:
        shown: What a result shows: title, path below the site, kind, day (``2026-10-06`` or ""), a few words.
        title: What counts as title; may hold more than is shown.
        text: Everything else a reader sees of it, a paragraph a line.
    """

    shown: tuple[str, str, str, str, str]
    title: str
    text: str


def index_files(documents: Sequence[Document], gathered: Gathered | None = None) -> dict[str, bytes]:
    """Return the files of the index by path.

    Args:
        documents: The best first: the order is what decides between two that match alike.
        gathered: What was gathered of an earlier state of the documents; it is brought up to date.
    """
    postings = (gathered or Gathered()).postings(documents)
    sizes = {True: 0, False: 0}
    for gram, said in postings.items():
        sizes[len(gram) == 1] += len(gram) + len(said) + _AROUND
    counts = (_shards(sizes[True]), _shards(sizes[False]))
    shards: dict[str, dict[str, str]] = {f"{size}-{n}": {} for size in (1, 2) for n in range(counts[size - 1])}
    for gram in sorted(postings):
        # What is longer than a pair stands beside its first pair, which whoever asks for it has to read anyway.
        size = min(len(gram), 2)
        shards[f"{size}-{shard_of(gram[:2], counts[size - 1])}"][gram] = postings[gram]
    files = {f"{FOLDER}/{name}.json": _json(shard) for name, shard in shards.items()}
    for first in range(0, len(documents), DOCUMENTS_PER_BLOCK):
        block = [document.shown for document in documents[first : first + DOCUMENTS_PER_BLOCK]]
        files[f"{FOLDER}/d-{first // DOCUMENTS_PER_BLOCK}.json"] = _json(block)
    # Named in every further address: pieces of two publications never meet in a reader's cache.
    version = _version(files)
    head = {"version": version, "shards": counts, "block": DOCUMENTS_PER_BLOCK}
    return {f"{FOLDER}/head.json": _json(head), **files}


def shard_of(gram: str, count: int) -> int:
    """Return in which of ``count`` shards a gram stands; ``find.js`` reckons the same."""
    number = 0
    for char in gram:
        number = (number * 251 + ord(char)) % 1_000_003
    return number % count


def _shards(characters: int) -> int:
    # A power of two: few posts more or less do not deal all grams anew.
    count = 1
    while count < MOST_SHARDS and count * SHARD_CHARACTERS < characters:
        count *= 2
    return count


def _version(files: Mapping[str, bytes]) -> str:
    digest = sha256(b"\0".join(path.encode() + b"\0" + files[path] for path in sorted(files))).hexdigest()
    # As letters, for the same reason as the postings.
    return "".join(chr(97 + int(char, 16)) for char in digest[:12])


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
