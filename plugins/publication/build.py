"""`invoke build`: render into a staging folder, judge the rendering there, swap only what changed into the output.

A build that fails leaves the output exactly as it was. Time comes in as ``as_of``.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from plugins.core.errors import BuildError, ContentError
from plugins.core.site import NAME, read_site
from plugins.publication.checks import feed_paths, is_draft, page_paths, rendering_problems
from plugins.publication.manifest import digest, read_manifest, write_manifest
from plugins.publication.swap import apply_swap, digests, plan_swap, read_folder

# Folders under content/ whose files become pages, and the address of such a page.
_PAGES_OF = {
    "responses": "responses/{}/",
    "corrections": "corrections/{}/",
    "progress": "progress/{}/",
    "stories": "stories/{}/",
    "cases": "cases/{}/",
    "pages": "{}/",
}


class BuildBugError(Exception):
    """Pelican, the theme or a plugin has a bug; its traceback is in the message."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildReport:
    """What a build made.

    Attributes:
        pages: How many pages the site has.
        feeds: How many feeds it has.
        changed: Paths written, new ones too; sorted.
        removed: Paths taken away; sorted.
    """

    as_of: datetime
    pages: int
    feeds: int
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def build(root: Path, *, settings_file: str, as_of: datetime, output: Path, strict: bool = False) -> BuildReport:
    """Build the site of ``root`` into ``output``.

    Args:
        settings_file: Name of a settings file in ``root``.
        output: Made where it is missing. Files in it that no build of ours wrote are left alone.
        strict: Pelican's warnings end the build too.

    Raises:
        DeskError: The content, a setting or the rendering is refused, or another build is running.
        BuildBugError: The rendering ended with a traceback.
    """
    if as_of.tzinfo is None:
        raise BuildError("as_of", "no zone", advice="시간대가 없습니다. 예: 2026-11-22T09:00+09:00")
    cache = root / "cache"
    cache.mkdir(exist_ok=True)
    with _alone(cache / "build.lock"), _staging(cache) as staging:
        _render(root, settings_file, staging, as_of, strict=strict)
        files = read_folder(staging)
        site = read_site(root / NAME)
        problems = rendering_problems(files, site_urls=(site.url,), draft_urls=_draft_urls(root / "content"))
        if problems:
            raise ContentError(problems)
        return _swap_in(files, output, cache / "written" / f"{_name_of(output, root)}.json", as_of)


def _swap_in(files: dict[str, bytes], output: Path, manifest: Path, as_of: datetime) -> BuildReport:
    ours = read_manifest(manifest)
    wanted = digests(files)
    swap = plan_swap(wanted, digests(read_folder(output)), ours)
    # Written before the files too: after a crash in between, the next build still knows what may be ours.
    write_manifest(manifest, {**ours, **wanted})
    apply_swap(swap, files, output)
    write_manifest(manifest, wanted)
    return BuildReport(
        as_of=as_of,
        pages=len(page_paths(files)),
        feeds=len(feed_paths(files)),
        changed=tuple(sorted((*swap.new, *swap.changed))),
        removed=swap.removed,
    )


def _render(root: Path, settings_file: str, staging: Path, as_of: datetime, *, strict: bool) -> None:
    command = [sys.executable, "-m", "plugins.publication.render", "--settings", settings_file]
    command += ["--output", str(staging), "--as-of", as_of.isoformat(), "--fatal", "warnings" if strict else "errors"]
    # Nothing of the machine may reach a page: neither its locale, nor its zone, nor the order of its hashes.
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(root),
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    said = done.stderr.strip()
    if done.returncode == 2:
        which, _, advice = said.partition(": ")
        raise RefusedError(which, "the rendering refused", advice=advice)
    if done.returncode:
        raise BuildBugError(said or f"the rendering ended with code {done.returncode}")


class RefusedError(BuildError):
    """What the rendering process refused, in its own words, which may be several lines."""


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    # The kernel lets go of the lock when the process ends, however it ends; a lock file by its name would stay behind.
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BuildError(
                lock.name, "another build is running", advice="다른 빌드가 돌고 있습니다. 끝난 뒤에 다시 해 주세요."
            ) from error
        yield


@contextmanager
def _staging(cache: Path) -> Iterator[Path]:
    # We are alone, so whatever stands there was left by a build that was killed.
    for left in cache.glob("staging-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix="staging-", dir=cache))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _draft_urls(content: Path) -> dict[str, str]:
    return {
        pattern.format(path.stem): f"content/{folder}/{path.name}"
        for folder, pattern in _PAGES_OF.items()
        for path in sorted((content / folder).glob("*.md"))
        if is_draft(path.read_text(encoding="utf-8", errors="replace"))
    }


def _name_of(output: Path, root: Path) -> str:
    # Relative inside the project, so that the project may be moved without forgetting what it wrote.
    inside = output.resolve().is_relative_to(root.resolve())
    name = output.resolve().relative_to(root.resolve()) if inside else output.resolve()
    return f"{output.name}-{digest(name.as_posix().encode())[:8]}"
