"""Which earlier cases a case resembles, and which topics keep coming back. Explainable, and the same every time.

No model and no number that nobody understands: two cases resemble each other by what both say, and the page names it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from plugins.core.memo import FORGETFUL, Memo
from plugins.core.model import CaseId
from plugins.core.text import folded
from plugins.transparency.model import CaseFacts

# A word of more cases than this says nothing of any; earlier cases beyond it are not compared.
COMMON = 40
SHOWN = 3
# A shared tag is enough; a topic alone is no resemblance but a page of its own, and so is one word.
_TAG, _TOPIC, _WORD = 2, 1, 1
ENOUGH = 2

_WORDS = re.compile(r"[가-힣]{2,}|[a-z][a-z0-9]{2,}")
# The longest first, so that 에서 is taken off before 서 is left.
_PARTICLES = (
    "으로부터 에게서 까지는 에서는 으로는 에게는 이라고 라고는 처럼 보다 에서 에게 께서 부터 까지 으로 하고 이나"
    " 마다 밖에 라고 은 는 이 가 을 를 의 에 도 만 와 과 로 께"
).split()
# Words of every complaint, which make no two of them alike.
_EMPTY = frozenset(
    "그리고 그런데 그래서 하지만 저희 저는 제가 우리 있는 없는 있습니다 없습니다 했습니다 합니다 됩니다 되었습니다 하는"
    " 해서 것을 것이 것은 무슨 어떤 이런 그런 때문 다시 모두 사람 회사 사건 한번 하루 오늘 어제 아직 정말 너무 많이"
    " 그냥 않는 않습니다 어떻게 됐나요 왔습니다 for the and with".split()
)
# The id of an earlier case, then as in a Resemblance.
_Alike = tuple[str, bool, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Resemblance:
    """An earlier case and why it comes to mind.

    Attributes:
        tags: Tags that both have, as the later case writes them.
        words: Other words that both have, in the order of the later case.
    """

    facts: CaseFacts
    is_same_topic: bool
    tags: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Recurring:
    """A case whose topic came too often: how many of it, with the same fault, began within the days before."""

    topic: str
    count: int
    days: int


def resemblances(
    facts: Sequence[CaseFacts], memo: Memo = FORGETFUL, digest: bytes = b""
) -> dict[str, tuple[Resemblance, ...]]:
    """Return, by case id, the earlier shown cases that it resembles, the most alike first.

    Cases are compared only where they share a rare word or tag, so the cost grows with the cases, not with their pairs.

    Args:
        facts: Oldest complaint first.
        digest: Of what the facts were made from: by it the memo knows them.
    """
    named = {one.case.id: one for one in facts}
    alike = memo.recall("transparency.alike", digest, lambda: _alike(facts))
    return {
        case_id: tuple(
            Resemblance(facts=named[CaseId(other)], is_same_topic=is_same, tags=tags, words=words)
            for other, is_same, tags, words in best
        )
        for case_id, best in alike.items()
    }


def _alike(facts: Sequence[CaseFacts]) -> dict[str, tuple[_Alike, ...]]:
    shown = [one for one in facts if one.is_shown]
    features = [_features(one) for one in shown]
    holders: dict[str, list[int]] = defaultdict(list)
    found: dict[str, tuple[_Alike, ...]] = {}
    for number, (one, own) in enumerate(zip(shown, features, strict=True)):
        scores: dict[int, int] = defaultdict(int)
        for key in own:
            # The nearest in time are the ones that a reader asks about.
            for earlier in holders[key][-COMMON:] if len(holders[key]) <= COMMON or key.startswith("tag ") else ():
                scores[earlier] += _TAG if key.startswith("tag ") else _WORD
            holders[key].append(number)
        for earlier in scores:
            scores[earlier] += _TOPIC if shown[earlier].case.topic == one.case.topic else 0
        best = sorted((e for e in scores if scores[e] >= ENOUGH), key=lambda e: (-scores[e], -e))[:SHOWN]
        if best:
            found[one.case.id] = tuple(_resemblance(one, own, shown[e], features[e]) for e in best)
    return found


def _resemblance(one: CaseFacts, own: dict[str, str], other: CaseFacts, theirs: dict[str, str]) -> _Alike:
    both = [key for key in own if key in theirs]
    return (
        other.case.id,
        one.case.topic == other.case.topic,
        tuple(own[key] for key in both if key.startswith("tag ")),
        tuple(own[key] for key in both if key.startswith("word "))[:5],
    )


def _features(one: CaseFacts) -> dict[str, str]:
    """Return what a case can share, each as a reader shall see it: public words only."""
    case = one.case
    found = {f"tag {folded(tag).text}": tag for tag in case.tags}
    # Titles say what it was about; whole texts share their ways of speaking before they share a matter.
    titles = (case.title, *(m.citation.title for m in one.timeline.moments if m.citation))
    for word in words_of(" ".join(titles)):
        found.setdefault(f"word {word}", word)
    return found


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text without their particles, each once, in order."""
    found: dict[str, None] = {}
    for match in _WORDS.finditer(folded(text).text):
        word = match[0]
        bare = next((word.removesuffix(p) for p in _PARTICLES if word.endswith(p) and len(word) >= len(p) + 2), word)
        if bare not in _EMPTY and word not in _EMPTY:
            found[bare] = None
    return tuple(found)


def recurring_topics(facts: Iterable[CaseFacts], *, over: int, days: int) -> dict[str, Recurring]:
    """Return, by case id, the cases with which a topic came more than ``over`` times within ``days`` days.

    Source: the domain's flag ``recurring``: more than three cases of one topic and fault within 90 days.

    Args:
        facts: Oldest complaint first.
    """
    groups: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    first: dict[tuple[str, str], int] = defaultdict(int)
    found: dict[str, Recurring] = {}
    for one in facts:
        if not one.is_shown:
            continue
        key, began = (one.case.topic, one.fault.value), one.clocks.began_at
        groups[key].append(began)
        while began - groups[key][first[key]] > timedelta(days=days):
            first[key] += 1
        count = len(groups[key]) - first[key]
        if count > over:
            found[one.case.id] = Recurring(topic=one.case.topic, count=count, days=days)
    return found
