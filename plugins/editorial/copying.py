"""Whether an answer was written for this complaint: not pasted from another, and holding what only this one told."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from plugins.core.memo import Memo
from plugins.core.model import PostKind
from plugins.editorial.checklist import Check, checks
from plugins.editorial.facts import facts_found
from plugins.editorial.library import Library
from plugins.editorial.model import Finding, Level
from plugins.editorial.pasted import Archive, Comparison, Reuse, archive_of, compare
from plugins.editorial.sheets import PostSheet, Told
from plugins.editorial.twins import twins

# At least so many facts of the complaint an answer must hold, where the complaint has as many.
LEAST_FACTS = 2
_COMPARED = (PostKind.RESPONSE, PostKind.PROGRESS)
_LEVELS: Mapping[Reuse, Level] = {Reuse.NOTE: Level.INFO, Reuse.MOSTLY: Level.ERROR, Reuse.COPY: Level.ERROR}
_SAID = {Reuse.NOTE: "조금 닮았습니다", Reuse.MOSTLY: "대부분 옮겨 쓴 글입니다", Reuse.COPY: "거의 그대로입니다"}
_SHOWN = 60


def comparisons(library: Library, posts: Sequence[Told], memo: Memo) -> Mapping[str, Comparison]:
    """Return what posts have from the earlier one that has most of them, by slug; posts of nobody's may be left out.

    Args:
        posts: Those that are judged: one, while somebody writes it, or all.
    """
    if len(posts) != 1:
        return {slug: found for kind in _COMPARED for slug, found in twins(library.told, kind, memo).items()}
    (one,) = posts
    if one.post.kind not in _COMPARED:
        return {}
    # The rest is made ready once and stays so while this one is being written.
    others = [t for t in library.told if t.post.kind is one.post.kind and t is not one]
    later = [t.post.slug for t in others if t.post.published_at > one.post.published_at]
    ready = _ready(tuple((t.post.slug, t.source.text) for t in others))
    progress = one.post.kind is PostKind.PROGRESS
    return {one.post.slug: compare(one.source.text, ready, without=later, progress=progress)}


def pasted(sheet: PostSheet, found: Comparison | None) -> Iterator[Finding]:
    """Yield a finding where a post stands in an earlier one, with the twin's words beside it."""
    if found is None or found.reuse is Reuse.OWN:
        return
    check = checks()["COPY-1"]
    yield _finding(sheet, check, _LEVELS[found.reuse], sheet.written.body_line, check.told(_twin(found)))


def specific(sheet: PostSheet) -> Iterator[Finding]:
    """Yield what of the complaint's own facts an answer holds: an error below two, else for information."""
    post = sheet.post
    answered = next((c for c in sheet.case.citations if c.key == post.in_reply_to), None)
    if post.kind is not PostKind.RESPONSE or answered is None or not answered.facts:
        return
    found = facts_found(answered.facts, sheet.written.prose)
    said = f"찾은 사실 {len(found)}가지: {', '.join(found) or '없음'}."
    check = checks()["COPY-2"]
    if len(found) < min(LEAST_FACTS, len(answered.facts)):
        wanted = f"{said} 이 가운데에서: {', '.join(answered.facts)}."
        yield _finding(sheet, check, check.level, sheet.written.body_line, check.told(wanted))
    else:
        yield _finding(sheet, check, Level.INFO, sheet.written.body_line, said)


def _twin(found: Comparison) -> str:
    same = [f"'{s.paragraph[:_SHOWN]}' ↔ '{s.twin[:_SHOWN]}'" for s in found.shared[:3]]
    return f"{_SAID[found.reuse]}({found.share:.0%}): {found.twin}. {' '.join(same)}".strip()


def _finding(sheet: PostSheet, check: Check, level: Level, line: int, advice: str) -> Finding:
    return Finding(
        rule=check.id,
        level=level,
        path=sheet.written.path,
        line=line,
        column=0,
        where="글 전체",
        excerpt="",
        advice=advice,
        instead=check.instead,
    )


@lru_cache(maxsize=4)
def _ready(replies: tuple[tuple[str, str], ...]) -> Archive:
    return archive_of(dict(replies))
