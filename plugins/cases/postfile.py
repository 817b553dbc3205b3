"""One post under ``content/``: its front matter as a typed post, and what a single file can get wrong.

Source: the field list of the domain's ``schema.toml``; the architecture where it differs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from plugins.cases.frontmatter import Fields, Heading, Page, read_published, unread_in
from plugins.cases.signatures import read_approvals, read_waivers
from plugins.cases.skeletons import QUESTION
from plugins.cases.tags import read_tags
from plugins.cases.withdrawal import read_withdrawal
from plugins.core.errors import Problem
from plugins.core.korean import SEOUL, particle, quoted
from plugins.core.model import (
    KIND_FOLDERS,
    Affiliation,
    CaseId,
    ComplainantView,
    Correction,
    CorrectionClass,
    CorrectionLevel,
    FoundBy,
    LegalBasis,
    Post,
    PostKind,
    PromiseChange,
    PromiseUpdate,
    RebuttalPlace,
    Stage,
    Stance,
    StoryConsent,
    StoryOutcome,
)

_KINDS = {folder: kind for kind, folder in KIND_FOLDERS.items()}
_WHY_WRONG = ("왜 틀렸나", "Why it was wrong")
GIST_LINES = 3
_NAME = re.compile(r"[^\W_][\w.-]*")
_UNPLACED = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class PostFile:
    """A post and where each of its words stands.

    Attributes:
        path: Relative to the project.
        body: The Markdown below the header.
        lines: Line of every front-matter key.
        unread: The keys of the header that something is wrong with; where ``date`` or ``stage`` is among them, another
            stands in, and only that the post is there can be believed.
    """

    path: str
    post: Post
    body: str
    lines: Mapping[str, int]
    headings: tuple[Heading, ...]
    unread: frozenset[str]

    @property
    def is_placed(self) -> bool:
        """Whether it is known where the post stands in its case."""
        return self.unread.isdisjoint(("date", "stage"))


def read_post(path: str, text: str, problems: list[Problem]) -> PostFile | None:
    """Return the post in a file, or None where its header cannot be read or it is a draft.

    Args:
        path: Relative to the project; its folder says the kind, its name is the slug.
        problems: Filled with everything wrong in this file. A post with problems is still returned where it
            can be, so that what refers to it is checked in the same round.
    """
    page = read_published(path, text, problems, instead="사건의 상태는 stage에 적어 주세요.")
    if page is None:
        return None
    fields = page.fields
    post = _post(path, page)
    if line := page.line_of(QUESTION):
        fields.fault("본문", "아직 답하지 않은 물음이 남아 있습니다. 답을 적고 물음을 지워 주세요.", line=line)
    fields.refuse_unknown()
    return PostFile(
        path=path,
        post=post,
        body=page.body,
        lines=fields.lines(),
        headings=page.headings,
        unread=unread_in(path, problems),
    )


def _post(path: str, page: Page) -> Post:
    fields = page.fields
    folder, name = path.split("/")[-2:]
    kind = _KINDS[folder]
    said = fields.choice("kind", PostKind)
    if said is not None and said is not kind:
        written = f"{said}{particle(said, '이라고')} 적혀 있습니다"
        fields.fault("kind", f"'{kind}' 폴더의 글인데 {written}. 글을 옮기거나 이 줄을 지워 주세요.")
    title = fields.text("title", required=True)
    published_at = fields.moment("date", required=True)
    case_id = fields.text("case", required=True)
    stage = fields.choice("stage", Stage, required=True)
    author = fields.text("author", required=True)
    gist = fields.texts("gist", required=True)
    if len(gist) > GIST_LINES:
        fields.fault("gist", f"{len(gist)}줄입니다. {GIST_LINES}줄까지만 적어 주세요.")
    next_update_by = fields.moment("next_update_by", required=stage is not None and not stage.is_final)
    if stage is not None and stage.is_final and next_update_by is not None:
        fields.fault(
            "next_update_by",
            f"{stage}{particle(stage, '은')} 끝난 단계라 다음 소식이 없습니다. 이 줄을 지우거나 단계를 바꿔 주세요.",
        )
    if next_update_by and published_at and next_update_by <= published_at:
        fields.fault("next_update_by", "올린 시각보다 앞섭니다. 다음 소식은 올린 뒤의 때여야 합니다.")

    # What was taken back says nothing any more, so it corrects nothing.
    is_correction = kind is PostKind.CORRECTION and not fields.has("withdrawn")
    correction = _correction(fields, page.headings, required=is_correction)
    post_facts = {
        "stance": fields.choice("stance", Stance, required=kind is PostKind.RESPONSE),
        "as_of": fields.moment("as_of", required=kind is PostKind.PROGRESS),
        "outcome": fields.choice("outcome", StoryOutcome, required=kind is PostKind.STORY),
    }
    rest = _rest(fields)
    return Post(
        kind=kind,
        slug=name.removesuffix(".md"),
        title=title,
        published_at=published_at or _UNPLACED,
        case_id=CaseId(case_id),
        stage=stage or Stage.RECEIVED,
        author=author,
        gist=gist,
        next_update_by=next_update_by,
        correction=correction if is_correction else None,
        **post_facts,  # type: ignore[arg-type]
        **rest,  # type: ignore[arg-type]
    )


def _rest(fields: Fields) -> dict[str, object]:
    return {
        "modified_at": _not_before(fields, "modified", "date"),
        "author_role": fields.text("author_role"),
        "author_org": fields.choice("author_org", Affiliation),
        "author_org_name": fields.text("author_org_name"),
        "reach": fields.text("reach"),
        "approved_by": fields.texts("approved_by"),
        "in_reply_to": fields.text("in_reply_to"),
        "mentions": fields.texts("mentions"),
        "promises": fields.texts("promises"),
        "promise_updates": _promise_updates(fields),
        "complainant_view": fields.choice("complainant_view", ComplainantView),
        "consent": fields.choice("consent", StoryConsent),
        "rebuttal": fields.choice("rebuttal", RebuttalPlace),
        "evidence": fields.texts("evidence"),
        "redactions": fields.texts("redactions"),
        "legal_basis": fields.choice("legal_basis", LegalBasis),
        "embargo_until": fields.moment("embargo_until"),
        "translation_of": fields.text("translation_of"),
        "lang": _lang(fields),
        "tags": read_tags(fields),
        "approvals": read_approvals(fields),
        "waivers": read_waivers(fields),
        "withdrawn": read_withdrawal(fields),
        "id": _id(fields),
    }


def _id(fields: Fields) -> str:
    """Return ``id:``, which a file gets when it is renamed after it was published."""
    said = fields.text("id")
    if said and not _NAME.fullmatch(said):
        advice = "파일 이름이 될 수 없습니다. 처음 올렸을 때의 파일 이름을 .md 없이 적어 주세요."
        fields.fault("id", f"{quoted(said, '은')} {advice}")
    return said


def _lang(fields: Fields) -> str:
    """Return ``lang:``, which Pelican reads from the same header for its page."""
    lang = fields.text("lang")
    if fields.text("translation_of") and not lang:
        fields.fault("lang", "번역한 글에는 어느 말로 옮겼는지 적어 주세요. 예: lang: en")
    return lang


def _not_before(fields: Fields, later: str, earlier: str) -> datetime | None:
    value, first = fields.moment(later), fields.moment(earlier)
    if value and first and value < first:
        fields.fault(later, f"{earlier}보다 앞섭니다. 시각을 확인해 주세요.")
    return value


def _correction(fields: Fields, headings: tuple[Heading, ...], *, required: bool) -> Correction:
    wrong = fields.text("wrong", required=required)
    right = fields.text("right", required=required)
    if wrong and wrong == right:
        fields.fault("right", "틀린 문장과 바른 문장이 같습니다. 바른 문장을 적어 주세요.")
    if required and not any(heading.title in _WHY_WRONG for heading in headings):
        fields.fault(
            "본문", "정정에는 '## 왜 틀렸나' 절이 있어야 합니다. 사람 탓이 아니라 절차를 적어 주세요.", line=fields.line
        )
    correction = Correction(
        corrects=fields.texts("corrects", required=required),
        wrong=wrong,
        right=right,
        correction_class=fields.choice("correction_class", CorrectionClass),
        level=fields.choice("correction_level", CorrectionLevel),
        found_by=fields.choice("found_by", FoundBy),
        reported_at=fields.moment("reported_at"),
        why_late=fields.text("why_late"),
    )
    if not required and (correction.corrects or wrong or right):
        fields.fault(
            "corrects" if correction.corrects else "wrong",
            "정정(corrections/)에만 쓰는 열쇠입니다. 정정 글로 옮겨 주세요.",
        )
    return correction


def _promise_updates(fields: Fields) -> tuple[PromiseUpdate, ...]:
    found = []
    for item in fields.mappings("promise_updates", named_by="id"):
        promise = item.text("id", required=True)
        said = [change for change in PromiseChange if item.has(change)]
        days = {change: item.day_or_moment(change) for change in said}
        why, proof, occurrence = item.text("why"), item.text("proof"), item.day("occurrence")
        item.refuse_unknown()
        if len(said) != 1:
            item.fault(
                "", "kept(지킨 날)·moved(새 날짜)·withdrawn(거둔 날) 가운데 꼭 하나를 적어 주세요.", line=item.line
            )
            continue
        (change,) = said
        if change is not PromiseChange.KEPT and not why:
            item.fault("why", "약속을 옮기거나 거둘 때는 까닭(why)을 적어야 합니다.")
        said_at = days[change]
        if said_at is None:
            continue
        instant = said_at if isinstance(said_at, datetime) else None
        day = instant.astimezone(SEOUL).date() if instant else said_at
        found.append(
            PromiseUpdate(
                promise=promise, change=change, on=day, why=why, proof=proof, occurrence=occurrence, at=instant
            )
        )
    return tuple(found)
