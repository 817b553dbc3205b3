"""``invoke check``, a shell: the gate's judgement on the sources, before anything is built."""

from pathlib import Path

from plugins.core.personal_data import Allowed
from plugins.editorial.gate import files_below
from plugins.editorial.judge import findings_in_file, findings_in_source, patterns_in_force
from plugins.editorial.model import Finding


def check_sources(content_root: Path, allowed: Allowed, rules_off: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """Return every finding below a content folder, by file, line and column.

    ``model.refuse`` stops at those that block, the others are for a person to look at. Drafts are read
    too: they are in git, and git is published by the first push.

    Args:
        content_root: A folder, or one file.
    """
    patterns = patterns_in_force(rules_off)
    files = (content_root,) if content_root.is_file() else tuple(files_below(content_root))
    findings: list[Finding] = []
    for path in files:
        shown = path.relative_to(content_root.parent).as_posix()
        judge = findings_in_source if path.suffix.lower() == ".md" else findings_in_file
        findings.extend(judge(shown, path.read_bytes(), patterns, allowed))
    return tuple(findings)
