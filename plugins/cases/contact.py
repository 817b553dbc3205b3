"""The three ways a reader answers back from a page: contradict, reopen, "it happened to me too"."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from plugins.core.model import CaseId

REBUTTAL, REOPEN, SAME = "반론 보내기", "다시 열기", "저도 겪었습니다"


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """Addresses behind the three actions; each carries the case number."""

    rebuttal: str
    reopen: str
    same: str


def contact_for(case_id: CaseId, *, form_url: str, email: str) -> Contact:
    """Return the form with the case and action in its query, or a mail with both in its subject.

    Args:
        form_url: "" where there is no form.
        email: The answering person's address.
    """

    def address(action: str, label: str) -> str:
        if form_url:
            joint = "&" if urlsplit(form_url).query else "?"
            return f"{form_url}{joint}{urlencode({'case': case_id, 'about': action})}"
        # Korean stays as it is written, as in our tag addresses: browsers encode it, and pages weigh less.
        return f"mailto:{email}?subject=%5B{case_id}%5D%20{label.replace(' ', '%20')}"

    return Contact(rebuttal=address("rebuttal", REBUTTAL), reopen=address("reopen", REOPEN), same=address("same", SAME))
