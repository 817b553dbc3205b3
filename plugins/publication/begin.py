"""`invoke init`: a company begins. The demo moves aside, and a site of its own, without a case yet, takes its place.

Everything is prepared in a folder of its own and then renamed; what cannot be done whole is undone. Never writes over
a file, and never runs twice.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

import yaml

from plugins.core.errors import BuildError, DeskError
from plugins.core.site import NAME, read_site
from plugins.publication.checkout import commit_written, is_checkout, refuse_unnamed
from plugins.publication.manifest import RECORD

DEMO = Path("examples/mogwanaru")
INBOX_ASIDE = Path("cache/mogwanaru-desk")
_STARTER = Path(__file__).parent / "starter"
_EMPTY = ("responses", "corrections", "progress", "stories", "cases")
# What makes up the demo, and where it goes. Its inbox goes too: its mentions are not the company's.
_MOVES = {
    "content": f"{DEMO}/content",
    "site.toml": f"{DEMO}/site.toml",
    "sources.toml": f"{DEMO}/sources.toml",
    "records": f"{DEMO}/records",
    ".desk": str(INBOX_ASIDE),
}
_MADE = ("site.toml", "sources.toml", "content", "records", str(DEMO))
_COMMIT = "우리 회사의 누리집을 시작함"
_MAIL = re.compile(r"[^@\s<>()]+@[^@\s<>()]+\.[^@\s<>()]+")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](?::\d+)?(?:/[\w./~-]*)?")
# A name stands in Markdown, TOML, YAML and HTML: what would mean something there is no part of a name.
_NAME = re.compile(r"[^<>\[\]{}*_`|$\\\"\x00-\x1f\x7f]{1,80}")


class BeginError(DeskError):
    """A site cannot begin; nothing has changed."""

    what = "init"


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One thing that only the company knows."""

    field: str
    text: str
    example: str


