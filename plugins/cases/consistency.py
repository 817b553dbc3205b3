"""What no single file can get wrong: references, order, stages. Every problem names the file and line to mend."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TypeVar

from plugins.cases.casefile import CaseFile, PersonFile
from plugins.cases.corrections import standing_words
from plugins.cases.kept import promise_problems
from plugins.cases.postfile import PostFile
from plugins.cases.tags import slug_of
from plugins.cases.values import told
from plugins.core.errors import Problem, choices, suggestion
from plugins.core.korean import SEOUL, iso, particle, quoted, with_object_particle
from plugins.core.memo import FORGETFUL, Memo
from plugins.core.model import CaseId, Origin, Person, PostKind
from plugins.core.timeline import Moment, forbidden, next_stages, timeline

T = TypeVar("T")
UNDATED = (
    "불만 글이 언제 올라왔는지 비어 있습니다. 원문에서 확인하거나 글쓴이께 여쭈어 적어 주세요."
    " 끝내 모르면 글로 보아 가장 이른 때를 적고, 어떻게 정했는지 본문에 밝혀 주세요."
)
_FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Records:
    """Everything under ``content/`` that this plugin answers for, as read from the files.

    Attributes:
        unplaced: Posts of which nobody can tell when they stand where. What is checked does not take them for missing.
        unread: Paths of files that cannot be read at all: what they say is not known, and not missing either.
        drafts: Paths of cases that say that they are drafts.
        digest: Of all that the headers of the files say, whatever stands below them.
    """

    people: tuple[PersonFile, ...]
    cases: tuple[CaseFile, ...]
    posts: tuple[PostFile, ...]
    unplaced: tuple[PostFile, ...] = ()
    unread: frozenset[str] = frozenset()
    drafts: frozenset[str] = frozenset()
    digest: bytes = b""

    def person(self, reference: str) -> Person | None:
        """Return the person that a file means by a slug or a name; None for neither or for a name of two."""
        found = [f.person for f in self.people if reference in (f.person.slug, f.person.name)]
        return found[0] if len(found) == 1 else None


def inconsistencies(
    records: Records, memo: Memo = FORGETFUL, *, drafts: frozenset[str] = frozenset()
) -> tuple[Problem, ...]:
    """Return what the files contradict each other in.

    Args:
        memo: Remembers which sentences stand in which texts.
        drafts: Names of the posts that say they are drafts: a promise may wait for one, and is made when it is out.
    """
    cases = {file.case.id: file for file in records.cases}
    of_case: dict[str, list[PostFile]] = {}
    written = (*records.posts, *records.unplaced)
    for post in written:
        of_case.setdefault(post.post.case_id, []).append(post)
    posts = {file.post.slug: file for file in written}
    standing = standing_words(written, posts, memo)
    found = [*_twice(records), *_one_address(records)]
    for case in records.cases:
        found += _case_problems(case, records, cases, posts, of_case.get(case.case.id, []), drafts=drafts)
    for post in written:
        found += _post_problems(post, records, cases, posts, standing)
    return tuple(found)


def _twice(records: Records) -> Iterator[Problem]:
    for file in _shared(records.posts, lambda file: file.post.slug):
        advice = "같은 파일 이름의 글이 다른 폴더에도 있습니다. 이름을 바꿔 주세요."
        yield Problem(path=file.path, line=0, field="", advice=advice)
    for file in _shared(records.posts, lambda file: file.post.lasting_id):
        if file.post.id:
            said = quoted(file.post.id, "은")
            advice = f"{said} 다른 글의 이름입니다. 이 글이 처음 올라갔을 때의 파일 이름을 적어 주세요."
            yield Problem(path=file.path, line=file.lines.get("id", 1), field="id", advice=advice)
    for person in _shared(records.people, lambda file: file.person.name):
        advice = (
            "같은 이름의 사람이 또 있습니다. 글에서는 파일 이름으로 불러 주세요."
            " 한 파일의 name을 '이름(부서)'처럼 나눠 적어 주세요."
        )
        yield Problem(path=person.path, line=0, field="name", advice=advice)


def _shared(files: Sequence[T], name_of: Callable[[T], str]) -> list[T]:
    """Return the files whose name another one has too."""
    counts = Counter(map(name_of, files))
    return [file for file in files if counts[name_of(file)] > 1]


def _one_address(records: Records) -> Iterator[Problem]:
    """Two spellings of one tag or topic would share a page, and one of them would vanish from it."""
    first: dict[tuple[str, str], str] = {}
    said: list[tuple[str, Mapping[str, int], str, tuple[str, ...]]]
    said = [(f.path, f.lines, "topic", (f.case.topic,)) for f in records.cases]
    said += [(f.path, f.lines, "tags", f.case.tags) for f in records.cases]
    said += [(f.path, f.lines, "tags", f.post.tags) for f in records.posts]
    for path, lines, field, words in said:
        for word in words:
            other = first.setdefault((field, slug_of(word)), word)
            if other != word:
                both = f"{quoted(word, '과')} 다른 글의 {quoted(other, '은')}"
                advice = f"{both} 같은 주소가 됩니다. 한 가지로 적어 주세요."
                yield Problem(path=path, line=lines.get(field, 1), field=field, advice=advice)


def _case_problems(
    file: CaseFile,
    records: Records,
    cases: Mapping[CaseId, CaseFile],
    posts: Mapping[str, PostFile],
    own: Sequence[PostFile],
    *,
    drafts: frozenset[str],
) -> Iterator[Problem]:
    case, lost = file.case, _lost_posts(records)

    def problem(field: str, advice: str, line: int | None = None) -> Problem:
        return Problem(path=file.path, line=line or file.lines.get(field, 1), field=field, advice=advice)

    people = [("owner", case.owner)] + [("promises", p.who) for p in case.promises]
    for field, who in people:
        if _is_nobody(who, records):
            yield problem(field, _no_person(who, records))
    for event, line in zip(case.events, file.event_lines, strict=True):
        if _is_nobody(event.who, records):
            yield problem("events", _no_person(event.who, records), line)
    for field, other in [("related", r) for r in case.related] + [("merged_into", case.merged_into)]:
        if other and other not in cases and _case_path(other) not in records.unread:
            yield problem(field, _no_case(other, records, cases))
    for promise in case.promises:
        made_in = posts.get(promise.made_in)
        if made_in and made_in.post.case_id != case.id:
            advice = "다른 사건의 글입니다. 이 사건에서 약속한 글의 파일 이름을 적어 주세요."
            yield problem("promises", f"{promise.id}의 made_in {quoted(promise.made_in, '은')} {advice}")
        elif promise.made_in and not made_in and promise.made_in not in lost | drafts:
            said = quoted(promise.made_in, "이라는")
            yield problem("promises", f"{promise.id}의 made_in {said} 글이 없습니다. 글의 파일 이름을 적어 주세요.")
    if case.origin is Origin.COMPLAINT and not case.citations and "citations" in file.named:
        yield problem(
            "citations", "불만 글에서 시작한 사건에는 인용 출처가 하나 이상 있어야 합니다.", file.lines.get("origin")
        )

    # A post that cannot be read is one all the same; by the name that `invoke draft` gives it, it is of this case.
    is_lost = any(name.startswith(case.id.lower()) for name in lost)
    is_begun = bool(own or case.events) or is_lost
    placed = [post for post in own if post.is_placed]
    for post in placed:
        yield from promise_problems(post, case, placed)
    if case.is_undated and is_begun:
        yield problem("opened_at", UNDATED)
    if file.question_line and is_begun:
        yield problem(
            "본문", "무슨 일이 있었는지 아직 비어 있습니다. 한 문단을 적고 물음을 지워 주세요.", file.question_line
        )
    if is_lost or placed != list(own) or "events" in file.unread:
        # Between the steps that are known there may be another.
        return
    paths = {post.post.slug: post for post in own}
    line_of_event = dict(zip(map(id, case.events), file.event_lines, strict=True))
    for before, moment in forbidden(timeline(case, (post.post for post in own), _FOREVER)):
        where = paths[moment.post.slug] if moment.post else None
        ways = told(next_stages(before)) or "없습니다"
        yield Problem(
            path=where.path if where else file.path,
            line=where.lines.get("stage", 1) if where else line_of_event[id(moment.event)],
            field="stage",
            advice=f"사건이 {before}일 때 {moment.stage}{particle(str(moment.stage), '으로')} 갈 수 없습니다"
            f"{_when(moment)}. 갈 수 있는 단계: {ways}.",
        )


def _when(moment: Moment) -> str:
    return f"({moment.at.astimezone(SEOUL).isoformat(timespec='minutes')})"


def _post_problems(
    file: PostFile,
    records: Records,
    cases: Mapping[CaseId, CaseFile],
    posts: Mapping[str, PostFile],
    standing: frozenset[tuple[str, str]],
) -> Iterator[Problem]:
    post = file.post

    def problem(field: str, advice: str) -> Problem:
        return Problem(path=file.path, line=file.lines.get(field, 1), field=field, advice=advice)

    lost = _lost_posts(records)
    for field, who in [("author", post.author)] + [("approved_by", who) for who in post.approved_by]:
        if _is_nobody(who, records):
            yield problem(field, _no_person(who, records))
    for slug in post.correction.corrects if post.correction else ():
        target = posts.get(slug)
        if slug in lost:
            continue
        if target is None:
            yield problem("corrects", f"{quoted(slug, '이라는')} 글이 없습니다.{suggestion(slug, posts)}")
        elif target.is_placed and file.is_placed and target.post.published_at >= post.published_at:
            said = quoted(slug, "은")
            yield problem("corrects", f"{said} 이 정정보다 먼저 올라온 글이 아닙니다. date를 확인해 주세요.")
        elif target.post.withdrawn:
            continue
        elif post.correction and post.correction.wrong and (slug, post.correction.wrong) not in standing:
            yield problem("wrong", not_there(slug))
    original = posts.get(post.translation_of)
    if post.translation_of and original is None and post.translation_of not in lost:
        said = quoted(post.translation_of, "이라는")
        yield problem("translation_of", f"{said} 글이 없습니다. 원문의 파일 이름을 적어 주세요.")
    elif original and (original.post.translation_of or original.post.case_id != post.case_id):
        said = quoted(post.translation_of, "은")
        advice = f"{said} 이 사건의 원문이 아닙니다. 같은 사건의, 번역이 아닌 글을 적어 주세요."
        yield problem("translation_of", advice)
    case_file = cases.get(post.case_id)
    if case_file is None:
        if post.case_id and _case_path(post.case_id) not in records.unread:
            yield problem("case", _no_case(post.case_id, records, cases))
        return
    case = case_file.case
    is_dated = not case.is_undated and "opened_at" not in case_file.unread
    if file.is_placed and is_dated and post.published_at < case.opened_at:
        yield problem("date", f"사건이 시작된 때({iso(case.opened_at)})보다 앞섭니다. 날짜를 확인해 주세요.")
    yield from _references(file, case_file)


def not_there(slug: str) -> str:
    """Return the sentence for a correction whose wrong words do not stand in the post it names."""
    return f"{slug}에 이 문장이 그대로 있지 않습니다. 화면에 보이는 글자만 옮겨 주세요."


def _references(file: PostFile, case_file: CaseFile) -> Iterator[Problem]:
    post, case = file.post, case_file.case
    keys, promises = case_file.named.get("citations"), case_file.named.get("promises")
    wanted = [("in_reply_to", post.in_reply_to, keys, "인용 출처", "citations")] if post.in_reply_to else []
    wanted += [("mentions", key, keys, "인용 출처", "citations") for key in post.mentions]
    wanted += [("promises", key, promises, "약속", "promises") for key in post.promises]
    wanted += [("promise_updates", u.promise, promises, "약속", "promises") for u in post.promise_updates]
    for field, key, known, noun, where in wanted:
        if known is not None and key not in known:
            there = f"있는 것: {', '.join(known)}." if known else "아직 하나도 없습니다."
            yield Problem(
                path=file.path,
                line=file.lines.get(field, 1),
                field=field,
                advice=f"{case.id}에 {quoted(key, '이라는')} {noun}{particle(noun, '이')} 없습니다."
                f" 사건 파일의 {with_object_particle(where)} 확인해 주세요. {there}",
            )
    is_answer = post.kind is PostKind.RESPONSE and case.origin is Origin.COMPLAINT
    if is_answer and not post.in_reply_to and keys is not None:
        yield Problem(
            path=file.path,
            line=1,
            field="in_reply_to",
            advice=f"어느 글에 답하는지 적어 주세요. {case.id}의 인용 출처: {', '.join(keys) or '없음'}.",
        )


def _no_person(who: str, records: Records) -> str:
    names = [name for f in records.people for name in (f.person.name, f.person.slug)]
    hint = suggestion(who, names) or f" 있는 사람: {', '.join(f.person.name for f in records.people) or '없음'}."
    return f"{quoted(who, '이라는')} 사람이 content/people/에 없습니다.{hint}"


def _is_nobody(who: str, records: Records) -> bool:
    # Whoever is not found may be the one whose file cannot be read.
    is_whole = not any(path.startswith("content/people/") for path in records.unread)
    return bool(who) and is_whole and records.person(who) is None


def _lost_posts(records: Records) -> frozenset[str]:
    """Return the names of the posts that cannot be read."""
    elsewhere = ("content/people/", "content/cases/")
    return frozenset(PurePosixPath(path).stem for path in records.unread if not path.startswith(elsewhere))


def _case_path(case_id: str) -> str:
    return f"content/cases/{case_id}.md"


def _no_case(case_id: str, records: Records, cases: Mapping[CaseId, CaseFile]) -> str:
    if _case_path(case_id) in records.drafts:
        return f"{quoted(case_id, '은')} 아직 초안인 사건입니다. 사건 파일에서 status: draft 줄을 지워 주세요."
    hint = f"{choices(case_id, cases)} 새 사건은 `invoke draft case`로 만들 수 있습니다."
    return f"{quoted(case_id, '이라는')} 사건이 content/cases/에 없습니다.{hint}"
