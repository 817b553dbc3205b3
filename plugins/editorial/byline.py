"""Who speaks: a human being with a role, who can be reached, and whose words another one has read."""

import re
from collections.abc import Iterator
from datetime import timedelta

from plugins.core.korean import particle
from plugins.core.model import Affiliation, LegalBasis, PostKind
from plugins.editorial.sheets import PostSheet, Spot, at_key

# Names that are nobody's. A team may stand behind a name, never in its place.
_NOBODY = re.compile(
    r"^(?:관리자|운영자|운영진|담당자|상담원|상담사|매니저|고객\s?(?:센터|지원|상담|행복)|홍보|마케팅|대외협력|cs|admin|staff)"
    r"|(?:팀|센터|부서|본부|실|일동|운영진|임직원|사무국|team|support|office)$",
    re.IGNORECASE,
)
_DIRECT = re.compile(r"@|\d{2,4}-\d{3,4}-\d{4}|내선|직통|https?://")
_GENERIC = re.compile(r"대표\s?번호|고객\s?센터|콜\s?센터|\b1[5-9]\d{2}-?\d{4}\b")
_APPROVED_FROM = 2
_BUILD_EVERY = timedelta(hours=1)


def human(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where the author is no person, or an agency's person without the agency's name."""
    post, person = sheet.post, sheet.people.find(sheet.post.author)
    name = person.name if person else post.author
    if _NOBODY.search(name):
        yield at_key(sheet, "author", f"'{name}'.")
    affiliation = post.author_org or (person.affiliation if person else Affiliation.INHOUSE)
    org_name = post.author_org_name or (person.org_name if person else "")
    if affiliation is not Affiliation.INHOUSE and not org_name:
        yield at_key(sheet, "author_org", "어느 회사 사람인지 author_org_name에 적어 주세요.")


def reachable(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where only a switchboard can be reached."""
    person = sheet.people.find(sheet.post.author)
    reach = sheet.post.reach or (person.reach if person else "")
    if not _DIRECT.search(reach) or (_GENERIC.search(reach) and "@" not in reach):
        yield at_key(sheet, "reach" if sheet.post.reach else "author")


def approved(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where nobody but the author has read a post that another one must read.

    A progress post without an approver passes, unless it is a legal notice: it is due on the day it was promised, and
    waiting for a signature is how a promised word comes late.
    """
    post = sheet.post
    if any(sheet.people.same(who, post.author) for who in post.approved_by):
        yield at_key(sheet, "approved_by")
        return
    legal = post.legal_basis not in (None, LegalBasis.NONE)
    grave = sheet.case.severity >= _APPROVED_FROM and post.kind is not PostKind.PROGRESS
    if (grave or legal or post.kind is PostKind.CORRECTION) and not post.approved_by:
        yield at_key(sheet, "approved_by", "확인한 사람이 없습니다.")


def approval_times(sheet: PostSheet) -> Iterator[Spot]:
    """Yield a spot where the record of an approval contradicts the post."""
    post = sheet.post
    for approval in post.approvals:
        if not any(sheet.people.same(approval.who, who) for who in post.approved_by):
            yield at_key(sheet, "approvals", f"{approval.who}{particle(approval.who, '은')} approved_by에 없습니다.")
        # A draft is dated by the full hour, as builds are: an approval given within that hour came before it went out.
        elif approval.approved_at >= post.published_at + _BUILD_EVERY:
            yield at_key(sheet, "approvals", f"{approval.who}의 확인이 올린 때보다 늦습니다.")
