"""The gate over a finished output folder, a shell: nothing that was not searched leaves the house."""

import os
from collections.abc import Iterator
from pathlib import Path

from plugins.core.memo import FORGETFUL, Memo, key_of
from plugins.core.personal_data import Allowed
from plugins.editorial.judge import findings_in_file, patterns_in_force
from plugins.editorial.model import Finding, refuse


def pass_gate(
    output: Path, allowed: Allowed, rules_off: tuple[str, ...] = (), memo: Memo = FORGETFUL
) -> tuple[Finding, ...]:
    """Return what a person should look at (review and hint) in a folder that may be published.

    Args:
        memo: Remembers what stands in files of the same name and bytes.

    Raises:
        PersonalDataError: Some file holds what must never be published, or cannot be read.
    """
    patterns = patterns_in_force(rules_off)
    clean: set[str] = set()
    paths = [path.relative_to(output).as_posix() for path in files_below(output)]
    ours = key_of(*sorted(allowed.values), None, *allowed.domains, None, *(pattern.id for pattern in patterns))

    def found(index: int) -> tuple[Finding, ...]:
        return findings_in_file(paths[index], (output / paths[index]).read_bytes(), patterns, allowed, clean)

    # Every file is read every time: what was found in it is remembered by its bytes, not by what is said of it.
    keys = [key_of(path, (output / path).read_bytes(), ours) for path in paths]
    findings = [finding for of_file in memo.recall_all("editorial.gate", keys, found) for finding in of_file]
    refuse(findings)
    return tuple(findings)


def files_below(folder: Path) -> Iterator[Path]:
    """Yield every file of a folder, hidden ones too, in the order of their names."""
    for root, folders, names in os.walk(folder, onerror=_raise):
        folders.sort()
        for name in sorted(names):
            yield Path(root) / name


def _raise(error: OSError) -> None:
    # os.walk passes over a folder it cannot list; what was not searched is not published.
    raise error
