"""`invoke draft person`: somebody new signs posts, or confirms what others wrote."""

import re
from pathlib import Path

from plugins.cases.draft import DraftError
from plugins.cases.records import survey
from plugins.cases.skeletons import quoted
from plugins.cases.values import told
from plugins.core.model import Affiliation
from plugins.edge.files import create_new

_MAIL = re.compile(r"[^@\s<>()]+@[^@\s<>()]+\.[^@\s<>()]+")


def draft_person(root: Path, *, name: str, role: str, email: str) -> Path:
    """Write the file of a person, whole from the beginning: an unfinished one would stop every build.

    Args:
        role: What this person can decide, in words.
        email: Its part before the @ names the file, since a Korean name is no part of an address.

    Returns:
        The path.

    Raises:
        DraftError: A fact is missing or no mail address, or there is such a person already.
    """
    name, role, email = (" ".join(text.split()) for text in (name, role, email))
    if not name or not role:
        advice = (
            "이름(--name)과 맡은 일(--role)을 적어 주세요. 예: --name 서이든 --role '고객이야기팀. 답을 확인합니다'"
        )
        raise DraftError("person", "a fact is missing", advice=advice)
    if not _MAIL.fullmatch(email):
        raise DraftError(email or "person", "no address", advice="메일 주소를 적어 주세요. 예: --email ideun@회사.kr")
    records, _ = survey(root / "content")
    if same := next((file for file in records.people if file.person.name == name), None):
        raise DraftError(name, "already there", advice=f"이미 있는 사람입니다({same.path}).")
    slug = re.sub(r"[^a-z0-9]+", "-", email.partition("@")[0].lower()).strip("-")
    path = root / "content" / "people" / f"{slug or 'person'}.md"
    create_new(path, _person_file(name, role, email))
    return path


def _person_file(name: str, role: str, email: str) -> str:
    return f"""---
name: {quoted(name)}
role: {quoted(role)}   # 맡은 일과, 그 자리에서 정할 수 있는 일
affiliation: inhouse   # {told(Affiliation)}. 우리 회사가 아니면 org_name에 회사 이름
email: {quoted(email)}
reach: {quoted(f"{name}, {email}")}   # 어디로 언제 닿는지. 예: …, 평일 9시부터 18시까지 직접 받습니다
# 아래 줄 밑에 무엇을 맡고 무엇을 정할 수 있는지 한 문단으로 적습니다. 사람의 쪽에 나옵니다.
---
"""
