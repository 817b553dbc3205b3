"""Cases and posts to facts: when each wait began and ended, and what each promise came to. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from plugins.core.korean import SEOUL, start_of
from plugins.core.model import Case, CaseId, Post, PostKind, Stage, Stance
from plugins.core.promises import PromiseRecord, PromiseState, promise_records
from plugins.core.recurrence import read_rhythm
from plugins.core.timeline import Timeline, timeline
from plugins.transparency.model import CaseFacts, Clocks, CorrectionFacts, Kept, PromiseFacts, Step

# After these a reader knows what we think and do; 넘김 only says that somebody else will.
SUBSTANTIVE_STAGES = frozenset({Stage.ANSWERED, Stage.ACTING, Stage.DISPUTED, Stage.RESOLVED, Stage.DECLINED})


def facts_of(cases: Iterable[Case], posts: Iterable[Post], as_of: datetime) -> tuple[CaseFacts, ...]:
    """Return the facts of every case that we knew of at ``as_of`` and that has a beginning, oldest complaint first.

    Args:
        posts: Of all cases, in any order; those after ``as_of`` are left out.
    """
    by_case: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        by_case[post.case_id].append(post)
    every = (_facts(case, timeline(case, by_case[case.id], as_of), as_of) for case in cases)
    # Of a case without a beginning no wait can be told; what is published always has one.
    found = {f.case.id: f for f in every if not f.case.is_undated and (f.is_shown or f.case.known_at <= as_of)}
    joined = {id_: replace(facts, clocks=_merged(facts, found)) for id_, facts in found.items()}
    return tuple(sorted(joined.values(), key=lambda f: (f.clocks.began_at, f.case.id)))


def _facts(case: Case, line: Timeline, as_of: datetime) -> CaseFacts:
    steps = _steps(line)
    # Of a case that nobody took up in public nothing else is public either.
    records = promise_records(case.promises, line.posts, as_of) if steps else ()
    signed = tuple(
        (post.published_at, len(post.waivers), len(post.redactions))
        for post in line.posts
        if post.waivers or post.redactions
    )
    stances = [post.stance for post in line.posts if post.kind is PostKind.RESPONSE and post.stance]
    return CaseFacts(
        case=case,
        timeline=line,
        is_shown=bool(steps),
        clocks=_clocks(line, steps),
        steps=steps,
        promises=tuple(_promise(case, record, line.posts, as_of) for record in records),
        corrections=tuple(_correction(post) for post in line.posts if post.correction),
        first_stance=stances[0] if stances else None,
        fault=case.fault,
        reopened=sum(step.stage is Stage.REOPENED for step in steps),
        waivers=len(case.waivers) * bool(steps) + sum(waivers for _, waivers, _ in signed),
        redactions=sum(redactions for _, _, redactions in signed),
        signed=signed,
    )


def _steps(line: Timeline) -> tuple[Step, ...]:
    steps: list[Step] = []
    for moment in line.moments:
        if moment.stage and (not steps or steps[-1].stage is not moment.stage):
            steps.append(Step(at=moment.at, stage=moment.stage))
    return tuple(steps)


def _clocks(line: Timeline, steps: Sequence[Step]) -> Clocks:
    published = [start_of(m.citation.published_on) for m in line.moments if m.citation and m.citation.published_on]
    last = steps[-1] if steps else None
    # Opening a case late, or citing a second complaint, never makes the wait shorter.
    began_at = min([line.case.opened_at, *published])
    return Clocks(
        # Of a complaint that nobody took up only the day leaves the house, so the wait is counted from its start.
        began_at=began_at if steps else start_of(began_at.astimezone(SEOUL).date()),
        acknowledged_at=steps[0].at if steps else None,
        answered_at=next((post.published_at for post in line.posts if is_substantive(post)), None),
        resolved_at=last.at if last and last.stage is Stage.RESOLVED else None,
        stopped_at=last.at if last and last.stage is Stage.WITHDRAWN else None,
    )


def is_substantive(post: Post) -> bool:
    """Return whether a post answers: a response that says what we think and what follows, not that we are looking."""
    return (
        post.kind is PostKind.RESPONSE and post.stage in SUBSTANTIVE_STAGES and post.stance is not Stance.UNDETERMINED
    )


def _merged(facts: CaseFacts, all_facts: Mapping[CaseId, CaseFacts]) -> Clocks:
    """Return the clocks of a case; one that was merged waits on in the other one.

    Merging answers nothing by itself, or every complaint could be merged into one that was answered long ago: only
    what is published in the other case from then on ends the wait.
    """
    answered_at, merged_at, seen, target = facts.clocks.answered_at, datetime.min.replace(tzinfo=SEOUL), set(), facts
    while target.stage is Stage.MERGED and target.case.id not in seen:
        seen.add(target.case.id)
        merged_at = max(merged_at, target.steps[-1].at)
        following = all_facts.get(CaseId(target.case.merged_into))
        if following is None:
            return facts.clocks
        target = following
        later = (p.published_at for p in target.posts if is_substantive(p) and p.published_at >= merged_at)
        answered_at = answered_at or next(later, None)
    if not seen or target.case.id in seen:
        return facts.clocks
    resolved_at = target.clocks.resolved_at
    if resolved_at and resolved_at < merged_at:
        told = (p.published_at for p in target.posts if p.stage is Stage.RESOLVED and p.published_at >= merged_at)
        resolved_at = next(told, None)
    return replace(facts.clocks, answered_at=answered_at, resolved_at=resolved_at)


def _promise(case: Case, record: PromiseRecord, posts: Sequence[Post], as_of: datetime) -> PromiseFacts:
    said = tuple((u, post.slug) for post in posts for u in post.promise_updates if u.promise == record.promise.id)
    return PromiseFacts(case_id=case.id, record=record, kept=_kept(record, as_of), said_in=said)


def has_come(record: PromiseRecord, as_of: datetime) -> bool:
    """Return whether the first day of a promise is over: from then on it counts, whatever was said since."""
    rhythm = read_rhythm(record.promise.recurring) if record.promise.recurring else None
    if rhythm is not None:
        return rhythm.instant(record.promise.due) < as_of
    return as_of.astimezone(SEOUL).date() > record.promise.due


def _kept(record: PromiseRecord, as_of: datetime) -> Kept | None:
    if not has_come(record, as_of):
        return None
    if record.state is PromiseState.WITHDRAWN:
        return Kept.WITHDRAWN
    if record.state is PromiseState.OVERDUE:
        return Kept.OVERDUE
    days = {occurrence.state for occurrence in record.occurrences if occurrence.has_come}
    if PromiseState.WITHDRAWN in days:
        return Kept.WITHDRAWN
    is_open = PromiseState.OPEN in days if record.occurrences else record.state is PromiseState.OPEN
    # A recurring promise whose rhythm was moved is another promise, whatever of it was kept.
    if is_open or (record.promise.recurring and record.moves):
        return Kept.MOVED
    is_late = record.state is PromiseState.KEPT_LATE or PromiseState.KEPT_LATE in days
    return Kept.LATE if is_late else Kept.IN_TIME


def _correction(post: Post) -> CorrectionFacts:
    correction = post.correction
    assert correction is not None, post.slug
    told_at = correction.reported_at
    return CorrectionFacts(
        slug=post.slug,
        published_at=post.published_at,
        took=post.published_at - told_at if told_at else None,
        level=correction.level,
        correction_class=correction.correction_class,
        found_by=correction.found_by,
    )


def month_of(value: datetime | date) -> str:
    """Return the month in Korea, e.g. ``2026-10``."""
    day = value.astimezone(SEOUL) if isinstance(value, datetime) else value
    return f"{day.year:04}-{day.month:02}"
