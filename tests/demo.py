"""Where the demo lies: at the top of a fresh clone, below examples/ once a company has begun with `invoke init`."""

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
ASIDE = "examples/mogwanaru"
# What `invoke init` moves aside.
MOVED = ("content", "site.toml", "sources.toml", "records")
# A second answer to one of its cases that somebody has begun.
DRAFT = """---
title: ''
date: 2026-11-20T10:00:00+09:00
case: MG-2026-002
stage: answered
author: 윤하람
next_update_by: 2026-12-01T17:00:00+09:00
gist: [다시 여쭈신 것에 답합니다]
stance: ''
status: draft
---

아직 **쓰는** 글입니다.

<!-- 물음: 언제 무엇을 했는지, 수와 함께. -->
"""


def demo_of(repository: Path) -> Path:
    """Return the folder that holds the demo's content/, site.toml and sources.toml."""
    aside = repository / ASIDE
    return aside if (aside / "site.toml").exists() else repository


DEMO = demo_of(REPOSITORY)
