"""Builders of content files: text as staff would write it, each with one thing changed."""

from pathlib import Path

PERSON = """---
name: 윤하람
role: 고객이야기팀
affiliation: inhouse
email: haram@mogwanaru.example
reach: haram@mogwanaru.example, 평일 10시부터 18시까지
---

불만 글을 처음 읽습니다.
"""

CASE = """---
title: 환불이 늦은 보름
topic: refund
severity: 2
origin: complaint
owner: 윤하람
opened_at: 2026-10-01T12:00:00+09:00
known_at: 2026-10-02T09:00:00+09:00
citations:
  - key: c1
    url: https://blog.example/1
    title: 환불이 안 됩니다
    published_on: 2026-10-01T12:00:00+09:00
promises:
  - id: P1
    what: 고칩니다
    who: 윤하람
    due: 2026-10-12
---

보름째 환불을 기다린 분이 계십니다.
"""

RESPONSE = """---
title: 환불이 보름 늦은 까닭
date: 2026-10-05T12:00:00+09:00
case: MG-2026-009
stage: answered
author: 윤하람
gist:
  - 환불이 보름 늦었습니다.
next_update_by: 2026-10-12T17:00:00+09:00
stance: accept
in_reply_to: c1
promises: [P1]
---

저희가 **보름** 늦었습니다. 환불은 3건이었습니다.
"""

CORRECTION = """---
title: 바로잡습니다
date: 2026-10-07T12:00:00+09:00
case: MG-2026-009
stage: acting
author: 윤하람
gist: [수가 틀렸습니다.]
next_update_by: 2026-10-12T17:00:00+09:00
corrects: [mg-2026-009-response]
wrong: 환불은 3건이었습니다
right: 환불은 5건이었습니다
---

## 왜 틀렸나

세지 않은 표가 있었습니다.
"""

RESPONSE_PATH = "responses/mg-2026-009-response.md"
CORRECTION_PATH = "corrections/mg-2026-009-correction-1.md"
CASE_PATH = "cases/MG-2026-009.md"
PERSON_PATH = "people/yun-haram.md"


def content(root: Path, **changed: str) -> Path:
    """Write a small, sound site and return its content folder.

    Args:
        changed: ``response``, ``correction``, ``case`` or ``person``: the text to use instead; "" leaves the file out.
    """
    folder = root / "content"
    files = {
        "person": (PERSON_PATH, PERSON),
        "case": (CASE_PATH, CASE),
        "response": (RESPONSE_PATH, RESPONSE),
        "correction": (CORRECTION_PATH, CORRECTION),
    }
    for name, (path, text) in files.items():
        if text := changed.get(name, text):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    return folder


def without(text: str, key: str) -> str:
    """Return a file without the line of one key."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(f"{key}:"))


def with_value(text: str, key: str, value: str) -> str:
    """Return a file with another value of one key."""
    return "\n".join(f"{key}: {value}" if line.startswith(f"{key}:") else line for line in text.split("\n"))
