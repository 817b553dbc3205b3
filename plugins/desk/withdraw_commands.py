"""`invoke withdraw`: taking back a post, a case or a citation, because somebody may ask for that."""

import re
import subprocess
from pathlib import Path

from invoke.context import Context

from plugins.core.errors import choices, suggestion
from plugins.core.korean import SEOUL
from plugins.desk.arguments import UsageError
from plugins.desk.commandline import command
from plugins.desk.front import ROOT, Desk, sit_down
from plugins.desk.terminal import is_agreed

# What somebody types who means a case, however many digits it has.
_NUMBERED = re.compile(r"[A-Za-z]{2,8}-\d+-\d+")
# Where the words go that leave the public folder; never in git.
ASIDE = Path(".desk") / "withdrawn"


@command(
    "거두기",
    help={
        "what": "글의 파일 이름, 사건 번호, 또는 인용 출처(사건 번호:열쇠)",
        "why": "까닭. 읽는 사람에게 보입니다",
        "asked-by": "청한 사람. 예: 글쓴이, 플랫폼, 법원. 이름은 적지 않습니다",
        "yes": "묻지 않고 거둡니다",
    },
)
def withdraw(context: Context, what: str, why: str = "", asked_by: str = "", yes: bool = False) -> None:
    """올린 글, 사건, 인용 출처를 거둡니다. 주소에는 거두었다는 말만 남습니다. / Take back what was published.

    예: invoke withdraw MG-2026-001:c1 --why "글쓴이가 청하셨습니다" --asked-by 글쓴이
    """
    from plugins.cases.records import read_records
    from plugins.edge.files import write_all_atomic
    from plugins.edge.private import write_private

    if not why.strip() or not asked_by.strip():
        advice = "왜 거두는지(--why), 누가 청했는지(--asked-by)를 적어 주세요. 읽는 사람에게 보입니다."
        raise UsageError("--why, --asked-by", "missing", advice=advice)
    case_id, colon, key = what.partition(":")
    what = f"{case_id.upper()}{colon}{key}" if _NUMBERED.fullmatch(case_id) else what
    files = _withdrawn(what, why.strip(), asked_by.strip(), sit_down())
    notes = _without_notes(what)
    for path in files:
        print(path.relative_to(ROOT).as_posix())
    for path in notes:
        print(f"{path.relative_to(ROOT).as_posix()}: in_reply_to 줄의 # 뒤만 지웁니다. 답변은 그대로입니다.")
    if not yes and not is_agreed("위 파일에서 글을 지우고 거두었다는 말만 남길까요?"):
        raise UsageError(what, "not agreed", advice="거두지 않았습니다.")
    for path in files:
        # A person may still need what was taken back, e.g. before a court.
        write_private(ROOT / ASIDE / path.name, path.read_text(encoding="utf-8"), root=ROOT)
    traces = _traces(what)
    rewritten = files | notes
    write_all_atomic(rewritten, rewritten.__getitem__)
    read_records(ROOT / "content")
    _say_what_is_next(files)
    _say_where_it_still_stands(traces)


