"""The gate over a finished output folder, a shell: nothing that was not searched leaves the house."""

import os
from collections.abc import Iterator
from pathlib import Path

from plugins.core.memo import FORGETFUL, Memo, key_of
from plugins.core.personal_data import Allowed
from plugins.editorial.judge import findings_in_file, patterns_in_force
from plugins.editorial.kept import kept_by_name
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
    clean: set[str | bytes] = set()
    paths = list(paths_below(output))
    ours = key_of(*sorted(allowed.values), None, *allowed.domains, None, *(pattern.id for pattern in patterns))
    top = os.fspath(output)

    def found(path: str) -> tuple[Finding, ...]:
        with open(f"{top}/{path}", "rb") as file:
            return findings_in_file(path, file.read(), patterns, allowed, clean)

    # What was found in a file is remembered by its bytes. Publishing begins without a memo: then every file is read.
    digests = {path: memo.digest(f"{top}/{path}") for path in paths}
    kept = kept_by_name(memo, "editorial.gate", digests, found, common=ours)
    findings = [finding for of_file in kept.values() for finding in of_file]
    refuse(findings)
    return tuple(findings)


def files_below(folder: Path) -> Iterator[Path]:
    """Yield every file of a folder, hidden ones too, in the order of their names."""
    yield from (folder / path for path in paths_below(folder))


def paths_below(folder: Path) -> Iterator[str]:
    """Yield the path of every file relative to a folder, likewise."""
    top = len(os.fspath(folder)) + 1
    for root, folders, names in os.walk(folder, onerror=_raise):
        folders.sort()
        below = f"{root}/"[top:].replace(os.sep, "/")
        for name in sorted(names):
            yield f"{below}{name}"


def _raise(error: OSError) -> None:
    # os.walk passes over a folder it cannot list; what was not searched is not published.
    raise error
