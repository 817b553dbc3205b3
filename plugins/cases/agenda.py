"""What is to be written: words and promises that are due or late, posts that wait for their time, drafts.

Pure: the records, the drafts and the instant come in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from plugins.cases.casefile import CaseFile
from plugins.cases.consistency import Records
from plugins.cases.unfinished import Draft
from plugins.core.korean import end_of
from plugins.core.model import Stage
from plugins.core.promises import PromiseState, promise_records
from plugins.core.timeline import timeline


class AgendaState(StrEnum):
    """How pressing a line is, the most pressing first."""

    OVERDUE = "overdue"
    DUE = "due"
    DRAFT = "draft"
    WAITING = "waiting"


class AgendaKind(StrEnum):
    """What it is that is due or waits."""

    ANSWER = "answer"
    UPDATE = "update"
    PROMISE = "promise"
    POST = "post"


@dataclass(frozen=True, kw_only=True, slots=True)
class AgendaItem:
    """One line of what is to be written.

    Attributes:
        at: When it is due, or when a waiting post appears; for a first answer, when we knew of the complaint; None for
            a draft. A promise is due at the end of its day.
        what: The title of the case or post, or what was promised.
        who: The person's name; "" where the file names none.
        path: The file to open.
        open_points: Drafts only: how many things are still missing.
    """

    state: AgendaState
    kind: AgendaKind
    at: datetime | None
    case_id: str
    what: str
    who: str
    path: str
    open_points: int = 0


def agenda(records: Records, drafts: Iterable[Draft], as_of: datetime) -> tuple[AgendaItem, ...]:
    """Return all that is to be written, the most pressing first.

    Args:
        records: The published ones.
    """
    found = [item for file in records.cases for item in _of_case(file, records, as_of)]
    found += [
        AgendaItem(
            state=AgendaState.WAITING,
            kind=AgendaKind.POST,
            at=file.post.published_at,
            case_id=file.post.case_id,
            what=file.post.title,
            who=file.post.author,
            path=file.path,
        )
        for file in records.posts
        if file.post.published_at > as_of
    ]
    found += [
        AgendaItem(
            state=AgendaState.DRAFT,
            kind=AgendaKind.POST,
            at=None,
            case_id=draft.case_id,
            what=draft.title or draft.slug,
            who=draft.file.post.author if draft.file else "",
            path=draft.path,
            open_points=draft.open_points,
        )
        for draft in drafts
    ]
    order = list(AgendaState)
    # A file may name a person by name or by slug; a list in which one human stands under two names reads like two.
    found = [replace(item, who=_name_of(records, item.who)) for item in found]
    return tuple(sorted(found, key=lambda i: (order.index(i.state), i.at.timestamp() if i.at else 0, i.path, i.what)))


def moments_after(records: Records, as_of: datetime) -> tuple[tuple[datetime, str], ...]:
    """Return when a site to which nothing is added changes all the same, in order.

    Returns:
        Instants, each with the file of the post that appears then, or "" where the next word of a case falls due.
    """
    found = {(file.post.published_at, file.path) for file in records.posts}
    found |= {(file.post.next_update_by, "") for file in records.posts if file.post.next_update_by}
    return tuple(sorted((at, path) for at, path in found if at > as_of))


def _name_of(records: Records, who: str) -> str:
    person = records.person(who)
    return person.name if person else who


def _of_case(file: CaseFile, records: Records, as_of: datetime) -> Iterator[AgendaItem]:
    case = file.case
    line = timeline(case, (f.post for f in records.posts if f.post.case_id == case.id), as_of)

    def item(kind: AgendaKind, at: datetime, what: str, who: str, *, late: bool) -> AgendaItem:
        state = AgendaState.OVERDUE if late else AgendaState.DUE
        return AgendaItem(state=state, kind=kind, at=at, case_id=case.id, what=what, who=who, path=file.path)

    if line.stage in {Stage.MERGED, Stage.WITHDRAWN}:
        return
    if line.next_update_by:
        yield item(AgendaKind.UPDATE, line.next_update_by, case.title, case.owner, late=line.overdue(as_of))
    elif not line.posts and not line.stage.is_final:
        yield item(AgendaKind.ANSWER, case.known_at, case.title, case.owner, late=False)
    for record in promise_records(case.promises, line.posts, as_of):
        if record.state.is_owed:
            late = record.state is PromiseState.OVERDUE
            promise = record.promise
            yield item(AgendaKind.PROMISE, end_of(record.due), f"{promise.id} {promise.what}", promise.who, late=late)
