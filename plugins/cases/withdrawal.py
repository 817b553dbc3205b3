"""Taking back what was published: the words leave ``content/``; what stays says that, when, why and for whom. Pure.

The file itself is emptied, so that pages, feeds, data and search hold nothing of it without being told to. What git and
others have kept of it is not in our hands.
"""

import re
from collections.abc import Callable
from datetime import datetime

import yaml

from plugins.cases.cited import block_of, citation_items, facts_in, header_lines, key_of
from plugins.cases.frontmatter import Fields
from plugins.core.model import Withdrawal

TITLE = "거둔 글"
# Of a citation: its writer's words, and what leads to its writer. The place often is a person's name: "the blog of …".
CITED_WORDS = ("url", "title", "author", "place", "excerpt", "facts", "archive_url")
# What a post keeps: who answered when, in which case, and at which stage that left it.
_POST_KEYS = (
    "date case stage author author_org author_org_name approved_by approvals next_update_by in_reply_to stance as_of"
    " outcome promises lang translation_of id kind status"
).split()
# What of a case is somebody's words or leads to them.
_CASE_WORDS = (
    "title known_how tags rebuttals affected_history complaint_consent withdrawn withdrawn_reason waivers".split()
)
_KEY = re.compile(r"([A-Za-z_]\w*):")
# The skeleton of an answer writes the title of what it answers behind the key.
_REPLY_NOTE = re.compile(r"(?m)^(in_reply_to:[ \t]*['\"]?([\w-]+)['\"]?)[ \t]+#.*$")


def read_withdrawal(fields: Fields) -> Withdrawal | None:
    """Return ``withdrawn: {at, why, asked_by}`` of a post, a case or a citation, or None."""
    mapping = fields.mapping("withdrawn")
    if mapping is None:
        return None
    at = mapping.moment("at", required=True)
    why, asked_by = mapping.text("why", required=True), mapping.text("asked_by", required=True)
    mapping.refuse_unknown()
    return Withdrawal(at=at, why=why, asked_by=asked_by) if at else None


def withdrawn_post(text: str, *, at: datetime, why: str, asked_by: str) -> str:
    """Return the file of a post that was taken back."""
    kept = _REPLY_NOTE.sub(r"\1", _blocks(text, lambda key: key in _POST_KEYS))
    said = {"title": TITLE, "gist": [why], "modified": at.isoformat(), "withdrawn": _said(at, why, asked_by)}
    return f"---\n{_yaml({'title': said.pop('title')})}{kept}{_yaml(said)}---\n"


def withdrawn_case(text: str, *, at: datetime, why: str, asked_by: str, owner: str) -> str:
    """Return the file of a case that was taken back: its citations and its story are gone, its clocks and stages stay.

    Args:
        owner: Signs the event.
    """
    standing = [item for item in citation_items(text) if all(name.value != "withdrawn" for name, _ in item.value)]
    for key in filter(None, map(key_of, standing)):
        text = without_citation(text, key, at=at, why=why, asked_by=asked_by)
    kept = _blocks(text, lambda key: key not in (*_CASE_WORDS, "events"))
    events = _blocks(text, lambda key: key == "events") or "events:\n"
    event = _yaml([{"at": at.isoformat(), "stage": "withdrawn", "who": owner, "why": why}])
    said = {"withdrawn_reason": why, "withdrawn": _said(at, why, asked_by)}
    event = "".join(f"  {line}\n" for line in event.splitlines())
    return f"---\n{_yaml({'title': '거둔 사건'})}{kept}{events}{event}{_yaml(said)}---\n"


def without_citation(text: str, key: str, *, at: datetime, why: str, asked_by: str) -> str:
    """Return a case file whose citation of this key has neither address nor words any more, and says why and for whom.

    What it does not say is what nobody told us: whether its writer deleted anything, or refused a link.

    Raises:
        KeyError: There is no such citation.
    """
    lines = text.splitlines(keepends=True)
    for item in citation_items(text):
        facts, (start, end) = facts_in(item), block_of(item, lines)
        if facts.get("key") != key:
            continue
        kept: dict[str, object] = {"key": key}
        kept |= {name: facts[name] for name in ("published_on", "attached_on") if facts.get(name)}
        kept["withdrawn"] = _said(at, why, asked_by)
        indent = re.match(r" *", lines[start])
        dashed = _yaml([kept]).splitlines(keepends=True)
        return "".join([*lines[:start], *(f"{indent[0] if indent else ''}{line}" for line in dashed), *lines[end:]])
    raise KeyError(key)


def without_reply_note(text: str, *, case_id: str, key: str) -> str:
    """Return a post, or a draft of one, whose ``in_reply_to`` no longer tells in a comment what the citation said.

    The words that readers see stay: those are ours, and a person judges them.
    """
    header = "".join(header_lines(text))
    if not re.search(rf"(?m)^case:[ \t]*['\"]?{re.escape(case_id)}['\"]?[ \t]*(#.*)?$", header):
        return text
    without = _REPLY_NOTE.sub(lambda found: found[1] if found[2] == key else found[0], header)
    return text.replace(header, without, 1)


def _said(at: datetime, why: str, asked_by: str) -> dict[str, str]:
    return {"at": at.isoformat(), "why": why, "asked_by": asked_by}


def _blocks(text: str, is_kept: Callable[[str], bool]) -> str:
    """Return the lines of the header whose top-level key is kept, as they stand."""
    kept, keeps = [], False
    for line in header_lines(text):
        if found := _KEY.match(line):
            keeps = is_kept(found[1])
        if keeps:
            kept.append(line if line.endswith("\n") else f"{line}\n")
    return "".join(kept)


def _yaml(value: object) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10_000)
