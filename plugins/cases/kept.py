"""What a post may say of a promise: nothing that has not happened yet, and nothing that its own words contradict."""

from collections.abc import Iterable, Iterator

from plugins.cases.postfile import PostFile
from plugins.core.errors import Problem
from plugins.core.korean import SEOUL, day, particle
from plugins.core.model import Case, Promise, PromiseChange, PromiseUpdate
from plugins.core.recurrence import read_rhythm


def promise_problems(file: PostFile, case: Case, own: Iterable[PostFile]) -> Iterator[Problem]:
    """Yield what is wrong with a post's ``promise_updates``.

    Args:
        own: The posts of the case, in any order.
    """
    promises = {promise.id: promise for promise in case.promises}
    before = [other for other in own if other.post.published_at < file.post.published_at]
    for update in file.post.promise_updates:
        promise = promises.get(update.promise)
        if promise is None:
            continue
        for advice in (*_of_rhythm(update, promise), *_of_time(file, update), *_of_earlier(before, update)):
            yield Problem(
                path=file.path,
                line=file.lines.get("promise_updates", 1),
                field="promise_updates",
                advice=f"{update.promise}: {advice}",
            )


def _of_rhythm(update: PromiseUpdate, promise: Promise) -> Iterator[str]:
    rhythm = read_rhythm(promise.recurring)
    if update.occurrence is None:
        return
    if rhythm is None:
        yield "한 번만 하는 약속이라 occurrence를 적지 않습니다. 그 줄을 지워 주세요."
    elif update.occurrence < promise.due or not rhythm.falls_on(update.occurrence):
        yield (
            f"{update.occurrence}{particle(str(update.occurrence), '은')} 이 약속의 날이 아닙니다."
            f" {promise.due}부터 '{promise.recurring}'입니다. 날짜를 확인해 주세요."
        )
    elif rhythm.at and update.change is PromiseChange.KEPT and update.at is None:
        yield (
            "시각까지 약속한 일이라 지킨 시각도 적어 주세요."
            f" 예: kept: {update.on}T{rhythm.at.isoformat(timespec='minutes')}+09:00"
        )


def _of_time(file: PostFile, update: PromiseUpdate) -> Iterator[str]:
    if update.change is PromiseChange.MOVED:
        return
    said_at = file.post.published_at
    if update.on > said_at.astimezone(SEOUL).date() or (update.at and update.at > said_at):
        yield f"{update.change}에 적은 때가 이 글을 올린 때보다 늦습니다. 일어난 뒤에 적어 주세요."


def _of_earlier(before: Iterable[PostFile], update: PromiseUpdate) -> Iterator[str]:
    """A promise that a post moved was not kept by then; saying later that it was would take the move back."""
    if update.change is not PromiseChange.KEPT:
        return
    for other in before:
        moved_on = other.post.published_at.astimezone(SEOUL).date()
        if update.on < moved_on and any(
            (u.promise, u.occurrence, u.change) == (update.promise, update.occurrence, PromiseChange.MOVED)
            for u in other.post.promise_updates
        ):
            yield (
                f"{day(moved_on)}에 올린 {other.post.slug}에서 날짜를 옮겼는데 그보다 앞선 {day(update.on)}에 지켰다고"
                " 적혀 있습니다. 지킨 날을 확인하고, 옮긴 글이 틀렸으면 정정해 주세요."
            )