QUESTIONS = (
    Question(field="name", text="누리집의 이름", example="모과나루 답변"),
    Question(field="brand", text="손님이 부르는 회사 이름", example="모과나루"),
    Question(field="domain", text="이 누리집의 주소", example="answers.mogwanaru.kr"),
    Question(field="prefix", text="사건 번호의 머리글자(영어 대문자 2~8자)", example="MG"),
    Question(field="person", text="처음 답할 사람의 이름", example="윤하람"),
    Question(field="role", text="그 사람이 맡은 일", example="고객이야기팀. 불만 글을 처음 읽고 끝까지 맡습니다"),
    Question(field="email", text="그 사람의 메일 주소", example="haram@mogwanaru.kr"),
    Question(field="contact", text="불만을 받을 메일 주소나 양식 주소(https://)", example="answers@mogwanaru.kr"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Beginning:
    """The company's answers, checked.

    Attributes:
        url: With its scheme, without a trailing slash.
        slug: File name of the first person.
        contact_form_url: "" where the company is reached by mail.
    """

    name: str
    brand: str
    url: str
    prefix: str
    person: str
    role: str
    email: str
    slug: str
    contact_email: str
    contact_form_url: str


def read_answers(answers: Mapping[str, str]) -> Beginning:
    """Return the answers to ``QUESTIONS``, by field, as something a site can be made of.

    Raises:
        BeginError: One is missing or cannot be used.
    """
    given = {question.field: checked_answer(question, answers.get(question.field, "")) for question in QUESTIONS}
    contact = given["contact"]
    is_form = _is_form(contact)
    local = re.sub(r"[^a-z0-9]+", "-", given["email"].partition("@")[0].lower()).strip("-")
    return Beginning(
        name=given["name"],
        brand=given["brand"],
        url=f"https://{given['domain']}",
        prefix=given["prefix"],
        person=given["person"],
        role=given["role"],
        email=given["email"],
        slug=local or "first",
        contact_email=given["email"] if is_form else contact,
        contact_form_url=contact if is_form else "",
    )


def checked_answer(question: Question, answer: str) -> str:
    """Return one answer as a site can be made of it.

    Raises:
        BeginError: It is missing or cannot be used.
    """
    field, given = question.field, " ".join(answer.split())
    if not given:
        raise _refused(field, "missing", f"비어 있습니다({question.text}). 예: {question.example}")
    if field in ("name", "brand", "person", "role") and not _NAME.fullmatch(given):
        raise _refused(field, "unusable", "괄호나 따옴표 같은 기호 없이 80자 안으로 적어 주세요.")
    if field == "prefix" and not re.fullmatch(r"[A-Z]{2,8}", given):
        raise _refused(field, "not 2 to 8 capital letters", "영어 대문자 두 자에서 여덟 자로 적어 주세요. 예: MG")
    if field == "domain":
        given = given.removeprefix("https://").removeprefix("http://").rstrip("/")
        if not _DOMAIN.fullmatch(given):
            raise _refused(field, "not a domain", "누리집 주소를 적어 주세요. 예: answers.mogwanaru.kr")
    if field == "email" and not _MAIL.fullmatch(given):
        raise _refused(field, "not an address", "메일 주소를 적어 주세요. 예: haram@mogwanaru.kr")
    if field == "contact" and not _is_form(given) and not _MAIL.fullmatch(given):
        raise _refused(field, "neither mail nor form", "메일 주소나 https://로 시작하는 양식 주소를 적어 주세요.")
    return given


def _is_form(contact: str) -> bool:
    return contact.startswith(("https://", "http://"))


def begin(root: Path, beginning: Beginning) -> tuple[str, ...]:
    """Move the demo aside, put the company's own site in its place, and return what was written, sorted.

    Raises:
        BeginError: The site has begun already, or a file stands in the way; nothing has changed.
    """
    refuse_second_beginning(root)
    cache = root / "cache"
    cache.mkdir(exist_ok=True)
    prepared = Path(tempfile.mkdtemp(prefix="begin-", dir=cache))
    try:
        written = _prepare(prepared, beginning)
        if (root / RECORD).is_file():
            # Where the demo was published, the company's first publication takes its pages away.
            (prepared / RECORD).parent.mkdir()
            shutil.copyfile(root / RECORD, prepared / RECORD)
        moves = [(root / name, root / where) for name, where in _MOVES.items() if (root / name).exists()]
        moves += [(path, root / path.name) for path in sorted(prepared.iterdir())]
        _move_all(moves)
    finally:
        shutil.rmtree(prepared, ignore_errors=True)
    return written


def keep_beginning(root: Path) -> str:
    """Commit exactly what a beginning has written and moved, and say so; "" where git does not keep the project."""
    if not is_checkout(root):
        return ""
    try:
        refuse_unnamed(root)
        commit_written(root, _MADE, _COMMIT)
    except BuildError as error:
        line = f'git add --all content examples site.toml sources.toml && git commit -m "{_COMMIT}"'
        return f"git에 커밋하지 못했습니다. {error.advice}\n그 뒤에 이 줄로 남겨 주세요: {line}"
    return "쓰고 옮긴 파일을 모두 git에 커밋했습니다."


def refuse_second_beginning(root: Path) -> None:
    """Do nothing where the demo still stands; asked before the questions, so that nobody answers them for nothing.

    Raises:
        BeginError: The site has begun already, or a file stands in the way.
    """
    # Only the demo's site.toml has a fixed present; a company's never has.
    if read_site(root / NAME).as_of is None:
        raise _refused(NAME, "already begun", "이미 시작한 누리집입니다. 바꿀 것은 site.toml에서 직접 고쳐 주세요.")
    for name, where in _MOVES.items():
        if (root / name).exists() and (root / where).exists():
            raise _refused(where, "already there", "시연 자료를 옮길 자리에 이미 무엇이 있습니다. 먼저 치워 주세요.")


def _prepare(folder: Path, beginning: Beginning) -> tuple[str, ...]:
    texts = {"site.toml": _toml("site.toml", beginning), "sources.toml": _toml("sources.toml", beginning)}
    for path in sorted((_STARTER / "pages").glob("*.md")):
        page = Template(path.read_text(encoding="utf-8"))
        texts[f"content/pages/{path.name}"] = page.substitute(
            brand=beginning.brand, contact=_contact_line(beginning), contact_email=beginning.contact_email
        )
    texts[f"content/people/{beginning.slug}.md"] = _person(beginning)
    texts |= {f"content/{name}/.gitkeep": "" for name in _EMPTY}
    for name, text in texts.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return tuple(sorted(name for name in texts if not name.endswith(".gitkeep")))


def _contact_line(beginning: Beginning) -> str:
    if beginning.contact_form_url:
        return f"**양식**: [여기에 적어 주세요]({beginning.contact_form_url}). 사람이 읽습니다."
    mail = beginning.contact_email
    return f"**메일**: [{mail}](mailto:{mail})로 보내 주세요. 사람이 읽습니다."


def _toml(name: str, beginning: Beginning) -> str:
    host = beginning.url.removeprefix("https://").partition("/")[0].partition(":")[0]
    mails = (beginning.email.partition("@")[2], beginning.contact_email.partition("@")[2])
    values: dict[str, object] = {
        "name": beginning.name,
        "brand": beginning.brand,
        "url": beginning.url,
        "description": f"{beginning.brand}에 보내신 불만에 이름을 걸고 답합니다.",
        "prefix": beginning.prefix,
        "contact_email": beginning.contact_email,
        "contact_form_url": beginning.contact_form_url,
        "own_domains": list(dict.fromkeys((host, *mails))),
    }
    # A JSON text or list of texts is TOML too.
    quoted = {key: json.dumps(value, ensure_ascii=False) for key, value in values.items()}
    return Template((_STARTER / name).read_text(encoding="utf-8")).substitute(quoted)


def _person(beginning: Beginning) -> str:
    facts = {
        "name": beginning.person,
        "role": beginning.role,
        "affiliation": "inhouse",
        "email": beginning.email,
        "reach": f"{beginning.person}, {beginning.email}",
    }
    front = yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{front}---\n\n{beginning.brand}에 보내신 불만을 읽고 답합니다.\n"


def _move_all(moves: list[tuple[Path, Path]]) -> None:
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            if target.exists():
                raise FileExistsError(17, "already there", str(target))
            target.parent.mkdir(parents=True, exist_ok=True)
            source.rename(target)
            done.append((source, target))
    except OSError as error:
        for source, target in reversed(done):
            target.rename(source)
        raise BeginError(
            str(error.filename),
            str(error.strerror),
            advice="파일을 옮기지 못해 모두 되돌렸습니다. 쓰기 권한을 확인해 주세요.",
        ) from error


def _refused(which: str, why: str, advice: str) -> BeginError:
    return BeginError(which, why, advice=advice)
