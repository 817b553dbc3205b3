"""What a post said when it was last published, small enough to keep in git, and what has changed since.

One file a post under ``records/published/``, written by ``invoke publish``. It holds digests, never the words: a text
that had to be taken down does not live on here.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from plugins.core.errors import DeskError
from plugins.core.model import Case, Post
from plugins.editorial.sentences import Manuscript

FOLDER = "records/published"
# So many sentences changed at once are a new text, not a slip of the pen.
SLIPS = 3

# What turns a sentence round: figures, and the words that deny.
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*|않|못|없|아니|안\s|never|not\b|no\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """A post as readers know it.

    Attributes:
        modified: Its ``modified`` then; None where it had none.
        text: Digest of title, gist and body, to the character.
        sentences: Digests of the sentences without blanks and punctuation, in order.
        figures: Digest of every number and denial, in order.
        promises: First due dates of the promises it made.
        corrected_by: Slugs of the corrections readers could see beside it.
    """

    slug: str
    published_at: datetime
    modified: datetime | None
    text: str
    sentences: tuple[str, ...]
    figures: str
    promises: Mapping[str, date]
    corrected_by: tuple[str, ...]


class RecordError(DeskError):
    """A record under ``records/published/`` that cannot be read: then nobody knows what was published."""

    what = "published record"


def record_of(post: Post, case: Case, words: Manuscript, body: str, others: Iterable[Post]) -> Published:
    """Return what would be kept of a post if it were published now.

    Args:
        others: The other posts that readers can see, or will.
    """
    whole = "\n".join((post.title, *post.gist, *(line.rstrip() for line in body.strip().split("\n"))))
    spoken = [sentence.text for sentence in words.sentences]
    return Published(
        slug=post.slug,
        published_at=post.published_at,
        modified=post.modified_at,
        text=_digest(whole),
        sentences=tuple(_digest(re.sub(r"[\W_]+", "", text))[:12] for text in spoken),
        figures=_digest(" ".join(m.group().strip() for text in spoken for m in _FIGURES.finditer(text))),
        promises={p.id: p.due for p in case.promises if p.id in post.promises},
        corrected_by=tuple(sorted(o.slug for o in others if o.correction and post.slug in o.correction.corrects)),
    )


def changed_sentences(before: Published, now: Published) -> int:
    """Return how many sentences are other ones, gone or new."""
    old, new = Counter(before.sentences), Counter(now.sentences)
    return max((old - new).total(), (new - old).total())


def as_json(record: Published) -> str:
    """Return the text of a record's file."""
    facts = {
        "slug": record.slug,
        "published_at": record.published_at.isoformat(),
        "modified": record.modified.isoformat() if record.modified else None,
        "text": record.text,
        "figures": record.figures,
        "corrected_by": record.corrected_by,
        "promises": {key: due.isoformat() for key, due in record.promises.items()},
        "sentences": record.sentences,
    }
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def read_record(name: str, text: str) -> Published:
    """Return a record from its file's text.

    Raises:
        RecordError: It is not what ``as_json`` writes.
    """
    try:
        raw = json.loads(text)
        return Published(
            slug=raw["slug"],
            published_at=datetime.fromisoformat(raw["published_at"]),
            modified=datetime.fromisoformat(raw["modified"]) if raw["modified"] else None,
            text=raw["text"],
            sentences=tuple(raw["sentences"]),
            figures=raw["figures"],
            promises={key: date.fromisoformat(due) for key, due in raw["promises"].items()},
            corrected_by=tuple(raw["corrected_by"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        advice = "발행 기록을 읽을 수 없습니다. git에서 이 파일을 되돌려 주세요."
        raise RecordError(name, f"unreadable: {error}", advice=advice) from error


def by_slug(records: Iterable[Published]) -> Mapping[str, Published]:
    """Return records by the slug of their post."""
    return {record.slug: record for record in records}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