def _withdrawn(what: str, why: str, asked_by: str, here: Desk) -> dict[Path, str]:
    """Return every file that changes, as it will be."""
    from plugins.cases.records import read_records
    from plugins.cases.withdrawal import withdrawn_case, withdrawn_post, without_citation
    from plugins.core.model import KIND_FOLDERS

    records = read_records(ROOT / "content")
    at = here.now.astimezone(SEOUL).replace(microsecond=0)
    case_id, _, key = what.partition(":")
    posts = {ROOT / file.path: file.post for file in records.posts}
    if _NUMBERED.fullmatch(case_id):
        found = [file for file in records.cases if file.case.id == case_id]
        if not found:
            cases = [file.case.id for file in records.cases]
            raise UsageError(case_id, "no such case", advice=f"그런 사건이 없습니다.{choices(case_id, cases)}")
        case, path = found[0].case, ROOT / found[0].path
        text = path.read_text(encoding="utf-8")
        if key:
            keys = [citation.key for citation in case.citations]
            if key not in keys:
                advice = f"{case_id}에 그런 인용 출처가 없습니다. 있는 것: {', '.join(keys)}"
                raise UsageError(key, "no such citation", advice=advice)
            _refuse_second(what, is_gone=any(c.key == key and c.withdrawn for c in case.citations))
            return {path: without_citation(text, key, at=at, why=why, asked_by=asked_by)}
        own = {place: post for place, post in posts.items() if post.case_id == case_id}
        _refuse_second(case_id, is_gone=case.withdrawn is not None)
        return {path: withdrawn_case(text, at=at, why=why, asked_by=asked_by, owner=case.owner)} | {
            place: withdrawn_post(place.read_text(encoding="utf-8"), at=at, why=why, asked_by=asked_by)
            for place, post in own.items()
            if not post.withdrawn
        }
    name = what.removesuffix(".md").rstrip("/").split("/")[-1]
    place = next((place for place, post in posts.items() if post.slug == name), None)
    if place is None:
        slugs = [post.slug for post in posts.values()]
        advice = (
            f"그런 글이 없습니다.{suggestion(name, slugs)} {'·'.join(KIND_FOLDERS.values())}의 파일 이름을 적어 주세요."
        )
        raise UsageError(what, "no such post", advice=advice)
    _refuse_second(name, is_gone=posts[place].withdrawn is not None)
    text = place.read_text(encoding="utf-8")
    return {place: withdrawn_post(text, at=at, why=why, asked_by=asked_by)}


def _without_notes(what: str) -> dict[Path, str]:
    """Return the answers to a citation, drafts too, without the comment in which the skeleton told its title."""
    from plugins.cases.withdrawal import without_reply_note
    from plugins.core.model import KIND_FOLDERS

    case_id, _, key = what.partition(":")
    places = [place for folder in KIND_FOLDERS.values() for place in sorted((ROOT / "content" / folder).rglob("*.md"))]
    texts = {place: place.read_text(encoding="utf-8") for place in (places if key else ())}
    changed = {place: without_reply_note(text, case_id=case_id, key=key) for place, text in texts.items()}
    return {place: text for place, text in changed.items() if text != texts[place]}


def _refuse_second(what: str, *, is_gone: bool) -> None:
    if is_gone:
        raise UsageError(what, "withdrawn before", advice="이미 거두었습니다.")


def _traces(what: str) -> tuple[str, ...]:
    """Return what would still lead to the writer of a citation that is taken back."""
    from plugins.cases.records import read_records

    case_id, _, key = what.partition(":")
    cited = [c for file in read_records(ROOT / "content").cases if file.case.id == case_id for c in file.case.citations]
    found = [(c.author, c.title, c.url or "", c.archive_url) for c in cited if key and c.key == key]
    return tuple(trace for traces in found for trace in traces if trace)


def _say_where_it_still_stands(traces: tuple[str, ...]) -> None:
    for path in sorted((ROOT / "content").rglob("*.md")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            if any(trace in line for trace in traces):
                print(f"{path.relative_to(ROOT).as_posix()}:{number}: 글쓴이를 알 수 있는 말이 남아 있습니다.")


def _say_what_is_next(files: dict[Path, str]) -> None:
    if any(path.parent.name == "cases" for path in files):
        print("사건 파일의 events와 promises는 그대로입니다. 거기에도 지울 말이 있는지 봐 주세요.")
    print(f"거두었습니다. 지운 글은 {ASIDE}에 이 컴퓨터에만 두었습니다.")
    print("`git commit`하고 `invoke publish`로 올린 뒤 `invoke send`로 알린 곳에 거두었다고 알려 주세요.")
    names = [path.relative_to(ROOT).as_posix() for path in files]
    known = subprocess.run(
        ["git", "ls-files", "--", *names], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout
    if known.strip():
        print("git의 옛 판에는 글이 남아 있습니다. 공개된 저장소라면 docs/linkbacks.md의 '거두기'를 보세요.")
